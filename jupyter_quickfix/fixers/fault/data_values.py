"""What is known of an expression that makes a table, column or array: its family, element type and shape.

Nothing is computed: live variables are read from their own fields, and what an operation would give follows from the
operation itself (`frame["a"]` is a column, a comparison of a column is a column of truth values).
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass, replace
from typing import Any

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.fault.values import UNKNOWN, type_of, value_of
from jupyter_quickfix.records import Context

#: Families whose operators work element by element.
ELEMENTWISE = frozenset({"frame", "series", "index", "array", "polars_series", "polars_expression"})
_FAMILIES = {
    "pandas.core.frame.DataFrame": "frame",
    "pandas.core.series.Series": "series",
    "pandas.core.indexes.base.Index": "index",
    "pandas.core.groupby.groupby.GroupBy": "groupby",
    "numpy.ndarray": "array",
    "polars.dataframe.frame.DataFrame": "polars",
    "polars.lazyframe.frame.LazyFrame": "lazy",
    "polars.series.series.Series": "polars_series",
    "polars.expr.expr.Expr": "polars_expression",
    "list": "list",
    "tuple": "tuple",
    "dict": "dict",
    "set": "set",
    "str": "str",
    "int": "number",
    "float": "number",
    "bool": "number",
    "numpy.number": "number",
}
#: Methods that answer with one truth value for each element.
_TESTS = frozenset(
    {"isin", "isna", "isnull", "notna", "notnull", "between", "duplicated", "eq", "ne", "gt", "lt", "ge", "le"}
)
_TEXT_TESTS = frozenset({"contains", "startswith", "endswith", "match", "fullmatch", "isdigit", "isalpha", "isnumeric"})
#: Methods that answer with an object of the receiver's own family.
_SAME = frozenset({"copy", "head", "tail", "dropna", "fillna", "abs", "round", "sort_values", "sort_index", "astype",
                   "reset_index", "drop_duplicates", "shift", "diff", "cumsum", "clip", "replace", "rank", "sample",
                   "query", "drop", "rename", "assign", "filter", "where", "mask", "applymap", "set_index", "ffill",
                   "bfill", "interpolate", "pct_change"})  # fmt: skip
_MAX_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class Data:
    """`family` is empty where nothing is known. `dtype` is the kind letter of NumPy ("O" for objects, "U" for strings)."""

    family: str = ""
    dtype: str = ""
    shape: tuple[int, ...] = ()
    value: object = UNKNOWN

    @property
    def elementwise(self) -> bool:
        return self.family in ELEMENTWISE


NOTHING = Data()


def data_of(node: ast.expr, context: Context) -> Data:
    """What is known of the expression's value as the session stands now."""
    value = value_of(node, context)
    if value is not UNKNOWN:
        return data_of_value(value)
    if isinstance(node, ast.Subscript):
        return _subscript(node, context)
    if isinstance(node, ast.Attribute):
        return _attribute(node, context)
    if isinstance(node, ast.Compare):
        return _widest([node.left, *node.comparators], context, "b")
    if isinstance(node, ast.BinOp):
        logical = isinstance(node.op, (ast.BitAnd, ast.BitOr, ast.BitXor))
        return _widest([node.left, node.right], context, "b" if logical else "")
    if isinstance(node, ast.BoolOp):
        return _widest(node.values, context, "b")
    if isinstance(node, ast.UnaryOp):
        return data_of(node.operand, context)
    if isinstance(node, ast.Call):
        return _call(node, context)
    kind = type_of(node, context)
    return Data(_FAMILIES.get(kind.__name__, "")) if kind in (list, dict, set, tuple, str) else NOTHING


