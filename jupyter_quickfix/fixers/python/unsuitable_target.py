"""Labels or predictions of a kind that an estimator, a metric or a split does not take."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of, raised_in
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.renaming.calls import drop_argument
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_AVERAGE = re.compile(r"Target is multiclass but average='binary'")
_MIX = re.compile(r"can't handle a mix of (?:binary|multiclass) and continuous targets")
_MIX_MULTI = re.compile(
    r"can't handle a mix of (?:binary|multiclass) and multilabel-indicator|multiclass and continuous-multioutput"
)
_LABELS = re.compile(
    r"Unknown label type: \(?'?(continuous)|Unknown label type: continuous|Supported target types are: .*Got 'continuous'"
)
_STRATIFY = re.compile(r"least populated class(?:es)? in y ha(?:s|ve) only \d+ member")
_FOLDS = re.compile(r"n_splits=(\d+) cannot be greater than the number of (?:members in each class|samples)|"
                    r"Cannot have number of splits n_splits=(\d+) greater than the number of samples: n_samples=(\d+)|"
                    r"n_samples=(\d+) should be >= n_clusters=(\d+)")  # fmt: skip
#: Classifiers and the regressors of the same kind.
_REGRESSORS = {
    "LogisticRegression": ("LinearRegression", "sklearn.linear_model"),
    "RandomForestClassifier": ("RandomForestRegressor", "sklearn.ensemble"),
    "GradientBoostingClassifier": ("GradientBoostingRegressor", "sklearn.ensemble"),
    "ExtraTreesClassifier": ("ExtraTreesRegressor", "sklearn.ensemble"),
    "AdaBoostClassifier": ("AdaBoostRegressor", "sklearn.ensemble"),
    "BaggingClassifier": ("BaggingRegressor", "sklearn.ensemble"),
    "HistGradientBoostingClassifier": ("HistGradientBoostingRegressor", "sklearn.ensemble"),
    "DecisionTreeClassifier": ("DecisionTreeRegressor", "sklearn.tree"),
    "KNeighborsClassifier": ("KNeighborsRegressor", "sklearn.neighbors"),
    "SVC": ("SVR", "sklearn.svm"),
    "LinearSVC": ("LinearSVR", "sklearn.svm"),
    "MLPClassifier": ("MLPRegressor", "sklearn.neural_network"),
    "SGDClassifier": ("SGDRegressor", "sklearn.linear_model"),
    "RidgeClassifier": ("Ridge", "sklearn.linear_model"),
    "GaussianNB": ("BayesianRidge", "sklearn.linear_model"),
}


class UnsuitableTarget(Fixer):
    """Catches: "Target is multiclass but average='binary'", a classification metric given probabilities, a classifier
    given continuous labels, a stratified split of a class with one member, more folds or clusters than samples.

    Proposes: `average='macro'`; `> 0.5` or `argmax` on the probabilities; the regressor of the same kind; the split
    without `stratify`; as many folds as there can be.

    Keeps silent when: the call is not in this cell.

    Safety: another average, threshold, model or number of folds changes results, and the panel says so.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError",)
    examples = (
        Fixes(
            setup="from sklearn.metrics import f1_score",
            before="f1_score([0, 1, 2], [0, 1, 1])",
            after="f1_score([0, 1, 2], [0, 1, 1], average='macro')",
        ),
        Fixes(
            setup="import numpy as np\nfrom sklearn.metrics import accuracy_score\np = np.array([0.2, 0.9])",
            before="accuracy_score([0, 1], p)",
            after="accuracy_score([0, 1], p > 0.5)",
        ),
        Fixes(
            setup="from sklearn.linear_model import LogisticRegression",
            before="model = LogisticRegression().fit([[1], [2], [3]], [0.5, 1.5, 2.7])",
            after="from sklearn.linear_model import LinearRegression\n"
            "model = LinearRegression().fit([[1], [2], [3]], [0.5, 1.5, 2.7])",
        ),
        Fixes(
            setup="from sklearn.model_selection import train_test_split\ny = [0, 0, 0, 1]",
            before="a, b = train_test_split(y, stratify=y)",
            after="a, b = train_test_split(y)",
        ),
        Silent(before="raise ValueError('Unknown label type: continuous')", why="raised on purpose"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_in(failure, "sklearn", "xgboost", "lightgbm", "imblearn"):
            return
        call, message = failing_node(failure, ast.Call), failure.message
        if call is None:
            return
        draft = Draft(failure, context)
        if _AVERAGE.search(message):
            draft.add_argument(call, "average='macro'")
            yield self._changing(draft, "With several classes the scores have to be averaged.", 0.8)
            for other in ("weighted", "micro"):
                draft = Draft(failure, context).add_argument(call, f"average={other!r}")
                yield self._changing(draft, "With several classes the scores have to be averaged.", 0.4)
        elif _MIX.search(message) and len(call.args) >= 2:
            text = draft.tight(call.args[1])
            array = f"{text} > 0.5" if not isinstance(call.args[1], ast.List) else f"[p > 0.5 for p in {text}]"
            yield self._changing(
                draft.replace(call.args[1], array), "Probabilities become classes by a threshold.", 0.75
            )
            draft = Draft(failure, context).replace(call.args[1], f"{text}.round()")
            yield self._changing(draft, "Probabilities become classes by rounding.", 0.4)
        elif _MIX_MULTI.search(message) and len(call.args) >= 2:
            draft.replace(call.args[1], f"{draft.tight(call.args[1])}.argmax(axis=1)")
            yield self._changing(draft, "The likeliest class of each row is its column's number.", 0.75)
        elif _LABELS.search(message):
            yield from self._regressor(failure, context)
        elif _STRATIFY.search(message):
            keyword = next((each for each in call.keywords if each.arg == "stratify"), None)
            if keyword is not None:
                edit = drop_argument(failure, call, keyword)
                draft.put(edit.start, edit.end, edit.replacement)
                yield self._changing(draft, "A class with one member cannot be in both parts.", 0.8)
        elif match := _FOLDS.search(message):
            yield from self._fewer(match, failure, context)

    def _changing(self, draft: Draft, why: str, sure: float) -> Candidate:
        return self.candidate(draft.code(), why, confidence=sure, safety=Safety.CHANGES_RESULTS)

    def _regressor(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for node in nodes_of(failure, ast.Call):
            value = value_of(node.func, context)
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in _REGRESSORS and (safe.is_class(value) or isinstance(node.func, ast.Name)):
                other, module = _REGRESSORS[name]
                draft = Draft(failure, context)
                written = draft.text(node.func)
                draft.replace(node.func, written[: len(written) - len(name)] + other)
                if isinstance(node.func, ast.Name) and other not in context.namespace:
                    draft.add_import(f"from {module} import {other}")
                yield self._changing(draft, "Continuous labels are predicted by a regressor.", 0.75)
                return

    def _fewer(self, match: re.Match[str], failure: Failure, context: Context) -> Iterator[Candidate]:
        """As many folds or clusters as the error says that there can be."""
        groups = match.groups()
        wrong = int(next(group for group in (groups[0], groups[1], groups[4]) if group))
        most = int(groups[2] or groups[3] or 0) or 2
        for node in nodes_of(failure, ast.Constant):
            if node.value == wrong and type(node.value) is int:
                draft = Draft(failure, context).replace(node, str(most))
                yield self._changing(draft, f"There are too few samples for {wrong}.", 0.6)
                return
