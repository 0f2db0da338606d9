"""The tables in scope: one file per kind of source, strung together here.

`variables` reads DataFrames, relations and dicts; `sqlite`, `duckdb_database`, `sqlalchemy_engine` and `spark_catalog`
list the tables of open connections; `deadline` keeps the slow ones from holding anybody up. No library is imported for
this: what the user did not import cannot be in scope.
"""

from jupyter_quickfix.context.tables.scope import LazyTables

__all__ = ["LazyTables"]
