"""Read traces back: a short list, and one failure with everything that hangs on it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from jupyter_quickfix.traces.selection import Selection
from jupyter_quickfix.traces.store import TraceStore
from jupyter_quickfix.traces.trouble import translated

JSON_COLUMNS = frozenset({"frames", "causes", "context", "actions", "checks", "features"})

_SUMMARY = """
SELECT failures.id, failures.occurred_at, failures.error_type, failures.message, sessions.notebook,
    (SELECT count(*) FROM candidates JOIN proposals ON proposals.id = proposal_id
        WHERE failure_id = failures.id AND rank IS NOT NULL) AS candidates,
    (SELECT kind FROM decisions JOIN proposals ON proposals.id = proposal_id
        WHERE failure_id = failures.id ORDER BY decided_at DESC LIMIT 1) AS decision,
    EXISTS (SELECT 1 FROM outcomes WHERE failure_id = failures.id) AS solved
FROM failures JOIN sessions ON sessions.id = failures.session_id
WHERE {where} ORDER BY failures.occurred_at DESC, failures.id LIMIT ?
"""


def summaries(store: TraceStore, selection: Selection, limit: int = -1) -> list[dict[str, Any]]:
    """The newest failures in short: id, occurred_at, error_type, message, notebook, candidates, decision, solved."""
    where, parameters = selection.where()
    with translated(store.path):
        rows = store.connection.execute(_SUMMARY.format(where=where), (*parameters, limit))
        return [{**dict(row), "solved": bool(row["solved"])} for row in rows]


def ids_beginning(store: TraceStore, prefix: str, limit: int = 3) -> list[str]:
    """The ids of at most `limit` failures that begin with `prefix`."""
    with translated(store.path):
        rows = store.connection.execute(
            "SELECT id FROM failures WHERE substr(id, 1, length(?)) = ? ORDER BY id LIMIT ?", (prefix, prefix, limit)
        )
        return [str(row[0]) for row in rows]


def failure_tree(store: TraceStore, failure_id: str) -> dict[str, Any] | None:
    """One failure as a tree (see `trees`), or None."""
    with translated(store.path):
        row = store.connection.execute("SELECT * FROM failures WHERE id = ?", (failure_id,)).fetchone()
        return None if row is None else _tree(store.connection, row)


def trees(store: TraceStore) -> Iterator[dict[str, Any]]:
    """Every failure, oldest first, as it was when this began.

    A failure's columns, and in it `session`, `proposals` (each with its `candidates`, best first, and its `decisions`)
    and `outcome` (None while the cell never ran well). Holds one failure in memory at a time.
    """
    with translated(store.path):
        store.connection.execute("BEGIN")  # one snapshot for all the queries; writers do not wait for it
        try:
            for row in store.connection.execute("SELECT * FROM failures ORDER BY occurred_at, id"):
                yield _tree(store.connection, row)
        finally:
            store.connection.execute("ROLLBACK")


def _tree(connection: sqlite3.Connection, row: sqlite3.Row) -> dict[str, Any]:
    failure = _plain(row)
    session_id = failure.pop("session_id")
    failure["session"] = _children(connection, "sessions", "id", session_id, "id")[0]
    failure["proposals"] = _children(connection, "proposals", "failure_id", failure["id"], "created_at")
    for proposal in failure["proposals"]:
        del proposal["failure_id"]
        proposal["candidates"] = _children(
            connection, "candidates", "proposal_id", proposal["id"], "rank IS NULL, rank", drop="proposal_id"
        )
        proposal["decisions"] = _children(
            connection, "decisions", "proposal_id", proposal["id"], "decided_at", drop="proposal_id"
        )
    outcomes = _children(connection, "outcomes", "failure_id", failure["id"], "ran_at", drop="failure_id")
    failure["outcome"] = outcomes[0] if outcomes else None
    return failure


def _children(
    connection: sqlite3.Connection, table: str, column: str, value: str, order: str, *, drop: str = ""
) -> list[dict[str, Any]]:
    rows = connection.execute(f"SELECT * FROM {table} WHERE {column} = ? ORDER BY {order}", (value,))
    found = [_plain(row) for row in rows]
    for child in found:
        child.pop(drop, None)
    return found


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    return {
        column: json.loads(row[column]) if column in JSON_COLUMNS and row[column] is not None else row[column]
        for column in row.keys()  # noqa: SIM118 - iterating over a Row gives its values
    }
