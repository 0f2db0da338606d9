"""Where an import goes in a cell, and whether what it imports is installed here (nothing is imported to find out)."""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
from functools import lru_cache
from importlib.machinery import ModuleSpec, PathFinder

from jupyter_quickfix.fixers.edits import insert_line, tree_of
from jupyter_quickfix.records import Failure

_MAGIC = ("%", "!")


def with_import(failure: Failure, statement: str, code: str | None = None) -> str:
    """The cell with the import added: below its leading imports, else before its first statement.

    Cell magics, leading comments and line magics, the docstring and `from __future__` stay above it. `code` is the
    cell with other edits already made, none of which moved a line.
    """
    return insert_line(failure.code if code is None else code, _import_line(failure), statement)


def _import_line(failure: Failure) -> int:
    lines = failure.code.split("\n")
    tree = tree_of(failure)
    body = tree.body if tree is not None else []
    below = 0  # the line under the last leading import
    for number, statement in enumerate(body):
        first = _first_line(statement)
        last = statement.end_lineno or statement.lineno
        shares_line = number + 1 < len(body) and _first_line(body[number + 1]) == last
        is_import = isinstance(statement, (ast.Import, ast.ImportFrom))
        docstring = number == 0 and _is_docstring(statement) and len(body) > 1
        header = is_import or docstring or lines[first - 1].lstrip().startswith(_MAGIC)
        if shares_line or not header or (failure.line is not None and first >= failure.line):
            return below if below and not shares_line else first
        below = last + 1 if is_import else below
    if body:
        return below or (body[-1].end_lineno or 0) + 1
    first_text = next((number for number, line in enumerate(lines) if line.strip()), 0)
    return first_text + 2 if lines[first_text].lstrip().startswith("%%") else first_text + 1


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _is_docstring(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Constant):
        return False
    return isinstance(statement.value.value, str)


def modules_of(statement: str) -> tuple[str, tuple[str, ...]]:
    """The module that an import statement names, and the names it takes from it."""
    node = ast.parse(statement).body[0]
    if isinstance(node, ast.ImportFrom):
        return node.module or "", tuple(alias.name for alias in node.names)
    assert isinstance(node, ast.Import)
    return node.names[0].name, ()


def is_installed(module: str) -> bool:
    """Whether a module, dotted or not, can be found on this interpreter's path."""
    return module in sys.modules or find_module(module, tuple(sys.path)) is not None


@lru_cache(maxsize=512)
def find_module(module: str, path: tuple[str, ...]) -> ModuleSpec | None:
    """The module's spec, found without importing it or its parents; `path` is `sys.path`, and a key of the cache."""
    top, *rest = module.split(".")
    try:
        spec = importlib.util.find_spec(top)
        folders = _folders(spec)
        for depth, part in enumerate(rest, start=2):
            if not folders:
                return None
            name = ".".join(module.split(".")[:depth])
            try:
                spec = PathFinder.find_spec(name, folders)
                folders = _folders(spec)
            except KeyError:  # a namespace inside another one, which cannot be asked before its parent is imported
                spec = ModuleSpec(name, None, is_package=True)
                folders = [os.path.join(folder, part) for folder in folders]
    except (ImportError, ValueError, AttributeError):  # a broken finder, `__spec__` None, a namespace path in flux
        return None
    return spec


def _folders(spec: ModuleSpec | None) -> list[str]:
    """Where a package's parts are; empty for what is no package."""
    return [] if spec is None else list(spec.submodule_search_locations or ())


def top_modules() -> frozenset[str]:
    """Names of the top-level modules that can be imported here: the standard library's and those on the path."""
    return _top_modules(tuple(sys.path))


@lru_cache(maxsize=2)
def _top_modules(path: tuple[str, ...]) -> frozenset[str]:
    from pkgutil import iter_modules  # lists folders without importing what is in them; needed on import errors only

    found = {module.name for module in iter_modules(list(path))}
    return frozenset(found | {name for name in sys.stdlib_module_names if not name.startswith("_")})


def submodules(package: str) -> frozenset[str]:
    """Names of the modules right inside a package, found without importing it; empty for one that is no package."""
    spec = find_module(package, tuple(sys.path))
    if spec is None or spec.submodule_search_locations is None:
        return frozenset()
    from pkgutil import iter_modules  # as above

    found = {module.name for module in iter_modules(list(spec.submodule_search_locations))}
    return frozenset(name for name in found if not name.startswith("_"))
