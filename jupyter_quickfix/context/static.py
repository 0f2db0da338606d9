"""Read types and dictionaries without running anybody's code: the ground that `safe` stands on.

`type(x)` cannot be overridden; nearly everything else can. `isinstance` asks the object's `__class__`, `cls.__mro__`
and `type.__getattribute__` ask the metaclass, as does `cls in (int, str)` for its `__eq__`; `object.__getattribute__`
asks properties, and `name in mapping` calls the `__eq__` of a key that is a subclass of str. So the slots of `type` are
read through their own descriptors, types are compared by identity, an object's dictionary is read only through a
descriptor that CPython made, and dictionaries are scanned for exact strings.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from types import GetSetDescriptorType, MappingProxyType, MemberDescriptorType, ModuleType
from typing import Any, Final

_MRO = type.__dict__["__mro__"]
_DICT = type.__dict__["__dict__"]
_FLAGS = type.__dict__["__flags__"]
_MODULE = type.__dict__["__module__"]
_QUALNAME = type.__dict__["__qualname__"]
_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: the type was made while Python ran, perhaps by the user
_BASE_TYPE = 1 << 10  # Py_TPFLAGS_BASETYPE: it can be subclassed, as every class written in Python can

#: Dictionaries with more entries are not scanned: a scan must stay under a millisecond.
MAX_SCAN = 20_000


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


#: "No such attribute", where None could be its value.
MISSING: Final = _Missing()
_LOADED: dict[tuple[str, str], Any] = {}


def mro(kind: type) -> tuple[type, ...]:
    """The type's method resolution order, whatever its metaclass says."""
    found = _MRO.__get__(kind)
    return found if type(found) is tuple else (kind,)  # None while the type is being made


def is_kind(value: object, kind: type) -> bool:
    """`isinstance` that looks only at the object's real type."""
    return any(base is kind for base in mro(type(value)))


def is_one_of(kind: type, kinds: Iterable[type]) -> bool:
    """`kind in kinds`, without asking a metaclass's `__eq__` or `__hash__`."""
    return any(kind is other for other in kinds)


def is_class(value: object) -> bool:
    """Whether the object is a class."""
    return is_kind(value, type)


def is_module(value: object) -> bool:
    """Whether the object is a module, or of a subclass of modules."""
    return is_kind(value, ModuleType)


def type_dict(kind: type) -> Mapping[Any, Any]:
    """The type's own dictionary."""
    found = _DICT.__get__(kind)
    return found if type(found) is MappingProxyType else {}


def is_static_type(kind: type) -> bool:
    """Whether the type is a C type that was there from the start, so that nobody could plant odd keys in it."""
    return not _FLAGS.__get__(kind) & _HEAP_TYPE


def is_compiled(value: object, name: str) -> bool:
    """Whether the object's type is called `name` and was written in C (Cython's functions, numpy's dispatchers)."""
    return qualified_name(type(value))[1] == name and not _FLAGS.__get__(type(value)) & _BASE_TYPE


def qualified_name(kind: type) -> tuple[str, str]:
    """The type's module and qualified name, empty where they are not plain strings."""
    return _text(_MODULE, kind), _text(_QUALNAME, kind)


def _text(descriptor: Any, kind: type) -> str:
    try:
        found = descriptor.__get__(kind)
    except Exception:  # a class without __module__ in its dictionary
        return ""
    return found if type(found) is str else ""


def entry(mapping: Mapping[Any, Any], name: str) -> object:
    """`mapping[name]` among its exact-string keys, else MISSING; never calls a key's `__eq__`."""
    if len(mapping) > MAX_SCAN:
        return MISSING
    try:
        for key, value in mapping.items():
            if type(key) is str and key == name:
                return value
    except RuntimeError:  # another thread added to it meanwhile
        return next((value for key, value in list(mapping.items()) if type(key) is str and key == name), MISSING)
    return MISSING


def on_type(kind: type, name: str) -> object:
    """The attribute in the dictionaries of the type and its bases, unbound, else MISSING."""
    for base in mro(kind):
        own = type_dict(base)
        found = own.get(name, MISSING) if is_static_type(base) else entry(own, name)
        if found is not MISSING:
            return found
    return MISSING


def instance_dict(value: object) -> dict[str, object]:
    """The instance's own dictionary, empty where it has none or it is not a plain one."""
    for base in mro(type(value)):
        own = type_dict(base)
        descriptor: Any = own.get("__dict__", MISSING) if is_static_type(base) else entry(own, "__dict__")
        # A property called __dict__ is the user's code; a descriptor made by CPython for a base is not.
        if is_one_of(type(descriptor), (GetSetDescriptorType, MemberDescriptorType)):
            try:
                found = descriptor.__get__(value)
            except Exception:  # a descriptor that belongs to another type
                continue
            return found if type(found) is dict else {}
    return {}


def instance_names(value: object) -> list[str]:
    """The exact-string keys of the instance's dictionary."""
    own = instance_dict(value)
    return [] if len(own) > MAX_SCAN else [key for key in list(own) if type(key) is str]


def loaded(module: str, name: str) -> Any:
    """An attribute of a module that is already imported, read from its dictionary; MISSING otherwise.

    The way to heavy libraries: what the user did not import cannot be in scope either. A class once found is remembered,
    for it is asked again for every value.
    """
    found = _LOADED.get((module, name), MISSING)
    if found is MISSING and (holder := sys.modules.get(module)) is not None:
        found = entry(instance_dict(holder), name)
        if is_class(found):
            _LOADED[module, name] = found
    return found


def is_exactly(value: object, module: str, name: str) -> bool:
    """Whether the object's type is exactly the class `name` of an imported `module`, not a subclass or a namesake."""
    return qualified_name(type(value))[1] == name and loaded(module, name) is type(value)
