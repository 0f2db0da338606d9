"""Steps for colons: missing at the end of a block's first line, or written as something else."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.syntax.source import BLOCK_WORDS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, delete, insert, replace

_INSTEAD = frozenset({";", ".", ",", "{", "=", "->", "::", "then", "do", "'", '"'})


def colons(problem: Problem) -> Iterator[Step]:
    """Put a colon where a block begins."""
    for first in _headers(problem):
        yield from _header(problem, first)


def _headers(problem: Problem) -> Iterator[Token]:
    """Block words that begin the logical line where the parser stopped, or the one before."""
    line = problem.fault.line
    seen = set()
    for number in (line, problem.source.next_line(line, -1)):
        first = problem.source.first(number) if number else None
        while first is not None and first.opener >= 0 and first.index not in seen:
            seen.add(first.index)
            first = problem.source.first(problem.source.tokens[first.opener].line)
        if first is not None and first.index not in seen and first.text in BLOCK_WORDS:
            seen.add(first.index)
            yield first


def _header(problem: Problem, first: Token) -> Iterator[Step]:
    tokens = problem.source.tokens
    last = first
    while (after := problem.get(last.index + 1)) is not None and (
        after.line == first.line or after.opener >= first.index
    ):
        last = after
        if len(tokens) - last.index < 1:
            break
    if any(token.text == ":" and token.opener < first.index for token in tokens[first.index : last.index + 1]):
        return
    reason = f"The line begins with `{first.text}` and lacks its colon."
    named = 0.0 if problem.mentions("expected ':'") else 0.3
    if last.text in _INSTEAD or (last.kind == "string" and not last.closed and last.text in ("'", '"')):
        instead = f"`{last.text}` stands where the colon of `{first.text}` belongs."
        glue = replace(last, ":") if last.text not in ("then", "do", "{") else delete(problem, last)
        edits = (glue,) if last.text not in ("then", "do", "{") else (glue, insert(last.end, ":"))
        yield Step(edits, 0.5 + named, Kind.PUNCTUATION, instead)
    if last is not first or first.text in ("else", "try", "finally", "except"):
        yield Step((insert(last.end, ":"),), 0.5 + named, Kind.PUNCTUATION, reason)
    stopped = problem.token
    if stopped is not None and first.index < stopped.index <= last.index:
        before = tokens[stopped.index - 1]
        if before.ends_value or before is first:
            yield Step((insert(before.end, ":"),), 0.8 + named, Kind.PUNCTUATION, reason)
        yield Step((replace(stopped, ":"),), 1.2 + named, Kind.PUNCTUATION, reason)
