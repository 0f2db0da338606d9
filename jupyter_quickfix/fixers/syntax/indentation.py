"""Steps for indentation: a block not indented, a line too deep or between two levels, tabs among blanks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import BLOCK_WORDS
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert

#: Which words may open the block that the word continues.
_CONTINUES = {
    "else": ("if", "elif", "for", "while", "try", "except"),
    "elif": ("if", "elif"),
    "except": ("try", "except"),
    "finally": ("try", "except", "else"),
}


def indentation(problem: Problem) -> Iterator[Step]:
    """Shift lines so that the blocks come out."""
    if problem.mentions("expected an indented block"):
        yield from _missing_block(problem)
    elif problem.mentions("unexpected indent"):
        yield from _too_deep(problem)
    elif problem.mentions("unindent does not match"):
        yield from _between_levels(problem)
    elif problem.mentions("inconsistent use of tabs"):
        yield from _tabs(problem)
    elif problem.mentions("outside", "not properly in loop"):
        yield from _left_its_block(problem)
    else:
        yield from _continuation(problem)


def _unit(problem: Problem) -> int:
    """How many columns one level takes in this text: the smallest step inward that occurs."""
    source = problem.source
    widths = [source.width(line) for line in source.by_line if source.first(line).opener < 0]  # type: ignore[union-attr]
    steps = [b - a for a, b in pairwise(widths) if b > a]
    common = sorted(set(steps), key=lambda step: (-steps.count(step), step))
    return common[0] if common and 1 < common[0] <= 8 else 4


def _shift(problem: Problem, first: int, last: int, by: int) -> tuple[Edit, ...]:
    """Edits that move the lines `first` to `last` by so many columns (blank lines stay)."""
    edits = []
    source = problem.source
    for line in range(first, last + 1):
        text = source.lines[line - 1]
        if not text.strip() or _inside_string(problem, line):
            continue
        start = source.starts[line - 1]
        indent = source.indent(line)
        edits.append(Edit(start, start + len(indent), " " * max(0, len(indent.expandtabs(8)) + by)))
    return tuple(edits)


def _inside_string(problem: Problem, line: int) -> bool:
    """Whether the line begins inside a string over several lines."""
    start = problem.source.starts[line - 1]
    token = problem.get(problem.source.token_at(start))
    return token is not None and token.start < start


def _statements(problem: Problem, first: int) -> Iterator[int]:
    """Lines from `first` on that begin a statement."""
    source = problem.source
    for line in range(first, len(source.lines) + 1):
        token = source.first(line)
        if token is not None and token.opener < 0 and not _inside_string(problem, line):
            yield line


def _missing_block(problem: Problem) -> Iterator[Step]:
    """A block's first line with nothing indented under it."""
    source = problem.source
    line = problem.fault.line
    header = source.next_line(line, -1)
    if problem.fault.start >= len(problem.text.rstrip()) or source.first(line) is None:
        header, line = source.next_line(len(source.lines) + 1, -1), len(source.lines) + 1
    while header and header > 1 and (first := source.first(header)) is not None and first.opener >= 0:
        header = source.tokens[first.opener].line
    if header is None:
        return
    unit = _unit(problem)
    end = source.code_end(_last_line(problem, header, line))
    depth = source.width(header) + unit
    empty = Step(
        (insert(end, "\n" + " " * depth + "pass"),),
        1.9,
        Kind.INDENTATION,
        "A block needs at least one statement; `pass` does nothing.",
    )
    if line > len(source.lines):
        yield Step(empty.edits, 0.9, Kind.INDENTATION, empty.reason)
        return
    yield empty
    by = depth - source.width(line)
    for last, cost in _extents(problem, header, line):
        yield Step(
            _shift(problem, line, last, by), cost, Kind.INDENTATION, f"The block under line {header} is not indented."
        )


def _last_line(problem: Problem, header: int, line: int) -> int:
    found = header
    for number in range(header, line):
        if not problem.source.is_blank(number) and number in problem.source.by_line:
            found = number
    return found


