"""The databases of SQL cases: an in-memory one of the case's engine, prepared with its setup script."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator


def missing(engine: str) -> str | None:
    """The package that this engine needs and that is not installed, else None."""
    package = {"duckdb": "duckdb", "spark": "pyspark"}.get(engine)
    return package if package and importlib.util.find_spec(package) is None else None


def cell_text(engine: str, query: str) -> str:
    """The notebook cell in which a user would run this query."""
    # A query that ends in a quote would otherwise run into the closing ones.
    end = "\n" if query.endswith('"') else ""
    if engine == "spark":
        return f'rows = [tuple(r) for r in spark.sql("""{query}{end}""").collect()]'
    return f'rows = con.execute("""{query}{end}""").fetchall()'


def names(engine: str, setup: str) -> dict[str, object]:
    """What the session finds in its namespace: `con`, an open connection, or `spark`, the Spark session."""
    if engine == "spark":
        return {"spark": _spark(setup)}
    if engine == "sqlite":
        import sqlite3  # only these cases need it

        con = sqlite3.connect(":memory:")
        con.executescript(setup)
        return {"con": con}
    import duckdb  # optional

    connection = duckdb.connect(":memory:")
    connection.execute(setup)
    return {"con": connection}


def _spark(setup: str) -> object:
    from pyspark.sql import SparkSession  # optional, and heavy

    builder = SparkSession.builder.master("local[1]").appName("bench")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": "warehouse",
        # A Java process a case: a short life, in which quick compilation beats good code.
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }.items():
        builder = builder.config(key, value)
    # Temporary views belong to a session, so a new one in the same Java process starts empty.
    session = builder.getOrCreate().newSession()
    for statement in statements(setup):
        session.sql(statement)
    return session


def statements(script: str) -> Iterator[str]:
    """The statements of a SQL script: split at semicolons outside quotes and comments."""
    start = place = 0
    while place < len(script):
        character = script[place]
        if character in "'\"`":
            end = script.find(character, place + 1)
            place = len(script) if end < 0 else end
        elif script.startswith("--", place):
            end = script.find("\n", place)
            place = len(script) if end < 0 else end
        elif character == ";":
            if script[start:place].strip():
                yield script[start:place].strip()
            start = place + 1
        place += 1
    if script[start:].strip():
        yield script[start:].strip()
