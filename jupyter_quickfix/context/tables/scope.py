"""All tables in scope as one mapping that reads each when it is asked for."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jupyter_quickfix.context import static
from jupyter_quickfix.context.names import LazyNames
from jupyter_quickfix.context.tables import duckdb_database, spark_catalog, sqlalchemy_engine, sqlite
from jupyter_quickfix.context.tables.deadline import Patience, Question
from jupyter_quickfix.context.tables.variables import Reader, reader_of
from jupyter_quickfix.records import Failure, Language, Table

log = logging.getLogger(__name__)

#: Seconds that whatever may be slow (connections, Spark's DataFrames) is waited for, all together and once.
WAIT_S = 0.1
_MAX_CONNECTIONS = 10
_DATABASE_LIBRARIES = frozenset(
    {"sqlite3", "duckdb", "_duckdb", "sqlalchemy", "pyspark", "psycopg", "psycopg2", "pymysql", "sql"}
)

_Lister = Callable[[Any, str], list[Table]]


class LazyTables(Mapping[str, Table]):
    """Tables by variable name, and those of open connections by table name (`connection.table` where both exist).

    Connections are listed once, when somebody first asks for more than a variable, and only where the failure has to do
    with them: its cell names the connection or holds SQL, or the error is a database's. The mapping belongs to one failure,
    so that no later cell sees a stale list.
    """

    def __init__(self, failure: Failure, namespace: Mapping[str, object], frame_locals: Mapping[str, object]) -> None:
        self._failure = failure
        self._namespace = namespace
        self._frame_locals = frame_locals
        self._readers: dict[int, tuple[type, Reader | None]] = {}
        self._read: dict[str, Table | Question[Table | None] | None] = {}
        self._connected: dict[str, Table] | None = None
        self._asked: list[Question[list[Table]]] = []
        self._patience = Patience(WAIT_S)

    def __getitem__(self, name: str) -> Table:
        found = self._of_variable(name)
        if found is None:
            found = self._of_connections().get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        self._ask_connections()  # they answer while the variables are read
        seen = set()
        for name in self.variables():
            seen.add(name)
            yield name
        yield from (name for name in self._of_connections() if name not in seen)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def variables(self) -> Iterator[str]:
        """Names of the variables that hold a table, without asking any connection."""
        for name in dict.fromkeys([*self._frame_locals, *LazyNames(self._namespace)]):
            if self._reader(self._value(name)) is not None and self._of_variable(name) is not None:
                yield name

    def _value(self, name: str) -> object:
        return self._frame_locals[name] if name in self._frame_locals else self._namespace.get(name)

    def _reader(self, value: object) -> Reader | None:
        kind = type(value)
        known = self._readers.get(id(kind))
        if known is None:  # the type is kept with its reader, so that its id stays its own
            known = self._readers[id(kind)] = (kind, reader_of(value))
        return known[1]

    def _of_variable(self, name: str) -> Table | None:
        if name not in self._read:
            self._read[name] = self._read_variable(name)
        found = self._read[name]
        if not isinstance(found, Question):
            return found
        table = self._patience.wait_for(found)
        if found.answered:  # what comes late is there for whoever asks again
            self._read[name] = table
        return table

    def _read_variable(self, name: str) -> Table | Question[Table | None] | None:
        value = self._value(name)
        reader = self._reader(value)
        if reader is None:
            return None
        try:
            found = reader(name, value)
        except Exception:  # a relation whose connection is closed, a frame in the middle of an update
            log.debug("The columns of %s could not be read", name, exc_info=True)
            return None
        if not callable(found):
            return found
        # Who did not answer in all that time is not asked for the next frame: each question would hold a thread.
        return None if self._patience.over else Question[Table | None](found, None)

    def _ask_connections(self) -> dict[str, Table]:
        """What is known so far of the tables of connections; asks them the first time, waits for none."""
        if self._connected is None:
            self._connected = {}
            at_once, self._asked = _ask(list(self._connections()))
            self._add(at_once)
        return self._connected

    def _of_connections(self) -> dict[str, Table]:
        known = self._ask_connections()
        for question in list(self._asked):
            listed = self._patience.wait_for(question)
            if question.answered:  # what comes late is there for whoever asks again
                self._asked.remove(question)
                self._add(listed)
        return known

    def _add(self, listed: list[Table]) -> None:
        assert self._connected is not None
        for table in listed:
            key = table.name
            if key in self._connected or self._of_variable(key) is not None:
                key = f"{table.variable}.{table.name}"
            self._connected.setdefault(key, table)

    def _connections(self) -> Iterator[tuple[str, object, _Lister, bool]]:
        """Variable, connection, how to list it, and whether that may block."""
        everything = self._failure.language is Language.SQL or _of_database(self._failure)
        code = self._failure.code
        words = set(re.findall(r"\w+", code))
        seen: list[object] = []
        for name in dict.fromkeys([*self._frame_locals, *LazyNames(self._namespace)]):
            if not everything and name not in words:
                continue
            found = _connection(self._value(name), code)
            if found is None or any(found[0] is other for other in seen) or len(seen) >= _MAX_CONNECTIONS:
                continue
            seen.append(found[0])
            yield name, *found
        if everything:
            for name, value in _ambient():
                found = _connection(value, code)
                if found is not None and not any(found[0] is other for other in seen):
                    yield name, *found


def _connection(value: Any, code: str = "") -> tuple[object, _Lister, bool] | None:
    """The connection behind a value, how to list it, and whether that may block; `code` is that of the failed cell."""
    if static.is_exactly(value, "sqlite3", "Connection"):
        return value, sqlite.tables_of, False
    if static.is_exactly(value, "duckdb", "DuckDBPyConnection"):
        return value, duckdb_database.tables_of, True
    engine = sqlalchemy_engine.engine_of(value)
    if engine is not None:
        return engine, sqlalchemy_engine.tables_of, not sqlalchemy_engine.is_embedded(engine)
    if spark_catalog.is_session(value):
        return value, functools.partial(spark_catalog.tables_of, code=code), True
    return None


def _ambient() -> Iterator[tuple[str, object]]:
    """Connections that no variable holds: jupysql's current one, DuckDB's default, and Spark's running sessions."""
    manager = static.loaded("sql.connection", "ConnectionManager")
    current = static.on_type(manager, "current") if static.is_class(manager) else None
    if current is not None:
        own = static.instance_dict(current)
        for field in ("_connection_sqlalchemy", "_connection"):
            value = own.get(field)
            # jupysql wraps a plain driver connection in a proxy of its own.
            wrapped = static.instance_dict(value).get("_connection") if value is not None else None
            yield "%sql", wrapped if wrapped is not None and _connection(value) is None else value
    default = static.loaded("duckdb", "default_connection")
    if default is not static.MISSING:
        yield "duckdb", default() if callable(default) else default
    for session in spark_catalog.active_sessions():
        yield "spark", session


def _of_database(failure: Failure) -> bool:
    """Whether a database or its driver raised the error, perhaps wrapped in another."""
    errors = [failure.exception, *(cause.exception for cause in failure.causes)]
    roots = {
        static.qualified_name(kind)[0].partition(".")[0]
        for error in errors
        if error is not None
        for kind in static.mro(type(error))
    }
    return bool(roots & _DATABASE_LIBRARIES)


def _ask(connections: list[tuple[str, object, _Lister, bool]]) -> tuple[list[Table], list[Question[list[Table]]]]:
    """The tables of connections that answer at once, and questions under way to those that may block."""
    asked = [
        Question[list[Table]](functools.partial(lister, value, name), [])
        for name, value, lister, may_block in connections
        if may_block
    ]
    at_once: list[Table] = []
    for name, value, lister, may_block in connections:
        if not may_block:
            try:
                at_once += lister(value, name)
            except Exception:  # closed, locked, or opened in another thread
                log.debug("The tables of %s could not be listed", name, exc_info=True)
    return at_once, asked
