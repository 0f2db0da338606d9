"""Brackets, quotes, commas, dots and colons: left out, doubled, or of the wrong kind."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator

from benchmarks.injected.cells import Cell

_OTHER = {")": "]}", "]": ")}", "}": ")]", "(": "[", "[": "(", "{": "[("}


def _tokens(cell: Cell) -> Iterator[tuple[tokenize.TokenInfo, int, int]]:
    starts = [0]
    for line in cell.text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(cell.text).readline):
        if token.string and token.type in (tokenize.OP, tokenize.STRING):
            yield token, starts[token.start[0] - 1] + token.start[1], starts[token.end[0] - 1] + token.end[1]


def bracket_damaged(cell: Cell) -> Iterator[str]:
    """A bracket left out, doubled, or of another kind."""
    for token, begin, end in _tokens(cell):
        if token.string in _OTHER:
            slip = cell.rng.choice(("left out", "left out", "left out", "doubled", "another"))
            new = {"left out": "", "doubled": token.string * 2, "another": cell.rng.choice(_OTHER[token.string])}[slip]
            yield cell.with_span(begin, end, new)


def quote_damaged(cell: Cell) -> Iterator[str]:
    """A quote left out, or one of the other kind."""
    for token, begin, end in _tokens(cell):
        if (
            token.type == tokenize.STRING
            and len(token.string) > 2
            and token.string[0] in "'\""
            and token.string[:3] != '"""'
        ):
            other = "'" if token.string[0] == '"' else '"'
            slip = cell.rng.choice(("first", "last", "last", "both", "kind"))
            inner = token.string[1:-1]
            new = {
                "first": token.string[1:],
                "last": token.string[:-1],
                "both": inner,
                "kind": token.string[:-1] + other,
            }[slip]
            yield cell.with_span(begin, end, new)


def comma_missing(cell: Cell) -> Iterator[str]:
    """A comma left out, or a dot in its place."""
    for token, begin, end in _tokens(cell):
        if token.string == ",":
            yield cell.with_span(begin, end, "." if cell.rng.random() < 0.15 else "")


def dot_or_colon_damaged(cell: Cell) -> Iterator[str]:
    """A dot left out, doubled or a comma; a colon left out or an equals sign."""
    for token, begin, end in _tokens(cell):
        if token.string == ".":
            yield cell.with_span(begin, end, cell.rng.choice((" ", "..", ",")))
        if token.string == ":":
            yield cell.with_span(begin, end, cell.rng.choice(("", "=", ";")))
