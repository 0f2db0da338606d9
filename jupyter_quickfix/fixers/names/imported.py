"""What the names in a cell mean: which module or member each one was imported as, and how to import one more."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from types import ModuleType

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.edits import Edit, offset_of
from jupyter_quickfix.fixers.fault.locate import nodes_of
from jupyter_quickfix.fixers.names.imports import with_import
from jupyter_quickfix.records import Context, Failure

#: The short names under which everybody imports these.
USUAL_ALIASES: Mapping[str, str] = {
    "numpy": "np",
    "pandas": "pd",
    "matplotlib.pyplot": "plt",
    "seaborn": "sns",
    "polars": "pl",
}


def imported_names(failure: Failure) -> dict[str, str]:
    """Dotted paths of the names that the failing cell itself imports."""
    names: dict[str, str] = {}
    for node in nodes_of(failure, ast.Import):
        for alias in node.names:
            names[alias.asname or alias.name.partition(".")[0]] = (
                alias.name if alias.asname else alias.name.partition(".")[0]
            )
    for member in nodes_of(failure, ast.ImportFrom):
        if member.module and not member.level:
            for alias in member.names:
                names[alias.asname or alias.name] = f"{member.module}.{alias.name}"
    return names


def dotted_path(node: ast.expr, failure: Failure, context: Context) -> str | None:
    """The dotted path an expression such as `np.random.rand` stands for, by the cell's imports or the live modules."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    root = imported_names(failure).get(node.id) or module_path(context.namespace.get(node.id))
    return ".".join([root, *reversed(parts)]) if root else None


def module_path(value: object) -> str | None:
    """A module's own name, None for anything else."""
    if not issubclass(type(value), ModuleType):
        return None
    name = safe.instance_dict(value).get("__name__")
    return name if type(name) is str else None


def name_for(module: str, failure: Failure, context: Context) -> tuple[str, str]:
    """How the cell calls a module, and the import line it needs first (empty if none)."""
    for name, path in imported_names(failure).items():
        if path == module:
            return name, ""
    usual = USUAL_ALIASES.get(module)
    for known in (usual, module.rpartition(".")[2], *context.namespace):
        if not known or type(known) is not str or known.startswith("_"):
            continue
        if module_path(context.namespace.get(known)) == module:
            return known, ""
    if usual:
        return usual, f"import {module} as {usual}"
    return module, f"import {module}"


def import_edit(failure: Failure, line: str) -> Edit:
    """The edit that adds an import line where `imports.with_import` would, to be made together with others."""
    before, after = failure.code.split("\n"), with_import(failure, line).split("\n")
    number = next((number for number, text in enumerate(before) if text != after[number]), len(before))
    if number == len(before):
        return Edit(len(failure.code), len(failure.code), f"\n{line}")
    start = offset_of(failure.code, number + 1, 0)
    return Edit(start, start, f"{line}\n")


def is_builtin(name: str) -> bool:
    return name in builtins.__dict__
