"""`jupyter quickfix traces export`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jupyter_quickfix.cli.traces.opening import add_place, open_store
from jupyter_quickfix.errors import UsageError
from jupyter_quickfix.traces.export import export_jsonl, export_parquet, write_jsonl

HELP = "Write all traces to a file, one failure with all that belongs to it a row"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and the format."""
    parser.add_argument("file", metavar="FILE", help="file to write; - for standard output (JSON Lines only)")
    parser.add_argument("--format", choices=("jsonl", "parquet"), help="default: by FILE's ending, else jsonl")
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    add_place(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file."""
    parquet = (arguments.format or ("parquet" if arguments.file.endswith(".parquet") else "jsonl")) == "parquet"
    if arguments.file == "-":
        if parquet:
            raise UsageError("Parquet cannot go to standard output; name a file")
        with open_store(arguments) as store:
            write_jsonl(store, sys.stdout)
        return 0
    path = Path(arguments.file).expanduser()
    if path.exists() and not arguments.force:
        raise UsageError(f"{path} exists already; name another file, or add --force to replace it")
    with open_store(arguments) as store:
        try:
            count = (export_parquet if parquet else export_jsonl)(store, path)
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror or error}); name another file") from error
    print(f"{count} failures written to {path}")
    return 0
