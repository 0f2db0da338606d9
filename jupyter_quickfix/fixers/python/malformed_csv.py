"""A table of text that does not read with the separator, lines or header that the call supposes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.files import head_of
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_FIELDS = re.compile(r"Expected \d+ fields in line (\d+), saw \d+|Expected \d+ fields in line|EOF inside string|"
                     r"delimiter.*expected|Error tokenizing data")  # fmt: skip
_CELL = re.compile(r"could not convert string '?(.*?)'? to (?:float|int)\w* at row (\d+), column (\d+)", re.DOTALL)
_READERS = frozenset({"read_csv", "read_table", "loadtxt", "genfromtxt"})
_SEPARATORS = (";", "\t", "|", ",")


class MalformedCsv(Fixer):
    """Catches: pandas' "Error tokenizing data. Expected 2 fields in line 3, saw 4", NumPy's `loadtxt` on a header line or
    with the wrong separator; `read_json` on one object a line.

    Proposes: the separator that fits all of the first lines; else `on_bad_lines='skip'`; `skiprows=1` for a header;
    `lines=True`.

    Keeps silent when: the call is not in this cell.

    Safety: skipping lines loses them, so that is marked as changing results.
    """

    errors: ClassVar[tuple[str, ...]] = ("ParserError", "ValueError")
    examples = (
        Fixes(
            setup="from io import StringIO\nimport pandas as pd",
            before="df = pd.read_csv(StringIO('a,b\\n1,2\\n1,2,3\\n'))",
            after="df = pd.read_csv(StringIO('a,b\\n1,2\\n1,2,3\\n'), on_bad_lines='skip')",
        ),
        Fixes(
            setup="import os, tempfile, pandas as pd\nos.chdir(tempfile.mkdtemp())\n"
            "open('a.csv', 'w').write('a;b\\n1;2\\n1,5;2,5\\n')",
            before="df = pd.read_csv('a.csv')",
            after="df = pd.read_csv('a.csv', sep=';')",
        ),
        Fixes(
            setup="import os, tempfile, numpy as np\nos.chdir(tempfile.mkdtemp())\nopen('a.csv', 'w').write('a,b\\n1,2\\n')",
            before="a = np.loadtxt('a.csv', delimiter=',')",
            after="a = np.loadtxt('a.csv', delimiter=',', skiprows=1)",
        ),
        Fixes(
            setup="from io import StringIO\nimport pandas as pd",
            before='df = pd.read_json(StringIO(\'{"a": 1}\\n{"a": 2}\\n\'))',
            after='df = pd.read_json(StringIO(\'{"a": 1}\\n{"a": 2}\\n\'), lines=True)',
        ),
        Silent(before="raise ValueError('Trailing data')", why="nothing is read"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for call in nodes_of(failure, ast.Call):
            if not on_failing_lines(failure, call):
                continue
            name = str(getattr(call.func, "attr", getattr(call.func, "id", "")))
            if name == "read_json" and re.search(r"Trailing data|Extra data|Unexpected character", failure.message):
                draft = Draft(failure, context).add_argument(call, "lines=True")
                if not any(keyword.arg == "lines" for keyword in call.keywords):
                    yield self.candidate(draft.code(), "The file holds one object a line.", confidence=0.92)
            elif name in _READERS and call.args:
                if _FIELDS.search(failure.message):
                    yield from self._fields(call, failure, context)
                elif match := _CELL.search(failure.message):
                    yield from self._cell(call, match, failure, context)

    def _fields(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        path = value_of(call.args[0], context)
        head = head_of(path, context.cwd).decode("utf-8", "replace") if type(path) is str else ""
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        separator = _separator(head)
        if separator:
            draft = Draft(failure, context)
            named = given.get("sep") or given.get("delimiter")
            if named is not None:
                draft.replace(named, repr(separator))
            else:
                draft.add_argument(call, f"sep={separator!r}")
            yield self.candidate(draft.code(), f"The columns are separated by {separator!r}.", confidence=0.9)
        skipped = _leading_lines(head)
        if skipped and "skiprows" not in given and not separator:
            draft = Draft(failure, context).add_argument(call, f"skiprows={skipped}")
            yield self.candidate(draft.code(), "The table begins after some lines of text.", confidence=0.8)
        if "on_bad_lines" not in given:
            draft = Draft(failure, context).add_argument(call, "on_bad_lines='skip'")
            why = "Some lines have too many fields; they are left out."
            sure = 0.4 if separator or skipped else 0.85
            yield self.candidate(draft.code(), why, confidence=sure, safety=Safety.CHANGES_RESULTS)

    def _cell(self, call: ast.Call, match: re.Match[str], failure: Failure, context: Context) -> Iterator[Candidate]:
        text, row = match.group(1), int(match.group(2))
        given = {keyword.arg for keyword in call.keywords}
        draft = Draft(failure, context)
        separator = next((sign for sign in (",", ";", "\t") if sign in text), "")
        changed = False
        if separator and "delimiter" not in given:
            draft.add_argument(call, f"delimiter={separator!r}")
            changed = True
            text = text.partition(separator)[0]
        if row == 0 and not re.fullmatch(r"[-+.\deE ]+", text) and "skiprows" not in given:
            if changed:
                draft = Draft(failure, context).add_argument(call, f"delimiter={separator!r}, skiprows=1")
            else:
                draft.add_argument(call, "skiprows=1")
            changed = True
        if changed:
            yield self.candidate(
                draft.code(), "The first line is no row of numbers as it is read here.", confidence=0.88
            )


def _separator(head: str) -> str:
    """The separator that splits each of the first lines into the same number of fields, where the comma does not."""
    lines = [line for line in head.split("\n")[:12] if line.strip()][:-1] or head.split("\n")[:3]
    for sign in _SEPARATORS:
        counts = {line.count(sign) for line in lines}
        if len(lines) > 1 and len(counts) == 1 and counts != {0}:
            return "" if sign == "," else sign
    return ""


def _leading_lines(head: str) -> int:
    """How many lines without separators stand before the table."""
    counts = [line.count(",") for line in head.split("\n")[:20]]
    usual = max(counts, default=0)
    leading = next((place for place, count in enumerate(counts) if count == usual), 0)
    rest = [count for count in counts[leading:-1] if count]
    return leading if usual and leading and all(count == usual for count in rest) else 0
