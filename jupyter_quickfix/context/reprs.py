"""Short texts for values: exact builtin scalars, small containers of them, the shapes of known arrays and tables."""

from __future__ import annotations

import datetime as dt
import decimal
import pathlib
from itertools import islice
from typing import Any

from jupyter_quickfix.context import static

#: No repr is longer.
MAX_REPR = 60
_MAX_ITEMS = 8
_MAX_BITS = 256
_BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    dict: ("{", "}"),
}
#: Types of the standard library whose own repr is cheap and asks nothing of the user's objects.
_PLAIN = (
    float,
    bool,
    complex,
    type(None),
    type(Ellipsis),
    dt.date,
    dt.timedelta,
    decimal.Decimal,
    pathlib.PosixPath,
    pathlib.WindowsPath,
    pathlib.PurePosixPath,
)
#: Classes whose `shape` is a field, as module and name; only exactly these, never a subclass.
_SHAPED = (
    ("numpy", "ndarray"),
    ("polars", "DataFrame"),
    ("torch", "Tensor"),
    ("pyarrow", "Table"),
)


def short_repr(value: object, limit: int = MAX_REPR) -> str:
    """A repr of at most `limit` characters that runs no code of the user's; for most objects their type's name."""
    try:
        text = _scalar(value, limit) or _container(value, limit) or _shaped(value) or f"<{type_name(value)}>"
    except Exception:  # a known library's object in an odd state
        text = f"<{type_name(value)}>"
    return _cut(text, limit)


def type_name(value: object) -> str:
    """The qualified name of its type without `builtins.`, such as `pandas.core.frame.DataFrame`."""
    module, name = static.qualified_name(type(value))
    return name if module in ("builtins", "") else f"{module}.{name}"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: max(0, limit - 1)] + "…"


def _scalar(value: Any, limit: int) -> str:
    kind = type(value)
    if kind is str or kind is bytes:
        return _cut(repr(value[: limit + 1]), limit)
    if kind is int:  # the digits of a huge number take seconds, or are refused
        return repr(value) if value.bit_length() <= _MAX_BITS else f"<int of {value.bit_length()} bits>"
    if kind is dt.datetime:
        return repr(value) if value.tzinfo is None else ""  # a time zone may be a class of the user's
    return repr(value) if static.is_one_of(kind, _PLAIN) else ""


def _container(value: Any, limit: int) -> str:
    """Up to eight items; what is not a scalar is shown as `…` in its brackets or by its type's name."""
    brackets = _brackets(type(value))
    if brackets is None:
        return ""
    opening, closing = brackets
    if not value:
        return (
            f"{static.qualified_name(type(value))[1]}()"
            if opening == "frozenset({" or type(value) is set
            else opening + closing
        )
    items = value.items() if type(value) is dict else value
    shown: list[str] = []
    length = len(opening) + len(closing)
    for item in islice(items, _MAX_ITEMS):
        text = f"{_item(item[0])}: {_item(item[1])}" if type(value) is dict else _item(item)
        if shown and length + len(text) + 5 > limit:
            break
        shown.append(text)
        length += len(text) + 2
    if len(shown) < len(value):
        shown.append("…")
    elif type(value) is tuple and len(value) == 1:
        closing = ",)"
    return opening + ", ".join(shown) + closing


def _brackets(kind: type) -> tuple[str, str] | None:
    # Not a lookup in the table: that would ask the metaclass for a hash.
    return next((brackets for known, brackets in _BRACKETS.items() if kind is known), None)


def _item(value: object) -> str:
    text = _scalar(value, 20)
    if text:
        return _cut(text, 20)
    brackets = _brackets(type(value))
    if brackets is not None:
        opening, closing = brackets
        return f"{opening}…{closing}" if value else opening + closing
    return f"<{static.qualified_name(type(value))[1][:20]}>"


def _shaped(value: Any) -> str:
    kind = type(value)
    module, name = static.qualified_name(kind)
    root = module.partition(".")[0]
    if root == "pandas" or static.loaded("pandas", "DataFrame") is not static.MISSING:
        shape = pandas_shape(value)
        if shape:
            return f"<{name} {' × '.join(map(str, shape))}>"
    for library, known in _SHAPED:
        if root == library and static.is_exactly(value, library, known):
            dtype = getattr(value, "dtype", None)
            kind_text = f" {dtype}" if dtype is not None and getattr(dtype, "names", None) is None else ""
            return f"<{name} {' × '.join(map(str, value.shape)) or 'scalar'}{kind_text}>"
    if (
        root == "numpy"
        and static.loaded("numpy", name) is kind
        and static.is_kind(value, static.loaded("numpy", "number"))
    ):
        return repr(value)
    return ""


def pandas_axes(value: object) -> list[Any] | None:
    """The axes of a pandas DataFrame (columns, rows) or Series (rows), of subclasses too, from its block manager.

    The manager and its axes are plain fields; asking the frame for `.columns` could run a subclass's code.
    """
    manager = static.entry(static.instance_dict(value), "_mgr")
    if manager is static.MISSING or static.qualified_name(type(manager))[1] not in (
        "BlockManager",
        "SingleBlockManager",
    ):
        return None
    if static.loaded("pandas.core.internals.managers", static.qualified_name(type(manager))[1]) is not type(manager):
        return None
    axes = list(manager.axes)  # type: ignore[attr-defined]  # a BlockManager's
    return axes if all(is_pandas_index(axis) for axis in axes) else None


def is_pandas_index(value: object) -> bool:
    """Whether it is one of pandas' own index classes, no subclass from elsewhere."""
    module, name = static.qualified_name(type(value))
    return module.startswith("pandas.core.indexes.") and static.loaded(module, name) is type(value)


def pandas_shape(value: object) -> tuple[int, ...]:
    """Rows and columns of a pandas DataFrame, rows of a Series; empty for everything else."""
    axes = pandas_axes(value)
    return tuple(len(axis) for axis in reversed(axes)) if axes else ()
