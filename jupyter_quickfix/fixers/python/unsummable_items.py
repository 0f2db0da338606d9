"""`sum` over texts or lists, and sorting over items that have no order."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate
from jupyter_quickfix.fixers.fault.flow import exact_node
from jupyter_quickfix.fixers.fault.numerals import converter
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_SUM = re.compile(r"unsupported operand type\(s\) for \+: '(?:int|float)' and '(\w+)'|sum\(\) can't sum (strings)")
_ORDER = re.compile(r"'[<>]=?' not supported between instances of '(\w+)' and '(\w+)'")
_MAX_ITEMS = 1_000


class UnsummableItems(Fixer):
    """Catches: TypeError from `sum` over texts or lists, and from `sorted`, `min`, `max` over dicts or with None.

    Proposes: `sum(map(int, …))` where the texts hold numbers, else `''.join(…)`; `sum(rows, [])`; a key that sorts None
    last, or the dicts by their first key; `max` and `min` without the None.

    Keeps silent when: what is summed or sorted is not known.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="ns = ['1', '2']", before="sum(ns)", after="sum(map(int, ns))"),
        Fixes(setup="rows = [[1], [2]]", before="flat = sum(rows)", after="flat = sum(rows, [])"),
        Fixes(setup="words = ['a', 'b']", before="sum(words, '')", after="''.join(words)"),
        Fixes(
            setup="ns = [3, None, 1]",
            before="sorted(ns)",
            after="sorted(ns, key=lambda item: (item is None, item))",
        ),
        Fixes(setup="ns = [3, None]", before="max(ns)", after="max(item for item in ns if item is not None)"),
        Fixes(
            setup="people = [{'name': 'b'}, {'name': 'a'}]",
            before="sorted(people)",
            after="sorted(people, key=lambda item: item['name'])",
        ),
        Silent(before="1 + 'a'", why="no sum"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        summed, ordered = _SUM.search(failure.message), _ORDER.search(failure.message)
        call = exact_node(failure, ast.Call) if summed or ordered else None
        if call is None:
            return
        name = builtin_called(call, context)
        is_sort = isinstance(call.func, ast.Attribute) and call.func.attr == "sort"
        if summed and name == "sum" and call.args:
            yield from self._summed(summed.group(1) or "str", call, failure, context)
        elif ordered and (name in ("sorted", "min", "max") or is_sort) and len(call.args) <= 1:
            yield from self._ordered(set(ordered.groups()), name or "sort", call, failure, context)

    def _summed(self, kind: str, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        items = call.args[0]
        text, values = source(failure, items), _items(evaluate(items, context))
        if kind == "list" and len(call.args) == 1:
            end = span_of(failure.python, items)[1]
            code = edited(failure, Edit(end, end, ", []"))
            yield self.candidate(code, "`sum` starts from 0; lists are added to a list.", confidence=0.88)
        elif kind == "str":
            readers = {converter(each) for each in values}
            if values and None not in readers:
                reader = "float" if "float" in readers else "int"
                code = edited(failure, *wrap(failure, items, f"map({reader}, ", ")"))
                yield self.candidate(code, f"The items of `{text}` are texts that hold numbers.", confidence=0.9)
            else:
                code = edited(failure, replace(failure, call, f"''.join({text})"))
                yield self.candidate(code, "Texts are not summed but joined.", confidence=0.75)

    def _ordered(
        self, kinds: set[str], name: str, call: ast.Call, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        if any(keyword.arg == "key" for keyword in call.keywords):
            return
        items = call.args[0] if call.args else call.func.value if isinstance(call.func, ast.Attribute) else None
        if items is None:
            return
        end = span_of(failure.python, call)[1] - 1
        before = ", " if call.args or call.keywords else ""
        if "NoneType" in kinds and name in ("min", "max") and len(call.args) == 1:
            text = f"item for item in {source(failure, items)} if item is not None"
            why = "None has no order; without it there is a largest and a smallest."
            yield self.candidate(edited(failure, replace(failure, items, text)), why, confidence=0.8)
        elif "NoneType" in kinds:
            code = edited(failure, Edit(end, end, f"{before}key=lambda item: (item is None, item)"))
            yield self.candidate(code, "None has no order; with this key it comes last.", confidence=0.7)
        elif kinds == {"dict"}:
            rows = _items(evaluate(items, context))
            first = next(iter(rows[0])) if rows and type(rows[0]) is dict and rows[0] else None
            if type(first) is str:
                code = edited(failure, Edit(end, end, f"{before}key=lambda item: item[{first!r}]"))
                yield self.candidate(
                    code, "Dicts have no order of their own; one of their keys gives one.", confidence=0.45
                )


def _items(value: Any) -> list[object]:
    return list(value[:_MAX_ITEMS]) if is_one_of(type(value), (list, tuple)) else []
