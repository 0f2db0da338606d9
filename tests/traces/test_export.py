"""Exports hold every failure with all that hangs on it, whole or not at all, in constant memory."""

from __future__ import annotations

import json
import sys
import tracemalloc
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from jupyter_quickfix.errors import UsageError
from jupyter_quickfix.traces import export
from jupyter_quickfix.traces.read import JSON_COLUMNS, trees
from jupyter_quickfix.traces.store import TraceStore
from tests.traces.records import fill


def test_jsonl_is_the_trees(store: TraceStore, tmp_path: Path) -> None:
    failures = fill(store, 3)
    out = tmp_path / "out.jsonl"
    assert export.export_jsonl(store, out) == 3
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [line["id"] for line in lines] == [failure.id for failure in failures]
    assert lines == list(trees(store))


def test_parquet_holds_the_same(store: TraceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "BATCH", 2)
    fill(store, 5)
    out = tmp_path / "out.parquet"
    assert export.export_parquet(store, out) == 5
    assert parquet.ParquetFile(out).num_row_groups == 3
    for row, tree in zip(parquet.read_table(out).to_pylist(), trees(store), strict=True):
        assert row["code"] == tree["code"]
        assert row["outcome"] == tree["outcome"]
        (proposal,), (expected,) = row["proposals"], tree["proposals"]
        assert proposal["candidates"][0]["proved"] is True
        assert json.loads(proposal["candidates"][0]["features"]) == expected["candidates"][0]["features"]
        assert proposal["decisions"] == expected["decisions"]


def test_parquet_of_nothing_has_the_columns(store: TraceStore, tmp_path: Path) -> None:
    assert export.export_parquet(store, tmp_path / "out.parquet") == 0
    assert {"id", "code", "proposals", "outcome"} <= set(parquet.read_table(tmp_path / "out.parquet").column_names)


def test_every_column_of_the_database_is_exported(store: TraceStore, tmp_path: Path) -> None:
    fill(store)
    export.export_parquet(store, tmp_path / "out.parquet")
    (row,) = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    (tree,) = trees(store)

    def names(value: object) -> object:
        if isinstance(value, dict):
            return {key: names(child) for key, child in value.items() if key not in JSON_COLUMNS}
        return [names(child) for child in value] if isinstance(value, list) else None

    assert names(row) == names(tree)


def test_without_pyarrow_it_says_how_to_get_it(
    store: TraceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pip install pyarrow"):
        export.export_parquet(store, tmp_path / "out.parquet")
    assert list(tmp_path.glob("*out*")) == []


def test_a_broken_off_export_leaves_the_old_file(
    store: TraceStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    out = tmp_path / "out.jsonl"
    out.write_text("old")

    def breaks(value: object, **options: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("jupyter_quickfix.traces.export.json.dumps", breaks)
    with pytest.raises(KeyboardInterrupt):
        export.export_jsonl(store, out)
    assert out.read_text() == "old"
    assert list(tmp_path.glob(".*.part")) == []


def test_memory_does_not_grow_with_the_traces(store: TraceStore, tmp_path: Path) -> None:
    def peak() -> int:
        tracemalloc.start()
        try:
            export.export_jsonl(store, tmp_path / "out.jsonl")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    fill(store, 100)
    small = peak()
    fill(store, 900)
    assert peak() < small * 1.5
