"""Bring a trace database to the newest schema, step by step, each step a numbered SQL file.

SQLite's `user_version` holds the schema's number and `application_id` says that the file is ours, so that a setting
that points at another program's database never changes it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jupyter_quickfix.errors import TraceStoreError

#: "QFIX" in ASCII.
APPLICATION_ID = 0x51464958


@cache
def migrations() -> tuple[str, ...]:
    """The SQL of every migration, in order: the first makes schema 1 from an empty file."""
    return read_migrations(files("jupyter_quickfix.traces.migrations"))


def read_migrations(folder: Traversable) -> tuple[str, ...]:
    """The SQL files of `folder` in the order of their numbers, which must run 1, 2, 3, …"""
    found = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    if [name.split("_")[0] for name in found] != [f"{number:04d}" for number in range(1, len(found) + 1)]:
        raise ValueError(f"the migrations must be numbered 0001, 0002, …, without gaps: {found}")
    return tuple(folder.joinpath(name).read_text(encoding="utf-8") for name in found)


def migrate(connection: sqlite3.Connection, steps: tuple[str, ...] | None = None) -> int:
    """Apply the steps that are still missing, all in one transaction, and return the schema's number.

    `connection` is in autocommit mode. Raises TraceStoreError for a file that is not ours or is newer than this package.
    """
    steps = migrations() if steps is None else steps
    if _missing(connection, steps):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been faster: look again now that nobody else can write.
            for number in _missing(connection, steps):
                for statement in statements(steps[number - 1]):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {len(steps)}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return len(steps)


def _missing(connection: sqlite3.Connection, steps: tuple[str, ...]) -> range:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    if application != APPLICATION_ID:
        empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        if application or version or not empty:
            raise TraceStoreError("it is a SQLite database of another program; choose another file")
    if version > len(steps):
        raise TraceStoreError(
            f"it was written by a newer jupyter-quickfix (schema {version}; this version knows {len(steps)}); "
            "upgrade with `pip install -U jupyter-quickfix`"
        )
    return range(version + 1, len(steps) + 1)


def statements(script: str) -> Iterator[str]:
    """The script's statements one by one (`executescript` would commit between them)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
