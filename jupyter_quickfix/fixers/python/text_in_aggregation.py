"""A statistic of a whole table that meets columns of text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import column_of, data_of
from jupyter_quickfix.fixers.fault.frames import labels_of
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of, on_failing_lines, raised_in
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_SETUP = (
    "import pandas as pd\ndf = pd.DataFrame({'city': ['a', 'b', 'a'], 'price': [1, 2, 3], 'name': ['x', 'y', 'z']})"
)
_STATISTICS = frozenset({"mean", "median", "std", "var", "sem", "skew", "kurt", "sum", "prod", "quantile", "corr", "cov",
                         "corrwith", "min", "max"})  # fmt: skip
_TEXT = re.compile(
    r"[Cc]ould not convert|Cannot convert|agg function failed|unsupported operand type|to numeric|not implemented for|"
    r"does not support (reduction|operation)|dtype.*(object|str)|not supported for dtype|with dtype|does not support argument"
)


class TextInAggregation(Fixer):
    """Catches: errors from `df.mean()`, `df.corr()`, `df.groupby('a').mean()`, `pivot_table` and arithmetic on a whole
    table that has columns of text; pandas left such columns out until version 2.

    Proposes: `numeric_only=True`; the columns of numbers by name where that is not taken; `select_dtypes('number')` for
    arithmetic on tables.

    Keeps silent when: it is a single column, or the error comes from elsewhere than pandas.

    Safety: safe; columns of text have no mean.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError", "DataError")
    examples = (
        Fixes(setup=_SETUP, before="m = df.mean()", after="m = df.mean(numeric_only=True)"),
        Fixes(
            setup=_SETUP,
            before="m = df.corr(method='spearman')",
            after="m = df.corr(method='spearman', numeric_only=True)",
        ),
        Fixes(
            setup=_SETUP, before="m = df.groupby('city').mean()", after="m = df.groupby('city').mean(numeric_only=True)"
        ),
        Fixes(
            setup=_SETUP,
            before="m = df.groupby('city').agg(['mean', 'std'])",
            after="m = df.groupby('city')[['price']].agg(['mean', 'std'])",
        ),
        Fixes(setup=_SETUP, before="df.fillna(df.mean())", after="df.fillna(df.mean(numeric_only=True))"),
        Fixes(
            setup=_SETUP,
            before="m = df.pivot_table(index='city')",
            after="m = df.pivot_table(index='city', values=['price'])",
        ),
        Fixes(setup="import numpy as np\n" + _SETUP, before="np.log(df)", after="np.log(df.select_dtypes('number'))"),
        Silent(setup=_SETUP, before="df['city'].mean()", why="one column, all of text"),
        Silent(before="def mean(x):\n    raise TypeError('Could not convert')\n\nmean(1)", why="not pandas"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_in(failure, "pandas", "numpy") or not _TEXT.search(failure.message):
            return
        call = failing_node(failure, ast.Call)
        if call is not None and isinstance(call.func, ast.Attribute):
            family = data_of(call.func.value, context).family
            if call.func.attr in _STATISTICS and (family in ("frame", "groupby") or _groups(call.func.value)):
                yield from self._numbers_only(call, failure, context)
                return
            if call.func.attr in ("agg", "aggregate") and _groups(call.func.value):
                yield from self._aggregated(call, failure, context)
                return
            if call.func.attr == "pivot_table":
                yield from self._pivoted(call, failure, context)
                return
            if family in ("series", "groupby"):
                return
        yield from self._arithmetic(failure, context)

    def _numbers_only(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        if any(keyword.arg == "numeric_only" for keyword in call.keywords):
            return
        draft = Draft(failure, context).add_argument(call, "numeric_only=True")
        why = "The table has columns of text; `numeric_only=True` leaves them out."
        yield self.candidate(draft.code(), why, confidence=0.93)

    def _aggregated(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        assert isinstance(call.func, ast.Attribute)
        wanted = value_of(call.args[0], context) if len(call.args) == 1 and not call.keywords else UNKNOWN
        if type(wanted) is str and wanted in _STATISTICS:
            draft = Draft(failure, context)
            draft.replace(call, f"{draft.text(call.func.value)}.{wanted}(numeric_only=True)")
            yield self.candidate(draft.code(), "`numeric_only=True` leaves columns of text out.", confidence=0.88)
        grouped = call.func.value
        if isinstance(grouped, ast.Call) and isinstance(grouped.func, ast.Attribute):
            columns = _number_columns(grouped.func.value, grouped, context)
            if columns and not isinstance(call.args[0] if call.args else None, ast.Dict):
                draft = Draft(failure, context).after(grouped, f"[{columns!r}]")
                why = "Only the columns of numbers can be aggregated so."
                yield self.candidate(draft.code(), why, confidence=0.85)

    def _pivoted(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        assert isinstance(call.func, ast.Attribute)
        table = call.func.value
        if data_of(table, context).family != "frame" and call.args:
            table = call.args[0]  # pd.pivot_table(df, …)
        columns = _number_columns(table, call, context)
        if columns and not any(keyword.arg == "values" for keyword in call.keywords):
            draft = Draft(failure, context).add_argument(call, f"values={columns!r}")
            yield self.candidate(draft.code(), "Only the columns of numbers have this statistic.", confidence=0.88)

    def _arithmetic(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """Every mention of the table in the failing line, without its columns of text."""
        draft, found = Draft(failure, context), False
        for name in nodes_of(failure, ast.Name):
            if isinstance(name.ctx, ast.Load) and on_failing_lines(failure, name):
                data = data_of(name, context)
                if data.family == "frame" and _is_operand(name, failure) and _number_columns(name, None, context):
                    draft.after(name, ".select_dtypes('number')")
                    found = True
        if found:
            yield self.candidate(
                draft.code(), "The table has columns of text, which cannot be computed with.", confidence=0.6
            )


def _groups(node: ast.expr) -> bool:
    """Whether the expression groups or resamples a table."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("groupby", "resample", "rolling", "expanding")
    )


def _is_operand(name: ast.Name, failure: Failure) -> bool:
    """Whether the table itself is computed with, or its own statistic is."""
    for node in nodes_of(failure, ast.AST):
        if isinstance(node, ast.BinOp) and name in (node.left, node.right):
            return True
        if isinstance(node, ast.Call) and name in node.args:
            return True
        if isinstance(node, ast.Attribute) and node.value is name and node.attr in _STATISTICS:
            return True
    return False


def _number_columns(table: ast.expr, call: ast.Call | None, context: Context) -> list[str]:
    """The table's columns of numbers that the call does not name itself."""
    value = data_of(table, context).value
    labels = labels_of(value) if value is not UNKNOWN else None
    if labels is None or labels.kind != "frame" or len(labels.keys) > 200:
        return []
    named = {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)} if call is not None else set()
    return [name for name in labels.names if name not in named and column_of(value, name).dtype in ("i", "f", "u", "b")]
