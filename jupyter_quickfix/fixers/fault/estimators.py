"""A failing call on a scikit-learn estimator: which object, which method, which arguments hold the data."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from jupyter_quickfix.fixers.edits import parse
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of, on_failing_lines, raised_in
from jupyter_quickfix.records import Context, Failure

#: Methods that take the samples first.
TAKES_SAMPLES = frozenset({"fit", "fit_transform", "fit_predict", "transform", "predict", "predict_proba", "score",
                           "decision_function", "partial_fit", "inverse_transform", "score_samples"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class EstimatorCall:
    """`call` is `model.method(X, …)`; `data` the argument with the samples, `target` the one with their labels."""

    call: ast.Call
    method: str
    data: ast.expr
    target: ast.expr | None


def estimator_call(failure: Failure) -> EstimatorCall | None:
    """The failing call on an estimator in this cell; None where it is none of scikit-learn's kind."""
    if not raised_in(failure, "sklearn", "xgboost", "lightgbm", "imblearn"):
        return None
    call = failing_node(failure, ast.Call)
    calls = (
        [call]
        if call is not None
        else [each for each in nodes_of(failure, ast.Call) if on_failing_lines(failure, each)]
    )
    for each in calls:
        if isinstance(each.func, ast.Attribute) and each.func.attr in TAKES_SAMPLES:
            named = {keyword.arg: keyword.value for keyword in each.keywords}
            data = each.args[0] if each.args else named.get("X")
            target = each.args[1] if len(each.args) > 1 else named.get("y")
            if data is not None and not isinstance(data, ast.Starred):
                return EstimatorCall(each, each.func.attr, data, target)
    return None


def fitted_with(model: str, failure: Failure, context: Context) -> tuple[str, str] | None:
    """The texts of the data and labels that a variable's `fit` was called with, in this cell or one that ran."""
    texts = [failure.python, *(cell.ran for cell in reversed(context.cells) if cell.ran and cell.ok)]
    for text in texts:
        tree = parse(text)
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fit":
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == model and node.args:
                    target = ast.unparse(node.args[1]) if len(node.args) > 1 else ""
                    return ast.unparse(node.args[0]), target
    return None
