"""Tables of an open DuckDB connection, through a cursor: a connection of its own on the same database.

The user's connection would lose its pending result to our query; the price is that its temporary tables and what its
open transaction has not committed are not seen.
"""

from __future__ import annotations

from typing import Any

from jupyter_quickfix.records import Column, Table

MAX_COLUMNS = 20_000
_SQL = f"""
SELECT database_name, schema_name, table_name, column_name, data_type,
       database_name = current_database(), schema_name = current_schema()
FROM duckdb_columns() WHERE NOT internal
ORDER BY 6 DESC, 7 DESC, database_name, schema_name, table_name, column_index LIMIT {MAX_COLUMNS}
"""


def tables_of(connection: Any, variable: str) -> list[Table]:
    """The tables and views of all attached databases; those of the current schema by their bare names.

    Raises duckdb.Error where the connection is closed.
    """
    cursor = connection.cursor()
    try:
        rows = cursor.execute(_SQL).fetchall()
    finally:
        cursor.close()
    found: dict[str, list[Column]] = {}
    for database, schema, table, column, dtype, own_database, own_schema in rows:
        parts = (
            (table,) if own_database and own_schema else (schema, table) if own_database else (database, schema, table)
        )
        found.setdefault(".".join(parts), []).append(Column(column, dtype))
    return [Table(name, "duckdb", tuple(columns), variable=variable) for name, columns in found.items()]
