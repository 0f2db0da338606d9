"""Labels or edges that occur twice where pandas needs each once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of, on_failing_lines
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_RESHAPE = re.compile(r"Index contains duplicate entries, cannot reshape|duplicate entries")
_REINDEX = re.compile(r"cannot reindex on an axis with duplicate labels|cannot reindex from a duplicate axis")
_EDGES = re.compile(r"Bin edges must be unique|bins must increase monotonically")
_SETUP = "import pandas as pd\ndf = pd.DataFrame({'a': ['x', 'x'], 'b': ['p', 'p'], 'v': [1, 2]})"


class DuplicateEntries(Fixer):
    """Catches: "Index contains duplicate entries, cannot reshape" from `pivot`, "cannot reindex on an axis with duplicate
    labels", "Bin edges must be unique" from `qcut` and `cut`.

    Proposes: `pivot_table`, which takes the mean of what falls together; the first entry of each label;
    `duplicates='drop'`.

    Keeps silent when: the call is not in this cell.

    Safety: entries that fall together are averaged or left out, so that is marked as changing results.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError",)
    examples = (
        Fixes(
            setup=_SETUP,
            before="w = df.pivot(index='a', columns='b', values='v')",
            after="w = df.pivot_table(index='a', columns='b', values='v')",
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series([1, 2], index=['a', 'a'])",
            before="s.reindex(['a', 'b'])",
            after="s[~s.index.duplicated()].reindex(['a', 'b'])",
        ),
        Fixes(
            setup="import pandas as pd",
            before="pd.qcut([1, 1, 1, 2], 3)",
            after="pd.qcut([1, 1, 1, 2], 3, duplicates='drop')",
        ),
        Silent(before="raise ValueError('Bin edges must be unique')", why="raised on purpose"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None:
            return
        name = str(getattr(call.func, "attr", getattr(call.func, "id", "")))
        draft = Draft(failure, context)
        if _RESHAPE.search(failure.message) and name == "pivot" and isinstance(call.func, ast.Attribute):
            draft.replace(call.func, draft.text(call.func) + "_table")
            why = "Several values fall on one place; `pivot_table` takes their mean."
            yield self.candidate(draft.code(), why, confidence=0.9, safety=Safety.CHANGES_RESULTS)
        elif _EDGES.search(failure.message) and name in ("qcut", "cut"):
            draft.add_argument(call, "duplicates='drop'")
            yield self.candidate(draft.code(), "Edges that fall together become one.", confidence=0.9)
        elif _REINDEX.search(failure.message):
            yield from self._reindexed(failure, context)

    def _reindexed(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for call in nodes_of(failure, ast.Call):
            if not on_failing_lines(failure, call) or not isinstance(call.func, ast.Attribute):
                continue
            if call.func.attr in ("reindex", "asfreq"):
                draft = Draft(failure, context)
                text = draft.tight(call.func.value)
                draft.replace(call.func.value, f"{text}[~{text}.index.duplicated()]")
                why = "Some labels occur twice; the first entry of each is kept."
                yield self.candidate(draft.code(), why, confidence=0.85, safety=Safety.CHANGES_RESULTS)
                return
