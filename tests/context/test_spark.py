"""Tables of a real Spark: a local session, one of Spark Connect in the same JVM, and a JVM that stalls or dies."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from jupyter_quickfix.cli.diagnosis.spark import OLDEST_JAVA, java_version
from jupyter_quickfix.context.tables import LazyTables, scope, spark_catalog, spark_types
from jupyter_quickfix.records import Failure, Table
from tests.session import Session

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed")
if (java_version() or 0) < OLDEST_JAVA:
    pytest.skip(f"Spark needs Java {OLDEST_JAVA} or later, found {java_version()}", allow_module_level=True)

from pyspark.sql import SparkSession  # noqa: E402  # only where there is a Java for it
from pyspark.sql.classic.dataframe import DataFrame as ClassicFrame  # noqa: E402
from pyspark.sql.types import ArrayType, IntegerType, StructType, UserDefinedType  # noqa: E402

CONNECT = all(importlib.util.find_spec(name) for name in ("grpc", "grpc_status", "google.rpc", "zstandard"))
ROOT = Path(__file__).parents[2]
TYPES = """select 1 as i, 2L as l, 3S as s, 4Y as b, 'x' as text, 1.5D as d, cast(1 as decimal(10, 2)) as dec,
    true as flag, date'2024-01-01' as day, timestamp'2024-01-01 00:00:00' as at, X'00' as bin, null as nothing,
    array(1) as xs, map('k', array(1.5F)) as m, named_struct('a', 1, 'b', named_struct('c', array('x'))) as st,
    cast('x' as varchar(3)) as short, interval '1' day as span,
    named_struct('first_of_many', 1, 'second_of_many', 2, 'third_of_many', 3, 'fourth', 4) as long"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def connect_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory, connect_port: int) -> Iterator[Any]:
    """A session with the tables `orders` and `odd`, the view `people`, and `far` in a database of its own."""
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
        "spark.sql.shuffle.partitions": "1",
    }
    if CONNECT:
        options["spark.plugins"] = "org.apache.spark.sql.connect.SparkConnectPlugin"
        options["spark.connect.grpc.binding.port"] = str(connect_port)
    session = SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
    session.sql("create table orders(id int, note string, total decimal(10, 2)) using parquet")
    session.sql("create table odd(`a b` int, `c.d` array<string>) using parquet")
    session.sql("create database other")
    session.sql("create table other.far(q bigint) using parquet")
    session.sql("select 1L as id, 'x' as name").createTempView("people")
    yield session
    session.stop()


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy test machine may take longer than a user should wait."""
    monkeypatch.setattr(scope, "WAIT_S", 60.0)
    monkeypatch.setattr(spark_catalog, "TIME_LIMIT_S", 60.0)


def tables(namespace: Mapping[str, object], code: str = "") -> LazyTables:
    return LazyTables(Failure(id="f", code=code, error_type="AnalysisException", message=""), namespace, {})


def columns(table: Table) -> list[tuple[str, str]]:
    return [(column.name, column.dtype) for column in table.columns]


def job(spark: Any) -> int:
    """The number of a job that is run now. Spark counts them, so that two numbers tell what ran in between."""
    spark.sparkContext.setJobGroup(f"marker-{time.perf_counter()}", "")
    group = spark.sparkContext.getLocalProperty("spark.jobGroup.id")
    spark.range(1).collect()
    tracker, deadline = spark.sparkContext.statusTracker(), time.monotonic() + 60
    while not tracker.getJobIdsForGroup(group) and time.monotonic() < deadline:
        time.sleep(0.01)
    (number,) = tracker.getJobIdsForGroup(group)
    return int(number)


def test_columns_of_a_frame_have_the_types_that_spark_shows(spark: Any) -> None:
    asked, looked_at = spark.sql(TYPES), spark.sql(TYPES)
    expected = [(field.name, field.dataType.simpleString()[: spark_types.MAX_LENGTH]) for field in looked_at.schema]
    assert ("m", "map<string,array<float>>") in expected
    found = tables({"asked": asked, "looked_at": looked_at})
    assert columns(found["asked"]) == expected
    assert columns(found["looked_at"]) == expected
    assert (found["asked"].name, found["asked"].kind, found["asked"].variable) == ("asked", "spark", "asked")
    assert "schema" not in vars(asked), "looking has left something in the user's object"


def test_looking_runs_no_job(spark: Any) -> None:
    frame = spark.table("orders").groupBy("note").count().orderBy("count")
    before = job(spark)
    found = tables({"spark": spark, "frame": frame}, "spark.sql('select * from order join other.far')")
    assert {name: len(found[name].columns) for name in found} == {
        "frame": 2,
        "orders": 3,
        "odd": 2,
        "people": 2,
        "other.far": 1,
    }
    assert job(spark) == before + 1


def test_views_and_tables_of_the_catalog(spark: Any) -> None:
    found = tables({"spark": spark}, "spark.sql('select 1')")
    assert columns(found["orders"]) == [("id", "int"), ("note", "string"), ("total", "decimal(10,2)")]
    assert columns(found["odd"]) == [("a b", "int"), ("c.d", "array<string>")]
    assert columns(found["people"]) == [("id", "bigint"), ("name", "string")]
    assert (found["orders"].kind, found["orders"].variable) == ("spark", "spark")
    assert "other.far" not in found, "a database that the cell does not name"


def test_of_many_tables_those_that_the_cell_names_have_columns(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark_catalog, "TIME_LIMIT_S", 0.0)
    found = tables({"spark": spark}, "spark.sql('select nte from Orders')")
    assert {name: bool(found[name].columns) for name in found} == {"orders": True, "odd": False, "people": False}


def test_a_view_of_a_table_that_is_gone_is_listed(spark: Any) -> None:
    spark.sql("create table short_lived(a int) using parquet")
    spark.sql("create view stale as select * from short_lived")
    spark.sql("drop table short_lived")
    try:
        found = tables({"spark": spark}, "spark.table('stale')")
        assert columns(found["stale"]) == []
        assert columns(found["people"]) != []
    finally:
        spark.sql("drop view stale")


def test_a_session_of_another_name_has_its_own_views(spark: Any) -> None:
    mine = spark.newSession()
    mine.range(1).createTempView("my_view")
    assert "my_view" in tables({"spark": spark, "mine": mine}, "mine.sql('select 1')")
    assert "my_view" not in tables({"spark": spark, "mine": mine}, "spark.sql('select 1')")


def test_an_error_of_spark_brings_its_tables_where_no_variable_holds_the_session(spark: Any, ipython: Session) -> None:
    def query(text: str) -> Any:
        return spark.sql(text)

    ipython.shell.user_ns["query"] = query
    failure = ipython.run("query('select nme from people')")
    assert failure is not None
    assert failure.error_type == "AnalysisException"
    found = ipython.context(failure).tables
    assert [column.name for column in found["people"].columns] == ["id", "name"]


def test_nothing_of_a_subclass_or_a_namesake_is_run(spark: Any) -> None:
    calls: list[str] = []

    class Mine(ClassicFrame):  # type: ignore[misc]  # PySpark is not looked into
        @property
        def schema(self) -> Any:
            calls.append("schema")
            raise RuntimeError

        def __getattribute__(self, name: str) -> Any:
            calls.append(name)
            raise RuntimeError

    class Namesake:
        @property
        def _jdf(self) -> Any:
            calls.append("_jdf")
            raise RuntimeError

        schema = _jdf

    Namesake.__module__, Namesake.__qualname__ = "pyspark.sql.classic.dataframe", "DataFrame"
    mine = object.__new__(Mine)
    object.__getattribute__(mine, "__dict__").update(vars(spark.range(1)))
    assert list(tables({"mine": mine, "namesake": Namesake()})) == []
    assert calls == []


def test_a_type_of_the_users_own_is_named_without_its_code(spark: Any) -> None:
    calls: list[str] = []

    class Point(UserDefinedType):  # type: ignore[misc]  # PySpark is not looked into
        @classmethod
        def sqlType(cls) -> Any:
            return IntegerType()

        def simpleString(self) -> str:
            calls.append("simpleString")
            raise RuntimeError

    frame = spark.range(1)
    vars(frame)["schema"] = StructType().add("p", Point()).add("ps", ArrayType(Point()))
    assert columns(tables({"frame": frame})["frame"]) == [("p", "Point"), ("ps", "array<Point>")]
    assert calls == []
    sent = {"type": "udt", "pyClass": "nowhere.Point", "serializedClass": "gARjcG9zaXgKc3lzdGVt", "sqlType": "integer"}
    assert spark_types.shown({"type": "array", "elementType": sent, "containsNull": True}) == "array<Point>"


def test_a_jvm_that_stalls_is_waited_for_once(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "WAIT_S", 0.2)
    frames = {f"df{number}": spark.sql("select 1 as x") for number in range(30)}
    threads = threading.active_count()
    jvm = spark.sparkContext._gateway.proc.pid
    os.kill(jvm, signal.SIGSTOP)
    try:
        began = time.perf_counter()
        found = tables({"spark": spark, **frames}, "spark.sql('select nme from people')")
        assert list(found) == []
        assert time.perf_counter() - began < 5, "each frame was waited for"
        assert threading.active_count() - threads <= 2, "each frame holds a thread"
    finally:
        os.kill(jvm, signal.SIGCONT)
    deadline = time.monotonic() + 60
    while not {"df0", "people"} <= set(found) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert columns(found["df0"]) == [("x", "int")]
    assert columns(found["people"]) == [("id", "bigint"), ("name", "string")]


@pytest.mark.slow
def test_a_stopped_session_and_a_killed_jvm_do_no_harm(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "tests.context.spark_gone", str(tmp_path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    looks = {line["when"]: line for line in map(json.loads, told.stdout.splitlines())}
    assert set(looks) == {"stopped", "killed"}, told.stderr[-3000:]
    assert "known" in looks["stopped"]["tables"]
    assert looks["killed"]["tables"] == ["known"]
    assert max(look["seconds"] for look in looks.values()) < 10
    assert "quickfix" not in told.stderr, "a traceback of ours"


@pytest.mark.skipif(
    not CONNECT, reason="Spark Connect's grpcio, grpcio-status, googleapis-common-protos or zstandard is missing"
)
def test_spark_connect(spark: Any, connect_port: int) -> None:
    from pyspark.sql.connect.session import SparkSession as ConnectSession  # only where grpc is installed

    remote = ConnectSession.builder.remote(f"sc://127.0.0.1:{connect_port}").getOrCreate()
    try:
        remote.sql("select 1 as one").createTempView("far_view")
        asked, looked_at = remote.sql(TYPES), remote.sql(TYPES)
        expected = [(field.name, field.dataType.simpleString()[: spark_types.MAX_LENGTH]) for field in looked_at.schema]
        before = job(spark)
        found = tables(
            {"remote": remote, "asked": asked, "looked_at": looked_at}, "remote.sql('select x from far_view')"
        )
        assert columns(found["asked"]) == expected
        assert columns(found["looked_at"]) == expected
        assert columns(found["far_view"]) == [("one", "int")]
        assert found["orders"].variable == "remote"
        assert job(spark) == before + 1
        lazy = remote.sql("select 1 as x").select("nope")  # fails only when it is looked at
        assert list(tables({"lazy": lazy})) == []
    finally:
        remote.stop()
    assert "asked" not in tables({"asked": asked.select("i")})
