"""A cell's text as plain Python of the same shape.

IPython rewrites magics, shell lines and help questions before Python sees them, which moves columns and sometimes lines.
Repairs are made to what the user wrote, so here those parts are blanked out at equal length instead: every position in
the result is the same position in the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jupyter_quickfix.records import Language

#: Cell magics whose body is Python that runs in the session.
PYTHON_CELL_MAGICS = frozenset({"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "debug", "snapshot"})
#: Line magics whose argument is Python that runs in the session.
PYTHON_LINE_MAGICS = frozenset({"time", "timeit", "prun", "memit"})
#: Cell magics whose body is SQL.
SQL_CELL_MAGICS = frozenset({"sql", "sparksql", "bigquery", "duckdb"})

_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_LINE_MAGIC = re.compile(r"%(\w+)(\s+-\w+(?:\s*\d+)?)*\s*")
_ASSIGNED_MAGIC = re.compile(r"^(\s*[\w.,\[\]'\" ]+?\s*=\s*)([%!])(?=[\w!{\\/.~$])")
_HELP = re.compile(r"^\s*\??\??[%\w.*]+(\([^()]*\))?\??\?$")
_TRIPLE = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class CellSource:
    """A cell's text, its language, and its Python with everything else blanked out (empty for other languages)."""

    code: str
    python: str
    language: Language
    magic: str = ""  # the cell magic's name, without %%


def read_cell(code: str) -> CellSource:
    """Tell a cell's language and blank out what is not Python; `python` has the same lines and columns as `code`."""
    lines = code.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), None)
    match = _CELL_MAGIC.match(lines[first]) if first is not None else None
    if first is None or match is None:
        return CellSource(code, "\n".join(_blank_magics(lines)), Language.PYTHON)
    magic = match.group(1)
    if magic in SQL_CELL_MAGICS:
        return CellSource(code, "", Language.SQL, magic)
    if magic not in PYTHON_CELL_MAGICS:
        return CellSource(code, "", Language.OTHER, magic)
    body = [*lines[:first], _placeholder(lines[first]), *lines[first + 1 :]]
    return CellSource(code, "\n".join(_blank_magics(body)), Language.PYTHON, magic)


def _placeholder(text: str) -> str:
    """`text` with its first non-blank character made a harmless expression and the rest blank."""
    indent = len(text) - len(text.lstrip())
    return text[:indent] + "0" + " " * (len(text) - indent - 1) if text.strip() else text


def _blank_magics(lines: list[str]) -> list[str]:
    """Blank out magics line by line, leaving alone lines that continue a string, a bracket or a backslash."""
    state = _Scanner()
    blanked = []
    for line in lines:
        text = line if state.inside else _blank_line(line)
        state.feed(text)
        blanked.append(text)
    return blanked


def _blank_line(line: str) -> str:
    body = line.lstrip()
    if not body:
        return line
    indent = line[: len(line) - len(body)]
    if body[0] == "%" and (match := _LINE_MAGIC.match(body)):
        if match.group(1) in PYTHON_LINE_MAGICS and match.end() < len(body):
            return indent + "0;".ljust(match.end()) + body[match.end() :]
        return _placeholder(line)
    if body[0] in "!?" or (body.endswith("?") and _HELP.match(body)):
        return _placeholder(line)
    if match := _ASSIGNED_MAGIC.match(line):
        return line[: match.end(1)] + _placeholder(line[match.end(1) :])
    return line


class _Scanner:
    """Follows strings, brackets and backslashes from line to line, without parsing."""

    def __init__(self) -> None:
        self.quote = ""
        self.depth = 0
        self.continued = False

    @property
    def inside(self) -> bool:
        return bool(self.quote) or self.depth > 0 or self.continued

    def feed(self, line: str) -> None:
        position = 0
        self.continued = False
        while position < len(line):
            character = line[position]
            triple = line[position : position + 3]
            if character == "\\":
                self.continued = position == len(line) - 1 and not self.quote
                position += 2
            elif self.quote:
                closed = line.startswith(self.quote, position)
                position += len(self.quote) if closed else 1
                self.quote = "" if closed else self.quote
            elif character == "#":
                break
            elif triple in _TRIPLE or character in "\"'":
                self.quote = triple if triple in _TRIPLE else character
                position += len(self.quote)
            else:
                self.depth = max(0, self.depth + (character in "([{") - (character in ")]}"))
                position += 1
        if len(self.quote) == 1:  # a plain string ends with its line, closed or not
            self.quote = ""
