"""Two neighbouring arguments whose own names, or a trial, say that they are in the wrong order: `model.fit(y, X)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from inspect import Parameter
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.callee import callee, signature_of
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.names.imported import module_path
from jupyter_quickfix.fixers.similar import similarity
from jupyter_quickfix.records import Candidate, Context, Failure

_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_MAX_ARGUMENTS = 4
#: How alike an argument's own name and a parameter's must be to say that the one is meant for the other.
_ALIKE = 0.6
#: Sure where the names say so; else hardly above the floor, so that only a trial that runs brings it forward.
_BY_NAME, _BY_CHANCE = 0.9, 0.24


class DisorderedArguments(Fixer):
    """Catches: TypeError, ValueError and the like from a call in the cell with two to four arguments by position.

    Proposes: two neighbours the other way round; surely where their own names are the parameters' names in that order
    (`fit(y, X)`), else with so little confidence that it takes a trial that runs to show it.

    Keeps silent when: the arguments are already where their names say, are equal, or are unpacked.

    Safety: safe; nothing is left out.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError", "AttributeError", "IndexError")
    examples = (
        Fixes(
            setup="def fit(X, y):\n    return [row[0] for row in X], y + [0]\nX, y = [[1], [2]], [0, 1]",
            before="made = fit(y, X)",
            after="made = fit(X, y)",
        ),
        Fixes(setup="import numpy as np", before="grid = np.full(0, (2, 2))", after="grid = np.full((2, 2), 0)"),
        Silent(before="int('x')", why="there is but one argument"),
        Silent(
            setup="def fit(X, y):\n    raise ValueError('no')\nX, y = [1], [2]",
            before="fit(X, y)",
            why="the names say that the order is right",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not 2 <= len(call.args) <= _MAX_ARGUMENTS:
            return
        if any(isinstance(argument, ast.Starred) for argument in call.args):
            return
        names = _parameters(call, failure, context)
        tried = _trials_tell(call, context)
        for place in range(len(call.args) - 1):
            told = _told(call.args, names, place)
            if told or (told is None and tried):
                yield self._swapped(call, place, failure, _BY_NAME if told else _BY_CHANCE)

    def _swapped(self, call: ast.Call, place: int, failure: Failure, confidence: float) -> Candidate:
        one, other = call.args[place], call.args[place + 1]
        texts = text_of(failure.code, one), text_of(failure.code, other)
        edits = [Edit(*span_of(failure.python, one), texts[1]), Edit(*span_of(failure.python, other), texts[0])]
        called = text_of(failure.code, call.func)
        why = f"`{called}` takes these two the other way round."
        return self.candidate(apply_edits(failure.code, edits), why, confidence=confidence)


def _parameters(call: ast.Call, failure: Failure, context: Context) -> list[str]:
    """The names of the parameters that take values by position, without the receiver."""
    signature = signature_of(callee(call, failure, context))
    if signature is None:
        return []
    names = [name for name, parameter in signature.parameters.items() if parameter.kind in _POSITIONAL]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _trials_tell(call: ast.Call, context: Context) -> bool:
    """Whether a trial can say if it runs so; code that reaches polars is not tried."""
    owner = value_of(call.func.value, context) if isinstance(call.func, ast.Attribute) else None
    return "polars" not in (safe.root_module(owner), str(module_path(owner)).partition(".")[0])


def _told(arguments: list[ast.expr], names: list[str], place: int) -> bool | None:
    """Whether the arguments' own names say that these two are swapped; False: that they are not; None: they say nothing."""
    one, other = arguments[place], arguments[place + 1]
    if ast.dump(one) == ast.dump(other) or place + 1 >= len(names):
        return False if ast.dump(one) == ast.dump(other) else None
    if not isinstance(one, ast.Name) or not isinstance(other, ast.Name):
        return None
    kept = _fit(one.id, names[place]) + _fit(other.id, names[place + 1])
    swapped = _fit(one.id, names[place + 1]) + _fit(other.id, names[place])
    if max(kept, swapped) < 2 * _ALIKE or kept == swapped:
        return None
    return swapped > kept


def _fit(argument: str, parameter: str) -> float:
    first = argument.partition("_")[0]
    return max(
        similarity(argument.lower(), parameter.lower()), similarity(first, parameter) if len(first) == 1 else 0.0
    )
