"""A builtin's name that stands for something else: used where the builtin is meant, or the reverse."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of, tree_of
from jupyter_quickfix.fixers.fault.evaluate import SIZED
from jupyter_quickfix.fixers.fault.flow import exact_node, function_of, own_nodes, parameters, raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, replace
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.fixers.similar import similarity
from jupyter_quickfix.records import Candidate, Context, Failure

_NOT_CALLABLE = re.compile(r"'([\w.]+)' object is not callable")
_A_TYPE = re.compile(
    r"'type' object is not (?:iterable|subscriptable)|argument of type 'type' is not|object of type 'type' has no len"
    r"|is not a generic class|unsupported operand .*'type'|'type' object does(?:n't| not) support"
    r"|'builtin_function_or_method' object is not (?:iterable|subscriptable)"
)


class ShadowedBuiltin(Fixer):
    """Catches: "'list' object is not callable" where a variable took a builtin's name (`sum = 0`, then `sum(rows)`); and
    "'type' object is not iterable" where a builtin stands for the variable of nearly that name (`list` for `lst`).

    Proposes: another name for the variable, everywhere in this cell, or `del` for one that an earlier cell made, which
    brings the builtin back; the variable's own name in place of the builtin.

    Keeps silent when: the name is no builtin's, or no variable fits.

    Safety: safe; only the name that hid a builtin goes.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="list = [1, 2]", before="list((3, 4))", after="del list\nlist((3, 4))"),
        Fixes(
            before="sum = 0\nfor n in [1, 2]:\n    sum += n\nsum([3, 4])",
            after="sum_ = 0\nfor n in [1, 2]:\n    sum_ += n\nsum([3, 4])",
        ),
        Fixes(
            before="def top(rows):\n    max = rows[0]\n    return max(rows)\ntop([1, 2])",
            after="def top(rows):\n    max_ = rows[0]\n    return max(rows)\ntop([1, 2])",
        ),
        Fixes(
            before="def twice(lst):\n    return [2 * n for n in list]\ntwice([1])",
            after="def twice(lst):\n    return [2 * n for n in lst]\ntwice([1])",
        ),
        Silent(setup="rows = [1, 2]", before="rows(0)", why="it is no builtin's name"),
        Silent(before="for n in list:\n    pass", why="no variable is near"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        if _NOT_CALLABLE.search(failure.message):
            yield from self._hidden(failure, context)
        elif _A_TYPE.search(failure.message):
            yield from self._meant_variable(failure, context)

    def _hidden(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = exact_node(failure, ast.Call)
        if call is None or not isinstance(call.func, ast.Name) or not hasattr(builtins, call.func.id):
            return
        name = call.func.id
        if "'module' object" in failure.message:
            return  # what was imported is the module; the function inside it was meant
        function = function_of(failure, call)
        stores = _names(failure, name, function, called=False)
        if any(isinstance(node.ctx, ast.Store) for node in stores):
            edits = [replace(failure, node, f"{name}_") for node in stores]
            why = f"`{name}` is a variable here and hides the builtin; under another name both can be used."
            yield self.candidate(edited(failure, *edits), why, confidence=0.88)
        elif name in context.namespace and name not in parameters(function):
            why = f"`{name}` was assigned in this session and hides the builtin; `del {name}` brings it back."
            yield self.candidate(_prepended(failure, f"del {name}"), why, confidence=0.92)
        elif name in parameters(function):
            why = f"The parameter `{name}` hides the builtin."
            text = edited(failure, replace(failure, call.func, f"__builtins__.{name}"))
            yield self.candidate(text, why, confidence=0.2)

    def _meant_variable(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        mentions = [
            node
            for node in nodes_of(failure, ast.Name)
            if on_failing_lines(failure, node)
            and isinstance(node.ctx, ast.Load)
            and (value := value_of(node, context)) is not UNKNOWN
            and value is getattr(builtins, node.id, None)
            and not _is_called(failure, node)
        ]
        for name in dict.fromkeys(node.id for node in mentions):
            node = next(each for each in mentions if each.id == name)
            for near, likeness in _variables(failure, name, node, context)[:2]:
                uses = _names(failure, name, function_of(failure, node), called=False)
                edits = [replace(failure, each, near) for each in uses]
                why = f"`{name}` is Python's own; the variable is called `{near}`."
                yield self.candidate(edited(failure, *edits), why, confidence=likeness)


def _is_called(failure: Failure, node: ast.Name) -> bool:
    return any(call.func is node for call in nodes_of(failure, ast.Call))


def _names(failure: Failure, name: str, function: ast.AST | None, *, called: bool) -> list[ast.Name]:
    """The mentions of a name in one scope, without those that call it."""
    calls = {call.func for call in nodes_of(failure, ast.Call)}
    assert function is None or isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
    return [
        node
        for node in own_nodes(failure, function)
        if isinstance(node, ast.Name) and node.id == name and (called or node not in calls)
    ]


def _variables(failure: Failure, name: str, near: ast.AST, context: Context) -> list[tuple[str, float]]:
    """Variables in scope that hold several things and are called nearly so, parameters first."""
    function = function_of(failure, near)
    own = parameters(function)
    wanted = getattr(builtins, name)
    scope = context.frame_locals if function is not None else context.namespace
    found = []
    for variable, value in list(scope.items()):
        if not is_one_of(type(value), SIZED) or variable.startswith("_") or variable in ("In", "Out"):
            continue
        likeness = similarity(name, variable)
        fits = safe.is_class(wanted) and type(value) is wanted
        score = 0.5 * likeness + (0.3 if fits else 0.0) + (0.2 if variable in own else 0.0)
        if likeness >= 0.5 or fits:
            found.append((variable, round(min(0.9, score + 0.05), 3)))
    found.sort(key=lambda pair: -pair[1])
    sure = len(found) < 2 or found[0][1] - found[1][1] > 0.1
    return found if sure else [(variable, score * 0.7) for variable, score in found]


def _prepended(failure: Failure, statement: str) -> str:
    """The cell with a statement before its first one, below magics."""
    tree = tree_of(failure)
    assert tree is not None
    start, _ = span_of(failure.python, tree.body[0])
    return edited(failure, Edit(start, start, f"{statement}\n"))
