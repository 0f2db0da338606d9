"""Missing values or text in the data given to an estimator."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.estimators import EstimatorCall, estimator_call
from jupyter_quickfix.fixers.fault.locate import nodes_of
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_MISSING = re.compile(r"Input (X|y) contains (NaN|infinity)|Input contains NaN|contains NaN, infinity")
_TEXT = re.compile(
    r"could not convert string to float|Pandas data cast to numpy dtype of object|Unable to convert array of bytes"
)


class UncleanSamples(Fixer):
    """Catches: "Input X contains NaN" and "could not convert string to float" from an estimator.

    Proposes: filling gaps with each column's median or 0, or leaving the samples out; `pd.get_dummies` for columns of
    text; for an estimator that scales, only the columns of numbers.

    Keeps silent when: the data are not a variable of this session.

    Safety: gaps that are filled change results, and the panel says so.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "TypeError")
    examples = (
        Fixes(
            setup="import pandas as pd\nfrom sklearn.linear_model import LinearRegression\n"
            "X, y = pd.DataFrame({'a': [1.0, None, 3.0]}), [1, 2, 3]",
            before="model = LinearRegression().fit(X, y)",
            after="model = LinearRegression().fit(X.fillna(X.median(numeric_only=True)), y)",
        ),
        Fixes(
            setup="import numpy as np\nfrom sklearn.linear_model import LinearRegression\n"
            "X, y = np.array([[1.0], [np.nan], [3.0]]), [1, 2, 3]",
            before="model = LinearRegression().fit(X, y)",
            after="model = LinearRegression().fit(np.nan_to_num(X), y)",
        ),
        Fixes(
            setup="import pandas as pd\nfrom sklearn.linear_model import LinearRegression\n"
            "X, y = pd.DataFrame({'a': [1, 2], 'c': ['x', 'z']}), [1, 2]",
            before="model = LinearRegression().fit(X, y)",
            after="model = LinearRegression().fit(pd.get_dummies(X), y)",
        ),
        Silent(before="float('a')", why="no estimator is involved"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        missing, text = _MISSING.search(failure.message), _TEXT.search(failure.message)
        found = estimator_call(failure) if missing or text else None
        if found is None:
            return
        if missing:
            node = found.target if missing.group(1) == "y" and found.target is not None else found.data
            yield from self._filled(node, found, failure, context)
        else:
            yield from self._encoded(found, failure, context)

    def _filled(self, node: ast.expr, found: EstimatorCall, failure: Failure, context: Context) -> Iterator[Candidate]:
        family = data_of(node, context).family
        ways: list[tuple[str, str, float]] = []
        draft = Draft(failure, context)
        text = draft.tight(node)
        if family == "frame":
            ways = [(f"{text}.fillna({text}.median(numeric_only=True))", "each column's median", 0.6),
                    (f"{text}.fillna(0)", "0", 0.5)]  # fmt: skip
        elif family == "series":
            ways = [(f"{text}.fillna({text}.median())", "the median", 0.55), (f"{text}.fillna(0)", "0", 0.5)]
        elif family in ("array", "list"):
            ways = [(f"{draft.module('numpy')}.nan_to_num({draft.text(node)})", "0", 0.6)]
        for replacement, what, sure in ways:
            draft = Draft(failure, context)
            draft.module("numpy") if "nan_to_num" in replacement else None
            for each in _mentions(node, failure):
                draft.replace(each, replacement)
            why = f"The data have gaps, which this estimator does not take; they become {what}."
            yield self.candidate(draft.code(), why, confidence=sure, safety=Safety.CHANGES_RESULTS)

    def _encoded(self, found: EstimatorCall, failure: Failure, context: Context) -> Iterator[Candidate]:
        if data_of(found.data, context).family != "frame":
            return
        scales = found.target is None and found.method in ("fit", "transform", "fit_transform")
        draft = Draft(failure, context)
        dummies = f"{draft.module('pandas')}.get_dummies({draft.text(found.data)})"
        numbers = f"{draft.tight(found.data)}.select_dtypes('number')"
        ways = [(dummies, "Columns of text become one column of 0 and 1 for each of their values."),
                (numbers, "Only the columns of numbers are used.")]  # fmt: skip
        for place, (replacement, why) in enumerate(reversed(ways) if scales else ways):
            draft = Draft(failure, context)
            draft.module("pandas")
            for each in _mentions(found.data, failure):
                draft.replace(each, replacement)
            yield self.candidate(
                draft.code(), why, confidence=0.7 if place == 0 else 0.4, safety=Safety.CHANGES_RESULTS
            )


def _mentions(node: ast.expr, failure: Failure) -> list[ast.expr]:
    """The data where they are given to estimators in this cell."""
    dumped = ast.dump(node)
    return [
        argument
        for call in nodes_of(failure, ast.Call)
        if isinstance(call.func, ast.Attribute)
        for argument in call.args[:2]
        if ast.dump(argument) == dumped
    ] or [node]
