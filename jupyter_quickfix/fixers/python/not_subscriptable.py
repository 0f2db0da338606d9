"""Square brackets behind something that has no items: `func[2]`, `rows.append[3]`, `{1, 2}[0]`, `5[0]`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import assignments, exact_node, function_of, own_nodes
from jupyter_quickfix.fixers.fault.operands import CALLABLES
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source, wrap
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"'([\w.]+)' object is not subscriptable")
_CLASS = re.compile(r"^type '[\w.]+' is not subscriptable")
_UNORDERED = frozenset({"set", "frozenset"})
_LAZY = frozenset(
    [
        "generator",
        "dict_keys",
        "dict_values",
        "dict_items",
        "map",
        "filter",
        "zip",
        "enumerate",
        "list_reverseiterator",
        "reversed",
        "islice",
        "chain",
        "itertools.chain",
        "itertools.islice",
        "itertools.accumulate",
        "itertools.permutations",
        "itertools.combinations",
    ]
)
_NUMBERS = frozenset({"int", "float", "bool"})


class NotSubscriptable(Fixer):
    """Catches: "'function' object is not subscriptable" and its kin: square brackets in place of the call's, an index on
    a set, on `dict.keys()`, `map`, a generator, or on a plain number.

    Proposes: round brackets; `list(…)[i]`, `next(iter(…))` for the first of a set; the number without the index, and
    where one assignment of the variable takes an item too few, that assignment.

    Keeps silent when: the value is None, or the class is one of the session's own.

    Safety: safe; the order of a set is Python's.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="def double(n):\n    return 2 * n", before="double[2]", after="double(2)"),
        Fixes(setup="rows = []", before="rows.append[3]\nrows", after="rows.append(3)\nrows"),
        Fixes(before="print['a']", after="print('a')"),
        Fixes(
            setup="import pandas as pd",
            before="span = pd.Interval[1, 2]",
            after="span = pd.Interval(1, 2)",
        ),
        Fixes(setup="ages = {'a': 1}", before="ages.keys()[0]", after="list(ages.keys())[0]"),
        Fixes(setup="ages = {'a': 1}", before="ages.items[0]", after="list(ages.items())[0]"),
        Fixes(setup="seen = {3}", before="first = seen[0]", after="first = list(seen)[0]"),
        Fixes(before="max(3, 4)[-1]", after="max(3, 4)"),
        Fixes(
            before="def oldest(people):\n    best = people[0]\n    for p in people:\n        if p[1] > best[1]:\n"
            "            best = p[1]\n    return best\noldest([('a', 1), ('b', 2), ('c', 3)])",
            after="def oldest(people):\n    best = people[0]\n    for p in people:\n        if p[1] > best[1]:\n"
            "            best = p\n    return best\noldest([('a', 1), ('b', 2), ('c', 3)])",
        ),
        Silent(setup="x = None", before="x[0]", why="where the None came from is the question"),
        Silent(setup="class Box:\n    pass", before="Box()[0]", why="the class is the session's own"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        is_class = _CLASS.search(failure.message) is not None
        node = exact_node(failure, ast.Subscript) if match or is_class else None
        if is_class and node is not None and not _of_classes(node.slice, context):
            why = f"`{source(failure, node.value)}` is a class; it is called with round brackets."
            yield self.candidate(_called(node, failure), why, confidence=0.9)
        if match is None or node is None:
            return
        kind, text = match.group(1), source(failure, node.value)
        if kind in CALLABLES and kind != "type":
            yield from self._function(node, text, failure, context)
        elif kind == "type" and isinstance(node.value, ast.Name) and not isinstance(node.slice, (ast.Name, ast.Tuple)):
            yield self.candidate(_called(node, failure), f"`{text}` is a class; it is called.", confidence=0.4)
        elif kind in _UNORDERED or kind in _LAZY:
            why = (
                f"`{text}` has no order of its own; a list has." if kind in _UNORDERED else f"`{text}` is no list yet."
            )
            yield self.candidate(edited(failure, *wrap(failure, node.value, "list(")), why, confidence=0.88)
        elif kind in _NUMBERS:
            yield from self._number(node, text, failure, context)

    def _function(self, node: ast.Subscript, text: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """Round brackets; or the call that is missing before the index."""
        function = value_of(node.value, context)
        signature = None if function is UNKNOWN else safe.signature(function)
        views = isinstance(node.value, ast.Attribute) and node.value.attr in ("keys", "values", "items")
        if views:
            edits = wrap(failure, node.value, "list(", "())")
            yield self.candidate(edited(failure, *edits), f"`{text}` is a method; it was not called.", confidence=0.88)
            return
        if signature is not None and not signature.parameters:
            end = span_of(failure.python, node.value)[1]
            why = f"`{text}` was not called."
            yield self.candidate(edited(failure, Edit(end, end, "()")), why, confidence=0.85)
            return
        why = f"`{text}` is a function; it is called with round brackets."
        yield self.candidate(_called(node, failure), why, confidence=0.92)

    def _number(self, node: ast.Subscript, text: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """The assignment that took an item of what should be kept whole; else the number without the index."""
        if isinstance(node.value, ast.Name):
            for origin in _items_assigned(node.value.id, node, failure, context):
                whole = origin.value
                assert isinstance(whole, ast.Subscript)
                why = f"`{text}` is used as a whole; this line gave it one item only."
                code = edited(failure, replace(failure, whole, source(failure, whole.value)))
                yield self.candidate(code, why, confidence=0.75)
                break
        index = ast.dump(node.slice)
        edits = [
            replace(failure, each, source(failure, each.value))
            for each in own_nodes(failure, function_of(failure, node))
            if isinstance(each, ast.Subscript)
            and ast.dump(each.slice) == index
            and (each is node or kind_of(each.value, context) in (int, float))
            and isinstance(each.ctx, ast.Load)
        ]
        if isinstance(node.ctx, ast.Load) and evaluate(node.value, context) is not None:
            sure = 0.7 if isinstance(node.slice, (ast.Constant, ast.UnaryOp)) else 0.4
            why = f"`{text}` is a number and has no items."
            yield self.candidate(edited(failure, *edits), why, confidence=sure)
            if isinstance(node.value, ast.Name) and type(evaluate(node.slice, context)) is int:
                digits = f"The digits of `{text}` are the letters of its text."
                yield self.candidate(edited(failure, *wrap(failure, node.value, "str(")), digits, confidence=0.25)


def _called(node: ast.Subscript, failure: Failure) -> str:
    """The subscript with round brackets."""
    value_end, end = span_of(failure.python, node.value)[1], span_of(failure.python, node)[1]
    opening = failure.code.index("[", value_end)
    return edited(failure, Edit(opening, opening + 1, "("), Edit(end - 1, end, ")"))


def _items_assigned(name: str, node: ast.AST, failure: Failure, context: Context) -> Iterator[ast.Assign]:
    """The assignments of one item to a name that other assignments give something whole."""
    found = assignments(failure, name, node)
    items = [
        each
        for each in found
        if isinstance(each.value, ast.Subscript) and kind_of(each.value, context) in (int, float, None)
    ]
    if len(found) >= 2 and len(items) < len(found) + 1:
        for each in items:
            whole = each.value
            assert isinstance(whole, ast.Subscript)
            if isinstance(whole.value, ast.Name) and kind_of(whole.value, context) in (tuple, list, dict):
                yield each


def _of_classes(node: ast.expr, context: Context) -> bool:
    """Whether what stands between the brackets are classes, as in a type that is spelled out: `Box[int]`."""
    items = node.elts if isinstance(node, ast.Tuple) else [node]
    return all(safe.is_class(value_of(item, context)) for item in items)