def _extents(problem: Problem, header: int, line: int) -> Iterator[tuple[int, float]]:
    """Last lines that the block may reach to, each with its cost: every statement no deeper than its first ends one."""
    source = problem.source
    width, opener = source.width(line), source.first(header)
    word = opener.text if opener else ""
    whole = word in ("def", "class", "async")
    ends: list[tuple[int, float]] = []
    previous, stopped = line, False
    for number in _statements(problem, line + 1):
        if source.width(number) < width or len(ends) >= 24:
            stopped = True
            break
        if source.width(number) == width:
            ends.append((previous, _end_cost(problem, word, line, previous, number)))
        previous = number
    last = source.next_line(number, -1) if stopped else len(source.lines)
    final = 0.3 if stopped else 0.55 if whole else 0.8
    ends.append((last or line, final))
    if not whole:
        best = [(ends[0][0], min(ends[0][1], 0.5)), *ends[1:]]
        ends = best
    for end, cost in ends:
        yield _with_continuation(problem, end), 0.5 + cost


def _with_continuation(problem: Problem, line: int) -> int:
    """The last line of the statement that begins on the line or above it."""
    source = problem.source
    last = line
    for number in range(line + 1, len(source.lines) + 1):
        token = source.first(number)
        if _inside_string(problem, number) or (token is not None and token.opener >= 0):
            last = number
        elif token is not None:
            break
    return last


def _end_cost(problem: Problem, word: str, line: int, previous: int, following: int) -> float:
    """How unlikely the block ends before the line `following`, which is as deep as the block's first line."""
    source = problem.source
    first = source.first(following)
    text = first.text if first else ""
    blank = any(not source.lines[number - 1].strip() for number in range(previous + 1, following))
    if text in _CONTINUES:
        return 0.8
    if word == "class":
        start = source.first(line)
        inner = start is not None and start.text in ("def", "@", "async")
        return 0.9 if text in ("def", "@", "async") else 0.05 if inner else 0.4
    if word in ("def", "async"):
        ended = source.first(previous)
        if text in ("def", "class", "@"):
            return 0.1
        return 0.2 if ended is not None and ended.text == "return" else 0.3 if blank else 0.7
    return 0.25 if blank else 0.5


def _too_deep(problem: Problem) -> Iterator[Step]:
    """A line deeper than the one before without a reason."""
    source = problem.source
    line = problem.fault.line
    above = _above(problem, line)
    target = source.width(above) if above else 0
    yield from _move_group(problem, line, target - source.width(line), 0.5, "The line is indented for no reason.")
    if above is None:
        return
    before = _above(problem, above)
    # The line above may be the one that slipped: it belongs as deep as this one.
    if before is not None and source.width(before) > target:
        by = source.width(before) - target
        yield Step(
            _shift(problem, above, line - 1, by), 0.9, Kind.INDENTATION, "The line above is not indented enough."
        )
        both = (
            *_shift(problem, above, line - 1, by),
            *_group_edits(problem, line, source.width(before) - source.width(line)),
        )
        yield Step(both, 0.8, Kind.INDENTATION, "These lines are not indented like their block.")
    for number in _levels(problem, line):
        if number not in (target, source.width(line)):
            yield from _move_group(
                problem, line, number - source.width(line), 1.1, "The line is indented for no reason."
            )


def _above(problem: Problem, line: int) -> int | None:
    """The line before that begins a statement."""
    for number in range(line - 1, 0, -1):
        token = problem.source.first(number)
        if token is not None and token.opener < 0 and not _inside_string(problem, number):
            return number
    return None


def _group_end(problem: Problem, line: int) -> int:
    """The last of the lines after `line` that are at least as deep and lie on no level open above it."""
    source = problem.source
    last, width = line, source.width(line)
    levels = set(_levels(problem, line)) - {width}
    for number in _statements(problem, line + 1):
        if source.width(number) < width or source.width(number) in levels:
            break
        last = number
    return _with_continuation(problem, last)


def _group_edits(problem: Problem, line: int, by: int) -> tuple[Edit, ...]:
    return _shift(problem, line, _group_end(problem, line), by)


def _move_group(problem: Problem, line: int, by: int, cost: float, reason: str) -> Iterator[Step]:
    end = _group_end(problem, line)
    yield Step(_shift(problem, line, end, by), cost, Kind.INDENTATION, reason)
    alone = _with_continuation(problem, line)
    if alone != end:
        yield Step(_shift(problem, line, alone, by), cost + 0.15, Kind.INDENTATION, reason)


