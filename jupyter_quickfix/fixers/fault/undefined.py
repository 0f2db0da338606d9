"""The undefined name behind a NameError: where it stands in the failing cell and how it is used there.

Several fixers answer the same failure from this one reading: a misspelling, a missing import, a missing prefix, a name
of another language.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jupyter_quickfix.capture.position import characters
from jupyter_quickfix.fixers.edits import Edit, parse, span_of, tree_of
from jupyter_quickfix.fixers.fault.locate import raised_in_cell
from jupyter_quickfix.fixers.fault.scopes import Scope, analyse
from jupyter_quickfix.records import Failure

NAME_ERRORS = ("NameError", "UnboundLocalError")
_QUOTED = re.compile(r"(?:variable|name) '([^']+)'")


@dataclass(frozen=True, slots=True)
class Uses:
    """How a name is used in a cell."""

    called: bool = False
    subscripted: bool = False
    iterated: bool = False
    arithmetic: bool = False
    attributes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Undefined:
    """The undefined name: the node that failed, its scope, and `home`, the scope of the cell that binds it (or None)."""

    name: str
    node: ast.Name
    scope: Scope
    home: Scope | None
    occurrences: tuple[ast.Name, ...]
    uses: Uses
    parents: dict[ast.AST, ast.AST]
    failure: Failure


def undefined_name(failure: Failure) -> str | None:
    """The name that a NameError speaks of, wherever it was raised."""
    exception = failure.exception
    name = exception.name if type(exception) is NameError else None
    if isinstance(name, str) and name:
        return name
    match = _QUOTED.search(failure.message)
    return match.group(1) if match else None


def raised_in_session(failure: Failure) -> bool:
    """Whether code of any cell raised it: its globals are the user's namespace."""
    return raised_in_cell(failure) or (bool(failure.frames) and failure.frames[-1].cell is not None)


def find_undefined(failure: Failure) -> Undefined | None:
    """Read the failing cell; None when the name is not undefined in this cell's own text."""
    name = undefined_name(failure)
    if name is None or not raised_in_cell(failure) or tree_of(failure) is None:
        return None
    module, parents = _read(failure.python)
    found = [(scope, node) for scope in module.walk() for node in _mentions(scope, name)]
    if not found:
        return None
    scope, node = min(found, key=lambda pair: _distance(failure, pair[1]))
    home = scope.home(name)
    occurrences = tuple(other for place, other in found if place.home(name) is home)
    return Undefined(name, node, scope, home, occurrences, uses_of(occurrences, parents), parents, failure)


@lru_cache(maxsize=4)
def _read(python: str) -> tuple[Scope, dict[ast.AST, ast.AST]]:
    tree = parse(python)
    assert tree is not None
    return analyse(tree), {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}


def _mentions(scope: Scope, name: str) -> Iterator[ast.Name]:
    yield from scope.used.get(name, ())
    for node in scope.bound.get(name, ()):
        if isinstance(node, ast.Name):
            yield node


def _distance(failure: Failure, node: ast.Name) -> tuple[bool, bool, int]:
    """How far a mention is from where the error was raised: line first, then column, then order."""
    column = characters(failure.python.split("\n")[node.lineno - 1], node.col_offset)
    within = failure.line is not None and failure.line <= node.lineno <= (failure.end_line or failure.line)
    return not within, column != failure.column, node.lineno


def uses_of(nodes: tuple[ast.Name, ...], parents: dict[ast.AST, ast.AST]) -> Uses:
    """How these mentions of one name are used."""
    called = subscripted = iterated = arithmetic = False
    attributes = set()
    for node in nodes:
        parent = parents.get(node)
        called |= isinstance(parent, ast.Call) and parent.func is node
        subscripted |= isinstance(parent, ast.Subscript) and parent.value is node and not _annotates(parent, parents)
        iterated |= isinstance(parent, (ast.For, ast.AsyncFor, ast.comprehension)) and parent.iter is node
        arithmetic |= isinstance(parent, (ast.BinOp, ast.AugAssign, ast.Compare, ast.UnaryOp))
        if isinstance(parent, ast.Attribute):
            attributes.add(parent.attr)
    return Uses(called, subscripted, iterated, arithmetic, frozenset(attributes))


def _annotates(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    parent = parents.get(node)
    if isinstance(parent, ast.arg):
        return True
    if isinstance(parent, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return parent.returns is node
    return isinstance(parent, ast.AnnAssign) and parent.annotation is node


def rename(text: str, node: ast.AST, old: str, new: str, parents: dict[ast.AST, ast.AST]) -> list[Edit]:
    """The edits that write `new` for the name `old` at this node of `text`; none when it cannot be found there.

    Before Python 3.12 positions inside f-strings can be wrong; there the name is looked for between its braces.
    """
    start, _ = span_of(text, node)
    if text.startswith(old, start):
        return [Edit(start, start + len(old), new)]
    outer: ast.AST | None = node
    while outer is not None and not isinstance(outer, ast.JoinedStr):
        outer = parents.get(outer)
    if outer is None:
        return []
    start, end = span_of(text, outer)
    return [
        Edit(start + match.start(), start + match.end(), new)
        for match in re.finditer(rf"(?<![\w.]){re.escape(old)}(?!\w)", text[start:end])
        if text.count("{", start, start + match.start()) > text.count("}", start, start + match.start())
    ]


def rename_all(
    text: str, nodes: tuple[ast.AST, ...], old: str, new: str, parents: dict[ast.AST, ast.AST]
) -> list[Edit]:
    """The edits that rename all these nodes, each place once."""
    edits = {edit for node in nodes for edit in rename(text, node, old, new, parents)}
    return sorted(edits, key=lambda edit: edit.start)
