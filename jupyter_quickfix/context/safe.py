"""Look at any object without running its code.

No user `__repr__`, `__getattr__`, `__class__`, `__dir__`, `__len__`, `__eq__`, `__hash__`, property, descriptor or
metaclass is ever called, and nothing takes over a millisecond. This is the door for fixers and checks; `static` reads
types and dictionaries, `signatures` and `reprs` build on it.
"""

from __future__ import annotations

import sys
from types import (
    BuiltinFunctionType,
    ClassMethodDescriptorType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    WrapperDescriptorType,
)
from typing import Any

from jupyter_quickfix.context import static
from jupyter_quickfix.context.reprs import pandas_axes, short_repr, type_name
from jupyter_quickfix.context.signatures import Shown, method_signature, signature
from jupyter_quickfix.context.static import MISSING, instance_dict, is_class, is_kind, is_module

__all__ = [
    "MISSING",
    "Shown",
    "attributes",
    "column_labels",
    "find",
    "has",
    "instance_dict",
    "is_class",
    "is_kind",
    "is_method",
    "is_module",
    "is_property",
    "kind_of",
    "lookup",
    "method_signature",
    "mro_names",
    "root_module",
    "short_repr",
    "signature",
    "type_name",
    "type_of",
]

_FUNCTIONS = (
    FunctionType,
    BuiltinFunctionType,
    MethodType,
    MethodDescriptorType,
    WrapperDescriptorType,
    MethodWrapperType,
    ClassMethodDescriptorType,
)
_PLAIN = (int, str, float, bool, list, dict, tuple, type(None))
_METHODS = (*_FUNCTIONS, staticmethod, classmethod)
#: Cython's functions, and numpy's that dispatch by `__array_function__`.
_COMPILED_METHODS = ("cython_function_or_method", "_ArrayFunctionDispatcher")
#: Qualified names of classes whose objects have columns; subclasses count.
TABLE_TYPES = frozenset(
    {
        "pandas.core.frame.DataFrame",
        "pandas.core.series.Series",
        "polars.dataframe.frame.DataFrame",
        "polars.lazyframe.frame.LazyFrame",
        "polars.series.series.Series",
        "pyspark.sql.dataframe.DataFrame",
        "pyspark.sql.classic.dataframe.DataFrame",
        "pyspark.sql.connect.dataframe.DataFrame",
        "duckdb.DuckDBPyRelation",
        "duckdb._relation.DuckDBPyRelation",
        "duckdb.duckdb.DuckDBPyRelation",
        "_duckdb.DuckDBPyRelation",
        "pyarrow.lib.Table",
    }
)
_MAX_NAMES = 2_000


def type_of(value: object) -> type:
    """The object's real type, whatever its `__class__` pretends."""
    return type(value)


def root_module(value: object) -> str:
    """The top-level package that its type comes from."""
    return static.qualified_name(type(value))[0].partition(".")[0]


def mro_names(value: object) -> tuple[str, ...]:
    """Qualified names of its type and bases, nearest first."""
    return tuple(".".join(static.qualified_name(base)) for base in static.mro(type(value)))


def kind_of(value: object) -> str:
    """What `records.Name.kind` says: module, function, class, table or value."""
    if static.is_one_of(type(value), _PLAIN):  # most names by far: spare them the rest
        return "value"
    if is_module(value):
        return "module"
    if is_class(value):
        return "class"
    if static.is_one_of(type(value), _FUNCTIONS):
        return "function"
    if TABLE_TYPES.intersection(mro_names(value)):
        return "table"
    return "value"


def attributes(value: object) -> frozenset[str]:
    """Names of its attributes as far as types and dictionaries tell (no `__dir__`, no `__getattr__`).

    A module's include what its `__all__` promises and its imported submodules; a pandas DataFrame's, its columns.
    """
    names: set[str] = set(static.instance_names(value))
    if is_class(value):
        for base in static.mro(value):  # type: ignore[arg-type]  # a class, as asked
            names.update(_exact(static.type_dict(base)))
    if is_module(value):
        names.update(_promised(value))
    else:
        for base in static.mro(type(value)):
            names.update(_exact(static.type_dict(base)))
        names.update(label for label in column_labels(value) if label.isidentifier())
    return frozenset(names)


def find(value: object, name: str, default: Any = MISSING) -> Any:
    """The attribute as it stands in a dictionary, descriptors unbound; `default` when there is none."""
    found = static.entry(static.instance_dict(value), name)
    if found is MISSING and is_class(value):
        found = static.on_type(value, name)  # type: ignore[arg-type]  # a class, as asked
    if found is MISSING:
        found = static.on_type(type(value), name)
    if found is MISSING and is_module(value):
        found = _submodule(value, name)
    return default if found is MISSING else found


def lookup(value: object, name: str) -> object | None:
    """Like `find`, with None when there is no such attribute."""
    return find(value, name, None)  # type: ignore[no-any-return]  # an attribute is anything


def has(value: object, name: str) -> bool:
    """Whether `value.name` is known to exist; False also where only a `__getattr__` could say."""
    return find(value, name) is not MISSING or name in attributes(value)


def is_property(value: object, name: str) -> bool:
    """Whether reading `value.name` runs a property or another computing descriptor, rather than giving a method."""
    found = static.on_type(type(value), name)
    if found is MISSING or is_method(value, name) or static.is_class(found):
        return False
    return static.on_type(type(found), "__get__") is not MISSING


def is_method(value: object, name: str) -> bool:
    """Whether `value.name` is a method, so that it has to be called."""
    found = static.on_type(type(value), name)
    return static.is_one_of(type(found), _METHODS) or any(static.is_compiled(found, name) for name in _COMPILED_METHODS)


def column_labels(value: object, limit: int = _MAX_NAMES) -> list[str]:
    """The column labels of a pandas DataFrame (or subclass) that are plain strings; empty for everything else."""
    axes = pandas_axes(value)
    if axes is None or len(axes) != 2 or static.qualified_name(type(axes[0]))[1] != "Index":
        return []
    return [label for label in axes[0][:limit].tolist() if type(label) is str]


def _exact(names: Any) -> list[str]:
    return [] if len(names) > static.MAX_SCAN else [name for name in list(names) if type(name) is str]


def _promised(module: object) -> list[str]:
    """What the module's `__all__` names, and its imported submodules."""
    own = static.instance_dict(module)
    promised = static.entry(own, "__all__")
    names = list(promised[:_MAX_NAMES]) if static.is_one_of(type(promised), (list, tuple)) else []  # type: ignore[index]  # a list or tuple
    name = static.entry(own, "__name__")
    if type(name) is str:
        prefix = name + "."
        names += [
            key[len(prefix) :]
            for key in list(sys.modules)
            if type(key) is str and key.startswith(prefix) and "." not in key[len(prefix) :]
        ]
    return [name for name in names if type(name) is str]


def _submodule(module: object, name: str) -> object:
    """A submodule that is imported but reached only through a lazy `__getattr__`."""
    own_name = static.entry(static.instance_dict(module), "__name__")
    found = sys.modules.get(f"{own_name}.{name}") if type(own_name) is str else None
    return MISSING if found is None else found
