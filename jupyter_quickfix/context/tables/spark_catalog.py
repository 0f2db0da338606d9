"""Tables of a Spark session: those of its current database, its temporary views, and of the databases that a cell names.

Asked by SHOW commands, which the driver answers by itself: the methods of `spark.catalog` start a job for each list of
tables and each list of columns, and look every table up in the metastore. Every question is a call to the JVM or a server.
"""

from __future__ import annotations

import itertools
import logging
import re
import time
from collections.abc import Iterator, Set
from typing import Any

from jupyter_quickfix.context import static
from jupyter_quickfix.context.tables import spark_frame
from jupyter_quickfix.records import Column, Table

log = logging.getLogger(__name__)

MAX_TABLES = 200
MAX_DATABASES = 5
#: Seconds after which only tables that the cell names are still asked for their columns: a metastore may be far away.
TIME_LIMIT_S = 0.06
_MODULES = ("pyspark.sql.session", "pyspark.sql.connect.session")


def is_session(value: object) -> bool:
    """Whether it is a session of Spark's own, classic or Connect."""
    return any(static.is_exactly(value, module, "SparkSession") for module in _MODULES)


def active_sessions() -> Iterator[object]:
    """The sessions that are running already; never starts one."""
    for module in _MODULES:
        kind = static.loaded(module, "SparkSession")
        if not static.is_class(kind):
            continue
        for field in ("_instantiatedSession", "_default_session"):
            session = static.on_type(kind, field)
            if is_session(session):
                yield session


def tables_of(session: Any, variable: str, code: str = "") -> list[Table]:
    """The tables and views; `code` is that of the failed cell. Columns are empty where there was no time to ask.

    Raises what Spark raises where the session cannot answer.
    """
    began = time.perf_counter()
    words = {word.lower() for word in re.findall(r"\w+", code)}
    paths = itertools.chain(_of_current_database(session, words), _of_named_databases(session, code))
    found = []
    for shown, path in itertools.islice(paths, MAX_TABLES):
        wanted = shown.rpartition(".")[2].lower() in words or time.perf_counter() - began < TIME_LIMIT_S
        columns = _columns(session, path) if wanted else ()
        found.append(Table(shown, "spark", columns, variable=variable))
    return found


def _of_current_database(session: Any, words: Set[str]) -> Iterator[tuple[str, str]]:
    """Names and quoted paths of the session's views and its current database's tables; those that the cell names first."""
    for row in sorted(_rows(session, "SHOW TABLES"), key=lambda row: row["tableName"].lower() not in words):
        yield row["tableName"], _quoted(row["namespace"], row["tableName"])


def _of_named_databases(session: Any, code: str) -> Iterator[tuple[str, str]]:
    """The tables of the other databases that stand before a dot in the cell."""
    current = session.catalog.currentDatabase()
    for database in list(dict.fromkeys(re.findall(r"(\w+)`?\s*\.", code)))[:MAX_DATABASES]:
        if database.lower() != current.lower() and session.catalog.databaseExists(_quoted(database)):
            for row in _rows(session, f"SHOW TABLES IN {_quoted(database)}"):
                if row["namespace"]:  # the session's views come with each database
                    yield f"{database}.{row['tableName']}", _quoted(database, row["tableName"])


def _rows(session: Any, command: str) -> list[Any]:
    return list(session.sql(command).collect())


def _columns(session: Any, path: str) -> tuple[Column, ...]:
    try:
        return spark_frame.asked_columns(session.table(path))
    except Exception:  # a view of a table that is gone, a format that is not installed
        log.debug("The columns of %s could not be listed", path, exc_info=True)
        return ()


def _quoted(*parts: str) -> str:
    return ".".join("`" + part.replace("`", "``") + "`" for part in parts if part)
