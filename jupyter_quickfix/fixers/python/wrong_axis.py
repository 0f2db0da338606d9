"""Columns asked for among the rows, or rows among the columns, because `axis` is missing or wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import text_of
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.frames import Labels, labels_of
from jupyter_quickfix.fixers.fault.locate import ancestors, nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.fixers.renaming.calls import drop_argument
from jupyter_quickfix.records import Candidate, Context, Failure

_SETUP = "import pandas as pd\ndf = pd.DataFrame({'price': [1, 2, 3], 'count': [2, 2, 2]})"
_BY_ROW = frozenset({"apply", "agg", "aggregate"})


class WrongAxis(Fixer):
    """Catches: KeyError or AttributeError from `df.drop('column')`, `df.apply(lambda row: row['column'])` and the like:
    without `axis=1` pandas looks among the rows, or hands the function whole columns; an `axis` on a single column,
    where the values go to the function one by one.

    Proposes: `axis=1`, or the other axis where one was given; the call without it for a single column.

    Keeps silent when: what is asked for is not on the other axis either.

    Safety: safe; what is named exists there.
    """

    errors: ClassVar[tuple[str, ...]] = ("KeyError", "AttributeError", "TypeError", "IndexingError", "ValueError")
    examples = (
        Fixes(setup=_SETUP, before="rest = df.drop('price')", after="rest = df.drop('price', axis=1)"),
        Fixes(setup=_SETUP, before="df.drop(['price'], axis=0)", after="df.drop(['price'], axis=1)"),
        Fixes(setup=_SETUP, before="df.drop(0, axis=1)", after="df.drop(0, axis=0)"),
        Fixes(
            setup=_SETUP,
            before="df['sum'] = df.apply(lambda row: row['price'] * row['count'])",
            after="df['sum'] = df.apply(lambda row: row['price'] * row['count'], axis=1)",
        ),
        Fixes(
            setup=_SETUP,
            before="def total(row):\n    return row.price + 1\n\ndf.apply(total)",
            after="def total(row):\n    return row.price + 1\n\ndf.apply(total, axis=1)",
        ),
        Fixes(
            setup=_SETUP,
            before="df['price'].apply(lambda x: x + 1, axis=1)",
            after="df['price'].apply(lambda x: x + 1)",
        ),
        Silent(setup=_SETUP, before="df.drop('weight')", why="there is no such column either"),
        Silent(setup=_SETUP, before="df.apply(lambda row: row['weight'], axis=1)", why="the axis is right"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for call in nodes_of(failure, ast.Call):
            if not isinstance(call.func, ast.Attribute):
                continue
            data = data_of(call.func.value, context)
            if call.func.attr in _BY_ROW and data.family == "frame":
                yield from self._by_row(call, labels_of(data.value), failure, context)
            elif call.func.attr in ("apply", "map") and data.family == "series" and on_failing_lines(failure, call):
                yield from self._one_column(call, failure, context)
            elif call.func.attr == "drop" and on_failing_lines(failure, call):
                labels = labels_of(data.value) if data.value is not UNKNOWN else None
                if labels is not None and labels.kind == "frame" and "not found in axis" in failure.message:
                    yield from self._dropped(call, labels, data.shape, failure, context)

    def _dropped(
        self, call: ast.Call, labels: Labels, shape: tuple[int, ...], failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        if not call.args:
            return
        asked = call.args[0]
        keys = [value_of(element, context) for element in (asked.elts if isinstance(asked, ast.List) else [asked])]
        axis = next((keyword for keyword in call.keywords if keyword.arg == "axis"), None)
        given = value_of(axis.value, context) if axis is not None else 0
        if any(keyword.arg in ("columns", "index") for keyword in call.keywords) or len(call.args) > 1:
            return
        if type(keys[0]) is list:
            keys = keys[0]
        columns = keys and all(type(key) in (str, int) and key in labels.keys for key in keys)
        rows = labels.rows or range(shape[0] if shape else 0)
        if columns and given in (0, "index"):
            yield self._with_axis(call, axis, "1", failure, context)
        elif given in (1, "columns") and keys and all(type(key) in (str, int) and key in rows for key in keys):
            yield self._with_axis(call, axis, "0", failure, context)

    def _with_axis(
        self, call: ast.Call, axis: ast.keyword | None, wanted: str, failure: Failure, context: Context
    ) -> Candidate:
        draft = Draft(failure, context)
        if axis is None:
            draft.add_argument(call, f"axis={wanted}")
        else:
            draft.replace(axis.value, wanted)
        what = "columns" if wanted == "1" else "rows"
        return self.candidate(draft.code(), f"`axis={wanted}` says that {what} are meant.", confidence=0.94)

    def _by_row(self, call: ast.Call, labels: Labels | None, failure: Failure, context: Context) -> Iterator[Candidate]:
        if labels is None or labels.kind != "frame" or not call.args or len(call.args) > 1:
            return
        axis = next((keyword for keyword in call.keywords if keyword.arg == "axis"), None)
        if axis is not None and value_of(axis.value, context) in (1, "columns"):
            return
        function = _function(call.args[0], failure)
        if function is None or not _inside(function, call, failure):
            return
        asked = _asked_of_argument(function)
        if asked and asked & set(labels.names):
            yield self._with_axis(call, axis, "1", failure, context)

    def _one_column(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        axis = next((keyword for keyword in call.keywords if keyword.arg == "axis"), None)
        if axis is not None and "axis" in failure.message:
            edit = drop_argument(failure, call, axis)
            draft = Draft(failure, context).put(edit.start, edit.end, edit.replacement)
            holder = text_of(failure.code, call.func.value) if isinstance(call.func, ast.Attribute) else ""
            why = f"`{holder}` is one column; its values are passed one by one, without an axis."
            yield self.candidate(draft.code(), why, confidence=0.9)


def _function(node: ast.expr, failure: Failure) -> ast.Lambda | ast.FunctionDef | None:
    if isinstance(node, ast.Lambda):
        return node
    if isinstance(node, ast.Name):
        return next((each for each in nodes_of(failure, ast.FunctionDef) if each.name == node.id), None)
    return None


def _inside(function: ast.AST, call: ast.Call, failure: Failure) -> bool:
    """Whether the failure arose in the function, or in the call that was given it."""
    for node in nodes_of(failure, ast.expr):
        if on_failing_lines(failure, node) and (function in ancestors(failure, node) or node is call):
            return True
    return False


def _asked_of_argument(function: ast.Lambda | ast.FunctionDef) -> set[str]:
    """The keys and attributes that the function asks its first argument for."""
    if not function.args.args:
        return set()
    given = function.args.args[0].arg
    asked: set[str] = set()
    for node in ast.walk(function):
        holder = getattr(node, "value", None)
        if not isinstance(holder, ast.Name) or holder.id != given:
            continue
        if isinstance(node, ast.Attribute):
            asked.add(node.attr)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant) and type(node.slice.value) is str:
            asked.add(node.slice.value)
    return asked
