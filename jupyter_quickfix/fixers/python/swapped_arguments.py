"""Two arguments in the wrong order: `strptime(format, text)`, `isinstance(int, x)`, `map(rows, str)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.fault.evaluate import SIZED, builtin_called, evaluate
from jupyter_quickfix.fixers.fault.flow import raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source
from jupyter_quickfix.fixers.fault.values import UNKNOWN
from jupyter_quickfix.records import Candidate, Context, Failure

_FUNCTION_FIRST = frozenset({"map", "filter", "reduce"})
_CLASS_SECOND = frozenset({"isinstance", "issubclass"})
_NAME_SECOND = frozenset({"getattr", "hasattr", "setattr", "delattr"})


class SwappedArguments(Fixer):
    """Catches: TypeError and ValueError from a call whose first two arguments are, by their live values, each of the
    kind that the other's place takes: `strptime`, `isinstance`, `map`, `filter`, `reduce`, `getattr`, `enumerate`.

    Proposes: the two swapped.

    Keeps silent when: the values do not tell, or the arguments are given by name.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError")
    examples = (
        Fixes(
            setup="import datetime",
            before="datetime.datetime.strptime('%Y-%m-%d', '2024-03-01')",
            after="datetime.datetime.strptime('2024-03-01', '%Y-%m-%d')",
        ),
        Fixes(setup="x = 3", before="isinstance(int, x)", after="isinstance(x, int)"),
        Fixes(setup="rows = ['1', '2']", before="list(map(rows, int))", after="list(map(int, rows))"),
        Fixes(setup="x = 3", before="hasattr('real', x)", after="hasattr(x, 'real')"),
        Fixes(setup="rows = 'ab'", before="list(enumerate(1, rows))", after="list(enumerate(rows, 1))"),
        Silent(setup="x, y = 3, 4", before="isinstance(x, y)", why="neither is a class"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        for call in nodes_of(failure, ast.Call):
            if not on_failing_lines(failure, call) or len(call.args) < 2 or call.keywords:
                continue
            first, second = (evaluate(argument, context) for argument in call.args[:2])
            if first is UNKNOWN or second is UNKNOWN or not _swapped(_name(call, context), first, second):
                continue
            edits: list[Edit] = [
                replace(failure, call.args[0], source(failure, call.args[1])),
                replace(failure, call.args[1], source(failure, call.args[0])),
            ]
            why = f"`{source(failure, call.func)}` takes these two the other way round."
            yield self.candidate(edited(failure, *edits), why, confidence=0.95)
            return


def _name(call: ast.Call, context: Context) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    name = builtin_called(call, context)
    return name or (call.func.id if isinstance(call.func, ast.Name) and call.func.id == "reduce" else "")


def _swapped(name: str, first: object, second: object) -> bool:
    """Whether each value is of the kind that the other's place takes, and not of its own."""
    if name == "strptime":
        return _is_format(first) and type(second) is str and not _is_format(second)
    if name in _CLASS_SECOND:
        return safe.is_class(first) and not safe.is_class(second) and not is_one_of(type(second), (tuple, list, str))
    if name in _FUNCTION_FIRST:
        return is_one_of(type(first), SIZED) and (safe.is_class(second) or safe.kind_of(second) == "function")
    if name in _NAME_SECOND:
        return type(first) is str and type(second) is not str
    return name == "enumerate" and type(first) is int and is_one_of(type(second), SIZED)


def _is_format(value: object) -> bool:
    return type(value) is str and value.count("%") >= 2
