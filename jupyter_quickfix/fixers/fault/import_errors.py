"""What an import error says: which module or name is missing, and where the failing cell asks for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quickfix.fixers.edits import Edit, span_of, tree_of
from jupyter_quickfix.records import Failure

_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_NO_NAME = re.compile(r"cannot import name '(\w+)' from '([\w.]+)'")
_CALLS = frozenset({"__import__", "import_module"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of the cell that names a module: where its text stands, and the names taken from it."""

    start: int
    module: str
    names: tuple[str, ...] = ()
    binds_top: bool = False  # a plain `import a.b`, which makes `a` a name of the cell

    def edit(self, new: str) -> Edit:
        """The edit that names another module here."""
        return Edit(self.start, self.start + len(self.module), new)


def missing_module(failure: Failure) -> str | None:
    """The dotted module that could not be found."""
    match = _NO_MODULE.search(failure.message)
    return match.group(1) if match else None


def missing_part(failure: Failure) -> str | None:
    """The module that is missing from a namespace which several distributions share: `google.cloud` has no location."""
    found = missing_name(failure)
    return f"{found[1]}.{found[0]}" if found is not None and "(unknown location)" in failure.message else None


def missing_name(failure: Failure) -> tuple[str, str] | None:
    """The name that could not be imported, and the module that it was asked of."""
    match = _NO_NAME.search(failure.message)
    return (match.group(1), match.group(2)) if match else None


def mentions_of(failure: Failure, module: str) -> list[Mention]:
    """Where the cell imports this module or one inside of it."""
    return [mention for mention in _mentions(failure) if f"{mention.module}.".startswith(f"{module}.")]


def _mentions(failure: Failure) -> Iterator[Mention]:
    tree, code = tree_of(failure), failure.code
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Mention(span_of(code, alias)[0], alias.name, binds_top=alias.asname is None)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            start, end = span_of(code, node)
            match = re.compile(r"from\s+(?:\\\s*)?").match(code, start, end)
            if match is not None and code.startswith(node.module, match.end()):
                yield Mention(match.end(), node.module, tuple(alias.name for alias in node.names))
        elif isinstance(node, ast.Call) and node.args and _called(node.func) in _CALLS:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                start, end = span_of(code, text)
                place = code.find(text.value, start, end)
                if place >= 0:
                    yield Mention(place, text.value)


def _called(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
