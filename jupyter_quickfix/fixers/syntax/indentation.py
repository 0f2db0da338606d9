"""Steps for indentation: a block not indented, a line too deep or between two levels, tabs among blanks."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.layout import (
    inside_string,
    levels_above,
    line_above,
    shifted,
    statement_lines,
    unit_of,
    with_continuation,
)
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
    unit = unit_of(problem)
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
            shifted(problem, line, last, by), cost, Kind.INDENTATION, f"The block under line {header} is not indented."
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
    for number in statement_lines(problem, line + 1):
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
        yield with_continuation(problem, end), 0.5 + cost


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
    above = line_above(problem, line)
    target = source.width(above) if above else 0
    yield from _move_group(problem, line, target - source.width(line), 0.5, "The line is indented for no reason.")
    if above is None:
        return
    before = line_above(problem, above)
    # The line above may be the one that slipped: it belongs as deep as this one.
    if before is not None and source.width(before) > target:
        by = source.width(before) - target
        yield Step(
            shifted(problem, above, line - 1, by), 0.9, Kind.INDENTATION, "The line above is not indented enough."
        )
        both = (
            *shifted(problem, above, line - 1, by),
            *_group_edits(problem, line, source.width(before) - source.width(line)),
        )
        yield Step(both, 0.8, Kind.INDENTATION, "These lines are not indented like their block.")
    for number in levels_above(problem, line):
        if number not in (target, source.width(line)):
            yield from _move_group(
                problem, line, number - source.width(line), 1.1, "The line is indented for no reason."
            )


def _group_end(problem: Problem, line: int) -> int:
    """The last of the lines after `line` that are at least as deep and lie on no level open above it."""
    source = problem.source
    last, width = line, source.width(line)
    levels = set(levels_above(problem, line)) - {width}
    for number in statement_lines(problem, line + 1):
        if source.width(number) < width or source.width(number) in levels:
            break
        last = number
    return with_continuation(problem, last)


def _group_edits(problem: Problem, line: int, by: int) -> tuple[Edit, ...]:
    return shifted(problem, line, _group_end(problem, line), by)


def _move_group(problem: Problem, line: int, by: int, cost: float, reason: str) -> Iterator[Step]:
    end = _group_end(problem, line)
    yield Step(shifted(problem, line, end, by), cost, Kind.INDENTATION, reason)
    alone = with_continuation(problem, line)
    if alone != end:
        yield Step(shifted(problem, line, alone, by), cost + 0.15, Kind.INDENTATION, reason)


def _between_levels(problem: Problem) -> Iterator[Step]:
    source = problem.source
    line = problem.fault.line
    width = source.width(line)
    levels = levels_above(problem, line)
    above = line_above(problem, line)
    opens = above is not None and source.tokens[_last_index(problem, above)].text == ":"
    if opens and above is not None:
        deeper = source.width(above) + unit_of(problem)
        yield from _move_group(problem, line, deeper - width, 0.5, "The block is not indented under its first line.")
    for level in levels:
        distance = abs(level - width) / max(unit_of(problem), 1)
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
            if "\t" in source.indent(n + 1) and not inside_string(problem, n + 1)
        )
        yield Step(edits, cost, Kind.INDENTATION, "Tabs and blanks are mixed; blanks alone are unambiguous.")


def _left_its_block(problem: Problem) -> Iterator[Step]:
    """`return`, `break` or `continue` outside: some lines have left the function or the loop."""
    source = problem.source
    line = problem.fault.line
    wanted = ("for", "while") if problem.mentions("loop") else ("def",)
    unit = unit_of(problem)
    header = next(
        (n for n in range(line - 1, 0, -1) if (t := source.first(n)) is not None and t.text in (*wanted, "async")), None
    )
    if header is not None:
        depth = source.width(header) + unit
        left = next((n for n in statement_lines(problem, header + 1) if source.width(n) < depth), line)
        reason = f"The line has left the block that begins on line {header}."
        for first, cost in ((left, 0.5), (line, 0.8)):
            if first <= line:
                by = depth - source.width(first)
                yield Step(
                    shifted(problem, first, with_continuation(problem, line), by), cost, Kind.INDENTATION, reason
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
        yield Step(shifted(problem, line, end, by), cost, Kind.INDENTATION, reason)
        yield Step(shifted(problem, line, line, by), cost + 0.05, Kind.INDENTATION, reason)


def _body_end(problem: Problem, line: int) -> int:
    source = problem.source
    last = line
    for number in statement_lines(problem, line + 1):
        if source.width(number) <= source.width(line):
            break
        last = number
    return with_continuation(problem, last)
