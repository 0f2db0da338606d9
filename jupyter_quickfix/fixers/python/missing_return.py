"""Functions that compute a result and do not return it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.flow import Function, assignments, raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, indent_of, replace, source
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.records import Candidate, Context, Failure


class MissingReturn(Fixer):
    """Catches: errors that speak of None where the None is the result of a function of this cell that has no `return`.

    Proposes: `return` for what its last statement prints, computes or assigns.

    Keeps silent when: the function returns something on some path, is in another cell, or ends otherwise.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "AttributeError")
    examples = (
        Fixes(
            before="def double(n):\n    result = 2 * n\ndouble(3) + 1",
            after="def double(n):\n    result = 2 * n\n    return result\ndouble(3) + 1",
        ),
        Fixes(
            before="def double(n):\n    print(2 * n)\ny = double(3)\ny + 1",
            after="def double(n):\n    return 2 * n\ny = double(3)\ny + 1",
        ),
        Fixes(
            before="def double(n):\n    2 * n\ndouble(3) + 1",
            after="def double(n):\n    return 2 * n\ndouble(3) + 1",
        ),
        Fixes(
            before="def evens(ns):\n    kept = []\n    for n in ns:\n        if n % 2 == 0:\n            kept.append(n)\n"
            "evens([1])[0:]",
            after="def evens(ns):\n    kept = []\n    for n in ns:\n        if n % 2 == 0:\n            kept.append(n)\n"
            "    return kept\nevens([1])[0:]",
        ),
        Silent(setup="def f():\n    print(3)", before="f() + 1", why="the function is in another cell"),
        Silent(before="def f(n):\n    if n:\n        return 3\nf(0) + 1", why="it returns something on another path"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not re.search(r"NoneType", failure.message) or not raised_here(failure):
            return
        for function in _called(failure, context):
            if any(isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) for node in ast.walk(function)):
                continue
            found = _returned(function, failure)
            if found is not None:
                why = f"`{function.name}` computes a result, but does not return it."
                yield self.candidate(edited(failure, found), why, confidence=0.82)
                return


def _called(failure: Failure, context: Context) -> Iterator[Function]:
    """The cell's functions whose result the failing line uses, directly or through a name that is None."""
    calls = [node for node in nodes_of(failure, ast.Call) if on_failing_lines(failure, node)]
    for name in nodes_of(failure, ast.Name):
        if on_failing_lines(failure, name) and value_of(name, context) is None:
            made = (each.value for each in assignments(failure, name.id, name))
            calls += [value for value in made if isinstance(value, ast.Call)]
    names = {getattr(call.func, "id", "") or getattr(call.func, "attr", "") for call in calls}
    for node in nodes_of(failure, ast.AST):
        if isinstance(node, Function) and node.name in names and not on_failing_lines(failure, node):
            yield node


def _returned(function: Function, failure: Failure) -> Edit | None:
    """The edit that makes the last statement's value the result."""
    last = function.body[-1]
    if isinstance(last, ast.Expr) and not isinstance(last.value, (ast.Constant, ast.Await)):
        call = last.value
        printed = isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
        if printed and isinstance(call, ast.Call):
            return replace(failure, last, f"return {source(failure, call.args[0])}") if len(call.args) == 1 else None
        if isinstance(call, (ast.BinOp, ast.Name, ast.ListComp, ast.Compare, ast.Dict, ast.List, ast.Subscript)):
            return replace(failure, last, f"return {source(failure, call)}")
    name = ""
    if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        name = last.targets[0].id
    elif isinstance(last, (ast.For, ast.While)) and isinstance(function.body[0], ast.Assign):
        first = function.body[0].targets[0]
        name = first.id if isinstance(first, ast.Name) else ""
    indent = indent_of(failure, last)
    if not name or indent is None:
        return None
    end = span_of(failure.python, last)[1]
    return Edit(end, end, f"\n{indent}return {name}")
