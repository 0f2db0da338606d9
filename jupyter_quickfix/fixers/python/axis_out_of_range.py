"""An `axis` that the array or table does not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.records import Candidate, Context, Failure

_ARRAY = re.compile(r"axis (-?\d+) is out of bounds for array of dimension (\d+)")
_TABLE = re.compile(r"No axis named (-?\d+) for object type (\w+)")


class AxisOutOfRange(Fixer):
    """Catches: "axis 2 is out of bounds for array of dimension 2", "No axis named 2 for object type DataFrame".

    Proposes: the last axis that there is, then the first.

    Keeps silent when: the axis is not a number written in the failing call.

    Safety: safe; axes count from 0.
    """

    errors: ClassVar[tuple[str, ...]] = ("AxisError", "ValueError", "IndexError")
    examples = (
        Fixes(setup="import numpy as np\na = np.ones((2, 3))", before="a.sum(axis=2)", after="a.sum(axis=1)"),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
            before="df.mean(axis=2)",
            after="df.mean(axis=1)",
        ),
        Fixes(setup="import pandas as pd\ns = pd.Series([1])", before="s.mean(axis=1)", after="s.mean(axis=0)"),
        Silent(setup="import numpy as np\nk = 2", before="np.ones(2).sum(axis=k)", why="the number is elsewhere"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        array, table = _ARRAY.search(failure.message), _TABLE.search(failure.message)
        call = failing_node(failure, ast.Call)
        if call is None or not (array or table):
            return
        if array:
            wrong, most = int(array.group(1)), int(array.group(2)) - 1
        else:
            assert table is not None
            wrong, most = int(table.group(1)), 0 if table.group(2) == "Series" else 1
        named = [keyword.value for keyword in call.keywords if keyword.arg == "axis"]
        for node in named or call.args[-1:]:
            if isinstance(node, ast.Constant) and node.value == wrong and type(node.value) is int:
                for axis in dict.fromkeys([most, 0]):
                    draft = Draft(failure, context).replace(node, str(axis))
                    why = f"Axes count from 0; the last one here is {most}."
                    yield self.candidate(draft.code(), why, confidence=0.8 if axis == most else 0.4)
