"""`jupyter quickfix traces forget`."""

from __future__ import annotations

import argparse

from jupyter_quickfix.cli.traces.opening import add_place, full_id, open_store
from jupyter_quickfix.cli.traces.when import add_period, selection
from jupyter_quickfix.errors import UsageError
from jupyter_quickfix.traces.forget import forget, selected

HELP = "Delete failures, with everything that belongs to them, for good"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which: ids, or conditions that must all hold."""
    parser.add_argument("ids", nargs="*", metavar="ID", help="ids of failures, or their beginnings")
    parser.add_argument("--notebook", metavar="PATH", help="those of this notebook (its path, or the end of it)")
    add_period(parser)
    parser.add_argument("--all", action="store_true", help="all of them")
    parser.add_argument("--yes", action="store_true", help="really do it; needed unless ids are given")
    add_place(parser)


def run(arguments: argparse.Namespace) -> int:
    """Delete them. With several ids, all of them or (if one is unknown) none."""
    conditions = any(value is not None for value in (arguments.notebook, arguments.since, arguments.before))
    if sum((bool(arguments.ids), conditions, arguments.all)) != 1:
        raise UsageError("say what to forget: ids, or --notebook/--since/--before, or --all")
    with open_store(arguments) as store:
        if arguments.ids:
            chosen = list(dict.fromkeys(full_id(store, prefix) for prefix in arguments.ids))
        else:
            chosen = selected(store, selection(arguments))
            if chosen and not arguments.yes:
                raise UsageError(f"this deletes {len(chosen)} failures for good; add --yes to do it")
        count = forget(store, chosen)
    print(f"{count} {'failure' if count == 1 else 'failures'} forgotten")
    return 0
