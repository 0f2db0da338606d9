"""`jupyter quickfix traces`: look at what Quick Fix has recorded, take it out, delete it."""

from __future__ import annotations

import argparse

from jupyter_quickfix.cli.traces import clear, export, forget, list, path, show  # noqa: A004 - named as the verb is
from jupyter_quickfix.cli.verb import Verb, add_verbs

#: In the order of `jupyter quickfix traces --help`.
VERBS: dict[str, Verb] = {
    "list": list,
    "show": show,
    "export": export,
    "forget": forget,
    "path": path,
    "clear": clear,
}

HELP = "Look at, export or delete what Quick Fix has recorded on this machine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The verbs of its own."""
    add_verbs(parser, VERBS, "traces_verb")


def run(arguments: argparse.Namespace) -> int:
    """Hand over to the verb chosen."""
    verb: Verb = arguments.traces_verb
    return verb.run(arguments)
