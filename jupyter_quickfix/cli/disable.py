"""`jupyter quickfix disable`: undo `enable`."""

from __future__ import annotations

import argparse

from jupyter_quickfix.cli.startup_file import is_ours, startup_file
from jupyter_quickfix.errors import UsageError

HELP = "Undo `enable`"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The profile."""
    parser.add_argument("--profile", default="default", help="IPython profile (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Remove the startup file, if it is there."""
    path = startup_file(arguments.profile)
    if not is_ours(path):
        print(f"Quick Fix was not on in profile {arguments.profile!r}; nothing to do.")
        return 0
    try:
        path.unlink()
    except OSError as error:
        raise UsageError(f"{path} cannot be removed ({error.strerror}); look at the folder's permissions") from error
    print(f"Quick Fix is off from the next session (running ones keep it); removed {path}")
    return 0
