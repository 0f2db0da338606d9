"""Text and numbers in one operation: `"Total: " + 3`, `input() * 2`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import assignments
from jupyter_quickfix.fixers.fault.numerals import converter
from jupyter_quickfix.fixers.fault.operands import NUMBERS, Operands, chained, read_operands
from jupyter_quickfix.fixers.fault.rewrite import edited, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_ARITHMETIC = frozenset({"-", "*", "/", "//", "%", "**", "+"})


class TextWithNumber(Fixer):
    """Catches: TypeError because a text and a number, or two texts that hold numbers, meet in one operation.

    Proposes: `str(…)` around the number where texts are joined; `int(…)` or `float(…)` around the text where it holds a
    number, at the `input()` that it comes from if that is in the cell.

    Keeps silent when: neither side is a text, or a text that is no number meets an operator other than `+`.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="total = 3", before="'Total: ' + total", after="'Total: ' + str(total)"),
        Fixes(before="12 + ' things'", after="str(12) + ' things'"),
        Fixes(
            setup="n, m = 1, 2.5",
            before="text = 'a' + n + 'b' + m",
            after="text = 'a' + str(n) + 'b' + str(m)",
        ),
        Fixes(setup="age = '42'", before="older = age + 1", after="older = int(age) + 1"),
        Fixes(setup="price = '2.50'", before="price / 2", after="float(price) / 2"),
        Fixes(setup="a, b = '3', '4'", before="a - b", after="int(a) - int(b)"),
        Fixes(setup="line = 'x'\nn = 2", before="line += n * 2", after="line += str(n * 2)"),
        Silent(setup="name = 'a'", before="name - 1", why="the text is no number"),
        Silent(setup="rows = [1]", before="rows + 'a'", why="a list, not a number"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = read_operands(failure)
        if found is None or found.symbol not in _ARITHMETIC:
            return
        left, right = _side(found.left, found.left_type, context), _side(found.right, found.right_type, context)
        if "str" not in (left, right):
            return
        converted = self._as_numbers(found, (left, right), failure, context)
        joined = self._as_text(found, (left, right), failure, context)
        numeric = converted is not None and found.symbol == "+" and (found.in_place or not _is_literal(found, left))
        for candidate in (converted, joined) if numeric or joined is None else (joined, converted):
            if candidate is not None:
                yield candidate

    def _as_text(self, found: Operands, types: tuple[str, str], failure: Failure, context: Context) -> Candidate | None:
        other = found.right if types[0] == "str" else found.left
        other_type = types[1] if types[0] == "str" else types[0]
        if found.symbol != "+" or other_type not in NUMBERS or (found.in_place and other is found.left):
            return None
        edits = wrap(failure, other, "str(")
        for further in chained(failure, found.node):
            kind = kind_of(further, context)
            if kind is not None and kind.__name__ in NUMBERS:
                edits += wrap(failure, further, "str(")
        text = found.right if other is found.left else found.left
        sure = 0.93 if converter(evaluate(text, context)) is None else 0.45
        why = f"Only text can be joined to text, and `{source(failure, other)}` is a number."
        return self.candidate(edited(failure, *edits), why, confidence=sure)

    def _as_numbers(
        self, found: Operands, types: tuple[str, str], failure: Failure, context: Context
    ) -> Candidate | None:
        sides = [side for side, kind in zip((found.left, found.right), types, strict=True) if kind == "str"]
        if found.in_place and types[0] == "str" and not _origin(found.left, failure, context):
            return None
        edits = []
        for side in sides:
            origin = _origin(side, failure, context)
            name = converter(evaluate(side, context))
            if name is None:
                return None
            edits += wrap(failure, origin or side, f"{name}(")
        why = f"`{source(failure, sides[0])}` is text that holds a number; arithmetic needs the number."
        sure = 0.9 if found.symbol != "+" else 0.6
        return self.candidate(edited(failure, *edits), why, confidence=sure)


def _side(node: ast.expr, told: str, context: Context) -> str:
    """The name of a side's type: the message's, else that of its value."""
    if told:
        return told
    kind = kind_of(node, context)
    return "" if kind is None else kind.__name__


def _is_literal(found: Operands, left: str) -> bool:
    """Whether the text is written out, so that text is what was meant."""
    return isinstance(found.left if left == "str" else found.right, (ast.Constant, ast.JoinedStr))


def _origin(node: ast.expr, failure: Failure, context: Context) -> ast.expr | None:
    """The `input()` that a name's text comes from, or the one assignment of text to a name that else holds numbers."""
    for name in ast.walk(node):
        if not isinstance(name, ast.Name) or type(evaluate(name, context)) is not str:
            continue
        made = assignments(failure, name.id, name)
        texts = [each.value for each in made if kind_of(each.value, context) is str]
        if len(texts) == 1 and any(kind_of(each.value, context) in (int, float) for each in made):
            return texts[0]
    if not isinstance(node, ast.Name):
        return None
    found = assignments(failure, node.id, node)
    if len(found) != 1 or builtin_called(found[0].value, context) != "input":
        return None
    return found[0].value
