"""Delete failures with all that hangs on them, for good: freed pages are overwritten and the write-ahead log emptied."""

from __future__ import annotations

from jupyter_quickfix.traces.selection import Selection
from jupyter_quickfix.traces.store import TraceStore
from jupyter_quickfix.traces.trouble import translated

#: Failures deleted in one transaction: other kernels wait no longer than this takes.
BATCH = 200


def forget(store: TraceStore, failure_ids: list[str]) -> int:
    """Delete these failures; returns how many were there."""
    forgotten = 0
    with translated(store.path):
        for start in range(0, len(failure_ids), BATCH):
            batch = failure_ids[start : start + BATCH]
            with store.transaction() as connection:
                marks = ", ".join("?" * len(batch))
                forgotten += connection.execute(f"DELETE FROM failures WHERE id IN ({marks})", batch).rowcount
    if forgotten:
        store.shrink()
    return forgotten


def selected(store: TraceStore, selection: Selection) -> list[str]:
    """The ids of the failures that a selection means, newest first."""
    where, parameters = selection.where()
    with translated(store.path):
        rows = store.connection.execute(
            "SELECT failures.id FROM failures JOIN sessions ON sessions.id = failures.session_id"
            f" WHERE {where} ORDER BY failures.occurred_at DESC",
            parameters,
        )
        return [str(row[0]) for row in rows]


def delete_before(store: TraceStore, time: float) -> int:
    """Delete failures older than `time` (seconds since 1970), and sessions that began before it and hold none."""
    forgotten = forget(store, selected(store, Selection(before=time)))
    with translated(store.path), store.transaction() as connection:
        connection.execute(
            "DELETE FROM sessions WHERE started_at < ? AND id NOT IN (SELECT session_id FROM failures)", (time,)
        )
    return forgotten


def clear(store: TraceStore) -> int:
    """Delete everything; returns how many failures there were."""
    forgotten = forget(store, selected(store, Selection()))
    with translated(store.path), store.transaction() as connection:
        connection.execute("DELETE FROM sessions")
    store.shrink()
    return forgotten
