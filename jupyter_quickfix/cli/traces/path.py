"""`jupyter quickfix traces path`."""

from __future__ import annotations

import argparse

from jupyter_quickfix.cli.traces.opening import add_place, place

HELP = "Print where the trace database is"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing of its own."""
    add_place(parser)


def run(arguments: argparse.Namespace) -> int:
    """Print it, whether it is there yet or not."""
    print(place(arguments))
    return 0
