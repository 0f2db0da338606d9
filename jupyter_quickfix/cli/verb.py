"""What a verb of `jupyter quickfix` is: a module of its own, and one line in `cli.VERBS`."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import NoReturn, Protocol

from jupyter_quickfix.errors import UsageError


class Verb(Protocol):
    """A module that is a verb, or a part of one (`traces list`).

    `HELP` is its line in the list of verbs, and heads its own `--help`. `run` returns the exit code. What the user did
    wrong, or can put right, is raised as a UsageError (or another QuickFixError) whose message says what to do: `main`
    prints it in one line and exits with 2. Import what is heavy inside `run`: every verb is loaded every time.
    """

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare its options and arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are errors of ours, in one line."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError where argparse would print its usage and exit."""
        raise UsageError(f"{message}; see `{self.prog} --help`")


def add_verbs(parser: argparse.ArgumentParser, verbs: Mapping[str, Verb], dest: str) -> None:
    """Let `parser` choose one of `verbs`; the namespace then holds the verb as `dest`."""
    choices = parser.add_subparsers(metavar="VERB", required=True, title="verbs", prog=parser.prog)
    for name, verb in verbs.items():
        summary = verb.HELP[0].upper() + verb.HELP[1:]
        own = choices.add_parser(name, help=summary, description=f"{summary}.", allow_abbrev=False)
        verb.add_arguments(own)
        own.set_defaults(**{dest: verb})
