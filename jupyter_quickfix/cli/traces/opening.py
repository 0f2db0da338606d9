"""Find and open the trace database that a command means."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from jupyter_quickfix.cli.configured import trace_path
from jupyter_quickfix.errors import InputFileError, TraceStoreCorrupt, TraceStoreLocked, UsageError
from jupyter_quickfix.traces.location import database_path
from jupyter_quickfix.traces.read import ids_beginning
from jupyter_quickfix.traces.spill import absorb_spills
from jupyter_quickfix.traces.store import TraceStore

SHORTEST_PREFIX = 4


def add_place(parser: argparse.ArgumentParser) -> None:
    """Declare `--db`."""
    parser.add_argument("--db", metavar="PATH", help="trace database (default: the one that sessions write)")


def place(arguments: argparse.Namespace) -> Path:
    """The file, whether it is there or not."""
    return Path(arguments.db).expanduser().absolute() if arguments.db else database_path(trace_path())


def open_store(arguments: argparse.Namespace) -> TraceStore:
    """Open it, and bring in what earlier sessions could not write. One that was never begun is an empty one.

    Raises InputFileError if `--db` names no file or no database, TraceStoreError if it cannot be used.
    """
    path = place(arguments)
    if arguments.db and not path.is_file():
        raise InputFileError(f"there is no file {path}; `jupyter quickfix traces path` says where the traces are")
    try:
        store = TraceStore(path)
    except TraceStoreCorrupt as error:
        raise InputFileError(
            f"{error} Name a trace database with --db; a damaged one is kept aside when the next session begins."
        ) from error
    with contextlib.suppress(TraceStoreLocked):
        absorb_spills(store)
    return store


def full_id(store: TraceStore, prefix: str) -> str:
    """The id of the one failure that begins with `prefix`. Raises UsageError."""
    if len(prefix) < SHORTEST_PREFIX:
        raise UsageError(f"give at least the first {SHORTEST_PREFIX} characters of the id, not only {prefix!r}")
    found = ids_beginning(store, prefix)
    if not found:
        raise UsageError(f"no failure has the id {prefix!r}; `jupyter quickfix traces list` shows the ids")
    if len(found) > 1:
        raise UsageError(f"several failures begin with {prefix!r} ({', '.join(found)}); give more of the id")
    return found[0]
