"""Cut a long text to the top-level statements around its fault, so that each try compiles little.

A piece is used only where it fails alone just as it fails in the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quickfix.fixers.syntax.parser import SyntaxFault, fault_of
from jupyter_quickfix.fixers.syntax.source import CLOSERS, Source

#: Texts of fewer lines are searched whole.
LONG = 30
_NUMBERS = re.compile(r"\d+")
_CONTINUING = frozenset({"else", "elif", "except", "finally", "case"})
#: Faults whose cause or cure may lie in a neighbouring statement.
_REACHING_OUT = (
    "indent",
    "outside",
    "not properly in loop",
    "global",
    "nonlocal",
    "triple-quoted",
    "expected 'except'",
    "__future__",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, from offset `start` to offset `end`."""

    start: int
    end: int


def piece_at(source: Source, fault: SyntaxFault) -> Piece | None:
    """The smallest run of whole top-level statements that holds the fault and shows it alone; None for the whole text."""
    if len(source.lines) < LONG or any(words in fault.message for words in _REACHING_OUT):
        return None
    starts = [source.starts[line - 1] for line in _statement_lines(source)]
    start = max((offset for offset in starts if offset <= fault.start), default=0)
    end = min((offset for offset in starts if offset > max(fault.start, fault.end - 1)), default=len(source.text))
    if end - start >= 0.8 * len(source.text):
        return None
    alone = fault_of(source.text[start:end])
    if alone is None or alone.start + start != fault.start:
        return None
    return Piece(start, end) if _NUMBERS.sub("", alone.message) == _NUMBERS.sub("", fault.message) else None


def _statement_lines(source: Source) -> Iterator[int]:
    """Lines at which a top-level statement begins."""
    decorated = False
    for line in range(1, len(source.lines) + 1):
        token = source.first(line)
        if token is None or token.opener >= 0 or source.width(line) > 0 or token.start != source.starts[line - 1]:
            continue
        if token.text not in _CONTINUING and token.text not in CLOSERS and not decorated and _begins_line(source, line):
            yield line
        decorated = token.text == "@"


def _begins_line(source: Source, line: int) -> bool:
    """Whether the line above does not run on by a backslash."""
    return line == 1 or not source.lines[line - 2].endswith("\\")
