"""One-dimensional data, or a single number, where an estimator wants a table of samples."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import Data, data_of
from jupyter_quickfix.fixers.fault.estimators import EstimatorCall, estimator_call
from jupyter_quickfix.fixers.fault.locate import nodes_of
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_FLAT = re.compile(r"Expected 2D array, got (1D|scalar) array|Expected a 2-dimensional container|1-dimensional|"
                   r"Expected 2D array|[Dd]ata must be 2-dimensional|Reshape your data")  # fmt: skip
_DEEP = re.compile(r"y should be a 1d array|bad input shape|Expected array with dim <= 2|Found array with dim")
_FITTING = ("fit", "fit_transform", "fit_predict", "partial_fit")


class WrongDimensions(Fixer):
    """Catches: "Expected 2D array, got 1D array instead" (and scalar) from estimators; "y should be a 1d array".

    Proposes: `[[column]]` for a column of a table, `.reshape(-1, 1)` for one feature of many samples, `[sample]` for a
    single sample; `.ravel()` for labels in a table.

    Keeps silent when: the call on the estimator is not in this cell.

    Safety: safe; the numbers stay the same.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError",)
    examples = (
        Fixes(
            setup="import numpy as np\nfrom sklearn.linear_model import LinearRegression\nx, y = np.arange(4), np.arange(4)",
            before="model = LinearRegression().fit(x, y)",
            after="model = LinearRegression().fit(x.reshape(-1, 1), y)",
        ),
        Fixes(
            setup="import pandas as pd\nfrom sklearn.preprocessing import StandardScaler\ndf = pd.DataFrame({'a': [1, 2]})",
            before="z = StandardScaler().fit_transform(df['a'])",
            after="z = StandardScaler().fit_transform(df[['a']])",
        ),
        Fixes(
            setup="from sklearn.linear_model import LinearRegression\n"
            "model = LinearRegression().fit([[1, 2], [3, 5], [4, 4]], [1, 2, 3])",
            before="model.predict([1, 2])",
            after="model.predict([[1, 2]])",
        ),
        Fixes(
            setup="from sklearn.linear_model import LinearRegression\nmodel = LinearRegression().fit([[1], [3]], [1, 2])",
            before="model.predict(5)",
            after="model.predict([[5]])",
        ),
        Silent(before="raise ValueError('Expected 2D array, got 1D array instead')", why="raised on purpose"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        flat, deep = _FLAT.search(failure.message), _DEEP.search(failure.message)
        found = estimator_call(failure) if flat or deep else None
        if found is None:
            return
        if deep and not flat:
            if found.target is not None:
                draft = Draft(failure, context)
                numpy = draft.module("numpy")
                draft.replace(found.target, f"{numpy}.ravel({draft.text(found.target)})")
                yield self.candidate(draft.code(), "The labels have to be one-dimensional.", confidence=0.8)
            return
        yield from self._flat(found, failure, context)

    def _flat(self, found: EstimatorCall, failure: Failure, context: Context) -> Iterator[Candidate]:
        node = found.data
        data = data_of(node, context)
        scalar = "scalar array" in failure.message or data.family == "number"
        if scalar:
            draft = Draft(failure, context).before(node, "[[").after(node, "]]")
            yield self.candidate(draft.code(), "One sample of one feature is `[[value]]`.", confidence=0.95)
            return
        if isinstance(node, ast.List | ast.Tuple) and node.elts and not _nested(node):
            yield from self._listed(found, node, failure, context)
            return
        one_feature = found.method in _FITTING or _features(found, context) in (1, None)
        ways = [self._as_column(node, data, failure, context), self._as_row(node, data, failure, context)]
        if not one_feature:
            ways.reverse()
        same = _same_elsewhere(node, failure)
        for place, (texts, why) in enumerate(ways):
            draft = Draft(failure, context)
            for each in same if place == 0 and one_feature else [node]:
                draft.replace(each, texts)
            yield self.candidate(draft.code(), why, confidence=0.93 if place == 0 else 0.4)

    def _listed(
        self, found: EstimatorCall, node: ast.List | ast.Tuple, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        """A literal list: one sample, or one feature of several samples."""
        draft = Draft(failure, context).before(node, "[").after(node, "]")
        row = self.candidate(draft.code(), "A single sample stands in a list of samples.", confidence=0.93)
        draft = Draft(failure, context)
        draft.replace(node, "[" + ", ".join(f"[{draft.text(item)}]" for item in node.elts) + "]")
        column = self.candidate(draft.code(), "Each sample is a list of its features.", confidence=0.93)
        features = _features(found, context)
        first = column if found.method in _FITTING or (features == 1 and len(node.elts) > 1) else row
        yield first
        yield dataclasses.replace(row if first is column else column, confidence=0.4)

    def _as_column(self, node: ast.expr, data: Data, failure: Failure, context: Context) -> tuple[str, str]:
        """Many samples of one feature."""
        draft = Draft(failure, context)
        why = "An estimator takes a table: one row a sample, one column a feature."
        if isinstance(node, ast.Subscript) and type(value_of(node.slice, context)) is str and data.family != "array":
            return f"{draft.text(node.value)}[[{draft.text(node.slice)}]]", why
        if data.family == "series":
            return f"{draft.tight(node)}.to_frame()", why
        if data.family == "list":
            return f"{draft.module('numpy')}.array({draft.text(node)}).reshape(-1, 1)", why
        return f"{draft.tight(node)}.reshape(-1, 1)", why

    def _as_row(self, node: ast.expr, data: Data, failure: Failure, context: Context) -> tuple[str, str]:
        return f"[{Draft(failure, context).text(node)}]", "A single sample stands in a list of samples."


def _nested(node: ast.List | ast.Tuple) -> bool:
    return any(isinstance(item, (ast.List, ast.Tuple)) for item in node.elts)


def _features(found: EstimatorCall, context: Context) -> int | None:
    """How many features the estimator was fitted with."""
    owner = found.call.func.value if isinstance(found.call.func, ast.Attribute) else None
    value = value_of(owner, context) if owner is not None else UNKNOWN
    count = safe.instance_dict(value).get("n_features_in_") if value is not UNKNOWN else None
    return count if type(count) is int else None


def _same_elsewhere(node: ast.expr, failure: Failure) -> list[ast.expr]:
    """The same data given to other calls of estimators in the cell, which would fail next."""
    return [
        each.args[0]
        for each in nodes_of(failure, ast.Call)
        if isinstance(each.func, ast.Attribute)
        and each.func.attr in ("fit", "predict", "transform", "fit_transform", "score")
        and each.args
        and ast.dump(each.args[0]) == ast.dump(node)
    ]
