"""Floats, texts and containers where only whole numbers do: `range(12.0)`, `range("3")`, `range(rows)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import assignments, exact_node
from jupyter_quickfix.fixers.fault.numerals import converter
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_INTEGER = re.compile(r"'([\w.]+)' object cannot be interpreted as an integer|integer argument expected, got (\w+)")
_NUMBER = re.compile(
    r"(?:int|float)\(\) argument must be .* not '(\w+)'|must be real number, not (\w+)"
    r"|bad operand type for (?:unary [-+~]|abs\(\)): '(\w+)'|type (\w+) doesn't define __round__"
)
_SIZED = frozenset(
    {"list", "tuple", "dict", "set", "ndarray", "numpy.ndarray", "DataFrame", "Series", "dict_keys", "deque"}
)


class NotAnInteger(Fixer):
    """Catches: "'float' object cannot be interpreted as an integer" and "int() argument must be …, not 'list'".

    Proposes: `//` for `/`, `int(…)` around the float or the text that holds a number, `len(…)` around a container in
    `range`, a list of numbers for `int(rows)`, `remove` for `pop` of an item.

    Keeps silent when: the value is None, or of a class of the session's own.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="n = 4", before="list(range(n / 2))", after="list(range(n // 2))"),
        Fixes(setup="n = 4.0", before="list(range(0, n))", after="list(range(0, int(n)))"),
        Fixes(setup="n = '4'", before="list(range(n))", after="list(range(int(n)))"),
        Fixes(before="n = input_ = '4'\n[0 for _ in range(n)]", after="n = input_ = '4'\n[0 for _ in range(int(n))]"),
        Fixes(setup="rows = [1, 2]", before="for i in range(rows):\n    i", after="for i in range(len(rows)):\n    i"),
        Fixes(setup="rows = ['1', '2']", before="ns = int(rows)", after="ns = [int(item) for item in rows]"),
        Fixes(setup="rows = [(1, 2)]", before="rows.pop(rows[0])\nrows", after="rows.remove(rows[0])\nrows"),
        Fixes(setup="import math", before="math.sqrt('4')", after="math.sqrt(float('4'))"),
        Fixes(setup="n = '4'", before="m = -n", after="m = -int(n)"),
        Fixes(setup="n = '4.26'", before="m = round(n, 1)", after="m = round(float(n), 1)"),
        Silent(setup="x = None", before="range(x)", why="where the None came from is the question"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        integer, number = _INTEGER.search(failure.message), _NUMBER.search(failure.message)
        match = integer or number
        unary = exact_node(failure, ast.UnaryOp) if match is not None and "unary" in failure.message else None
        if unary is not None and (name := converter(evaluate(unary.operand, context))) is not None:
            code = edited(failure, *wrap(failure, unary.operand, f"{name}("))
            why = f"`{source(failure, unary.operand)}` is text that holds a number."
            yield self.candidate(code, why, confidence=0.9)
        call = exact_node(failure, ast.Call) if match is not None and unary is None else None
        if call is None or match is None:
            return
        kind = next(group for group in match.groups() if group)
        for argument in call.args:
            if _type_name(argument, context) == kind:
                repair = self._integer if integer else self._number
                yield from repair(kind, argument, call, failure, context)
                return

    def _integer(
        self, kind: str, argument: ast.expr, call: ast.Call, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        text = source(failure, argument)
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method == "pop" and kind not in ("float", "NoneType") and isinstance(call.func, ast.Attribute):
            code = edited(failure, replace(failure, call.func, f"{source(failure, call.func.value)}.remove"))
            yield self.candidate(code, f"`pop` takes a place; `remove` takes the item `{text}`.", confidence=0.7)
        elif kind == "float":
            yield from self._float(argument, text, failure)
        elif kind == "str" and converter(evaluate(argument, context)) == "int":
            code = edited(failure, *wrap(failure, argument, "int("))
            yield self.candidate(code, f"`{text}` is text that holds a number.", confidence=0.92)
        elif builtin_called(call, context) == "range" and (kind in _SIZED or kind == "str"):
            code = edited(failure, *wrap(failure, argument, "len("))
            yield self.candidate(code, f"`range` counts to a number: how many `{text}` has.", confidence=0.88)
            if len(call.args) == 1:
                plain = edited(failure, replace(failure, call, text))
                yield self.candidate(plain, f"A loop can walk through `{text}` itself.", confidence=0.35)

    def _float(self, argument: ast.expr, text: str, failure: Failure) -> Iterator[Candidate]:
        division = argument
        if isinstance(argument, ast.Name):
            found = assignments(failure, argument.id, argument)
            division = found[-1].value if found else argument
        if isinstance(division, ast.BinOp) and isinstance(division.op, ast.Div):
            start, end = span_of(failure.python, division.left)[1], span_of(failure.python, division.right)[0]
            at = failure.code.index("/", start, end)
            why = "`/` always gives a float; `//` gives the whole number."
            yield self.candidate(edited(failure, Edit(at, at + 1, "//")), why, confidence=0.88)
        sure = 0.9 if division is argument and not isinstance(argument, ast.BinOp) else 0.5
        code = edited(failure, *wrap(failure, argument, "int("))
        yield self.candidate(code, f"`{text}` is a float; a whole number is needed.", confidence=sure)

    def _number(
        self, kind: str, argument: ast.expr, call: ast.Call, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        text = source(failure, argument)
        name = builtin_called(call, context)
        if kind == "str" and (read := converter(evaluate(argument, context))) is not None:
            code = edited(failure, *wrap(failure, argument, f"{'float' if name is None else read}("))
            yield self.candidate(code, f"`{text}` is text that holds a number.", confidence=0.92)
        elif kind in ("list", "tuple", "map", "filter", "set", "range", "dict_values") and name in ("int", "float"):
            code = edited(failure, replace(failure, call, f"[{name}(item) for item in {text}]"))
            yield self.candidate(code, f"`{name}` reads one value; `{text}` has several.", confidence=0.82)


def _type_name(node: ast.expr, context: Context) -> str:
    kind = kind_of(node, context)
    return "" if kind is None else kind.__name__
