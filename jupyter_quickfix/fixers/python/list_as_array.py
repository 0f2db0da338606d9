"""A list computed with, compared or indexed as if it were an array; a function of single numbers given an array."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.locate import failing_expression, failing_node, failing_statement
from jupyter_quickfix.fixers.fault.values import UNKNOWN, resolve, value_of
from jupyter_quickfix.fixers.names.imported import dotted_path
from jupyter_quickfix.records import Candidate, Context, Failure

_LIST = re.compile(
    r"'(?:list|tuple)'|list indices|non-int of type 'float'|unsupported operand type|can only concatenate list"
)
_SINGLE = re.compile(r"only (?:length-1|0-dimensional|size-1|integer scalar) arrays|cannot convert the series to|"
                     r"must be real number, not (?:Series|list|DataFrame|ndarray)|expected a number|"
                     r"only 0-dimensional arrays can be converted")  # fmt: skip
#: `math`'s names for NumPy functions that are called otherwise.
_OTHER_NAMES = {"pow": "power", "fabs": "abs", "acos": "arccos", "asin": "arcsin", "atan": "arctan", "atan2": "arctan2"}
_CASTS = {"int": "int", "float": "float", "str": "str", "bool": "bool"}


class ListAsArray(Fixer):
    """Catches: TypeError from arithmetic or a comparison between a list and a number, `rows[:, 0]` on a list of lists,
    and from `math.sqrt(column)`, `int(column)` and the like.

    Proposes: `np.array(…)` around the list; NumPy's function of the same name; `.astype(int)`.

    Keeps silent when: NumPy is not loaded in the session and no array is involved.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="import numpy as np\nx = [1, 2]", before="y = x * 2.5", after="y = np.array(x) * 2.5"),
        Fixes(setup="import numpy as np\nx = [1, 2]", before="y = x ** 2", after="y = np.array(x) ** 2"),
        Fixes(setup="import numpy as np\nx = [[1, 2], [3, 4]]", before="x[:, 0]", after="np.array(x)[:, 0]"),
        Fixes(
            setup="import math, numpy as np\nx = np.array([1.0, 4.0])",
            before="r = math.sqrt(x)",
            after="r = np.sqrt(x)",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'n': [1.0, 2.0]})",
            before="df['n'] = int(df['n'])",
            after="df['n'] = df['n'].astype(int)",
        ),
        Silent(setup="x = {1, 2}", before="x * 2.5", why="a set has no order to compute in"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if _SINGLE.search(failure.message):
            yield from self._single(failure, context)
        elif _LIST.search(failure.message) and resolve("numpy") is not UNKNOWN:
            yield from self._lists(failure, context)

    def _single(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not call.args or call.keywords:
            return
        draft = Draft(failure, context)
        path = dotted_path(call.func, failure, context) or _defining(call.func, context)
        module, _, name = path.rpartition(".")
        if module == "math":
            draft.replace(call.func, f"{draft.module('numpy')}.{_OTHER_NAMES.get(name, name)}")
            why = f"`math.{name}` takes one number; NumPy's takes every element."
            yield self.candidate(draft.code(), why, confidence=0.93)
        elif isinstance(call.func, ast.Name) and call.func.id in _CASTS and len(call.args) == 1:
            array = data_of(call.args[0], context)
            if array.family in ("series", "array", "index") or "series" in failure.message:
                draft.replace(call, f"{draft.tight(call.args[0])}.astype({call.func.id})")
                yield self.candidate(draft.code(), "`astype` converts every element.", confidence=0.88)

    def _lists(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        node = failing_expression(failure) or failing_node(failure, ast.BinOp) or failing_node(failure, ast.Subscript)
        pair: list[ast.expr] = []
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and not isinstance(node.ops[0], (ast.In, ast.NotIn)):
            pair = [node.left, node.comparators[0]]
        elif isinstance(node, ast.BinOp) and not (isinstance(node.op, ast.Add) and _joins(node, context)):
            pair = [node.left, node.right]
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, (ast.Tuple, ast.List, ast.Compare)):
            pair = [node.value]
        if isinstance(failing_statement(failure), ast.AugAssign) and not pair:
            return
        lists = [each for each in pair if data_of(each, context).family == "list"]
        if not lists or not all(_holds_numbers(each, context) for each in lists):
            return
        if any(data_of(each, context).family in ("str", "dict", "set") for each in pair):
            return
        draft = Draft(failure, context)
        for each in lists:
            draft.before(each, f"{draft.module('numpy')}.array(").after(each, ")")
        why = "A list is not computed with element by element; an array is."
        yield self.candidate(draft.code(), why, confidence=0.88 if isinstance(node, ast.Subscript) else 0.75)


def _joins(node: ast.BinOp, context: Context) -> bool:
    return all(data_of(side, context).family in ("list", "") for side in (node.left, node.right))


def _holds_numbers(node: ast.expr, context: Context) -> bool:
    value = value_of(node, context)
    if type(value) is not list:
        return isinstance(node, (ast.List, ast.ListComp))
    items = value[:50]
    return bool(items) and all(type(item) in (int, float, list, tuple, bool) for item in items)


def _defining(node: ast.expr, context: Context) -> str:
    """`math.sqrt` for a `sqrt` that was imported from there."""
    value = value_of(node, context)
    if isinstance(node, ast.Name) and resolve(f"math.{node.id}") is value and value is not UNKNOWN:
        return f"math.{node.id}"
    return ""
