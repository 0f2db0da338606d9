"""Columns of a Spark DataFrame, classic or Connect, without a job.

The schema lies in the JVM or on a server. Where the user has looked at it, it lies in the object too and is read from
there; else it must be asked for, which may take any time (`deadline`). Only Spark's own classes are read: nothing tells
which properties of a subclass are Spark's.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import Any

from jupyter_quickfix.context import static
from jupyter_quickfix.context.tables import spark_types
from jupyter_quickfix.records import Column

#: Columns of one DataFrame or table that are kept.
MAX_COLUMNS = 1_000
_CLASSIC = ("pyspark.sql.classic.dataframe", "pyspark.sql.dataframe")  # Spark 4 and 3
_CONNECT = "pyspark.sql.connect.dataframe"
#: Where a DataFrame keeps a schema that it has been asked for: classic ones, and those of Connect.
_FIELDS = ("schema", "_schema", "_cached_schema")


def is_frame(value: object) -> bool:
    """Whether it is a DataFrame of Spark's own, no subclass."""
    return any(static.is_exactly(value, module, "DataFrame") for module in (*_CLASSIC, _CONNECT))


def known_columns(frame: object) -> tuple[Column, ...] | None:
    """The columns as far as the object itself knows them."""
    own = static.instance_dict(frame)
    for field in _FIELDS:
        schema = static.entry(own, field)
        if static.is_exactly(schema, "pyspark.sql.types", "StructType"):
            return _of_struct(schema)
    return None


def asked_columns(frame: Any) -> tuple[Column, ...]:
    """The columns as Spark's analyser says. Raises what Spark or the connection to it raises; may block."""
    if static.is_exactly(frame, _CONNECT, "DataFrame"):
        return _of_struct(frame.schema)
    fields = json.loads(frame._jdf.schema().json())["fields"]
    return tuple(Column(field["name"], spark_types.shown(field["type"])) for field in fields[:MAX_COLUMNS])


def _of_struct(schema: Any) -> tuple[Column, ...]:
    fields = islice(schema.fields, MAX_COLUMNS)
    return tuple(Column(field.name, spark_types.shown(field.dataType)) for field in fields)
