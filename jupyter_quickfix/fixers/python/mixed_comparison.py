"""Values of different kinds compared: `"3" < 4`, `row[1] > best` where `best` is a row."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import assignments, exact_node, function_of, own_nodes
from jupyter_quickfix.fixers.fault.numerals import converter
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"'([<>=]+)' not supported between instances of '([\w.]+)' and '([\w.]+)'")
_NUMBERS = frozenset({"int", "float", "bool"})
_SEQUENCES = frozenset({"tuple", "list"})


class MixedComparison(Fixer):
    """Catches: "'<' not supported between instances of 'int' and 'str'" and its kin.

    Proposes: `int(…)` or `float(…)` around the text that holds a number, at its `input()`; the same item of the row on
    the other side; `len(…)` of a container compared with a number; `key=str` for sorting mixed values.

    Keeps silent when: one side is None or a function, or nothing follows from the types.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="age = '42'", before="age > 18", after="int(age) > 18"),
        Fixes(setup="price = '2.5'", before="3 >= price", after="3 >= float(price)"),
        Fixes(
            setup="rows = [('a', 1), ('b', 2)]\nbest = rows[0]",
            before="for row in rows:\n    if row[1] > best:\n        best = row",
            after="for row in rows:\n    if row[1] > best[1]:\n        best = row",
        ),
        Fixes(setup="rows = [1, 2]", before="if rows > 1:\n    rows", after="if len(rows) > 1:\n    rows"),
        Fixes(setup="values = [1, 'a']", before="sorted(values)", after="sorted(values, key=str)"),
        Silent(setup="name = 'ann'", before="name > 3", why="the text is no number"),
        Silent(setup="x = None", before="x > 3", why="where the None came from is the question"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        if match is None:
            return
        _, left_type, right_type = match.groups()
        node = exact_node(failure, ast.Compare)
        if node is not None and len(node.ops) == 1:
            sides = ((node.left, left_type, node.comparators[0]), (node.comparators[0], right_type, node.left))
            for side, kind, other in sides:
                other_kind = right_type if kind is left_type else left_type
                found = list(self._side(side, kind, other, other_kind, failure, context))
                yield from found
                if found:
                    return
        elif {left_type, right_type} <= _NUMBERS | {"str"}:
            yield from self._sorted(failure, context)

    def _side(
        self, side: ast.expr, kind: str, other: ast.expr, other_kind: str, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        text = source(failure, side)
        if kind == "str" and other_kind in _NUMBERS:
            name = converter(evaluate(side, context))
            if name is not None:
                origin = _input(side, failure, context)
                code = edited(failure, *wrap(failure, origin or side, f"{name}("))
                yield self.candidate(code, f"`{text}` is text that holds a number.", confidence=0.9)
        elif kind in _SEQUENCES and other_kind not in _SEQUENCES:
            if isinstance(other, ast.Subscript) and isinstance(other.slice, ast.Constant):
                item = source(failure, other.slice)
                wanted = kind_of(other, context)
                place = ast.Subscript(side, other.slice, ast.Load())
                if wanted is not None and kind_of(place, context) in (wanted, int, float):
                    code = edited(failure, replace(failure, side, f"{primary(failure, side)}[{item}]"))
                    why = f"`{text}` is a whole {kind}; its item {item} compares with `{source(failure, other)}`."
                    yield self.candidate(code, why, confidence=0.85)
                    yield from self._kept(side, other, failure)
                    return
            if other_kind == "int":
                code = edited(failure, *wrap(failure, side, "len("))
                yield self.candidate(code, f"`{text}` is a {kind}; its length is a number.", confidence=0.6)

    def _kept(self, side: ast.expr, other: ast.Subscript, failure: Failure) -> Iterator[Candidate]:
        """The other way round: the variable should have kept the item only."""
        if not isinstance(side, ast.Name):
            return
        item = source(failure, other.slice)
        edits = [
            replace(failure, node.value, f"{primary(failure, node.value)}[{item}]")
            for node in own_nodes(failure, function_of(failure, side))
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == side.id
            and isinstance(node.value, (ast.Name, ast.Subscript))
        ]
        if edits:
            why = f"`{side.id}` may be meant to keep item {item} only."
            yield self.candidate(edited(failure, *edits), why, confidence=0.3)

    def _sorted(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = exact_node(failure, ast.Call)
        name = builtin_called(call, context) if call is not None else None
        is_sort = call is not None and isinstance(call.func, ast.Attribute) and call.func.attr == "sort"
        if (
            call is None
            or not (name in ("sorted", "min", "max") or is_sort)
            or any(k.arg == "key" for k in call.keywords)
        ):
            return
        values = call.args[0] if call.args else None
        numbers = evaluate(values, context) if values is not None else None
        key = "str"
        if type(numbers) in (list, tuple) and all(
            type(each) is not str or converter(each) is not None
            for each in numbers[:1000]  # type: ignore[index]  # a list or tuple
        ):
            key = "float"
        start, end = wrap(failure, call, "", "")
        arguments = ", key=" if call.args or call.keywords else "key="
        code = edited(failure, type(start)(end.end - 1, end.end - 1, f"{arguments}{key}"))
        why = "Texts and numbers have no common order; a key gives them one."
        yield self.candidate(code, why, confidence=0.5)


def _input(node: ast.expr, failure: Failure, context: Context) -> ast.expr | None:
    """The `input()` that a name's text comes from."""
    if not isinstance(node, ast.Name):
        return None
    found = assignments(failure, node.id, node)
    return found[0].value if len(found) == 1 and builtin_called(found[0].value, context) == "input" else None
