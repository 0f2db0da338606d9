"""Tables in scope, of the real libraries."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session as OrmSession

from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.context.tables import LazyTables, duckdb_database, scope
from jupyter_quickfix.context.tables.deadline import Question
from jupyter_quickfix.records import Failure, Language, Table
from tests.session import Session


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy test machine may take longer than a user should wait."""
    monkeypatch.setattr(scope, "WAIT_S", 20.0)


def tables(namespace: Mapping[str, object], code: str = "", **local: object) -> LazyTables:
    return LazyTables(Failure(id="f", code=code, error_type="KeyError", message=""), namespace, local)


def columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def test_pandas_columns_dtypes_and_index_levels() -> None:
    frame = pd.DataFrame({"a": [1], "b c": ["x"], 3: [0.5]}, index=pd.Index([7], name="id"))
    table = tables({"df": frame})["df"]
    assert [(column.name, column.dtype) for column in table.columns] == [
        ("a", "int64"),
        ("b c", "object"),
        ("3", "float64"),
    ]
    assert (table.name, table.kind, table.variable, table.index) == ("df", "pandas", "df", ("id",))


def test_pandas_multi_index_and_time_columns() -> None:
    many = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("b", 1)]))
    times = pd.DataFrame([[1]], columns=pd.to_datetime(["2024-01-02"]))
    found = tables({"many": many, "times": times})
    assert columns(found["many"]) == ["('a', 'x')", "('b', 1)"]
    assert columns(found["times"]) == ["2024-01-02 00:00:00"]


def test_a_subclass_of_pandas_is_read_without_its_code() -> None:
    calls = []

    class Frame(pd.DataFrame):
        @property  # type: ignore[misc]  # pandas lets columns be set, this frame does not
        def columns(self) -> object:  # type: ignore[override]
            calls.append("columns")
            return ["lie"]

        def __len__(self) -> int:
            calls.append("len")
            return 0

    table = tables({"df": Frame({"truth": [1]})})["df"]
    assert columns(table) == ["truth"]
    calls.clear()
    assert columns(tables({"df": Frame({"truth": [1]})})["df"]) == ["truth"]
    assert calls == []


def test_series_polars_arrow_dict() -> None:
    found = tables(
        {
            "s": pd.Series([1], name="price", index=pd.Index(["k"], name="sku")),
            "p": pl.DataFrame({"a": [1], "b": ["x"]}),
            "lazy": pl.DataFrame({"a": [1]}).lazy(),
            "t": pa.table({"n": [1]}),
            "d": {"x": 1, "y": "z", 3: 4},
            "empty": {},
            "number": 3,
        }
    )
    assert sorted(found) == ["d", "p", "s", "t"]
    assert (columns(found["s"]), found["s"].index) == (["price"], ("sku",))
    assert [(column.name, column.dtype) for column in found["p"].columns] == [("a", "Int64"), ("b", "String")]
    assert [(column.name, column.dtype) for column in found["t"].columns] == [("n", "int64")]
    assert [(column.name, column.dtype) for column in found["d"].columns] == [("x", "int"), ("y", "str")]


def test_a_huge_frame_and_dict_cost_no_more() -> None:
    huge = pd.DataFrame(np.broadcast_to(np.zeros(1), (10**9, 1)), copy=False, columns=["x"])
    keys = {f"k{number}": number for number in range(10**6)}
    found = tables({"huge": huge, "keys": keys})
    assert columns(found["huge"]) == ["x"]
    assert len(found["keys"].columns) == 1_000


def test_locals_of_the_failing_function_come_first() -> None:
    found = tables({"df": pd.DataFrame({"outer": []})}, df=pd.DataFrame({"inner": []}))
    assert columns(found["df"]) == ["inner"]


def test_duckdb_keeps_the_pending_result() -> None:
    con = duckdb.connect()
    con.execute("create table orders(id int, note varchar); create schema s; create table s.t(x int)")
    con.execute("attach ':memory:' as other; create table other.main.far(q int)")
    con.execute("select 42")
    found = tables({"con": con, "rel": con.sql("select 1 as one")}, "con.execute('…')")
    con.execute("select 42")
    assert [(column.name, column.dtype) for column in found["orders"].columns] == [
        ("id", "INTEGER"),
        ("note", "VARCHAR"),
    ]
    assert found["orders"].variable == "con"
    assert columns(found["s.t"]) == ["x"]
    assert columns(found["other.main.far"]) == ["q"]
    assert columns(found["rel"]) == ["one"]
    assert con.fetchall() == [(42,)]


def test_connections_are_asked_only_where_the_failure_concerns_them() -> None:
    con = duckdb.connect()
    con.execute("create table orders(id int)")
    assert list(tables({"con": con}, "df['x']")) == []
    assert list(tables({"con": con}, "con.sql('x')")) == ["orders"]
    sql = Failure(id="f", code="%%sql\nselect", error_type="x", message="", language=Language.SQL)
    assert list(LazyTables(sql, {"con": con}, {})) == ["orders"]


def test_a_database_error_makes_all_connections_matter(ipython: Session) -> None:
    ipython.run("import sqlite3; con = sqlite3.connect(':memory:')\ndef q(s): return con.execute(s)")
    ipython.run("con.execute('create table t(a int)')")
    failure = ipython.run("q('select b from t')")
    assert failure is not None
    assert list(ipython.context(failure).tables) == ["t"]


