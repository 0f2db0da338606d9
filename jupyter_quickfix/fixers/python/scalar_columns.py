"""A table made of single values, or named results that an aggregation takes in another form."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.records import Candidate, Context, Failure


class ScalarColumns(Fixer):
    """Catches: "If using all scalar values, you must pass an index" from `pd.DataFrame({'a': 1})`, and "nested renamer is
    not supported" from `column.agg({'total': 'sum'})`.

    Proposes: an index of one row; the results by name, `agg(total='sum')`.

    Keeps silent when: the call is not in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "SpecificationError")
    examples = (
        Fixes(
            setup="import pandas as pd",
            before="df = pd.DataFrame({'a': 1, 'b': 2})",
            after="df = pd.DataFrame({'a': 1, 'b': 2}, index=[0])",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'k': [1], 'v': [2]})",
            before="df.groupby('k')['v'].agg({'total': 'sum', 'least': min})",
            after="df.groupby('k')['v'].agg(total='sum', least=min)",
        ),
        Silent(
            before="raise ValueError('If using all scalar values, you must pass an index')", why="raised on purpose"
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None:
            return
        draft = Draft(failure, context)
        if "If using all scalar values" in failure.message and getattr(call.func, "attr", "") == "DataFrame":
            draft.add_argument(call, "index=[0]")
            yield self.candidate(draft.code(), "Single values make a table of one row.", confidence=0.9)
        elif "nested renamer is not supported" in failure.message and len(call.args) == 1:
            given = call.args[0]
            if not isinstance(given, ast.Dict) or any(
                isinstance(value, (ast.Dict, ast.List)) for value in given.values
            ):
                return
            names = [key.value for key in given.keys if isinstance(key, ast.Constant) and type(key.value) is str]
            if len(names) == len(given.keys) and all(name.isidentifier() for name in names):
                parts = [f"{name}={draft.text(value)}" for name, value in zip(names, given.values, strict=True)]
                draft.replace(given, ", ".join(parts))
                yield self.candidate(draft.code(), "Named results are given as arguments.", confidence=0.92)