def data_of_value(value: object) -> Data:
    """What is known of a live object."""
    family = next((_FAMILIES[name] for name in _names(value) if name in _FAMILIES), "")
    dtype = ""
    shape: tuple[int, ...] = ()
    try:
        if family == "array":
            array: Any = sys.modules[
                "numpy"
            ].ndarray  # its own descriptors: a subclass may have properties of these names
            dtype, shape = _kind_letter(array.dtype.__get__(value)), tuple(array.shape.__get__(value))
        elif family in ("frame", "series"):
            manager: Any = object.__getattribute__(value, "_mgr")
            shape = tuple(len(axis) for axis in reversed(manager.axes))
            if family == "series":
                dtype = _kind_letter(manager.blocks[0].dtype)
        elif family in ("list", "tuple") and type(value) in (list, tuple):
            shape = (len(value),)  # type: ignore[arg-type]
    except Exception:  # another version's internals
        return Data(family, value=value)
    return Data(family, dtype, shape, value)


def column_of(frame: object, name: object) -> Data:
    """One column of a pandas frame, without asking the frame for it."""
    found = _column(frame, name)
    return Data("series", _kind_letter(found[0]), data_of_value(frame).shape[:1]) if found is not None else NOTHING


def sample_of(data: Data) -> list[object]:
    """The first elements of a live column or array of objects; empty where they are not plain objects."""
    try:
        if data.family == "series":
            block = object.__getattribute__(data.value, "_mgr").blocks[0]
            return _plain(block.values)
        if data.family == "array":
            return _plain(data.value)
    except Exception:  # another version's internals
        return []
    return list(data.value[:_MAX_SAMPLE]) if type(data.value) is list else []


def column_sample(frame: object, name: object) -> list[object]:
    """The first elements of a column of objects."""
    found = _column(frame, name)
    return [] if found is None else _plain(found[1])


def sample_at(node: ast.expr, context: Context) -> list[object]:
    """The first elements of what the expression names: a variable, or a column of a frame that is a variable."""
    if isinstance(node, (ast.Subscript, ast.Attribute)):
        frame = data_of(node.value, context)
        key = column_name(node, context)
        if frame.family == "frame" and key is not None and frame.value is not UNKNOWN:
            return column_sample(frame.value, key)
    data = data_of(node, context)
    return sample_of(data) if data.value is not UNKNOWN else []


def column_name(node: ast.expr, context: Context) -> str | None:
    """The column that `frame["x"]` or `frame.x` asks for."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        key = value_of(node.slice, context)
        return key if type(key) is str else None
    return None


def _column(frame: object, name: object) -> tuple[object, Any] | None:
    """The dtype of a column and the values it is kept in."""
    try:
        manager: Any = object.__getattribute__(frame, "_mgr")
        labels = manager.axes[0]
        if len(labels) > 2_000:
            return None
        place = labels.tolist().index(name)
        block = manager.blocks[manager.blknos[place]]
        values = block.values
        row = values[manager.blklocs[place]] if values.ndim == 2 else values
        return block.dtype, row
    except Exception:  # no such column, or another version's internals
        return None


def _plain(values: Any) -> list[object]:
    """The first elements of an array of objects or text, also of pandas' own text arrays."""
    if safe.type_name(values).startswith("pandas.") and getattr(values.dtype, "kind", "") == "O":
        return list(values[:_MAX_SAMPLE].to_numpy(dtype=object)) if "str" in str(values.dtype) else []
    if safe.type_name(values) == "numpy.ndarray" and values.ndim == 1 and values.dtype.kind in "OU":
        return list(values[:_MAX_SAMPLE].tolist())
    return []


def _names(value: object) -> tuple[str, ...]:
    return tuple(name.removeprefix("builtins.") for name in safe.mro_names(value))


def _kind_letter(dtype: object) -> str:
    kind = getattr(dtype, "kind", "")
    return kind if type(kind) is str else ""


