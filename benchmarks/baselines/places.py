"""Put what a hint says where the error is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import offset_of
from jupyter_quickfix.records import Failure

_PAIRS = {"(": ")", "[": "]", "{": "}"}


def renamed(code: str, old: str, new: str) -> str:
    """Every occurrence of a name replaced."""
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, code)


def span(failure: Failure) -> tuple[int, int] | None:
    """Offsets of the place that the parser points at."""
    if failure.line is None:
        return None
    try:
        begin = offset_of(failure.code, failure.line, failure.column or 0)
        end_column = failure.end_column if failure.end_column is not None else (failure.column or 0) + 1
        return begin, max(begin, offset_of(failure.code, failure.end_line or failure.line, end_column))
    except ValueError:
        return None


def inserted(failure: Failure, text: str) -> Iterator[str]:
    """`text` put in at each gap between words of the place, and after it: those that compile."""
    place = span(failure)
    if place is None:
        return
    code, (begin, end) = failure.code, place
    gaps = [match.start() for match in re.finditer(r"(?<=\S)\s+|\s*$|$", code[begin:end])]
    offsets = [*(begin + gap for gap in gaps), end, begin]
    if text.endswith(" "):  # a word before the one that was not expected
        offsets.reverse()
    for offset in dict.fromkeys(offsets):
        new = code[:offset] + text + code[offset:]
        if compiles(new):
            yield new


def replaced(failure: Failure, old: str, new: str) -> Iterator[str]:
    """`old` at the place, or else on its line, replaced."""
    place = span(failure)
    if place is None:
        return
    begin, end = place
    line_end = (failure.code + "\n").index("\n", end)
    for first, last in ((begin, end), (failure.code.rfind("\n", 0, begin) + 1, line_end)):
        at = failure.code.find(old, first, last)
        if at >= 0:
            yield failure.code[:at] + new + failure.code[at + len(old) :]


def closed(failure: Failure, bracket: str) -> Iterator[str]:
    """The closing bracket put in at the end of the line where the bracket was opened, and at the cell's end."""
    place = span(failure)
    if place is None or bracket not in _PAIRS:
        return
    code = failure.code
    for end in dict.fromkeys(((code + "\n").index("\n", place[0]), len(code.rstrip()))):
        yield code[:end] + _PAIRS[bracket] + code[end:]


def indented(failure: Failure, by: str) -> Iterator[str]:
    """The line with its indentation made deeper by `by`, or, where that is empty, like the line before it."""
    if failure.line is None:
        return
    lines = failure.code.split("\n")
    at = min(failure.line, len(lines)) - 1
    before = lines[at - 1] if at else ""
    margin = before[: len(before) - len(before.lstrip())] + by
    lines[at] = margin + lines[at].lstrip()
    yield "\n".join(lines)


def compiles(code: str) -> bool:
    """Whether it is Python."""
    try:
        compile(code, "<hint>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
