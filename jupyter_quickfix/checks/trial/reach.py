"""What code can reach from the names it uses: followed through the user's own functions, classes, objects and containers.

Only as far as a glance goes: types and dictionaries are read, nobody's code is called, and the number of objects is bounded.
What is missed here meets a closed descriptor in the trial; being stopped here is only better than a wrong "raised".
"""

from __future__ import annotations

import functools
import json
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any, TypedDict

from jupyter_quickfix.checks.trial.pools import polars_has_threads
from jupyter_quickfix.context import static

_MAX_OBJECTS = 800
_MAX_ITEMS = 40
_MAX_DEPTH = 6
_PLAIN = (int, float, bool, bytes, type(None), complex, range, slice)
_CONTAINERS = (list, tuple, set, frozenset)
_GPU = "it can reach the GPU"
_CONNECTION = "it can reach an open database connection"
_COPY = "it uses a library that does not survive being copied"
#: Of these packages only the named classes hold a connection; subclasses count.
_CONNECTIONS = {
    "sqlite3": ("Connection", "Cursor", "Blob"),
    "sqlalchemy": (
        *("Engine", "Connection", "Session", "AsyncEngine", "AsyncConnection", "MockConnection", "Pool"),
        *("Result", "CursorResult", "scoped_session", "sessionmaker"),
    ),
    "duckdb": ("DuckDBPyConnection", "DuckDBPyRelation", "Expression"),
    "_duckdb": ("DuckDBPyConnection", "DuckDBPyRelation"),
}
_GPU_WORDS = ("cuda", "mps", "gpu")


class _Outside(TypedDict):
    packages: dict[str, list[str]]
    magics: list[str]


@functools.cache
def _table() -> _Outside:
    table: _Outside = json.loads((files("jupyter_quickfix.checks.trial") / "outside.json").read_text())
    return table


@functools.cache
def _outside() -> dict[str, str]:
    """The reason for each package."""
    return {package: reason for reason, packages in _table()["packages"].items() for package in packages}


@functools.cache
def magics_inside() -> frozenset[str]:
    """Magics that stay in this process."""
    return frozenset(_table()["magics"])


def reason_for_import(module: str) -> str | None:
    """Why code that imports this module is not tried. What merely opens connections may be imported: opening fails."""
    reason = _outside().get(module.partition(".")[0])
    if reason in (_COPY, _GPU) or (reason is not None and "Spark" in reason) or module == "numba.cuda":
        return reason
    return _reason_for_library(module.partition(".")[0])


