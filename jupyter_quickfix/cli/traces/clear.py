"""`jupyter quickfix traces clear`."""

from __future__ import annotations

import argparse

from jupyter_quickfix.cli.traces.opening import add_place, open_store
from jupyter_quickfix.errors import UsageError
from jupyter_quickfix.traces.forget import clear
from jupyter_quickfix.traces.set_aside import kept_aside

HELP = "Delete all traces for good"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The confirmation."""
    parser.add_argument("--yes", action="store_true", help="really do it")
    add_place(parser)


def run(arguments: argparse.Namespace) -> int:
    """Empty the database; it stays, and running sessions go on writing to it."""
    with open_store(arguments) as store:
        if not arguments.yes:
            count = store.counts()["failures"]
            raise UsageError(f"this deletes all {count} failures in {store.path} for good; add --yes to do it")
        print(f"{clear(store)} failures deleted from {store.path}")
        for path in kept_aside(store.path):
            print(f"A damaged database from earlier is still there; delete it yourself if you like: {path}")
    return 0
