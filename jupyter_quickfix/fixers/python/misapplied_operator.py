"""Operators that mean something else in Python: `3.5 ^ 2`, `a > 1 & b < 2.5`, `print >> file, x`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import kind_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, parent
from jupyter_quickfix.fixers.fault.operands import Operands, read_operands
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source, wrap
from jupyter_quickfix.fixers.names.imported import import_edit
from jupyter_quickfix.records import Candidate, Context, Failure

_NUMBERS = frozenset({"int", "float", "bool", "complex"})
_SEQUENCES = frozenset({"list", "tuple", "str"})
_DATES = frozenset({"datetime.date", "datetime.datetime"})


class MisappliedOperator(Fixer):
    """Catches: TypeError from `^` for a power, `&` and `|` for `and` and `or`, `print >> file`, a sequence times a float,
    a date plus a number, `len` in a division by a list.

    Proposes: `**`; `and`, `or`; `print(…, file=…)`; `int(…)` or `//`; `timedelta(days=…)`; `len(…)`.

    Keeps silent when: one side is None, or the operands are of other types.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="x = 3.5", before="x ^ 2", after="x ** 2"),
        Fixes(setup="a, b = 3, 2.0", before="if a > 1 & b < 2.5:\n    a", after="if a > 1 and b < 2.5:\n    a"),
        Fixes(
            setup="import sys",
            before="print >> sys.stderr, 'hello'",
            after="print('hello', file=sys.stderr)",
        ),
        Fixes(setup="n = 5", before="row = [0] * (n / 2)", after="row = [0] * (n // 2)"),
        Fixes(setup="n = 5.0", before="row = '-' * n", after="row = '-' * int(n)"),
        Fixes(
            setup="from datetime import date, timedelta\nday = date(2024, 1, 1)",
            before="later = day + 7",
            after="later = day + timedelta(days=7)",
        ),
        Fixes(setup="rows = [1, 2, 4]", before="mean = sum(rows) / rows", after="mean = sum(rows) / len(rows)"),
        Silent(setup="x = None", before="x ^ 2", why="where the None came from is the question"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = read_operands(failure)
        if found is None:
            return
        for repair in (_power, _logic, _print, _repeat, _date, _mean):
            for code, why, sure in repair(found, failure, context):
                yield self.candidate(code, why, confidence=sure)
                return


def _between(found: Operands, failure: Failure, operator: str) -> Edit:
    start, end = span_of(failure.python, found.left)[1], span_of(failure.python, found.right)[0]
    at = failure.code.index(found.symbol, start, end)
    return Edit(at, at + len(found.symbol), operator)


_Found = Iterator[tuple[str, str, float]]


def _power(found: Operands, failure: Failure, context: Context) -> _Found:
    if found.symbol == "^" and {found.left_type, found.right_type} <= _NUMBERS:
        yield edited(failure, _between(found, failure, "**")), "`^` works on bits; a power is `**`.", 0.93


def _logic(found: Operands, failure: Failure, context: Context) -> _Found:
    """`a > 1 & b < 2` compares `1 & b`; between conditions stands `and`."""
    if found.symbol not in ("&", "|") or found.in_place:
        return
    word = "and" if found.symbol == "&" else "or"
    chained = isinstance(parent(failure, found.node), ast.Compare)
    plain = any(isinstance(side, (ast.Compare, ast.Call)) for side in (found.left, found.right))
    if (chained and {found.left_type, found.right_type} <= _NUMBERS | {"str"}) or plain:
        why = f"`{found.symbol}` works on bits and binds before comparisons; conditions are joined by `{word}`."
        yield edited(failure, _between(found, failure, word)), why, 0.85


def _print(found: Operands, failure: Failure, context: Context) -> _Found:
    """Python 2's `print >> file, x`."""
    if found.symbol != ">>" or source(failure, found.left) != "print":
        return
    statement = next((node for node in nodes_of(failure, ast.Expr) if found.node in ast.walk(node)), None)
    if statement is None:
        return
    values = ""
    if isinstance(statement.value, ast.Tuple):
        rest = statement.value.elts[1:]
        values = ", ".join(source(failure, each) for each in rest)
    text = f"print({values}{', ' if values else ''}file={source(failure, found.right)})"
    yield edited(failure, replace(failure, statement, text)), "In Python 3 `print` is a function.", 0.93


def _repeat(found: Operands, failure: Failure, context: Context) -> _Found:
    """A sequence times a float."""
    if found.symbol != "*" or found.right_type != "float" or found.left_type:
        return
    times = found.right if kind_of(found.right, context) is float else found.left
    if isinstance(times, ast.BinOp) and isinstance(times.op, ast.Div):
        start, end = span_of(failure.python, times.left)[1], span_of(failure.python, times.right)[0]
        at = failure.code.index("/", start, end)
        yield edited(failure, Edit(at, at + 1, "//")), "`/` gives a float; `//` gives a whole number of times.", 0.9
        return
    yield edited(failure, *wrap(failure, times, "int(")), "Only a whole number of times can it be repeated.", 0.85


def _date(found: Operands, failure: Failure, context: Context) -> _Found:
    if found.symbol not in ("+", "-") or found.left_type not in _DATES or found.right_type not in ("int", "float"):
        return
    known, edits = context.namespace, list[Edit]()
    if "timedelta" in known:
        name = "timedelta"
    elif type(known.get("datetime")).__name__ == "module":
        name = "datetime.timedelta"
    else:
        name, edits = "timedelta", [import_edit(failure, "from datetime import timedelta")]
    edits += wrap(failure, found.right, f"{name}(days=", ")")
    yield edited(failure, *edits), "To a date a span of time is added.", 0.8


def _mean(found: Operands, failure: Failure, context: Context) -> _Found:
    """`sum(rows) / rows` → `/ len(rows)`."""
    if found.symbol in ("/", "//") and found.left_type in _NUMBERS and found.right_type in _SEQUENCES - {"str"}:
        yield edited(failure, *wrap(failure, found.right, "len(")), "A number can be divided by a length.", 0.8
