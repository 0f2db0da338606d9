"""Records and stores for the tests of traces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_quickfix.traces.store import TraceStore


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's traces go."""
    path = tmp_path / "traces.db"
    monkeypatch.setenv("JUPYTER_QUICKFIX_TRACES", str(path))
    return path


@pytest.fixture
def store(database: Path) -> Iterator[TraceStore]:
    with TraceStore(database) as opened:
        yield opened
