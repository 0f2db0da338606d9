"""Items of a text, tuple or range that are to be changed: `word[0] = "A"`, `del pair[0]`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, kind_of
from jupyter_quickfix.fixers.fault.flow import (
    assignments,
    bound_names,
    function_of,
    loops_of,
    parameters,
    raised_here,
    statement_of,
)
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import before_statement, edited, primary, replace, source, wrap
from jupyter_quickfix.fixers.names.cell_names import names_of
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"'([\w.]+)' object does(?:n't| not) support item (assignment|deletion)")
_FROZEN = frozenset(
    {"tuple", "range", "dict_keys", "dict_values", "dict_items", "generator", "map", "filter", "zip", "str"}
)


class ImmutableItem(Fixer):
    """Catches: "'str' object does not support item assignment" (tuple, range, set, dict views; deletion too).

    Proposes: a list in place of the tuple or range, where the cell makes it or just before; a new text made of the parts;
    `discard` for a set.

    Keeps silent when: the object is None, a number, or of a class of the session's own.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(before="pair = (1, 2)\npair[0] = 3\npair", after="pair = [1, 2]\npair[0] = 3\npair"),
        Fixes(setup="pair = (1, 2)", before="pair[0] = 3\npair", after="pair = list(pair)\npair[0] = 3\npair"),
        Fixes(before="range(4)[2] = 1", after="list(range(4))[2] = 1"),
        Fixes(before="ns = range(4)\nns[2] = 1\nns", after="ns = list(range(4))\nns[2] = 1\nns"),
        Fixes(
            setup="word = 'cat'",
            before="word[0] = 'b'\nword",
            after="word = word[:0] + 'b' + word[0 + 1:]\nword",
        ),
        Fixes(setup="seen = {42}", before="del seen[42]", after="seen.discard(42)"),
        Silent(setup="x = None", before="x[0] = 1", why="where the None came from is the question"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        if match is None or not raised_here(failure):
            return
        kind = match.group(1)
        found = [
            node
            for node in nodes_of(failure, ast.Subscript)
            if on_failing_lines(failure, node)
            and not isinstance(node.ctx, ast.Load)
            and _name(node, context) in (kind, "")
        ]
        if not found:
            return
        node = found[0]
        if kind in ("set", "frozenset") and isinstance(node.ctx, ast.Del):
            statement = statement_of(failure, node)
            if statement is not None:
                text = f"{primary(failure, node.value)}.discard({source(failure, node.slice)})"
                why = "A set has no places; `discard` takes a member away."
                yield self.candidate(edited(failure, replace(failure, statement, text)), why, confidence=0.88)
        elif kind == "str":
            yield from self._text(node, failure)
        elif kind in _FROZEN:
            yield from self._as_list(node, kind, failure, context)

    def _text(self, node: ast.Subscript, failure: Failure) -> Iterator[Candidate]:
        """`word[i] = c` → `word = word[:i] + c + word[i + 1:]`."""
        statement = statement_of(failure, node)
        text, at = source(failure, node.value), source(failure, node.slice)
        plain = isinstance(statement, ast.Assign) and len(statement.targets) == 1 and statement.targets[0] is node
        if not plain or not isinstance(statement, ast.Assign) or isinstance(node.slice, ast.Slice):
            return
        value = source(failure, statement.value)
        new = f"{text} = {text}[:{at}] + {value} + {text}[{at} + 1:]"
        why = f"A text cannot be changed in place; this makes a new `{text}`."
        yield self.candidate(edited(failure, replace(failure, statement, new)), why, confidence=0.78)

    def _as_list(self, node: ast.Subscript, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        text = source(failure, node.value)
        why = f"A {kind} cannot be changed; a list can."
        if not isinstance(node.value, ast.Name):
            yield self.candidate(edited(failure, *wrap(failure, node.value, "list(")), why, confidence=0.8)
            return
        made = assignments(failure, node.value.id, node)
        if len(made) == 1 and isinstance(made[0].value, ast.Tuple):
            inner = source(failure, made[0].value)
            bare = inner[1:-1].rstrip().removesuffix(",") if inner.startswith("(") else inner
            code = edited(failure, replace(failure, made[0].value, f"[{bare}]"))
            yield self.candidate(code, why, confidence=0.9)
        elif len(made) == 1 and (builtin_called(made[0].value, context) == "tuple" or kind_of(made[0].value, context)):
            value = made[0].value
            tuples = isinstance(value, ast.Call) and builtin_called(value, context) == "tuple"
            edits = (
                [replace(failure, value.func, "list")]
                if tuples and isinstance(value, ast.Call)
                else wrap(failure, value, "list(")
            )
            yield self.candidate(edited(failure, *edits), why, confidence=0.85)
        else:
            yield from self._just_before(node, text, why, failure)

    def _just_before(self, node: ast.Subscript, text: str, why: str, failure: Failure) -> Iterator[Candidate]:
        """`pair = list(pair)` before the statement, or before the loop that does not bind it itself."""
        statement = statement_of(failure, node)
        for loop in loops_of(failure, node):
            if text not in bound_names(loop):
                statement = loop
        function = function_of(failure, node)
        local = function is None or text in parameters(function) or text in names_of(failure.python).defines
        edit = (
            before_statement(failure, statement, f"{text} = list({text})") if statement is not None and local else None
        )
        if edit is not None:
            yield self.candidate(edited(failure, edit), why, confidence=0.78)


def _name(node: ast.Subscript, context: Context) -> str:
    kind = kind_of(node.value, context)
    return "" if kind is None else kind.__name__
