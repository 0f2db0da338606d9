"""Data and labels with different numbers of samples: parts of different splits, or the parts in another order."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of
from jupyter_quickfix.fixers.names.imported import dotted_path
from jupyter_quickfix.records import Candidate, Context, Failure

_DIFFER = re.compile(r"inconsistent numbers of samples: \[([\d, ]+)\]|y contains (\d+) samples|Expected 2D array|"
                     r"y should be a 1d array|Number of labels=(\d+) does not match number of samples=(\d+)|"
                     r"bad input shape|Expected a 2-dimensional container")  # fmt: skip
_PARTS = ("train", "test", "val", "valid", "validation", "dev", "tr", "te")


class MismatchedSamples(Fixer):
    """Catches: "Found input variables with inconsistent numbers of samples" where the names say which belong together:
    `fit(X_train, y)`, `score(X_test, y_train)`, and the results of `train_test_split` taken in the wrong order.

    Proposes: the variable of the same split that has as many samples; the right order of the results.

    Keeps silent when: no variable in scope has the right number of samples, or several do and no name tells.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError",)
    examples = (
        Fixes(
            setup="import numpy as np\nfrom sklearn.linear_model import LinearRegression\n"
            "X, y = np.ones((6, 2)), np.ones(6)\nX_train, y_train = X[:4], y[:4]",
            before="model = LinearRegression().fit(X_train, y)",
            after="model = LinearRegression().fit(X_train, y_train)",
        ),
        Fixes(
            setup="import numpy as np\nfrom sklearn.linear_model import LinearRegression\n"
            "from sklearn.model_selection import train_test_split\nX, y = np.ones((8, 2)), np.ones(8)",
            before="X_train, y_train, X_test, y_test = train_test_split(X, y)\n"
            "model = LinearRegression().fit(X_train, y_train)",
            after="X_train, X_test, y_train, y_test = train_test_split(X, y)\n"
            "model = LinearRegression().fit(X_train, y_train)",
        ),
        Fixes(
            setup="import numpy as np\nfrom sklearn.linear_model import LinearRegression\nX, y = np.ones((6, 2)), np.ones(6)",
            before="model = LinearRegression().fit(y, X)",
            after="model = LinearRegression().fit(X, y)",
        ),
        Silent(
            setup="import numpy as np\nfrom sklearn.linear_model import LinearRegression\nX, y = np.ones((6, 2)), np.ones(5)",
            before="model = LinearRegression().fit(X, y)",
            why="nothing in scope has six labels",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _DIFFER.search(failure.message)
        call = failing_node(failure, ast.Call)
        if match is None or call is None:
            return
        order = self._order_of_split(failure, context)
        if order is not None:
            yield order
            return
        pair = [node for node in call.args[:2] if not isinstance(node, ast.Starred)]
        if len(pair) < 2:
            return
        shapes = [data_of(node, context).shape for node in pair]
        if len(shapes[0]) == 1 and len(shapes[1]) == 2 and shapes[0][0] == shapes[1][0]:
            draft = Draft(failure, context)
            draft.replace(pair[0], draft.text(pair[1])).replace(pair[1], draft.text(pair[0]))
            yield self.candidate(draft.code(), "The data come first, then the labels.", confidence=0.93)
        elif match.group(1) or match.group(2) or match.group(3):
            yield from self._replaced(pair, shapes, failure, context)

    def _replaced(
        self, pair: list[ast.expr], shapes: list[tuple[int, ...]], failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        found: list[tuple[float, ast.expr, str]] = []
        for wrong, right in ((0, 1), (1, 0)):
            node, other = pair[wrong], pair[right]
            if not isinstance(node, ast.Name) or not shapes[wrong] or not shapes[right]:
                continue
            for name, value in list(context.namespace.items()):
                shape = data_of(ast.Name(name), context).shape if type(name) is str and not name.startswith("_") else ()
                if value is None or name == node.id or len(shape) != len(shapes[wrong]):
                    continue
                fits = shape[0] == shapes[right][0] and shape[1:] == shapes[wrong][1:]
                if fits and isinstance(other, ast.Name):
                    found.append((_belongs(name, node.id, other.id), node, name))
        found = sorted((each for each in found if each[0] > 0), key=lambda each: -each[0])
        for place, (sure, node, name) in enumerate(found[:2]):
            draft = Draft(failure, context).replace(node, name)
            why = f"`{name}` has as many samples as what it goes with."
            tie = place == 0 and len(found) > 1 and found[1][0] == sure
            yield self.candidate(draft.code(), why, confidence=min(0.92, sure) if not tie else 0.5)

    def _order_of_split(self, failure: Failure, context: Context) -> Candidate | None:
        """`a, b, c, d = train_test_split(X, y)` gives both parts of X first, then both of y."""
        for node in nodes_of(failure, ast.Assign):
            call, target = node.value, node.targets[0]
            if not isinstance(call, ast.Call) or not isinstance(target, ast.Tuple) or len(target.elts) != 4:
                continue
            if (dotted_path(call.func, failure, context) or ast.unparse(call.func)).rpartition(".")[
                2
            ] != "train_test_split":
                continue
            names = [each.id for each in target.elts if isinstance(each, ast.Name)]
            if len(names) != 4 or len(call.args) != 2 or names == (right := _in_order(names)) or not right:
                continue
            draft = Draft(failure, context)
            for each, name in zip(target.elts, right, strict=True):
                draft.replace(each, name)
            why = "`train_test_split` gives both parts of the first array, then both of the second."
            return self.candidate(draft.code(), why, confidence=0.95)
        return None


def _in_order(names: list[str]) -> list[str]:
    """X_train, X_test, y_train, y_test in whatever words they are written; empty where that cannot be told."""
    parts = [re.split(r"[_\W]+|(?<=[a-z])(?=[A-Z])", name.lower()) for name in names]
    data = [name for name, words in zip(names, parts, strict=True) if words[0].startswith("x") or "x" in words]
    rest = [name for name in names if name not in data]
    if len(data) != 2:
        data, rest = [names[0], names[2]], [names[1], names[3]]
        if not _is_test(names[2]) or not _is_test(names[3]) or _is_test(names[0]) or _is_test(names[1]):
            return []
    ordered = [*sorted(data, key=_is_test), *sorted(rest, key=_is_test)]
    return ordered if [_is_test(name) for name in ordered] == [False, True, False, True] else []


def _is_test(name: str) -> bool:
    return re.search(r"test|val|dev|te(?![a-z])", name.lower()) is not None


def _belongs(name: str, wrong: str, other: str) -> float:
    """How surely a variable is the one meant: the wrong one's beginning, the other one's part of the split."""
    beginning = re.split(r"_|(?<=[a-z])(?=[A-Z])", wrong)[0]
    begins = name.lower().startswith(beginning.lower()[:1]) and not name.lower().startswith(
        other.lower().partition("_")[0]
    )
    ending = re.sub(r"^[A-Za-z]+?(?=_|[A-Z]|$)", "", other).strip("_").lower()
    ends = bool(ending) and ending in _PARTS and name.lower().endswith(ending)
    if begins and ends:
        return 0.92
    plain = not any(name.lower().endswith(part) for part in _PARTS) and not ending
    return 0.85 if begins and plain else 0.55 if begins or ends else 0.0
