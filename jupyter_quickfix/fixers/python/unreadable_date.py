"""A date that is not written in the format it is read by."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.date_formats import day_first, formats_of
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import text_of
from jupyter_quickfix.fixers.fault.data_values import sample_at
from jupyter_quickfix.fixers.fault.locate import failing_node, library_frames, nodes_of
from jupyter_quickfix.fixers.renaming.calls import requoted
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_PANDAS = re.compile(r"time data \"(.*?)\" (?:at position \d+ )?doesn't match format \"(.*?)\"")
_STRPTIME = re.compile(r"time data '(.*)' does not match format '(.*)'")
_UNKNOWN = re.compile(
    r"Unknown datetime string format, unable to parse: (.*?)(?:, at position|$)|Given date string \"?(.*?)\"? not"
)
_LEFT = re.compile(r"unconverted data remains(?: when parsing with format \"(.*?)\": \"(.*?)\", at position (\d+))?")


class UnreadableDate(Fixer):
    """Catches: "time data … doesn't match format …" from `pd.to_datetime` and `datetime.strptime`, "unconverted data
    remains", "Unknown datetime string format".

    Proposes: the format that the text is written in; `format='mixed'` for a column with several; `errors='coerce'` where
    an entry is no date at all.

    Keeps silent when: no usual format reads the text and there is nothing to coerce.

    Safety: entries that are no dates become missing, so that is marked as changing results.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "DateParseError", "ParserError")
    examples = (
        Fixes(
            before="from datetime import datetime\nd = datetime.strptime('2024-01-15', '%d/%m/%Y')",
            after="from datetime import datetime\nd = datetime.strptime('2024-01-15', '%Y-%m-%d')",
        ),
        Fixes(
            setup="from datetime import datetime",
            before="d = datetime.strptime('2024-01-15 10:20:00', '%Y-%m-%d')",
            after="d = datetime.strptime('2024-01-15 10:20:00', '%Y-%m-%d %H:%M:%S')",
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series(['15/01/2024', '16/01/2024'])",
            before='t = pd.to_datetime(s, format="%m/%d/%Y")',
            after='t = pd.to_datetime(s, format="%d/%m/%Y")',
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series(['2024-01-15', '2024-01-16 10:00'])",
            before="t = pd.to_datetime(s)",
            after="t = pd.to_datetime(s, format='mixed')",
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series(['2024-01-15', '16/02/2024'])",
            before="t = pd.to_datetime(s)",
            after="t = pd.to_datetime(s, format='mixed', dayfirst=True)",
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series(['2024-01-15', 'soon'])",
            before="t = pd.to_datetime(s)",
            after="t = pd.to_datetime(s, errors='coerce')",
        ),
        Silent(before="from datetime import datetime\ndatetime.strptime('soon', '%d/%m/%Y')", why="no format reads it"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        name = _called(call)
        found = _read(failure, call, context)
        if found is None:
            return
        text, wanted = found
        if call is None or name not in ("to_datetime", "strptime", "Timestamp", "read_csv", "apply", "map"):
            return
        literals = [node for node in nodes_of(failure, ast.Constant) if wanted and node.value == wanted]
        for place, format_ in enumerate(formats_of(text, wanted) if literals else []):
            draft = Draft(failure, context)
            for node in literals:
                draft.replace(node, requoted(text_of(failure.code, node), repr(format_)))
            why = f"{text!r} is written in the format {format_}."
            yield self.candidate(draft.code(), why, confidence=0.92 if place == 0 else 0.4)
        if name == "to_datetime":
            yield from self._pandas(call, text, bool(literals), failure, context)

    def _pandas(
        self, call: ast.Call, text: str, given: bool, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        named = {keyword.arg for keyword in call.keywords}
        if not given and formats_of(text) and "format" not in named:
            first = ", dayfirst=True" if day_first(text) and "dayfirst" not in named else ""
            draft = Draft(failure, context).add_argument(call, f"format='mixed'{first}")
            yield self.candidate(draft.code(), "The dates are written in more than one format.", confidence=0.88)
        if "errors" not in named:
            draft = Draft(failure, context).add_argument(call, "errors='coerce'")
            why = f"{text!r} is no date that pandas reads; it becomes a missing value."
            sure = 0.4 if formats_of(text) else 0.9
            yield self.candidate(draft.code(), why, confidence=sure, safety=Safety.CHANGES_RESULTS)


def _called(call: ast.Call | None) -> str:
    return "" if call is None else str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _read(failure: Failure, call: ast.Call | None, context: Context) -> tuple[str, str] | None:
    """The text that was no date, and the format it was read by (empty if none)."""
    match = _PANDAS.search(failure.message) or _STRPTIME.search(failure.message)
    if match:
        return match.group(1), match.group(2)
    match = _UNKNOWN.search(failure.message)
    if match:
        return (match.group(1) or match.group(2) or "").strip("\"'"), ""
    match = _LEFT.search(failure.message)
    if match and match.group(3) and call is not None and call.args:
        column = sample_at(call.args[0], context)
        text = column[int(match.group(3))] if int(match.group(3)) < len(column) else ""
        return (text, match.group(1)) if type(text) is str else None
    if match:
        for frame in library_frames(failure):  # the text itself is only in strptime's own variables
            text, wanted = frame.f_locals.get("data_string"), frame.f_locals.get("format")
            if type(text) is str and type(wanted) is str:
                return text, wanted
    return None