def test_sqlite_is_left_as_it_was() -> None:
    con = sqlite3.connect(":memory:", timeout=3)
    con.executescript("create table t(a int, b text); create view v as select a from t; create temp table tmp(z int)")
    con.execute("attach ':memory:' as other")
    con.execute("create table other.far(q int)")
    con.row_factory = lambda cursor, row: 1 / 0
    con.execute("insert into t values (1, 'x')")
    found = tables({"con": con}, "con")
    assert {name: columns(found[name]) for name in found} == {
        "t": ["a", "b"],
        "v": ["a"],
        "tmp": ["z"],
        "other.far": ["q"],
    }
    assert con.in_transaction
    con.rollback()
    con.row_factory = None
    assert con.execute("select count(*) from t").fetchall() == [(0,)]
    assert con.execute("pragma busy_timeout").fetchall() == [(3000,)]


def test_a_locked_sqlite_database_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    mine, other = sqlite3.connect(path, timeout=30), sqlite3.connect(path)
    other.execute("create table t(a int)")
    other.execute("begin exclusive")
    found: list[list[str]] = []
    began = time.perf_counter()
    found.append(list(tables({"mine": mine, "engine": sa.create_engine(f"sqlite:///{path}")}, "mine engine")))
    assert time.perf_counter() - began < 10
    assert found == [[]]
    other.rollback()
    assert list(tables({"mine": mine}, "mine")) == ["t"]
    mine.close()
    other.close()


def test_an_explicit_transaction_on_a_file_is_not_read_in(tmp_path: Path) -> None:
    con = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    con.execute("create table t(a int)")
    con.execute("begin")
    assert list(tables({"con": con}, "con")) == []
    con.execute("commit")
    assert list(tables({"con": con}, "con")) == ["t"]
    con.close()


def test_a_closed_connection_and_a_text_factory_give_nothing() -> None:
    closed, odd = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    odd.execute("create table t(a int)")
    odd.text_factory = bytes
    closed.close()
    assert list(tables({"closed": closed, "odd": odd}, "closed odd")) == []


@pytest.mark.parametrize("pool", [None, sa.pool.StaticPool])
def test_sqlalchemy_in_memory_keeps_the_open_transaction(pool: type | None) -> None:
    engine = sa.create_engine("sqlite://", **({} if pool is None else {"poolclass": pool}))
    with engine.connect() as con:
        con.execute(sa.text("create table t(a int)"))
        con.commit()
        con.execute(sa.text("insert into t values (1)"))
        found = tables({"engine": engine, "con": con, "session": OrmSession(engine)}, "engine con session")
        assert [(name, found[name].kind, columns(found[name])) for name in found] == [("t", "sqlalchemy", ["a"])]
        assert con.in_transaction()
        assert con.execute(sa.text("select count(*) from t")).scalar() == 1
    engine.dispose()


def test_sqlalchemy_file_is_read_by_a_connection_of_our_own(tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a b#c.db'}")
    with engine.begin() as con:
        con.execute(sa.text("create table t(a int)"))
    checked_out: list[object] = []
    sa.event.listen(engine, "checkout", lambda *args: checked_out.append(args))
    assert list(tables({"engine": engine}, "engine")) == ["t"]
    assert checked_out == []
    engine.dispose()


def test_a_variable_keeps_its_name_where_a_table_has_it_too() -> None:
    con = duckdb.connect()
    con.execute("create table orders(id int)")
    found = tables({"con": con, "orders": pd.DataFrame({"a": []})}, "con")
    assert columns(found["orders"]) == ["a"]
    assert columns(found["con.orders"]) == ["id"]


def test_the_current_connection_of_jupysql(ipython: Session) -> None:
    ipython.run("%load_ext sql")
    ipython.run("import duckdb; own = duckdb.connect(); own.execute('create table t(a int)')")
    ipython.run("%sql own --alias x")
    ipython.run("del own")
    failure = ipython.run("%%sql\nselect b from t")
    assert failure is not None, ipython.output
    context = gather(failure, ipython.shell.user_ns)
    assert "t" in context.tables
    ipython.run("%sql --close x")


def test_a_late_answer_is_there_for_who_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    release, released = threading.Event(), threading.Event()
    listed = duckdb_database.tables_of

    def slow(connection: object, variable: str) -> list[Table]:
        release.wait(30)
        try:
            return listed(connection, variable)
        finally:
            released.set()

    monkeypatch.setattr(scope, "WAIT_S", 0.01)
    monkeypatch.setattr(duckdb_database, "tables_of", slow)
    con = duckdb.connect()
    con.execute("create table orders(id int)")
    found = tables({"con": con}, "con")
    assert list(found) == []
    release.set()
    released.wait(30)
    deadline = time.perf_counter() + 20
    while not list(found) and time.perf_counter() < deadline:
        time.sleep(0.01)
    assert list(found) == ["orders"]


def test_a_question_that_blocks_is_not_waited_for() -> None:
    release = threading.Event()

    def slow() -> list[int]:
        release.wait(30)
        return [1]

    question = Question[list[int]](slow, [])
    assert question.answer(0.01) == []
    release.set()
    assert question.answer(10) == [1]
