"""A text test on a column with gaps used as a mask, or a plain text that is no valid pattern."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.records import Candidate, Context, Failure

_GAPS = re.compile(
    r"non-boolean array containing NA|bad operand type for unary ~: 'float'|Cannot mask with non-boolean"
)
_TESTS = frozenset({"contains", "startswith", "endswith", "match", "fullmatch"})
_PATTERNS = frozenset({"contains", "replace", "count", "match", "split"})


class MissingInMask(Fixer):
    """Catches: "Cannot mask with non-boolean array containing NA / NaN values" after `column.str.contains(…)` on a column
    with gaps; `re.error` from a text that is no pattern.

    Proposes: `na=False`, which counts gaps as no; `regex=False`, which takes the text as it is.

    Keeps silent when: no such test is in the failing line.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "TypeError", "error", "PatternError")
    examples = (
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'c': ['ab', None]})",
            before="df[df['c'].str.contains('a')]",
            after="df[df['c'].str.contains('a', na=False)]",
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series(['a('])",
            before="s.str.contains('(')",
            after="s.str.contains('(', regex=False)",
        ),
        Silent(before="import re\nre.compile('(')", why="not a column's test"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        gaps = _GAPS.search(failure.message) is not None
        if not gaps and failure.error_type not in ("error", "PatternError"):
            return
        draft, found = Draft(failure, context), False
        for call in nodes_of(failure, ast.Call):
            function = call.func
            if not isinstance(function, ast.Attribute) or not on_failing_lines(failure, call):
                continue
            named = {keyword.arg for keyword in call.keywords}
            on_text = isinstance(function.value, ast.Attribute) and function.value.attr == "str"
            wanted, argument = (_TESTS, "na") if gaps else (_PATTERNS, "regex")
            if on_text and function.attr in wanted and argument not in named:
                draft.add_argument(call, f"{argument}=False")
                found = True
        if found:
            why = "Gaps in the column count as no." if gaps else "The text is no pattern; it is taken as it is."
            yield self.candidate(draft.code(), why, confidence=0.93)
