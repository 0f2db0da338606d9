"""Is the trace database sound, and can it be written? Looks only; a database that is not there is not made."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_quickfix.cli.configured import trace_path
from jupyter_quickfix.cli.diagnosis.finding import Finding
from jupyter_quickfix.errors import TraceStoreCorrupt, TraceStoreError, TraceStoreLocked
from jupyter_quickfix.traces.location import database_path
from jupyter_quickfix.traces.set_aside import kept_aside
from jupyter_quickfix.traces.store import TraceStore
from jupyter_quickfix.traces.trouble import ELSEWHERE


def trace_database() -> Finding:
    """Path, size, rows, soundness."""
    path = database_path(trace_path())
    if not path.exists():
        if can_be_made(path):
            return Finding("traces", "works", f"The trace database is not begun yet; it will be {path}")
        return Finding("traces", "missing", f"The trace database {path} cannot be made", ELSEWHERE)
    try:
        with TraceStore(path) as store:
            damage = store.damage()
            rows = store.counts()
    except TraceStoreLocked as error:
        return Finding("traces", "missing", str(error), "see which program holds it")
    except TraceStoreCorrupt as error:
        return _damaged(str(error))
    except TraceStoreError as error:
        return Finding("traces", "missing", str(error))
    if damage:
        return _damaged(f"The trace database {path} is damaged: {damage}")
    size = path.stat().st_size / 1e6
    says = (
        f"The trace database {path} is sound: {rows['failures']} failures in {rows['sessions']} sessions, {size:.1f} MB"
    )
    kept = kept_aside(path)
    return Finding("traces", "works", says + (f" (damaged ones are kept: {', '.join(map(str, kept))})" if kept else ""))


def _damaged(says: str) -> Finding:
    return Finding("traces", "missing", says, "the next session keeps it under another name and begins a new one")


def can_be_made(path: Path) -> bool:
    """Whether the nearest folder above that exists is a folder that we may write to."""
    folder = next((parent for parent in path.parents if parent.exists()), Path("/"))
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
