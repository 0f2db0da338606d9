"""Looks at tables while Spark goes away: `python -m tests.context.spark_gone WAREHOUSE`, a JSON line for each look.

A process of its own: PySpark cannot start a second JVM in a process whose first one was killed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

from pyspark.sql import SparkSession

from jupyter_quickfix.context.tables import LazyTables
from jupyter_quickfix.records import Failure


def look(when: str, namespace: dict[str, object]) -> None:
    """Tell which tables are seen, and in how many seconds."""
    failure = Failure(id="f", code="spark.sql('select 1 from orders')", error_type="AnalysisException", message="")
    began = time.perf_counter()
    found = list(LazyTables(failure, namespace, {}))
    sys.stdout.write(json.dumps({"when": when, "tables": found, "seconds": time.perf_counter() - began}) + "\n")
    sys.stdout.flush()


def main(warehouse: str) -> None:
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.warehouse.dir", warehouse).config("spark.log.level", "OFF").getOrCreate()
    jvm = spark.sparkContext._gateway.proc.pid
    spark.range(1).createTempView("orders")
    namespace: dict[str, object] = {"spark": spark, "known": spark.range(1), "unknown": spark.range(1)}
    assert spark.sql("select 1").schema is not None
    assert namespace["known"].schema is not None  # type: ignore[attr-defined]  # a DataFrame
    spark.stop()
    look("stopped", namespace)
    os.kill(jvm, signal.SIGKILL)
    time.sleep(0.5)
    namespace["unasked"] = namespace["unknown"]
    look("killed", namespace)
    # What PySpark does at exit needs the JVM, and tells of its absence.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
