"""`jupyter quickfix traces list`."""

from __future__ import annotations

import argparse
import json

from jupyter_quickfix.cli.traces.opening import add_place, open_store
from jupyter_quickfix.cli.traces.text import cut, table
from jupyter_quickfix.cli.traces.when import add_period, selection, shown
from jupyter_quickfix.traces.read import summaries

HELP = "List the newest failures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Conditions and format."""
    parser.add_argument("--limit", type=positive, default=20, metavar="N", help="how many (default: %(default)s)")
    add_period(parser)
    parser.add_argument("--error-type", metavar="NAME", help="only this exception, such as NameError")
    add_place(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    """Print one line a failure, newest first."""
    with open_store(arguments) as store:
        found = summaries(store, selection(arguments), arguments.limit)
        if arguments.json:
            for row in found:
                print(json.dumps(row, ensure_ascii=False))
            return 0
        if not found:
            print(f"No failures recorded in {store.path}" + (" that match" if _narrowed(arguments) else ""))
            return 0
    rows = [
        (
            row["id"][:8],
            shown(row["occurred_at"]),
            cut(row["error_type"], 24),
            cut(row["message"], 60),
            str(row["candidates"]),
            row["decision"] or "",
            "yes" if row["solved"] else "",
        )
        for row in found
    ]
    for line in table(("ID", "WHEN", "ERROR", "MESSAGE", "FIXES", "DECISION", "SOLVED"), rows):
        print(line)
    return 0


def _narrowed(arguments: argparse.Namespace) -> bool:
    return any(value is not None for value in (arguments.since, arguments.before, arguments.error_type))


def positive(text: str) -> int:
    """A whole number from 1."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number < 2**31:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return number
