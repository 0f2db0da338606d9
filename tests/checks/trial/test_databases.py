"""Open database connections: code that reaches one is not tried, and a trial that does so all the same harms nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from jupyter_quickfix.checks.trial import untriable
from tests.checks.trial.trying import Trier, needs_trials

CONNECTION = "it can reach an open database connection"
DUCKDB = pytest.importorskip("duckdb")


@needs_trials
@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_sqlite(attempt: Trier, tmp_path: Path, mode: str) -> None:
    connection = sqlite3.connect(tmp_path / "data.db")
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE t (x INTEGER)")
    connection.execute("INSERT INTO t VALUES (1)")  # in a transaction that stays open
    assert untriable("connection.execute('SELECT 1')", {"connection": connection}) == CONNECTION
    for code in (
        "connection.execute('INSERT INTO t VALUES (2)')",
        "connection.commit()",
        "connection.rollback()",
        "connection.close()",
        "import sqlite3; c = sqlite3.connect(path); c.execute('INSERT INTO t VALUES (3)'); c.commit()",
        "import sqlite3; sqlite3.connect(path + '.new').execute('CREATE TABLE t (x)')",
    ):
        attempt(code, connection=connection, path=str(tmp_path / "data.db"))
    connection.execute("INSERT INTO t VALUES (4)")
    connection.commit()
    assert connection.execute("SELECT x FROM t").fetchall() == [(1,), (4,)]
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert not (tmp_path / "data.db.new").exists()


@needs_trials
def test_a_database_of_its_own(attempt: Trier, tmp_path: Path) -> None:
    in_memory = "import sqlite3; c = sqlite3.connect(':memory:'); c.execute('CREATE TABLE t (x)'); c.commit()"
    assert attempt(in_memory).outcome == "ran"
    in_file = "import sqlite3; sqlite3.connect(path).execute('CREATE TABLE t (x)')"
    assert attempt(in_file, path=str(tmp_path / "new.db")).outcome == "unknown"


@needs_trials
def test_duckdb(attempt: Trier, tmp_path: Path) -> None:
    connection = DUCKDB.connect(str(tmp_path / "data.duckdb"))
    connection.execute("CREATE TABLE t AS SELECT range AS x FROM range(1000)")
    assert untriable("connection.sql('SELECT 1')", {"connection": connection}) == CONNECTION
    from dataclasses import replace

    attempt.limits = replace(attempt.limits, seconds=1.0)
    for code in (
        "connection.execute('INSERT INTO t VALUES (-1)')",
        "connection.execute('CHECKPOINT')",
        "connection.close()",
    ):
        attempt(code, connection=connection)
    connection.execute("INSERT INTO t VALUES (1000)")
    assert connection.execute("SELECT count(*), sum(x) FROM t").fetchone() == (1001, 500500)
    connection.close()
    with DUCKDB.connect(str(tmp_path / "data.duckdb"), read_only=True) as again:
        assert again.execute("SELECT count(*), sum(x) FROM t").fetchone() == (1001, 500500)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("duckdb.sql('SELECT 1')", CONNECTION),
        ("db.query('SELECT 1')", CONNECTION),
        ("duckdb.connect(':memory:')", None),
        ("import duckdb\nduckdb.execute('x')", CONNECTION),
    ],
)
def test_duckdbs_default_connection(code: str, reason: str | None) -> None:
    assert untriable(code, {"duckdb": DUCKDB, "db": DUCKDB}) == reason


def test_sqlalchemy() -> None:
    sqlalchemy = pytest.importorskip("sqlalchemy")
    engine = sqlalchemy.create_engine("sqlite://")
    table = sqlalchemy.Table("t", sqlalchemy.MetaData(), sqlalchemy.Column("x", sqlalchemy.Integer))
    with engine.connect() as connection:
        names = {"engine": engine, "connection": connection, "table": table, "sqlalchemy": sqlalchemy}
        assert untriable("engine.dispose()", names) == CONNECTION
        assert untriable("pd.read_sql('SELECT 1', connection)", names) == CONNECTION
        assert untriable("sqlalchemy.select(table.c.y)", names) is None
    engine.dispose()
