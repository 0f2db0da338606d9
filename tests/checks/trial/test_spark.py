"""A real Spark session: code that reaches it is not tried, and a trial that does so all the same cannot spoil it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jupyter_quickfix.checks.trial import untriable
from jupyter_quickfix.cli.diagnosis.spark import OLDEST_JAVA, java_version
from tests.checks.trial.trying import Trier, needs_trials

pyspark = pytest.importorskip("pyspark", reason="PySpark is not installed")
pytestmark = [
    needs_trials,
    pytest.mark.slow,
    pytest.mark.skipif((java_version() or 0) < OLDEST_JAVA, reason=f"Spark needs Java {OLDEST_JAVA} or later"),
]
SPARK = "it can reach Spark"


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession

    options = {
        "spark.ui.enabled": "false",
        "spark.log.level": "OFF",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse") / Path("tables")),
    }
    session = SparkSession.builder.master("local[1]").config(map=options).getOrCreate()
    yield session
    session.stop()


def test_ways_to_spark(spark: Any) -> None:
    names: dict[str, Any] = {"__name__": "__main__", "spark": spark, "df": spark.range(3), "pyspark": pyspark}
    exec(
        "from pyspark.sql import functions as F\nfrom pyspark.sql.functions import col\n"
        "def count():\n    return spark.range(3).count()\nframes = {'a': df}",
        names,
    )
    for code in ("spark.sql('x')", "df.show()", "F.col('x')", "col('x')", "count()", "frames['a'].x", "df.id + 1"):
        assert untriable(code, names) == SPARK, code
    assert untriable("from pyspark.sql import SparkSession", {}) == SPARK
    assert untriable("x = 1", names) is None


def test_the_session_is_as_it_was(spark: Any, attempt: Trier) -> None:
    attempt.limits = replace(attempt.limits, seconds=2.0)
    df = spark.range(100)
    for code in ("df.count()", "spark.sql('select 1').collect()", "spark.stop()"):
        assert attempt(code, spark=spark, df=df).outcome in ("unknown", "raised")
    assert (df.count(), spark.sql("select 1 as x").collect()[0].x) == (100, 1)
