"""Tables of a SQLAlchemy engine, connection or session.

An engine must not be asked on the user's thread: it may be a server far away. Nor may its pool be used where that pool
hands everybody the same connection: giving it back rolls back what the user has open. So SQLite is read underneath the
engine (a file through a connection of our own, a database in memory through the pool's one connection), and servers
through SQLAlchemy's inspector on another thread and another connection.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from jupyter_quickfix.context import static
from jupyter_quickfix.context.tables import duckdb_database, sqlite
from jupyter_quickfix.records import Column, Table

MAX_TABLES = 300
#: Pools that open a connection of its own for each who asks.
_SEPARATE_POOLS = ("QueuePool", "NullPool")


def engine_of(value: Any) -> Any:
    """The engine behind an Engine, Connection or Session of SQLAlchemy's own classes; None for anything else."""
    if static.is_exactly(value, "sqlalchemy.engine.base", "Engine"):
        return value
    if static.is_exactly(value, "sqlalchemy.engine.base", "Connection"):
        return engine_of(static.instance_dict(value).get("engine"))
    if static.is_exactly(value, "sqlalchemy.orm.session", "Session"):
        return engine_of(static.instance_dict(value).get("bind"))
    return None


def is_embedded(engine: Any) -> bool:
    """Whether its database lies in this process or a file, so that it is asked at once and on this thread."""
    return str(engine.dialect.name) == "sqlite"


def tables_of(engine: Any, variable: str) -> list[Table]:
    """The engine's tables; empty where they cannot be read without touching what the user has open.

    Raises what SQLAlchemy or the driver raises.
    """
    if is_embedded(engine):
        return [_renamed(table) for table in _sqlite(engine, variable)]
    if engine.dialect.name == "duckdb":
        driver = _pooled(engine)
        return [] if driver is None else [_renamed(table) for table in duckdb_database.tables_of(driver, variable)]
    if static.qualified_name(type(engine.pool))[1] not in _SEPARATE_POOLS:
        return []
    return _inspected(engine, variable)


def _sqlite(engine: Any, variable: str) -> list[Table]:
    driver = _pooled(engine)
    if type(driver) is sqlite3.Connection:
        return sqlite.tables_of(driver, variable)
    path = engine.url.database
    return sqlite.tables_of_file(path, variable) if path and path != ":memory:" else []


def _pooled(engine: Any) -> Any:
    """The one driver connection of a pool that has only one, without checking it out; None for other pools."""
    pool = engine.pool
    name = static.qualified_name(type(pool))[1]
    record: Any = None
    if name == "SingletonThreadPool":
        held = getattr(pool._conn, "current", None)  # a weak reference, one for each thread
        record = held() if held is not None else None
    elif name == "StaticPool":
        record = static.instance_dict(pool).get("connection")
    return None if record is None else record.dbapi_connection


def _inspected(engine: Any, variable: str) -> list[Table]:
    inspector = static.loaded("sqlalchemy", "inspect")(engine)
    found = []
    for name in [*inspector.get_table_names(), *inspector.get_view_names()][:MAX_TABLES]:
        columns = tuple(Column(str(column["name"]), str(column["type"])) for column in inspector.get_columns(name))
        found.append(Table(name, "sqlalchemy", columns, variable=variable))
    return found


def _renamed(table: Table) -> Table:
    return Table(table.name, "sqlalchemy", table.columns, table.variable)
