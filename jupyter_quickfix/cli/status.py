"""`jupyter quickfix status`: is it on, where, and in which version."""

from __future__ import annotations

import argparse

from jupyter_quickfix.cli.diagnosis.finding import MARKS
from jupyter_quickfix.cli.diagnosis.front_ends import labextension
from jupyter_quickfix.cli.startup_file import is_ours, startup_file
from jupyter_quickfix.version import __version__

HELP = "Say whether Quick Fix is on, where, and in which version"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The profile."""
    parser.add_argument("--profile", default="default", help="IPython profile (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Print three lines."""
    path = startup_file(arguments.profile)
    if is_ours(path):
        print(f"On in every session of profile {arguments.profile!r} ({path})")
    else:
        print(f"Off in profile {arguments.profile!r}: `jupyter quickfix enable` switches it on")
    print(f"Version {__version__}")
    found = labextension()
    print(f"{MARKS[found.state]} {found.says}{f' – {found.how}' if found.how else ''}")
    return 0
