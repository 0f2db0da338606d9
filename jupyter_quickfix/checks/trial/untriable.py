"""Which code is not tried at all, because a copy of the session cannot tell what it would do in the session itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from jupyter_quickfix.capture.source import PYTHON_CELL_MAGICS, read_cell
from jupyter_quickfix.checks.trial.reach import Reach, asks_for_gpu, magics_inside, reason_for_import
from jupyter_quickfix.context import static
from jupyter_quickfix.records import Action, Language

_LEAVES = "it leaves Python"
_MAGIC = re.compile(r"%(\w+)")
_ASSIGNED = re.compile(r"=\s*([%!])(\w*)")
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_WAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith)
_IN_DUCKDB = frozenset({"connect", "DuckDBPyConnection", "Error", "__version__"})


def untriable(code: str, namespace: Mapping[str, object], actions: tuple[Action, ...] = ()) -> str | None:
    """Why this code may not be tried with these names in scope, as the end of a sentence ("it can reach Spark"), or None.

    A few milliseconds at most; runs nothing of the user's. `actions` are what the candidate does before.
    """
    if actions:
        return "something else is to be done first"
    cell = read_cell(code)
    if cell.language is Language.SQL:
        return "SQL is checked by the database itself"
    magic = _CELL_MAGIC.match(code)
    if cell.language is not Language.PYTHON or (magic and magic.group(1) not in PYTHON_CELL_MAGICS & magics_inside()):
        return _LEAVES
    reason = _leaves_python(code, cell.python)
    if reason is not None:
        return reason
    try:
        tree = ast.parse(cell.python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None  # it will say so at once
    return _of_tree(tree, namespace)


def _leaves_python(code: str, python: str) -> str | None:
    """Shell lines, and magics that may do anything."""
    for written, blanked in zip(code.split("\n"), python.split("\n"), strict=False):
        if written == blanked or written.lstrip().startswith("%%"):
            continue
        body = written.lstrip()
        assigned = _ASSIGNED.search(written)
        if body.startswith("!") or (assigned is not None and assigned.group(1) == "!" and not body.startswith("%")):
            return _LEAVES
        magic = _MAGIC.match(body)
        name = magic.group(1) if magic else assigned.group(2) if assigned and assigned.group(1) == "%" else ""
        if name and name not in magics_inside():
            return _LEAVES
    return None


def _of_tree(tree: ast.Module, namespace: Mapping[str, object]) -> str | None:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            names.add(node.id)
        if (isinstance(node, ast.Constant) and asks_for_gpu(node.value)) or _calls_cuda(node):
            return "it can reach the GPU"
        for module in _imports(node):
            reason = reason_for_import(module)
            if reason is not None:
                return reason
        if _uses_default_connection(node, namespace):
            return "it can reach an open database connection"
    if any(True for _ in _waits(tree)):
        return "it waits at the top level"
    return Reach(namespace).reason(sorted(names))


def _calls_cuda(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and asks_for_gpu(node.attr)


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []


def _waits(node: ast.AST) -> Iterator[ast.AST]:
    """`await` and its kin outside functions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _FUNCTIONS):
            continue
        if isinstance(child, _WAITS) or (isinstance(child, ast.comprehension) and child.is_async):
            yield child
        yield from _waits(child)


def _uses_default_connection(node: ast.AST, namespace: Mapping[str, object]) -> bool:
    """`duckdb.sql(…)`: the module has a connection of its own."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name) or node.attr in _IN_DUCKDB:
        return False
    value = namespace.get(node.value.id)
    module = static.entry(static.instance_dict(value), "__name__") if static.is_module(value) else node.value.id
    return module == "duckdb"
