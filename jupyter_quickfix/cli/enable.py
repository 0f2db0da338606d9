"""`jupyter quickfix enable`: have Quick Fix in every session of an IPython profile."""

from __future__ import annotations

import argparse

from jupyter_quickfix.cli.startup_file import CONTENT, is_ours, startup_file
from jupyter_quickfix.errors import UsageError

HELP = "Have Quick Fix in every IPython session and notebook kernel of a profile"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The profile."""
    parser.add_argument("--profile", default="default", help="IPython profile (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Write the startup file; a second time changes nothing."""
    path = startup_file(arguments.profile)
    already = is_ours(path) and path.read_text(encoding="utf-8") == CONTENT
    if not already:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(CONTENT, encoding="utf-8")
        except OSError as error:
            raise UsageError(
                f"{path} cannot be written ({error.strerror}); look at the folder's permissions, or load the "
                "extension by hand with `%load_ext jupyter_quickfix`"
            ) from error
    was = "was on already" if already else "is on from the next session (restart running kernels)"
    print(f"Quick Fix {was}: {path}")
    return 0
