"""The table of renamed and moved APIs: `data/renamed_api.json`, read when first needed.

Kinds of entries, by how the old API is recognised:

- `module`: a module's path; `member`: a dotted member of a module, imported or reached through it
- `method`: an attribute of a class's instances; `new` is a name or a template (see `templates`)
- `keyword`: `callable(argument)`; an empty `new` drops it, `values` says what its values become
- `value`: `callable(argument='value')`; `new` is the value, or `argument=value`
- `option`, `style`: a pandas option, a Matplotlib style

`since` is the version that has the new API, `removed` the first one without the old (empty: still there, deprecated).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.fault.values import UNKNOWN, resolve
from jupyter_quickfix.fixers.names.imported import is_builtin
from jupyter_quickfix.fixers.names.imports import find_module, is_installed

_KEYWORD = re.compile(r"([\w.]+)\((\w+)(?:='([^']*)')?\)$")
_TITLES = {"python": "Python", "scikit-learn": "scikit-learn", "numpy": "NumPy", "scipy": "SciPy"}


@dataclass(frozen=True, slots=True)
class Rename:
    """One entry of the table."""

    kind: str
    library: str
    old: str
    new: str
    since: str
    removed: str = ""
    call: str = ""
    template: str = ""
    note: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def callable(self) -> str:
        """The dotted path of the function or class, for a keyword or a value."""
        match = _KEYWORD.match(self.old)
        return match.group(1) if match else ""

    @property
    def argument(self) -> str:
        match = _KEYWORD.match(self.old)
        return match.group(2) if match else ""

    @property
    def value(self) -> str | None:
        match = _KEYWORD.match(self.old)
        return match.group(3) if match else None

    @property
    def is_template(self) -> bool:
        return "{" in self.new

    @property
    def rationale(self) -> str:
        """One sentence for the panel."""
        library = _TITLES.get(self.library, self.library)
        version = f" {self.removed}" if self.removed else ""
        old = (
            f"argument `{self.argument}` of `{self.callable.rpartition('.')[2]}`" if self.argument else f"`{self.old}`"
        )
        if self.value is not None:
            old = f"value '{self.value}' of {old}"
        left = f"{library}{version} no longer has {old}" if self.removed else f"{library} has renamed {old}"
        right = f"; use `{self.new}`" if self.new and not self.is_template else ""
        return f"{left}{right}.{' ' + self.note if self.note else ''}"


@cache
def entries() -> tuple[Rename, ...]:
    """The whole table."""
    return tuple(Rename(**entry) for entry in load("renamed_api"))


@cache
def by_path(kind: str) -> Mapping[str, Rename]:
    """The entries of a kind by their old API."""
    return {entry.old: entry for entry in entries() if entry.kind == kind}


@cache
def by_argument(kind: str) -> Mapping[str, tuple[Rename, ...]]:
    """The entries of kind keyword or value by the argument's name."""
    found: dict[str, tuple[Rename, ...]] = {}
    for entry in entries():
        if entry.kind == kind:
            found[entry.argument] = (*found.get(entry.argument, ()), entry)
    return found


def split_module(path: str) -> tuple[str, tuple[str, ...]]:
    """A dotted path as its longest installed module and the members below: `("os", ("getcwd",))`."""
    parts = path.split(".")
    for count in range(len(parts), 0, -1):
        if is_installed(".".join(parts[:count])):
            return ".".join(parts[:count]), tuple(parts[count:])
    return "", tuple(parts)


def exists(path: str) -> bool:
    """Whether a dotted path is there in what is installed, as far as can be told without importing."""
    root = path.partition(".")[0]
    if resolve(path) is not UNKNOWN or is_builtin(root):
        return True
    module, members = split_module(path)
    if not module:
        return False
    if not members:
        return True
    return module not in sys.modules and _mentions(module, members[0])


def is_gone(path: str) -> bool:
    """Whether a dotted path is really absent from what is installed."""
    return not exists(path)


@cache
def _mentions(module: str, name: str) -> bool:
    """Whether the source of a module that is not loaded speaks of a name."""
    spec = find_module(module, tuple(sys.path))
    if spec is None or not spec.origin or not spec.origin.endswith(".py"):
        return spec is not None
    try:
        with open(spec.origin, encoding="utf-8") as source:
            return re.search(rf"\b{re.escape(name)}\b", source.read(200_000)) is not None
    except OSError:
        return False
