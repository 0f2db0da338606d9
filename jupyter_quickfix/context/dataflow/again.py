"""Statements that can be run again: the second run in a row changes nothing more."""

from __future__ import annotations

import ast

from jupyter_quickfix.context.dataflow.records import Ref
from jupyter_quickfix.context.dataflow.vocabulary import ACCESSORS, IDEMPOTENT

_CONVERTERS = frozenset({"to_datetime", "to_numeric", "to_timedelta"})
_CONDITIONS = frozenset({"isin", "notna", "isna", "between"})


def again_of(node: ast.stmt) -> Ref | None:
    """The part that running the statement twice in a row leaves as running it once: `df = df.dropna()`, `model.fit(X)`."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = _part(node.targets[0])
        value, steps = _peeled(node.value)
        if target is not None and _part(value) == target and steps:
            return target
        return target if target is not None and _is_filter(node.value, target) else None
    if isinstance(node, ast.Expr):
        call = node.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in IDEMPOTENT:
            return _part(call.func.value)
    return None


def _peeled(value: ast.expr) -> tuple[ast.expr, int]:
    """The expression below calls that change nothing the second time, and how many of these there are."""
    steps = 0
    while True:
        if isinstance(value, ast.Attribute) and value.attr in ACCESSORS:
            value = value.value
            continue
        function = value.func if isinstance(value, ast.Call) else None
        if not isinstance(value, ast.Call) or not isinstance(function, ast.Attribute):
            return value, steps
        if function.attr in _CONVERTERS and value.args:
            value = value.args[0]
        elif function.attr in IDEMPOTENT or _is_harmless(value, function.attr):
            value = function.value
        else:
            return value, steps
        steps += 1


def _is_harmless(call: ast.Call, method: str) -> bool:
    words = {word.arg: word.value for word in call.keywords}
    if method == "reset_index":
        return isinstance(words.get("drop"), ast.Constant)
    errors = words.get("errors")
    return method == "drop" and isinstance(errors, ast.Constant) and errors.value == "ignore"


def _is_filter(value: ast.expr, target: Ref) -> bool:
    """`df = df[df["a"] > 0]`: the rows that are left pass again, as long as the condition takes no measure of them."""
    if not isinstance(value, ast.Subscript) or _part(value.value) != target:
        return False
    calls = [node for node in ast.walk(value.slice) if isinstance(node, ast.Call)]
    methods = [call.func.attr if isinstance(call.func, ast.Attribute) else "" for call in calls]
    plain = all(method in _CONDITIONS for method in methods)
    return plain and any(isinstance(node, (ast.Compare, ast.Call)) for node in ast.walk(value.slice))


def _part(node: ast.expr) -> Ref | None:
    if isinstance(node, ast.Name):
        return node.id, None
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and isinstance(node.slice, ast.Constant):
        key = node.slice.value
        return (node.value.id, key) if isinstance(key, str) else None
    return None
