"""Do the names, attributes, arguments and columns of a candidate exist in the live session?

Looked up through `context.safe`, so nothing of the user's runs. The check fails only where something is certainly missing;
what the cell itself binds, what has a `__getattr__`, or what we cannot read counts as known to be unknown.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping

from jupyter_quickfix.capture import read_cell
from jupyter_quickfix.checks.bindings import BUILTINS, IPYTHON, bindings_of, star_imports
from jupyter_quickfix.checks.importable import missing_import
from jupyter_quickfix.context import safe
from jupyter_quickfix.records import Check, Context, Verdict

PASSED = Check("resolves", Verdict.PASSED, "Its names, attributes and arguments exist in your session.")
UNKNOWN = Check("resolves", Verdict.UNKNOWN, "What it uses could not be looked up.")


def resolves(code: str, context: Context, *, promised: frozenset[str] = frozenset(), installs: bool = False) -> Check:
    """Look up what the candidate uses; `detail` names the first thing that is missing.

    `promised` are the names that the cells run first define; `installs` says that a package is installed first, which
    leaves open what can be imported.
    """
    python = read_cell(code).python
    try:
        tree = ast.parse(python)
        bindings = bindings_of(python)
    except (SyntaxError, ValueError, RecursionError):
        return UNKNOWN
    if not star_imports(tree):
        known = BUILTINS | IPYTHON | promised
        missing = [name for name in sorted(bindings.free - known) if name not in context.namespace]
        if missing:
            return Check("resolves", Verdict.FAILED, f"`{missing[0]}` is not defined in your session.")
    if not installs and (detail := missing_import(tree)) is not None:
        return Check("resolves", Verdict.FAILED, detail)
    own = bindings.free - promised
    outside = {name: context.namespace[name] for name in own if name in context.namespace}
    return next(_missing_parts(tree, outside, context), PASSED)


def _missing_parts(tree: ast.AST, outside: Mapping[str, object], context: Context) -> Iterator[Check]:
    for node in ast.walk(tree):
        detail = None
        if isinstance(node, ast.Attribute):
            detail = _missing_attribute(node, outside)
        elif isinstance(node, ast.Call):
            detail = _missing_argument(node, outside)
        elif isinstance(node, ast.Subscript):
            detail = _missing_column(node, tree, outside, context)
        if detail is not None:
            yield Check("resolves", Verdict.FAILED, detail)


def value_of(node: ast.expr, outside: Mapping[str, object]) -> tuple[bool, object]:
    """(known, value) of a name or dotted name, followed through dictionaries only."""
    if isinstance(node, ast.Name):
        return node.id in outside, outside.get(node.id)
    if isinstance(node, ast.Attribute):
        known, owner = value_of(node.value, outside)
        if known and (inspect.ismodule(owner) or isinstance(owner, type)):
            found = safe.lookup(owner, node.attr)
            return found is not None, found
    return False, None


def _missing_attribute(node: ast.Attribute, outside: Mapping[str, object]) -> str | None:
    if not isinstance(node.ctx, ast.Load):
        return None
    known, owner = value_of(node.value, outside)
    if not known or _makes_attributes(owner) or node.attr in safe.attributes(owner):
        return None
    return f"`{ast.unparse(node.value)}` has no attribute `{node.attr}`."


def _makes_attributes(owner: object) -> bool:
    """Whether it may have attributes that its dictionaries do not show."""
    if inspect.ismodule(owner):
        return "__getattr__" in safe.instance_dict(owner) or "__path__" in safe.instance_dict(owner)
    looked_up = type(owner) if not isinstance(owner, type) else owner
    return safe.lookup(looked_up, "__getattr__") is not None and not safe.mro_names(owner)[0].startswith("pandas.")


def _missing_argument(node: ast.Call, outside: Mapping[str, object]) -> str | None:
    known, called = value_of(node.func, outside)
    signature = safe.signature(called) if known else None
    if signature is None or any(keyword.arg is None for keyword in node.keywords):
        return None
    parameters = signature.parameters.values()
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return None
    names = {parameter.name for parameter in parameters if parameter.kind is not inspect.Parameter.POSITIONAL_ONLY}
    for keyword in node.keywords:
        if keyword.arg not in names:
            return f"`{ast.unparse(node.func)}` takes no argument `{keyword.arg}`."
    return None


def _missing_column(node: ast.Subscript, tree: ast.AST, outside: Mapping[str, object], context: Context) -> str | None:
    """A constant column of a frame that this cell only reads."""
    if not (
        isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant) and isinstance(node.ctx, ast.Load)
    ):
        return None
    name, key = node.value.id, node.slice.value
    table = context.tables.get(name) if name in outside else None
    if table is None or table.kind not in ("pandas", "polars") or not isinstance(key, str) or not table.columns:
        return None
    if key in {column.name for column in table.columns} or _changes(tree, name):
        return None
    return f"`{name}` has no column `{key}`."


def _changes(tree: ast.AST, name: str) -> bool:
    """Whether the code assigns to the frame's columns or calls anything on it that may change it in place."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
            changed = any(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            in_place = node.func.attr in ("insert", "update", "pop") or any(k.arg == "inplace" for k in node.keywords)
            changed = isinstance(owner, ast.Name) and owner.id == name and in_place
        else:
            changed = False
        if changed:
            return True
    return False
