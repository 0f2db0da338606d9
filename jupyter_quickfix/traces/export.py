"""Write all traces to a file, one failure at a time: JSON Lines, or Parquet.

The file appears under its name only when it is whole; memory does not grow with the number of traces.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from jupyter_quickfix.errors import UsageError
from jupyter_quickfix.traces.read import JSON_COLUMNS, trees
from jupyter_quickfix.traces.store import TraceStore

#: Failures in one row group of a Parquet file.
BATCH = 256


def export_jsonl(store: TraceStore, path: Path) -> int:
    """One JSON object a failure (see `read.trees`); returns how many. Raises OSError if the file cannot be written."""
    with _whole(path) as unfinished, unfinished.open("w", encoding="utf-8", newline="\n") as out:
        return write_jsonl(store, out)


def write_jsonl(store: TraceStore, out: IO[str]) -> int:
    """The same to an open text file, such as standard output."""
    count = 0
    for tree in trees(store):
        out.write(json.dumps(tree, ensure_ascii=False) + "\n")
        count += 1
    return count


def export_parquet(store: TraceStore, path: Path) -> int:
    """The same as nested Parquet columns; what has no fixed shape (frames, context, features, …) is JSON text in it.

    Raises UsageError if pyarrow is not installed, OSError if the file cannot be written.
    """
    try:
        import pyarrow as pa  # optional, and heavy
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow: `pip install pyarrow`, or choose --format jsonl.") from error
    schema = _schema(pa)
    count = 0
    with _whole(path) as unfinished, parquet.ParquetWriter(unfinished, schema) as writer:
        for batch in _batches(trees(store)):
            writer.write_table(pa.Table.from_pylist([_flat(tree) for tree in batch], schema=schema))
            count += len(batch)
    return count


def _flat(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with its shapeless columns as JSON text, and 0/1 as booleans where the schema says so."""
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        if key in JSON_COLUMNS:
            flat[key] = json.dumps(value, ensure_ascii=False)
        elif isinstance(value, dict):
            flat[key] = _flat(value)
        elif isinstance(value, list):
            flat[key] = [_flat(child) for child in value]
        elif key in ("settled", "proved"):
            flat[key] = bool(value)
        else:
            flat[key] = value
    return flat


def _schema(pa: Any) -> Any:
    text, number, real = pa.string(), pa.int64(), pa.float64()

    def fields(names: str, kind: Any) -> list[tuple[str, Any]]:
        return [(name, kind) for name in names.split()]

    session = fields("id front_end notebook package_version python_version ipython_version platform", text)
    candidate = [
        *fields("id code rationale source safety actions checks features ranker_version experiment_arm", text),
        *fields("confidence score", real),
        ("rank", number),
        ("proved", pa.bool_()),
    ]
    decision = [*fields("id candidate_id kind code host", text), ("decided_at", real)]
    proposal = [
        *fields("id ranker_version experiment_arm context", text),
        *fields("created_at latency_ms", real),
        ("settled", pa.bool_()),
        ("candidates", pa.list_(pa.struct(candidate))),
        ("decisions", pa.list_(pa.struct(decision))),
    ]
    outcome = [*fields("id code matched_by", text), ("ran_at", real), ("execution_count", number)]
    return pa.schema(
        [
            *fields("id cell_id language stage error_type message code frames causes", text),
            *fields("occurred_at duration_s", real),
            *fields("execution_count line column end_line end_column", number),
            ("session", pa.struct([*session, ("started_at", real)])),
            ("proposals", pa.list_(pa.struct(proposal))),
            ("outcome", pa.struct(outcome)),
        ]
    )


def _batches(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for tree in found:
        batch.append(tree)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A file beside `path` to write to, which takes its name at the end, or is removed if there is no good end."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
