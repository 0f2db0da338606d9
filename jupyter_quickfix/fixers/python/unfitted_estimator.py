"""An estimator asked for results before it was fitted, or a class used in place of an object of it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from inspect import Parameter
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import insert_line, text_of
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.locate import failing_node, failing_statement, nodes_of
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_TRANSFORMS = ("transform",)
_NO_SELF = re.compile(r"missing \d+ required positional arguments?: |object has no attribute '_")
_PAIRS = (
    ("X_train", "y_train"),
    ("x_train", "y_train"),
    ("X", "y"),
    ("train_X", "train_y"),
    ("Xtrain", "ytrain"),
    ("x", "y"),
)


class UnfittedEstimator(Fixer):
    """Catches: NotFittedError, and calls on an estimator's class whose brackets are missing (`LinearRegression.fit(X, y)`,
    `model = LinearRegression` and then `model.fit(X, y)`).

    Proposes: `fit_transform` for `transform` on the same object; a line that fits it on the training data in scope; the
    missing call brackets.

    Keeps silent when: no training data can be told in scope.

    Safety: safe; fitting is what the next step needs.
    """

    errors: ClassVar[tuple[str, ...]] = ("NotFittedError", "TypeError", "AttributeError")
    examples = (
        Fixes(
            setup="from sklearn.preprocessing import StandardScaler\nX = [[1.0], [2.0]]",
            before="scaler = StandardScaler()\nZ = scaler.transform(X)",
            after="scaler = StandardScaler()\nZ = scaler.fit_transform(X)",
        ),
        Fixes(
            setup="from sklearn.linear_model import LinearRegression\nX, y = [[1.0], [2.0]], [1, 2]",
            before="model = LinearRegression()\np = model.predict(X)",
            after="model = LinearRegression()\nmodel.fit(X, y)\np = model.predict(X)",
        ),
        Fixes(
            setup="from sklearn.linear_model import LinearRegression\nX, y = [[1.0], [2.0]], [1, 2]",
            before="model = LinearRegression.fit(X, y)",
            after="model = LinearRegression().fit(X, y)",
        ),
        Fixes(
            setup="from sklearn.linear_model import LinearRegression\nX, y = [[1.0], [2.0]], [1, 2]",
            before="model = LinearRegression\nmodel.fit(X, y)",
            after="model = LinearRegression()\nmodel.fit(X, y)",
        ),
        Silent(
            setup="from sklearn.linear_model import LinearRegression\nmodel = LinearRegression()",
            before="model.predict([[1.0]])",
            why="there is nothing to fit it with",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not isinstance(call.func, ast.Attribute):
            return
        if failure.error_type == "NotFittedError":
            yield from self._unfitted(call, call.func, failure, context)
        elif _NO_SELF.search(failure.message):
            yield from self._class(call.func, failure, context)

    def _unfitted(
        self, call: ast.Call, function: ast.Attribute, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        if function.attr in _TRANSFORMS and call.args:
            draft = Draft(failure, context)
            written = draft.text(function)
            draft.replace(function, written[: written.rindex(".")] + ".fit_transform")
            yield self.candidate(draft.code(), "It is fitted to these data and transforms them.", confidence=0.88)
            return
        statement = failing_statement(failure)
        pair = _training_data(call, function, failure, context)
        if statement is None or pair is None or not isinstance(function.value, (ast.Name, ast.Attribute)):
            return
        indent = failure.code.split("\n")[statement.lineno - 1][: statement.col_offset]
        line = f"{indent}{text_of(failure.code, function.value)}.fit({', '.join(pair)})"
        code = insert_line(failure.code, statement.lineno, line)
        yield self.candidate(code, "It has to be fitted before it predicts.", confidence=0.85)

    def _class(self, function: ast.Attribute, failure: Failure, context: Context) -> Iterator[Candidate]:
        owner = function.value
        value = value_of(owner, context)
        if not isinstance(owner, (ast.Name, ast.Attribute)) or not _is_estimator(value):
            return
        assigned = [
            node
            for node in nodes_of(failure, ast.Assign)
            if isinstance(owner, ast.Name) and any(isinstance(t, ast.Name) and t.id == owner.id for t in node.targets)
        ]
        place = assigned[-1].value if assigned else owner
        draft = Draft(failure, context).after(place, "()")
        why = f"`{draft.text(place)}` is the class; its brackets make an object of it."
        yield self.candidate(draft.code(), why, confidence=0.93)


def _training_data(
    call: ast.Call, function: ast.Attribute, failure: Failure, context: Context
) -> tuple[str, ...] | None:
    """Names of the data to fit with: those in scope that are called so, the estimator's argument first."""
    supervised = safe.lookup(value_of(function.value, context), "predict") is not None
    bound = {node.id for node in nodes_of(failure, ast.Name) if isinstance(node.ctx, ast.Store)}
    given = call.args[0].id if call.args and isinstance(call.args[0], ast.Name) else ""
    for data, labels in _PAIRS:
        if data in context.namespace or data in bound:
            if not supervised:
                return (data,)
            if labels in context.namespace or labels in bound:
                return data, labels
    return (given,) if given and not supervised and data_of(call.args[0], context).value is not UNKNOWN else None


def _is_estimator(value: object) -> bool:
    """Whether it is an estimator's class that can be called without arguments."""
    if not safe.is_class(value) or safe.lookup(value, "fit") is None or safe.lookup(value, "get_params") is None:
        return False
    signature = safe.signature(value)
    filled = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
    return signature is not None and all(
        each.default is not Parameter.empty or each.kind in filled for each in signature.parameters.values()
    )