def _levels(problem: Problem, line: int) -> list[int]:
    """The depths of the blocks open above the line, nearest first."""
    source = problem.source
    levels: list[int] = []
    for number in range(line - 1, 0, -1):
        token = source.first(number)
        if token is None or token.opener >= 0 or _inside_string(problem, number):
            continue
        if not levels or source.width(number) < levels[-1]:
            levels.append(source.width(number))
    return levels


def _between_levels(problem: Problem) -> Iterator[Step]:
    source = problem.source
    line = problem.fault.line
    width = source.width(line)
    levels = _levels(problem, line)
    above = _above(problem, line)
    opens = above is not None and source.tokens[_last_index(problem, above)].text == ":"
    if opens and above is not None:
        deeper = source.width(above) + _unit(problem)
        yield from _move_group(problem, line, deeper - width, 0.5, "The block is not indented under its first line.")
    for level in levels:
        distance = abs(level - width) / max(_unit(problem), 1)
        yield from _move_group(
            problem,
            line,
            level - width,
            0.6 + 0.3 * distance + 0.2 * opens,
            "The line's indentation fits no block above.",
        )


def _last_index(problem: Problem, line: int) -> int:
    first = problem.source.by_line[line][-1]
    return first.index


def _tabs(problem: Problem) -> Iterator[Step]:
    source = problem.source
    for width, cost in ((8, 0.5), (4, 0.6)):
        edits = tuple(
            Edit(source.starts[n], source.starts[n] + len(source.indent(n + 1)), source.indent(n + 1).expandtabs(width))
            for n in range(len(source.lines))
            if "\t" in source.indent(n + 1) and not _inside_string(problem, n + 1)
        )
        yield Step(edits, cost, Kind.INDENTATION, "Tabs and blanks are mixed; blanks alone are unambiguous.")


def _left_its_block(problem: Problem) -> Iterator[Step]:
    """`return`, `break` or `continue` outside: some lines have left the function or the loop."""
    source = problem.source
    line = problem.fault.line
    wanted = ("for", "while") if problem.mentions("loop") else ("def",)
    unit = _unit(problem)
    header = next(
        (n for n in range(line - 1, 0, -1) if (t := source.first(n)) is not None and t.text in (*wanted, "async")), None
    )
    if header is not None:
        depth = source.width(header) + unit
        left = next((n for n in _statements(problem, header + 1) if source.width(n) < depth), line)
        reason = f"The line has left the block that begins on line {header}."
        for first, cost in ((left, 0.5), (line, 0.8)):
            if first <= line:
                by = depth - source.width(first)
                yield Step(
                    _shift(problem, first, _with_continuation(problem, line), by), cost, Kind.INDENTATION, reason
                )
    token = problem.token
    if token is not None and token.text == "return":
        value = problem.get(token.index + 1)
        if value is not None and value.line == token.line:
            edit = Edit(token.start, value.start, "")
            yield Step((edit,), 0.9, Kind.STATEMENT, "A cell shows its last expression; only a function returns.")


def _continuation(problem: Problem) -> Iterator[Step]:
    """`else` and its kin as deep as no block that they could continue."""
    source = problem.source
    line = problem.fault.line
    first = source.first(line)
    if first is None or first.text not in _CONTINUES or problem.index - first.index > 1:
        return
    width = source.width(line)
    seen: set[int] = set()
    place = 0
    for number in range(line - 1, 0, -1):
        token = source.first(number)
        if token is None or token.text not in BLOCK_WORDS or token.text not in _CONTINUES[first.text]:
            continue
        level = source.width(number)
        if level in seen or level == width:
            continue
        seen.add(level)
        reason = f"`{first.text}` is not as deep as the `{token.text}` that it belongs to."
        cost = 0.6 + 0.15 * place
        place += 1
        by = level - width
        end = _body_end(problem, line)
        yield Step(_shift(problem, line, end, by), cost, Kind.INDENTATION, reason)
        yield Step(_shift(problem, line, line, by), cost + 0.05, Kind.INDENTATION, reason)


def _body_end(problem: Problem, line: int) -> int:
    source = problem.source
    last = line
    for number in _statements(problem, line + 1):
        if source.width(number) <= source.width(line):
            break
        last = number
    return _with_continuation(problem, last)
