"""The live value of a simple expression, found without running code.

Names, attributes that stand in a dictionary, and subscripts of exact builtin containers (and of NumPy object arrays);
whatever would call a method, a property or a `__getattr__` of the user's is `UNKNOWN`.
"""

from __future__ import annotations

import ast
import builtins
import sys
from functools import cached_property
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any, Final, cast

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.records import Context

_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType, type(str.join), type(dict.fromkeys))
_KEYS = (str, int, float, bool, bytes, type(None))
_LITERALS: dict[type[ast.expr], type] = {
    ast.List: list,
    ast.ListComp: list,
    ast.Dict: dict,
    ast.DictComp: dict,
    ast.Set: set,
    ast.SetComp: set,
    ast.Tuple: tuple,
    ast.JoinedStr: str,
}


class Unknown:
    """The value of an expression that cannot be told without running it."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


def value_of(node: ast.expr, context: Context) -> object:
    """The expression's value as it stands now, else `UNKNOWN`."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return name_value(node.id, context)
    if isinstance(node, ast.Attribute):
        base = value_of(node.value, context)
        return UNKNOWN if base is UNKNOWN else attribute_value(base, node.attr)
    if isinstance(node, ast.Subscript):
        return _item(value_of(node.value, context), value_of(node.slice, context))
    return UNKNOWN


def type_of(node: ast.expr, context: Context) -> type | None:
    """The type of the expression's value: of a known value, of a literal, or the class that is being called."""
    value = value_of(node, context)
    if value is not UNKNOWN:
        return type(value)
    if isinstance(node, ast.Call):
        called = value_of(node.func, context)
        return cast(type, called) if safe.is_class(called) else None
    return _LITERALS.get(type(node))


def name_value(name: str, context: Context) -> object:
    """What a name stands for: in the failing function, the session, or Python itself."""
    for scope in (context.frame_locals, context.namespace, builtins.__dict__):
        if name in scope:
            return scope[name]
    return UNKNOWN


def attribute_value(base: object, name: str) -> object:
    """An attribute that can be read from a dictionary: a module's, an instance's own, or a class's function."""
    if issubclass(type(base), ModuleType):
        return safe.instance_dict(base).get(name, UNKNOWN)
    own = safe.instance_dict(base)
    if name in own and not safe.is_class(base):
        return own[name]
    found = safe.lookup(base, name)
    if is_one_of(type(found), (staticmethod, classmethod)):
        found = object.__getattribute__(found, "__func__")
    if safe.is_class(found) or is_one_of(type(found), _FUNCTIONS):
        return found
    return found if safe.is_class(base) and is_one_of(type(found), _KEYS) and found is not None else UNKNOWN


def _item(container: Any, key: Any) -> object:
    if type(container) is dict and is_one_of(type(key), _KEYS):
        return container.get(key, UNKNOWN)
    if is_one_of(type(container), (list, tuple)) and type(key) is int:
        return container[key] if -len(container) <= key < len(container) else UNKNOWN
    numpy = sys.modules.get("numpy")
    if numpy is None or type(container) is not numpy.ndarray or type(key) is not int:
        return UNKNOWN
    plain = container.dtype == object and container.ndim == 1 and -len(container) <= key < len(container)
    return container[key] if plain else UNKNOWN


def resolve(path: str) -> object:
    """What a dotted path stands for among the modules that are loaded, else `UNKNOWN`; nothing is imported."""
    parts = path.split(".")
    for count in range(len(parts), 0, -1):
        module = sys.modules.get(".".join(parts[:count]))
        if module is None:
            continue
        value: object = module
        for part in parts[count:]:
            value = attribute_value(value, part)
            if value is UNKNOWN:
                break
        return value
    return UNKNOWN


class Receiver:
    """An object whose attribute or key was asked for, with what can be told of it safely."""

    def __init__(self, value: object) -> None:
        self.value = value

    @cached_property
    def type_names(self) -> tuple[str, ...]:
        """Qualified names of its classes, nearest first, builtins without their module."""
        return tuple(name.removeprefix("builtins.") for name in safe.mro_names(self.value))

    @cached_property
    def is_module(self) -> bool:
        return issubclass(type(self.value), ModuleType)

    @cached_property
    def attributes(self) -> frozenset[str]:
        """Its attributes' names; for a module also what it announces in `__all__` and loads when asked."""
        names = safe.attributes(self.value)
        announced = safe.instance_dict(self.value).get("__all__") if self.is_module else None
        if is_one_of(type(announced), (list, tuple)):
            assert isinstance(announced, (list, tuple))
            names |= {name for name in announced if type(name) is str}
        return names

    def has(self, name: str) -> bool:
        return name in self.attributes
