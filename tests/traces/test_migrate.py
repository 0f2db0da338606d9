"""Migrations: from the oldest schema on, never backwards, and never another program's file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from jupyter_quickfix.errors import TraceStoreError
from jupyter_quickfix.traces.migrate import APPLICATION_ID, migrate, migrations, read_migrations, statements
from jupyter_quickfix.traces.read import trees
from jupyter_quickfix.traces.store import TABLES, TraceStore
from tests.traces.records import fill


def connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def schema(path: Path) -> tuple[int, int, list[str]]:
    connection = connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    connection.close()
    return version, application, tables


def test_a_new_file_gets_the_newest_schema(database: Path) -> None:
    TraceStore(database).close()
    assert schema(database) == (len(migrations()), APPLICATION_ID, sorted(TABLES))


def test_the_oldest_schema_opens_with_its_rows(database: Path) -> None:
    connection = connect(database)
    migrate(connection, migrations()[:1])
    connection.execute("INSERT INTO sessions (id, started_at) VALUES ('s', 1)")
    connection.execute(
        "INSERT INTO failures (id, session_id, occurred_at, language, stage, error_type, message, code)"
        " VALUES ('f', 's', 2, 'python', 'run', 'NameError', 'm', 'x')"
    )
    connection.close()
    with TraceStore(database) as store:
        (tree,) = trees(store)
        assert (tree["id"], tree["proposals"], tree["outcome"]) == ("f", [], None)
        fill(store)
        assert store.counts()["failures"] == 2
    assert schema(database)[0] == len(migrations())


def test_a_later_step_keeps_the_rows(database: Path) -> None:
    with TraceStore(database) as store:
        fill(store)
    connection = connect(database)
    steps = (*migrations(), "ALTER TABLE failures ADD COLUMN mood TEXT;\nCREATE INDEX moods ON failures (mood);")
    assert migrate(connection, steps) == len(steps)
    assert connection.execute("SELECT count(*), count(mood) FROM failures").fetchone() == (1, 0)
    assert migrate(connection, steps) == len(steps)
    connection.close()


def test_a_step_that_fails_changes_nothing(database: Path) -> None:
    TraceStore(database).close()
    before = schema(database)
    connection = connect(database)
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, (*migrations(), "CREATE TABLE half (x);\nCREATE TABLE half (x);"))
    connection.close()
    assert schema(database) == before


def test_a_newer_schema_is_refused_and_left_alone(database: Path) -> None:
    TraceStore(database).close()
    connection = connect(database)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(TraceStoreError, match=r"newer jupyter-quickfix \(schema 99.*pip install -U"):
        TraceStore(database)
    assert schema(database)[0] == 99


def test_another_programs_database_is_left_alone(database: Path) -> None:
    connection = connect(database)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    content = database.read_bytes()
    with pytest.raises(TraceStoreError, match="another program"):
        TraceStore(database)
    assert database.read_bytes() == content


def test_numbers_have_no_gaps(tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").write_text("SELECT 1;")
    (tmp_path / "0003_b.sql").write_text("SELECT 1;")
    with pytest.raises(ValueError, match="without gaps"):
        read_migrations(tmp_path)


def test_statements_are_split_where_they_end() -> None:
    script = "-- first; comment\nCREATE TABLE a (x TEXT DEFAULT ';');\nCREATE TABLE b (\n  y\n)"
    assert len(list(statements(script))) == 2
