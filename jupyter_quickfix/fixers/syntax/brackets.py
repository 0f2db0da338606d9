"""Steps for brackets: one missing, one too many, or one of the wrong kind."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import BLOCK_WORDS, CLOSERS, OPENERS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, delete, insert, replace

_MAX_PLACES = 14


def brackets(problem: Problem) -> Iterator[Step]:
    """Close what is open, take out what closes nothing, and match what does not."""
    yield from _unclosed(problem)
    yield from _unmatched(problem)
    yield from _mismatched(problem)


def _unclosed(problem: Problem) -> Iterator[Step]:
    """Close brackets that are open where the parser stopped, or that the parser names."""
    stack = problem.source.stack_at(problem.index)
    if problem.mentions("was never closed"):
        named = problem.token
        if named is not None and named.text in OPENERS:
            stack = [named, *problem.source.stack_at(named.index)]
    if not stack:
        return
    limits = {unclosed.opener.index: unclosed.last_line for unclosed in problem.source.unclosed}
    if problem.mentions("was never closed", "does not match") or any(opener.index in limits for opener in stack):
        surely = 0.0
    else:
        surely = 0.7  # the brackets match: one may be closed too late, but other slips are likelier
    opener = next((opener for opener in stack if opener.index in limits), stack[0])
    together = [other for other in stack if other.line == opener.line and other.index in limits]
    yield from _close(problem, [opener], limits, surely)
    if len(together) > 1:
        yield from _close(problem, together, limits, surely + 0.2)
    if problem.mentions("was never closed") and not _is_call(problem, opener):
        yield Step(
            (delete(problem, opener),),
            1.9,
            Kind.PUNCTUATION,
            f"The bracket `{opener.text}` opens something that nothing closes.",
        )


def _is_call(problem: Problem, opener: Token) -> bool:
    before = problem.get(opener.index - 1)
    return before is not None and before.end == opener.start and before.ends_value


def _close(problem: Problem, openers: list[Token], limits: dict[int, int], cost: float) -> Iterator[Step]:
    openers = sorted(openers, key=lambda opener: -opener.index)
    closing = "".join(OPENERS[opener.text] for opener in openers)
    last = limits.get(openers[0].index, problem.source.line_at(problem.fault.start))
    words = "bracket is" if len(openers) == 1 else "brackets are"
    reason = (
        f"The opening {words} never closed; the repair closes {'it' if len(openers) == 1 else 'them'} with `{closing}`."
    )
    for place, (offset, extra) in enumerate(_places(problem, openers[0], last)):
        if place >= _MAX_PLACES:
            return
        yield Step((insert(offset, closing),), 0.8 + cost + extra, Kind.PUNCTUATION, reason)


def _places(problem: Problem, opener: Token, last_line: int) -> Iterator[tuple[int, float]]:
    """Offsets where the bracket may have been meant to close, with what each costs, likeliest first."""
    found: dict[int, float] = {}
    tokens = problem.source.tokens
    line = opener.line
    header = _is_header(problem, line)
    index = opener.index + 1
    while index < len(tokens) and tokens[index].line <= max(last_line, line) and len(found) < 60:
        token = tokens[index]
        if token.opener == opener.index or token.opener == tokens[index - 1].index or index == opener.index + 1:
            cost = _cost_before(problem, opener, token, header)
            if cost is not None:
                found[tokens[index - 1].end] = cost
        index += 1
    for number in range(line, min(last_line, line + 30) + 1):
        _line_end(problem, opener, number, last_line, header, found)
    stopped = problem.token
    if stopped is not None and stopped.index > opener.index and tokens[stopped.index - 1].line <= last_line:
        before = tokens[stopped.index - 1].end
        found[before] = min(found.get(before, 9.0), 0.1)
    # Later places first among equals: `f(g(1) + 2` closes at its end.
    yield from sorted(found.items(), key=lambda item: (item[1], -item[0]))


def _line_end(
    problem: Problem, opener: Token, line: int, last_line: int, header: bool, found: dict[int, float]
) -> None:
    tokens = problem.source.by_line.get(line)
    if not tokens or tokens[-1].index <= opener.index - (line > opener.line):
        return
    end = tokens[-1]
    if end.text == ":" and header and len(tokens) > 1:
        found[tokens[-2].end] = 0.0
    elif end.text == ";":
        found[tokens[-2].end if len(tokens) > 1 else end.start] = 0.0
    elif end.ends_value or end.text in (",", ":"):
        late = 0.0 if line == last_line else 0.25 if line == opener.line else 0.4
        deeper = problem.source.width(line) > problem.source.width(opener.line) or line == opener.line
        found[end.end] = late if deeper else late + 0.5


def _cost_before(problem: Problem, opener: Token, token: Token, header: bool) -> float | None:
    """What it costs to close the bracket before this token; None where nothing could be meant by that."""
    before = problem.get(token.index - 1)
    if before is None or (not before.ends_value and before.index != opener.index):
        return None
    if before.index == opener.index:  # empty brackets: only calls
        return 0.9 if opener.text == "(" and _is_call(problem, opener) else None
    if token.text in CLOSERS:
        return 0.3
    if token.text == ":" and (header or opener.text != "{"):
        return 0.2
    if token.text == "->":
        return 0.0
    if token.text == ",":
        return 0.6
    if token.kind == "op":
        return 0.7 if token.text not in (".",) else 0.9
    if token.text in ("and", "or", "in", "if", "else", "for", "is", "not"):
        return 0.5
    return 1.2


def _is_header(problem: Problem, line: int) -> bool:
    first = problem.source.first(line)
    return first is not None and first.text in BLOCK_WORDS


def _unmatched(problem: Problem) -> Iterator[Step]:
    """A closing bracket that closes nothing: one too many, or its partner is missing."""
    token = problem.token
    if token is None or token.text not in CLOSERS or token not in problem.source.unmatched:
        if not problem.source.unmatched or not problem.mentions("unmatched", "invalid syntax"):
            return
        token = problem.source.unmatched[0]
    yield Step(
        (delete(problem, token),), 0.8, Kind.PUNCTUATION, f"The `{token.text}` closes nothing: there is one too many."
    )
    opening = CLOSERS[token.text]
    reason = f"The `{token.text}` has no partner; the repair opens it with `{opening}`."
    tokens = problem.source.by_line.get(token.line, [])
    before = [other for other in tokens if other.index < token.index]
    for place, other in enumerate(before):
        previous = before[place - 1] if place else None
        if not (other.starts_value or other.text in ("-", "*", "**", "lambda")):
            continue
        if previous is not None and previous.kind == "name" and previous.ends_value and opening == "(":
            glue = previous.end  # `print "x")`: the bracket takes the blank's place
            yield Step((Edit(glue, other.start, opening),), 0.7, Kind.PUNCTUATION, reason)
        elif previous is None or not previous.ends_value:
            yield Step((insert(other.start, opening),), 1.3 - 0.03 * place, Kind.PUNCTUATION, reason)
        elif opening == "[" and previous.kind in ("name", "op"):
            yield Step((Edit(previous.end, other.start, opening),), 0.8, Kind.PUNCTUATION, reason)
    last = before[-1] if before else None
    if last is not None and last.ends_value and last.kind == "name" and opening == "(":
        yield Step((insert(token.start, opening),), 0.9, Kind.PUNCTUATION, reason)
    # A name that an earlier closing bracket ended too soon: `f(a), b)`.
    for other in reversed(before):
        if other.text == token.text and other.index in problem.source.partner:
            yield Step(
                (delete(problem, other),),
                1.4,
                Kind.PUNCTUATION,
                f"An earlier `{other.text}` closes the bracket too soon.",
            )
            break


def _mismatched(problem: Problem) -> Iterator[Step]:
    """A closing bracket of another kind than the one that is open."""
    token = problem.token
    if token is None or token.text not in CLOSERS:
        return
    stack = problem.source.stack_at(token.index)
    opener = stack[0] if stack else None
    if opener is None or OPENERS[opener.text] == token.text:
        return
    right = OPENERS[opener.text]
    reason = f"`{opener.text}` is closed by `{token.text}`."
    yield Step((replace(token, right),), 0.8, Kind.PUNCTUATION, reason)
    yield Step((insert(problem.source.tokens[token.index - 1].end, right),), 0.8, Kind.PUNCTUATION, reason)
    yield Step((replace(opener, CLOSERS[token.text]),), 1.1, Kind.PUNCTUATION, reason)
    yield Step((delete(problem, token),), 1.2, Kind.PUNCTUATION, reason)
