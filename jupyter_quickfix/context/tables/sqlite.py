"""Tables of an open `sqlite3` connection, read through the connection itself, so that temporary and new ones are seen.

Reading the schema starts no transaction and ends none. The connection's busy timeout is zero meanwhile: a database that
another process holds locked must not make anybody wait. Row factories are set aside; with a text factory of the user's
own the connection is left alone.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from jupyter_quickfix.records import Column, Table

MAX_TABLES = 300
#: Seconds after which no further table's columns are asked for.
TIME_LIMIT_S = 0.05


def tables_of(connection: sqlite3.Connection, variable: str) -> list[Table]:
    """The tables and views of all attached databases, those of `main` and `temp` by their bare names.

    Raises sqlite3.Error where the connection is closed, locked by another process, or of another thread.
    """
    if connection.text_factory is not str:
        return []
    if connection.isolation_level is None and connection.in_transaction and _file(connection):
        return []  # an explicit BEGIN: a first read of ours would fix what the user's transaction sees
    began = time.perf_counter()
    found: list[Table] = []
    with _impatient(connection):
        for schema, name in _names(connection):
            if len(found) >= MAX_TABLES or time.perf_counter() - began > TIME_LIMIT_S:
                break
            columns = _columns(connection, schema, name)
            if columns:
                qualified = name if schema in ("main", "temp") else f"{schema}.{name}"
                found.append(Table(qualified, "sqlite", columns, variable=variable))
    return found


def tables_of_file(path: str, variable: str) -> list[Table]:
    """The tables of a database file, through a read-only connection of our own."""
    uri = f"file:{path.replace('%', '%25').replace('?', '%3f').replace('#', '%23')}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=0)) as connection:
        return tables_of(connection, variable)


def _rows(connection: sqlite3.Connection, sql: str) -> list[tuple[object, ...]]:
    with closing(connection.cursor()) as cursor:
        cursor.row_factory = None  # the user's may be any function
        return cursor.execute(sql).fetchall()


@contextmanager
def _impatient(connection: sqlite3.Connection) -> Iterator[None]:
    timeout = _rows(connection, "PRAGMA busy_timeout")[0][0]
    _rows(connection, "PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        _rows(connection, f"PRAGMA busy_timeout = {timeout}")


def _file(connection: sqlite3.Connection) -> bool:
    return any(path for _, _, path in _rows(connection, "PRAGMA database_list"))


def _names(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for _, schema, _ in _rows(connection, "PRAGMA database_list"):
        master = "sqlite_temp_master" if schema == "temp" else f"{_quoted(str(schema))}.sqlite_master"
        sql = (
            f"SELECT name FROM {master} WHERE type IN ('table', 'view') AND name NOT GLOB 'sqlite_*' LIMIT {MAX_TABLES}"
        )
        for (name,) in _rows(connection, sql):
            yield str(schema), str(name)


def _columns(connection: sqlite3.Connection, schema: str, name: str) -> tuple[Column, ...]:
    try:
        rows = _rows(connection, f"PRAGMA {_quoted(schema)}.table_info({_quoted(name)})")
    except sqlite3.Error:  # a view on a table that is gone
        return ()
    return tuple(Column(str(row[1]), str(row[2])) for row in rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
