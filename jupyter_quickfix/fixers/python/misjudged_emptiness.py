"""Tests for emptiness that miss the empty value at hand: `if rows == ():` where `rows` is `[]`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import SIZED
from jupyter_quickfix.fixers.fault.flow import (
    assignments,
    bound_names,
    function_of,
    own_nodes,
    parameters,
    raised_here,
)
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source
from jupyter_quickfix.fixers.fault.undefined import undefined_name
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_EMPTY_MESSAGES = ("arg is an empty sequence", "iterable argument is empty")
_ENDINGS = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class MisjudgedEmptiness(Fixer):
    """Catches: an index into an empty container, `max` of one, or a loop over one that leaves its variable unassigned,
    where the function does test for emptiness, but in a way that this empty value does not meet: `== ()` for a list,
    `== 0`, `== () or []`, or of another variable.

    Proposes: `not rows` as the test, which is true of every empty container.

    Keeps silent when: the container is not empty, or no test before the failing line means emptiness.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("IndexError", "UnboundLocalError", "ValueError", "KeyError")
    examples = (
        Fixes(
            before="def first(rows):\n    if rows == ():\n        return 0\n    return rows[0]\nfirst([])",
            after="def first(rows):\n    if not rows:\n        return 0\n    return rows[0]\nfirst([])",
        ),
        Fixes(
            before="def first(rows):\n    if rows == () or []:\n        return 0\n    return rows[0]\nfirst([])",
            after="def first(rows):\n    if not rows:\n        return 0\n    return rows[0]\nfirst([])",
        ),
        Fixes(
            before="def last(rows):\n    if rows == ():\n        return 0\n    for i in range(len(rows)):\n        n = i\n"
            "    return i\nlast([])",
            after="def last(rows):\n    if not rows:\n        return 0\n    for i in range(len(rows)):\n        n = i\n"
            "    return i\nlast([])",
        ),
        Silent(
            before="def first(rows):\n    if rows == ():\n        return 0\n    return rows[5]\nfirst([1])",
            why="it is not empty",
        ),
        Silent(before="def first(rows):\n    return rows[0]\nfirst([])", why="nothing tests for emptiness"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        for name, node in _empty_names(failure, context):
            for test in _tests(failure, node):
                sure = 0.82 if name in _compared(test.test) else 0.6
                why = f"`{name}` is an empty {type(value_of(ast.Name(name, ast.Load()), context)).__name__}, "
                why += f"which `{source(failure, test.test)}` does not find."
                code = edited(failure, replace(failure, test.test, f"not {name}"))
                yield self.candidate(code, why, confidence=sure)
                return


def _empty_names(failure: Failure, context: Context) -> Iterator[tuple[str, ast.AST]]:
    """The empty containers behind the failure, each with a node of the failing function."""
    if failure.error_type == "UnboundLocalError":
        unbound = undefined_name(failure)
        mention = next(
            (n for n in nodes_of(failure, ast.Name) if n.id == unbound and on_failing_lines(failure, n)), None
        )
        if mention is None:
            return
        for loop in own_nodes(failure, function_of(failure, mention)):
            if isinstance(loop, ast.For) and unbound in bound_names(loop) | _assigned(loop):
                yield from ((name, mention) for name in _empty(loop.iter, failure, context))
        return
    if failure.error_type == "ValueError" and not any(text in failure.message for text in _EMPTY_MESSAGES):
        return
    for node in nodes_of(failure, ast.Name):
        if on_failing_lines(failure, node) and node.id in _empty(node, failure, context):
            yield node.id, node


def _assigned(loop: ast.For) -> set[str]:
    return set().union(*(bound_names(node) for node in ast.walk(loop) if isinstance(node, ast.Assign)))


def _empty(expression: ast.expr, failure: Failure, context: Context) -> list[str]:
    """Names in the expression that hold an empty container; a copy's origin, if that is a parameter, instead."""
    found = []
    for node in ast.walk(expression):
        if not isinstance(node, ast.Name):
            continue
        value = value_of(node, context)
        if is_one_of(type(value), SIZED) and not value:
            found.append(node.id)
            for origin in assignments(failure, node.id, node):
                inner = [each.id for each in ast.walk(origin.value) if isinstance(each, ast.Name)]
                found += [name for name in inner if name in parameters(function_of(failure, node))]
    return found


def _tests(failure: Failure, node: ast.AST) -> Iterator[ast.If]:
    """The tests before the failing line that mean emptiness and leave the function or the loop."""
    for statement in own_nodes(failure, function_of(failure, node)):
        if not isinstance(statement, ast.If) or statement.lineno > getattr(node, "lineno", 0):
            continue
        if _means_empty(statement.test) and isinstance(statement.body[-1], _ENDINGS):
            yield statement


def _means_empty(test: ast.expr) -> bool:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return all(_means_empty(value) or _is_empty(value) for value in test.values)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], (ast.Eq, ast.Is)):
        return False
    sides = (test.left, test.comparators[0])
    return any(_is_empty(side) for side in sides) and any(isinstance(side, ast.Name) for side in sides)


def _is_empty(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple)):
        return not node.elts
    if isinstance(node, ast.Dict):
        return not node.keys
    return isinstance(node, ast.Constant) and node.value in ("", 0, None) and node.value is not False


def _compared(test: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
