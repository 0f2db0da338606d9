"""The names in scope, described one at a time: a session holds thousands, a fixer looks at a few."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from jupyter_quickfix.context import safe, static
from jupyter_quickfix.records import Name

#: IPython's own names in every namespace: the history (`In`, `_i3`, `_12`, `_oh`) and modules' dunders.
_SHELL_NAMES = re.compile(r"In|Out|_{1,3}|_i{1,3}|_i?\d+|_[ido]h|_exit_code|__\w+__")
_MAX_SIGNATURE = 300


class LazyNames(Mapping[str, Name]):
    """Describes a name when it is asked for. Keys are the user's names, without IPython's history."""

    def __init__(self, namespace: Mapping[str, object]) -> None:
        self._namespace = namespace

    def __getitem__(self, name: str) -> Name:
        return describe(name, self._namespace[name])

    def __contains__(self, name: object) -> bool:
        return type(name) is str and name in self._namespace

    def __iter__(self) -> Iterator[str]:
        for name in list(self._namespace):
            # Only these can be IPython's: the pattern is slow next to a look at the first letter.
            if name[:1] not in ("_", "I", "O") or not _SHELL_NAMES.fullmatch(name):
                yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)


def describe(name: str, value: object) -> Name:
    """What is known of `value` without running its code."""
    kind = safe.kind_of(value)
    read = safe.signature(value) if kind in ("function", "class") else None
    return Name(
        name=name,
        kind=kind,
        type_name=safe.type_name(value),
        module=_module(value, kind),
        signature=None if read is None else str(read)[:_MAX_SIGNATURE],
        repr=safe.short_repr(value),
    )


def plain_namespace(namespace: Mapping[str, object]) -> Mapping[str, object]:
    """The namespace itself where every key is exactly a str, else a copy of the entries of which that is true.

    Looking a name up in a dictionary calls the `__eq__` of a key that only pretends to be a string; and holding on to a
    copy keeps alive what the user deletes, so the live one is handed on wherever it is harmless.
    """
    if type(namespace) is dict and all(type(key) is str for key in list(namespace)):
        return namespace
    items = dict.items(namespace) if static.is_kind(namespace, dict) else namespace.items()  # type: ignore[arg-type]  # a dict, as asked
    return {key: value for key, value in list(items) if type(key) is str}


def _module(value: object, kind: str) -> str:
    """The module that a function or class was made in, a module's own name, or where a value's type comes from."""
    if kind == "class":
        return static.qualified_name(value)[0]  # type: ignore[arg-type]  # kind_of says that it is a class
    if kind == "module":
        found = static.entry(static.instance_dict(value), "__name__")
    elif kind == "function":
        found = getattr(value, "__module__", None)  # kind_of lets only CPython's own function types through
    else:
        return static.qualified_name(type(value))[0]
    return found if type(found) is str else ""
