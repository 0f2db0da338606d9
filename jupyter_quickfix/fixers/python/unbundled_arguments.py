"""Several arguments where one list or tuple of them is wanted, and the reverse."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import span_of
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.frames import labels_of
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.fixers.names.imported import dotted_path
from jupyter_quickfix.records import Candidate, Context, Failure

#: Functions whose first argument is a sequence of what people pass one after the other, with the brackets it takes.
_SEQUENCES = {
    **dict.fromkeys(["concatenate", "vstack", "hstack", "dstack", "stack", "column_stack", "row_stack", "block"], "()"),
    **dict.fromkeys(["zeros", "ones", "empty", "full"], "()"),
    **dict.fromkeys(["array", "asarray", "mean", "median", "std", "var", "sum", "max", "min", "unique"], "[]"),
}
_PANDAS = {"concat": "[]"}
_POLARS = {"concat": "[]"}
_SEQUENCE_NAMES = frozenset({"shape", "tup", "arrays", "seq", "multi_index", "a_tuple"})
#: Functions that take the lengths of a shape one by one.
_SPREAD = frozenset({"rand", "randn"})
#: Methods of tables whose first argument names one or several columns.
_COLUMNS = frozenset({"groupby", "sort_values", "drop_duplicates", "set_index", "drop", "dropna", "nlargest", "melt"})
_SHAPES = frozenset({"zeros", "ones", "empty", "full"})
_REFUSED = re.compile(
    r"positional argument|data type|not understood|interpreted as|dtype|axis|0-dimensional|must be|expected|No axis|"
    r"float\(\)|integer|first argument must be|iterable of pandas|keys|cannot concatenate|not iterable|Field elements"
)


class UnbundledArguments(Fixer):
    """Catches: `np.vstack(a, b)`, `np.zeros(3, 2)`, `np.array(1, 2, 3)`, `pd.concat(a, b)`, `df.groupby('a', 'b')`,
    and the reverse, `np.random.rand((3, 2))`, `pd.merge([a, b])`.

    Proposes: the arguments in one list or tuple; the tuple or list as separate arguments.

    Keeps silent when: the function is not one of these, or the table has no columns of those names.

    Safety: safe; the same values are passed.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError", "AxisError", "KeyError")
    examples = (
        Fixes(
            setup="import numpy as np\na = b = np.ones(2)", before="c = np.vstack(a, b)", after="c = np.vstack((a, b))"
        ),
        Fixes(
            setup="import numpy as np\na = b = np.ones((2, 2))",
            before="c = np.concatenate(a, b, axis=1)",
            after="c = np.concatenate((a, b), axis=1)",
        ),
        Fixes(setup="import numpy as np", before="z = np.zeros(3, 2)", after="z = np.zeros((3, 2))"),
        Fixes(setup="import numpy as np", before="a = np.array(1, 2, 3)", after="a = np.array([1, 2, 3])"),
        Fixes(
            setup="import pandas as pd\na = b = pd.DataFrame({'x': [1]})",
            before="c = pd.concat(a, b)",
            after="c = pd.concat([a, b])",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'x': [1], 'y': [2], 'z': [3]})",
            before="df.groupby('x', 'y').sum()",
            after="df.groupby(['x', 'y']).sum()",
        ),
        Fixes(setup="import numpy as np", before="np.random.rand((2, 3)).shape", after="np.random.rand(2, 3).shape"),
        Fixes(
            setup="import pandas as pd\na = b = pd.DataFrame({'x': [1]})",
            before="c = pd.merge([a, b], on='x')",
            after="c = pd.merge(a, b, on='x')",
        ),
        Silent(setup="def mean(values):\n    return 1", before="mean(1, 2)", why="a function of the session's own"),
        Silent(
            setup="import pandas as pd\ndf = pd.DataFrame({'x': [1]})",
            before="df.groupby('x', 'w').sum()",
            why="there is no column of that name",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not isinstance(call.func, (ast.Attribute, ast.Name)) or not call.args:
            return
        if any(isinstance(argument, ast.Starred) for argument in call.args) or not _REFUSED.search(failure.message):
            return
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
        root = (dotted_path(call.func, failure, context) or "").partition(".")[0]
        brackets = {"numpy": _SEQUENCES, "pandas": _PANDAS, "polars": _POLARS}.get(root, {}).get(name)
        brackets = brackets or ("()" if root == "numpy" and _takes_sequence(call, context) else None)
        if brackets and len(call.args) >= 2 and self._are_alike(call, name, context):
            yield self._bundled(call, len(call.args), brackets, failure, context)
        elif name in _COLUMNS and isinstance(call.func, ast.Attribute):
            count = _leading_columns(call, context)
            if count >= 2:
                yield self._bundled(call, count, "[]", failure, context)
        first = call.args[0]
        spread = (root == "numpy" and name in _SPREAD) or (root == "pandas" and name == "merge")
        if spread and len(call.args) == 1 and isinstance(first, (ast.Tuple, ast.List)):
            draft = Draft(failure, context)
            draft.replace(first, draft.text(first)[1:-1].strip().rstrip(","))
            yield self.candidate(draft.code(), f"`{name}` takes them as separate arguments.", confidence=0.93)

    def _are_alike(self, call: ast.Call, name: str, context: Context) -> bool:
        """Whether every argument is an item of the sequence, so that none is an axis or an element type."""
        if name in _SHAPES:
            return all(type(value_of(argument, context)) is int or isinstance(argument, ast.Attribute | ast.Call)
                       for argument in call.args)  # fmt: skip
        if name in ("array", "asarray", "mean", "median", "std", "var", "sum", "max", "min", "unique"):
            return all(data_of(argument, context).family in ("number", "str", "list") for argument in call.args)
        return all(data_of(argument, context).family not in ("number", "str") for argument in call.args)

    def _bundled(self, call: ast.Call, count: int, brackets: str, failure: Failure, context: Context) -> Candidate:
        draft = Draft(failure, context)
        start, end = span_of(failure.python, call.args[0])[0], span_of(failure.python, call.args[count - 1])[1]
        draft.put(start, start, brackets[0]).put(end, end, brackets[1])
        kind = "list" if brackets == "[]" else "tuple"
        return self.candidate(draft.code(), f"`{draft.text(call.func)}` takes them as one {kind}.", confidence=0.94)


def _takes_sequence(call: ast.Call, context: Context) -> bool:
    """Whether the function's first argument is a shape, or arrays to be joined, by its name."""
    function = value_of(call.func, context)
    signature = safe.signature(function) if function is not UNKNOWN else None
    first = next(iter(signature.parameters), "") if signature is not None else ""
    return first in _SEQUENCE_NAMES


def _leading_columns(call: ast.Call, context: Context) -> int:
    """How many of the first arguments name columns of the table."""
    assert isinstance(call.func, ast.Attribute)
    value = data_of(call.func.value, context).value
    labels = labels_of(value) if value is not UNKNOWN else None
    if labels is None or labels.kind not in ("frame", "polars"):
        return 0
    count = 0
    for argument in call.args:
        key = value_of(argument, context)
        if type(key) is not str or key not in labels.keys:
            break
        count += 1
    return count
