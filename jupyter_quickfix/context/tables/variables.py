"""Columns of one variable: pandas, polars, Spark and Arrow frames, DuckDB relations, dicts with string keys.

Each reader looks at fields that cost the same for ten rows and ten billion. Subclasses are read only where the columns
lie in a field of the library's own (pandas' block manager); properties of a subclass may be the user's code.
"""

from __future__ import annotations

import collections
from collections.abc import Callable
from itertools import islice
from typing import Any

from jupyter_quickfix.context import safe, static
from jupyter_quickfix.context.reprs import pandas_axes
from jupyter_quickfix.context.tables import spark_frame
from jupyter_quickfix.records import Column, Table

#: Columns or keys of one table that are kept.
MAX_COLUMNS = 1_000
_MAX_LABEL = 200
_MAX_DTYPE = 60

#: A table that only somebody else knows (the JVM, a server), to be asked for on a thread of its own.
Later = Callable[[], Table]
Reader = Callable[[str, Any], Table | Later | None]


def reader_of(value: object) -> Reader | None:
    """The function that reads the columns of values of this type, None where there is none."""
    kind = type(value)
    if static.is_one_of(kind, (dict, collections.OrderedDict, collections.defaultdict)):
        return _dict
    names = safe.mro_names(value)
    if "pandas.core.frame.DataFrame" in names:
        return _pandas
    if "pandas.core.series.Series" in names:
        return _series
    if static.is_exactly(value, "polars", "DataFrame"):
        return _polars
    if static.is_exactly(value, "pyarrow", "Table"):
        return _arrow
    if static.is_exactly(value, "duckdb", "DuckDBPyRelation"):
        return _relation
    if spark_frame.is_frame(value):
        return _spark
    return None


def _pandas(name: str, value: Any) -> Table | None:
    axes = pandas_axes(value)
    if axes is None or len(axes) != 2:
        return None
    labels = axes[0][:MAX_COLUMNS].tolist()
    dtypes = static.instance_dict(value)["_mgr"].get_dtypes()[:MAX_COLUMNS]  # type: ignore[attr-defined]  # BlockManager
    named: dict[int, str] = {}  # few dtypes are shared by many columns, and naming one is slow
    for dtype in dtypes:
        if id(dtype) not in named:
            named[id(dtype)] = _dtype(dtype)
    columns = tuple(Column(_label(label), named[id(dtype)]) for label, dtype in zip(labels, dtypes, strict=False))
    return Table(name, "pandas", columns, variable=name, index=_levels(axes[1]))


def _series(name: str, value: Any) -> Table | None:
    """A Series: its own name is the column, and its labels are what it can be asked for."""
    axes = pandas_axes(value)
    if axes is None:
        return None
    own = static.instance_dict(value)
    label = static.entry(own, "_name")
    blocks = own["_mgr"].blocks  # type: ignore[attr-defined]  # pandas_axes has seen that it is a block manager
    column = Column("" if label is static.MISSING or label is None else _label(label), _dtype(blocks[0].dtype))
    return Table(name, "series", (column,), variable=name, index=_levels(axes[0]))


def _levels(index: Any) -> tuple[str, ...]:
    return tuple(_label(level) for level in list(index.names) if level is not None)


def _polars(name: str, value: Any) -> Table:
    # A LazyFrame is left out: resolving its schema can open files, and nothing tells beforehand whether it will.
    schema = islice(value.schema.items(), MAX_COLUMNS)
    return Table(
        name, "polars", tuple(Column(column, str(dtype)[:_MAX_DTYPE]) for column, dtype in schema), variable=name
    )


def _arrow(name: str, value: Any) -> Table:
    schema = islice(value.schema, MAX_COLUMNS)
    return Table(name, "arrow", tuple(Column(f.name, str(f.type)[:_MAX_DTYPE]) for f in schema), variable=name)


def _relation(name: str, value: Any) -> Table:
    pairs = islice(zip(value.columns, value.types, strict=True), MAX_COLUMNS)
    return Table(name, "duckdb", tuple(Column(column, str(kind)[:_MAX_DTYPE]) for column, kind in pairs), variable=name)


def _spark(name: str, value: Any) -> Table | Later:
    known = spark_frame.known_columns(value)
    if known is None:
        return lambda: Table(name, "spark", spark_frame.asked_columns(value), variable=name)
    return Table(name, "spark", known, variable=name)


def _dict(name: str, value: Any) -> Table | None:
    """A dict with string keys. More keys than are kept make it a lookup table rather than a record, but near names help."""
    columns = []
    for key, item in islice(list(islice(dict.items(value), MAX_COLUMNS)), MAX_COLUMNS):
        if type(key) is str and len(key) <= _MAX_LABEL:
            columns.append(Column(key, static.qualified_name(type(item))[1]))
    return Table(name, "dict", tuple(columns), variable=name) if columns else None


def _label(label: object) -> str:
    """A column's label as text: a string as it is, a number, a time or a tuple as Python shows it."""
    if type(label) is str:
        return label[:_MAX_LABEL]
    if safe.root_module(label) == "pandas" and static.is_exactly(
        label, "pandas", safe.type_name(label).rpartition(".")[2]
    ):
        return str(label)[:_MAX_LABEL]  # pandas' own scalars: Timestamp, Timedelta, Period, Interval
    return safe.short_repr(label, _MAX_LABEL)


def _dtype(dtype: Any) -> str:
    """The dtype's own name; extension types from elsewhere by their class, for their `__str__` is anybody's code."""
    if safe.root_module(dtype) in ("numpy", "pandas"):
        return str(dtype)[:_MAX_DTYPE]
    return static.qualified_name(type(dtype))[1]
