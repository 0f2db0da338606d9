"""What a cell defines, needs and changes, read from its text: who must run before whom."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jupyter_quickfix.capture.source import read_cell
from jupyter_quickfix.fixers.edits import parse
from jupyter_quickfix.fixers.fault.scopes import Scope, analyse
from jupyter_quickfix.records import Cell, Context, Failure

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

#: Cell magics that store their result under a name of the user's choice.
_RESULT = re.compile(r"\s*%%(?:sql\b[^\n]*?\b(\w+)\s*<<|capture\s+(\w+)|(?:bash|sh|script)\b[^\n]*--out[= ](\w+))")
#: Methods that change the object they are called on.
_MUTATORS = frozenset(
    {
        "append",
        "extend",
        "insert",
        "add",
        "update",
        "setdefault",
        "pop",
        "popitem",
        "remove",
        "discard",
        "clear",
        "sort",
        "reverse",
        "fit",
        "fit_transform",
        "partial_fit",
        "compile",
        "load_state_dict",
        "register",
        "connect",
        "execute",
    }
)


@dataclass(frozen=True, slots=True)
class CellNames:
    """`defines`: names bound at the top of the cell. `needs`: names it reads before it binds them, itself or in the
    functions it defines. `at_once`: those of them that it reads when it runs. `changes`: names whose objects it changes.
    """

    defines: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    at_once: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    star: bool = False


def mentions(text: str, name: str) -> bool:
    """Whether the text holds the name as a word: cheap, so that cells that cannot matter are not parsed."""
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


@lru_cache(maxsize=256)
def names_of(text: str) -> CellNames:
    """The names of a cell; empty for one that does not parse or is not Python."""
    match = _RESULT.match(text)
    results = frozenset(name for name in match.groups() if name) if match else frozenset()
    tree = parse(read_cell(text).python)
    if tree is None:
        return CellNames(defines=results)
    module = analyse(tree)
    at_once = frozenset([*_read_unbound(module), *_updated(tree, module)])
    later = {name for scope in module.walk() for name in scope.used if scope is not module and scope.home(name) is None}
    return CellNames(
        defines=results | frozenset(module.bound),
        needs=frozenset(name for name in at_once | later if not hasattr(builtins, name)),
        at_once=frozenset(name for name in at_once if not hasattr(builtins, name)),
        changes=frozenset(_changed(tree)),
        star=any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in tree.body),
    )


def _read_unbound(module: Scope) -> Iterator[str]:
    """Names read at the top of the cell before the cell binds them (comprehensions and class bodies run at once too)."""
    for scope in module.walk():
        if scope.function() is not None or any(above.kind == "function" for above in scope.outwards()):
            continue
        for name, nodes in scope.used.items():
            home = scope.home(name)
            if home is None or (home is module and min(map(_place, nodes)) <= min(map(_end, module.bound[name]))):
                yield name


def _updated(tree: ast.Module, module: Scope) -> Iterator[str]:
    """Names that `+=` reads before anything in the cell bound them."""
    for statement in tree.body:
        for node in ast.walk(statement) if not isinstance(statement, _DEFINITIONS) else ():
            target = node.target if isinstance(node, ast.AugAssign) else None
            if isinstance(target, ast.Name) and module.bound[target.id][0] is target:
                yield target.id


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _end(node: ast.AST) -> tuple[int, int]:
    """Where the binding is done: a target is bound after the value to its right was read, so its line's end counts."""
    if isinstance(node, ast.Name):
        return node.lineno, 1 << 20
    return _place(node)


def _changed(tree: ast.Module) -> Iterator[str]:
    """Names whose objects top-level statements change: `df["x"] = …`, `model.fit(…)`, `df.drop(…, inplace=True)`."""
    for statement in tree.body:
        if isinstance(statement, _DEFINITIONS):
            continue
        for node in ast.walk(statement):
            if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, (ast.Store, ast.Del)):
                yield from _root(node)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                inplace = any(keyword.arg == "inplace" for keyword in node.keywords)
                if inplace or node.func.attr in _MUTATORS:
                    yield from _root(node.func)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def other_cells(failure: Failure, context: Context) -> Iterator[Cell]:
    """The cells of the notebook or of the history without the one that failed, whatever its text was before."""
    for cell in context.cells:
        if cell.text != failure.code and (cell.id is None or cell.id != failure.cell_id):
            yield cell
