"""A call of something that cannot be called: `rows(0)`, `df.shape()`, `2(x)`, `datetime(…)` on the module."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import is_user_class, kind_of
from jupyter_quickfix.fixers.fault.flow import exact_node
from jupyter_quickfix.fixers.fault.rewrite import edited, source
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"'([\w.]+)' object is not callable")
_SEQUENCES = frozenset(
    {"list", "tuple", "str", "dict", "ndarray", "numpy.ndarray", "DataFrame", "Series", "range", "bytes"}
)
_NUMBERS = frozenset({"int", "float", "complex", "numpy.float64", "numpy.int64"})


class NotCallable(Fixer):
    """Catches: "'list' object is not callable" and its kin: round brackets for square ones, a property that is called, a
    number before a bracket without `*`, a module in place of the class or function of its name, a missing comma.

    Proposes: square brackets; the property without brackets; `*`; `module.name(…)`; the comma.

    Keeps silent when: a builtin's name was taken (its own rule), or the text is not in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="rows = [1, 2]", before="rows(0)", after="rows[0]"),
        Fixes(setup="ages = {'ann': 3}", before="ages('ann') + 1", after="ages['ann'] + 1"),
        Fixes(setup="n = 3", before="n(n - 1) / 2", after="n * (n - 1) / 2"),
        Fixes(setup="import pandas as pd\ndf = pd.DataFrame({'a': [1]})", before="df.shape()", after="df.shape"),
        Fixes(setup="import datetime", before="datetime(2024, 1, 2)", after="datetime.datetime(2024, 1, 2)"),
        Fixes(setup="s = 'ab'", before="s.upper()()", after="s.upper()"),
        Silent(setup="list = [1]", before="list('ab')", why="a builtin's name was taken"),
        Silent(setup="x = None", before="x(1)", why="nothing tells what was meant"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        call = exact_node(failure, ast.Call) if match else None
        if match is None or call is None:
            return
        kind, text = match.group(1), source(failure, call.func)
        if isinstance(call.func, ast.Name) and hasattr(builtins, call.func.id) and kind != "module":
            return
        own = (
            isinstance(call.func, ast.Name)
            and (found := kind_of(call.func, context)) is not None
            and is_user_class(found)
        )
        if own:
            return  # its class may have been meant to be callable
        if kind == "module":
            yield from self._module(call, text, failure, context)
        elif not call.args and not call.keywords:
            what = "an attribute, not a method" if isinstance(call.func, ast.Attribute) else f"a {kind}, not a function"
            start = span_of(failure.python, call.func)[1]
            code = edited(failure, Edit(start, span_of(failure.python, call)[1], ""))
            yield self.candidate(
                code, f"`{text}` is {what}: no brackets.", confidence=0.9 if kind != "NoneType" else 0.4
            )
        elif kind in _NUMBERS and len(call.args) == 1:
            start = span_of(failure.python, call.func)[1]
            code = edited(failure, Edit(start, start, " * "))
            yield self.candidate(code, f"`{text}` is a number; a product needs its `*`.", confidence=0.85)
        elif isinstance(call.func, (ast.Tuple, ast.List, ast.Dict)) and _closes(failure, call.func) in ")]}":
            yield from self._literal(call, failure)
        elif kind in _SEQUENCES and len(call.args) == 1 and not call.keywords:
            yield self.candidate(
                _squared(call, failure), f"`{text}` is a {kind}; items are in square brackets.", confidence=0.9
            )

    def _module(self, call: ast.Call, text: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`datetime(…)` → `datetime.datetime(…)`."""
        module = value_of(call.func, context)
        own = text.rpartition(".")[2]
        if module is UNKNOWN or not safe.is_module(module):
            return
        real = str(safe.instance_dict(module).get("__name__", own)).rpartition(".")[2]
        names = {name.lower(): name for name in sorted(safe.instance_dict(module)) if not name.startswith("_")}
        for wanted in (real, own):
            found = names.get(wanted.lower()) or names.get(wanted.lower().replace("_", ""))
            if found is not None and kind_is_callable(safe.instance_dict(module)[found]):
                end = span_of(failure.python, call.func)[1]
                why = f"`{text}` is the module; `{found}` inside it can be called."
                yield self.candidate(edited(failure, Edit(end, end, f".{found}")), why, confidence=0.9)
                return

    def _literal(self, call: ast.Call, failure: Failure) -> Iterator[Candidate]:
        """`(1, 2) (3, 4)`: a comma is missing between items; `[0](0)`: square brackets."""
        end = span_of(failure.python, call.func)[1]
        gap = failure.code[end : failure.code.index("(", end)]
        comma = self.candidate(
            edited(failure, Edit(end, end, ",")),
            "Two items follow each other without a comma.",
            confidence=0.85 if gap else 0.3,
        )
        if len(call.args) != 1 or call.keywords:
            yield comma
            return
        square = self.candidate(
            _squared(call, failure), "Items are in square brackets.", confidence=0.4 if gap else 0.88
        )
        yield from (comma, square) if gap else (square, comma)


def kind_is_callable(value: object) -> bool:
    """Whether the class of the value has a `__call__`."""
    return safe.is_class(value) or safe.find(type(value), "__call__", None) is not None


def _closes(failure: Failure, node: ast.expr) -> str:
    end = span_of(failure.python, node)[1]
    return failure.code[end - 1 : end]


def _squared(call: ast.Call, failure: Failure) -> str:
    """The call with square brackets."""
    function_end, end = span_of(failure.python, call.func)[1], span_of(failure.python, call)[1]
    opening = failure.code.index("(", function_end)
    return edited(failure, Edit(opening, opening + 1, "["), Edit(end - 1, end, "]"))