class Reach:
    """One walk from a cell's names. `reason` says what was met, or None."""

    def __init__(self, namespace: Mapping[str, object]) -> None:
        self._namespace = {name: value for name, value in list(namespace.items()) if type(name) is str}
        self._globals_id = id(namespace)
        self._seen: set[int] = set()
        self._waiting: list[tuple[object, int]] = []

    def reason(self, names: Iterable[str]) -> str | None:
        """The first reason found on the way from these names."""
        self._add((self._namespace[name] for name in names if name in self._namespace), 0)
        for value, depth in self._taken():
            found = self._reason(value)
            if found is not None:
                return found
            if depth < _MAX_DEPTH:
                self._add(self._next(value), depth + 1 if self._followed(value) else _MAX_DEPTH)
        return None

    def _taken(self) -> Iterator[tuple[object, int]]:
        """What waits, nearest first, each object once."""
        while self._waiting and len(self._seen) < _MAX_OBJECTS:
            waiting, self._waiting = self._waiting, []
            for value, depth in waiting:
                if id(value) not in self._seen and len(self._seen) < _MAX_OBJECTS:
                    self._seen.add(id(value))
                    yield value, depth

    def _add(self, values: Iterable[object], depth: int) -> None:
        self._waiting += [(value, depth) for value in values if not static.is_one_of(type(value), _PLAIN)]

    def _reason(self, value: object) -> str | None:
        if type(value) is str:
            return _GPU if asks_for_gpu(value) else None
        if static.is_module(value):
            return _reason_for_module(value)
        if static.is_kind(value, FunctionType):
            module = static.entry(static.instance_dict(value), "__module__")
            module = module if type(module) is str else getattr(value, "__module__", "")
            return _reason_for_type_module(module if type(module) is str else "")
        for base in static.mro(value if static.is_class(value) else type(value)):  # type: ignore[arg-type]  # a class
            module, name = static.qualified_name(base)
            root = module.partition(".")[0]
            if root in _CONNECTIONS:
                if name.rpartition(".")[2] in _CONNECTIONS[root] and not static.is_class(value):
                    return _CONNECTION
                continue
            found = _reason_for_type_module(module)
            if found is not None:
                return found
        return None

    def _next(self, value: object) -> Iterable[object]:
        kind = type(value)
        if kind is FunctionType:
            return self._of_function(value)
        if kind is MethodType:
            return (value.__self__, value.__func__)  # type: ignore[attr-defined]  # a method
        if kind is functools.partial:
            return (value.func, *value.args[:_MAX_ITEMS], *list(value.keywords.values())[:_MAX_ITEMS])  # type: ignore[attr-defined]
        if static.is_one_of(kind, _CONTAINERS):
            return list(value)[:_MAX_ITEMS] if len(value) < 100_000 else ()  # type: ignore[call-overload, arg-type]
        if kind is dict:
            return [item for _, item in zip(range(_MAX_ITEMS), value.values(), strict=False)]  # type: ignore[attr-defined]
        if static.is_module(value):
            return _of_local_module(value)
        if static.is_class(value):
            return self._of_class(value)
        if any(base.startswith(("IPython.", "ipykernel.")) for base in _modules(kind)):
            return ()  # the shell: the copy is cut off from what it leads to
        own = static.instance_dict(value)
        members = [] if len(own) > static.MAX_SCAN else list(own.values())[:_MAX_ITEMS]
        return [kind, *members] if _is_users(kind) else members

    def _followed(self, value: object) -> bool:
        """Whether to look on behind what it holds. A library's own objects are looked into, and no further: a logger
        leads to the kernel's sockets.
        """
        kind = type(value)
        known = (FunctionType, MethodType, functools.partial, dict, *_CONTAINERS)
        return static.is_one_of(kind, known) or static.is_module(value) or static.is_class(value) or _is_users(kind)

    def _of_function(self, function: Any) -> list[object]:
        if not _is_users_file(function.__code__.co_filename):
            return []
        names = set(_names_in(function.__code__))
        own = function.__globals__
        scope = self._namespace if id(own) == self._globals_id else own
        found = [scope[name] for name in names if name in scope]
        for cell in function.__closure__ or ():
            try:
                found.append(cell.cell_contents)
            except ValueError:  # not filled yet
                continue
        return [*found, *(function.__defaults__ or ()), *_strings_in(function.__code__)]

    def _of_class(self, kind: Any) -> list[object]:
        if not _is_users(kind):
            return []
        members = list(static.type_dict(kind).values())[: _MAX_ITEMS * 2]
        unwrapped = [member.__func__ if type(member) in (staticmethod, classmethod) else member for member in members]
        return [*unwrapped, *static.mro(kind)[1:4]]


def _modules(kind: type) -> list[str]:
    return [static.qualified_name(base)[0] for base in static.mro(kind)]


def _names_in(code: CodeType, depth: int = 0) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if type(constant) is CodeType and depth < 5:
            yield from _names_in(constant, depth + 1)


def _strings_in(code: CodeType) -> list[str]:
    return [constant for constant in code.co_consts if asks_for_gpu(constant)]


def asks_for_gpu(value: object) -> bool:
    """Whether the value is a word by which libraries that are loaded choose the GPU."""
    return type(value) is str and len(value) < 12 and value.startswith(_GPU_WORDS) and "torch" in sys.modules


def _is_users(kind: type) -> bool:
    """Whether a class was written in the session or in a file of the user's."""
    module = static.qualified_name(kind)[0]
    if module == "__main__":
        return True
    holder = sys.modules.get(module)
    file = static.entry(static.instance_dict(holder), "__file__") if holder is not None else None
    return type(file) is str and _is_users_file(file)


@functools.lru_cache(maxsize=4096)
def _is_users_file(file: str) -> bool:
    """Cells have no file of their own; libraries lie where Python installs them."""
    if file.startswith("<frozen"):
        return False
    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return not any(file.startswith(folder) for folder in folders) and "-packages/" not in file


def _of_local_module(module: object) -> list[object]:
    own = static.instance_dict(module)
    file = static.entry(own, "__file__")
    if type(file) is not str or not _is_users_file(file):
        return []
    return [value for value in list(own.values())[: _MAX_ITEMS * 5] if type(value) is not ModuleType]


def _reason_for_type_module(module: str) -> str | None:
    root = module.partition(".")[0]
    return _outside().get(root) or _reason_for_library(root)


def _reason_for_module(module: object) -> str | None:
    """A module by itself: one that only opens connections may be used, for the opening fails or is noted."""
    name = static.entry(static.instance_dict(module), "__name__")
    if type(name) is not str:
        return None
    if name.partition(".")[0] == "duckdb":
        return None  # its default connection: see `untriable`
    return reason_for_import(name)


def _reason_for_library(root: str) -> str | None:
    if root == "polars" and polars_has_threads():
        return _COPY
    if root == "torch" and static.loaded("torch.cuda", "_initialized") is True:
        return _GPU
    return None
