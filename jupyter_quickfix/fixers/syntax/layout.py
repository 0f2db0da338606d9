"""The lines of a text as blocks: how deep they are, where statements begin and end, and edits that move them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.steps import Problem


def unit_of(problem: Problem) -> int:
    """How many columns one level takes in this text: the smallest step inward that occurs."""
    source = problem.source
    widths = [source.width(line) for line in source.by_line if source.first(line).opener < 0]  # type: ignore[union-attr]
    steps = [b - a for a, b in pairwise(widths) if b > a]
    common = sorted(set(steps), key=lambda step: (-steps.count(step), step))
    return common[0] if common and 1 < common[0] <= 8 else 4


def shifted(problem: Problem, first: int, last: int, by: int) -> tuple[Edit, ...]:
    """Edits that move the lines `first` to `last` by so many columns (blank lines stay)."""
    edits = []
    source = problem.source
    for line in range(first, last + 1):
        text = source.lines[line - 1]
        if not text.strip() or inside_string(problem, line):
            continue
        start = source.starts[line - 1]
        indent = source.indent(line)
        edits.append(Edit(start, start + len(indent), " " * max(0, len(indent.expandtabs(8)) + by)))
    return tuple(edits)


def inside_string(problem: Problem, line: int) -> bool:
    """Whether the line begins inside a string over several lines."""
    start = problem.source.starts[line - 1]
    token = problem.get(problem.source.token_at(start))
    return token is not None and token.start < start


def statement_lines(problem: Problem, first: int) -> Iterator[int]:
    """Lines from `first` on that begin a statement."""
    source = problem.source
    for line in range(first, len(source.lines) + 1):
        token = source.first(line)
        if token is not None and token.opener < 0 and not inside_string(problem, line):
            yield line


def with_continuation(problem: Problem, line: int) -> int:
    """The last line of the statement that begins on the line or above it."""
    source = problem.source
    last = line
    for number in range(line + 1, len(source.lines) + 1):
        token = source.first(number)
        if inside_string(problem, number) or (token is not None and token.opener >= 0):
            last = number
        elif token is not None:
            break
    return last


def line_above(problem: Problem, line: int) -> int | None:
    """The line before that begins a statement."""
    for number in range(line - 1, 0, -1):
        token = problem.source.first(number)
        if token is not None and token.opener < 0 and not inside_string(problem, number):
            return number
    return None


def levels_above(problem: Problem, line: int) -> list[int]:
    """The depths of the blocks open above the line, nearest first."""
    source = problem.source
    levels: list[int] = []
    for number in range(line - 1, 0, -1):
        token = source.first(number)
        if token is None or token.opener >= 0 or inside_string(problem, number):
            continue
        if not levels or source.width(number) < levels[-1]:
            levels.append(source.width(number))
    return levels