def _subscript(node: ast.Subscript, context: Context) -> Data:
    base = data_of(node.value, context)
    if base.family in ("frame", "polars"):
        inner = node.slice
        key = value_of(inner, context)
        if type(key) is str:
            found = column_of(base.value, key) if base.family == "frame" else Data("polars_series")
            return found if found.family else Data("series" if base.family == "frame" else "polars_series")
        if isinstance(inner, ast.List) or type(key) is list or data_of(inner, context).elementwise:
            return replace(base, shape=(), value=UNKNOWN)
        return NOTHING
    if base.family in ("array", "series", "index") and base.shape:
        return _sliced(base, node.slice, context)
    holder = node.value
    if isinstance(holder, ast.Attribute) and holder.attr in ("loc", "iloc"):
        return _located(data_of(holder.value, context), node.slice, context)
    return NOTHING


def _sliced(base: Data, inner: ast.expr, context: Context) -> Data:
    """An array's part: an integer takes an axis away, a slice or a mask keeps it."""
    if base.family != "array":
        whole = isinstance(inner, ast.Slice) or data_of(inner, context).elementwise
        return Data(base.family, base.dtype) if whole else NOTHING
    parts = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
    shape: list[int] = []
    for place, part in enumerate(parts):
        if isinstance(part, ast.Slice):
            shape.append(base.shape[place] if part.lower is None and part.upper is None else -1)
        elif isinstance(part, ast.List) or data_of(part, context).elementwise:
            shape.append(-1)
        elif isinstance(part, ast.Constant) and part.value is None:
            return Data("array", base.dtype)
    left = len(base.shape) - len(parts)
    shape += list(base.shape[len(parts) :]) if left > 0 else []
    return Data("array", base.dtype, tuple(shape)) if shape else NOTHING


def _located(base: Data, inner: ast.expr, context: Context) -> Data:
    if base.family != "frame":
        return NOTHING
    parts = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
    many = [isinstance(part, (ast.Slice, ast.List)) or data_of(part, context).elementwise for part in parts]
    if len(parts) == 1:
        return Data("frame" if many[0] else "series")
    if all(many):
        return Data("frame")
    return Data("series") if any(many) else NOTHING


def _attribute(node: ast.Attribute, context: Context) -> Data:
    base = data_of(node.value, context)
    if base.family == "frame":
        if node.attr in ("index", "columns"):
            return Data("index")
        if node.attr == "values":
            return Data("array", shape=base.shape)
        found = column_of(base.value, node.attr)
        return found if found.family else Data("frame") if node.attr == "T" else NOTHING
    if base.family in ("series", "index") and node.attr == "values":
        return Data("array", base.dtype, base.shape)
    if base.family == "array" and node.attr == "T":
        return Data("array", base.dtype, base.shape[::-1])
    if base.family == "series" and node.attr in ("dt", "str"):
        return NOTHING
    holder = node.value
    if isinstance(holder, ast.Attribute) and holder.attr == "dt" and data_of(holder.value, context).family == "series":
        return Data("series")
    return NOTHING


def _call(node: ast.Call, context: Context) -> Data:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return NOTHING
    holder = function.value
    if isinstance(holder, ast.Attribute) and holder.attr == "str" and function.attr in _TEXT_TESTS:
        return Data("series", "b") if data_of(holder.value, context).family in ("series", "") else NOTHING
    base = data_of(holder, context)
    if base.family in ("frame", "series", "index"):
        if function.attr in _TESTS:
            return Data(base.family, "b")
        if function.attr in _SAME:
            return Data(base.family)
        if function.attr in ("to_numpy", "unique"):
            return Data("array")
    if function.attr in _TESTS and not base.family:
        return Data("series", "b") if function.attr in ("isin", "isna", "isnull", "notna", "notnull") else NOTHING
    return NOTHING


def _widest(nodes: list[ast.expr], context: Context, dtype: str) -> Data:
    """The family of an operation's result: that of its widest operand."""
    found = [data_of(node, context) for node in nodes]
    for family in ("frame", "series", "polars_expression", "polars_series", "index", "array"):
        wide = next((data for data in found if data.family == family), None)
        if wide is not None:
            return Data(family, dtype or wide.dtype)
    return NOTHING
