"""Steps for a string whose missing quote turned those after it inside out: the parser complains of the last one only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.quotes import OTHER, PREFIXES, is_code, quote_of, run_of_words
from jupyter_quickfix.fixers.syntax.source import Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert


def close_earlier(problem: Problem, broken: Token) -> Iterator[Step]:
    """`["a, "b"]`: an earlier string was not closed, or by the other quote, so that those after it begin where they should end."""
    quote = quote_of(broken)
    line = problem.source.by_line.get(broken.line, [])
    for place, token in enumerate(t for t in line if t.kind == "string" and t.index < broken.index):
        if quote_of(token) != quote or not token.closed:
            continue
        opening = len(token.text) - len(token.text.lstrip(PREFIXES)) + 1
        inside = token.text[opening:-1]
        bare = inside.rstrip(" ,:=+([{)]}%.")
        reason = f"The string {_short(quote + inside.split(',')[0])} is never closed."
        other = inside.find(OTHER[quote])
        if other > 0:
            start = token.start + opening + other
            yield Step((Edit(start, start + 1, quote),), 0.7 + 0.1 * place, Kind.PUNCTUATION, reason)
        elif bare and bare != inside:
            ends = {len(bare)}
            if (comma := inside.find(",")) > 0:
                ends.add(len(inside[:comma].rstrip(" )]}")))
            for end in sorted(ends):
                edit = insert(token.start + opening + end, quote)
                yield Step((edit,), 0.7 + 0.1 * place, Kind.PUNCTUATION, reason)


def open_earlier(problem: Problem, broken: Token) -> Iterator[Step]:
    """`[a", "b"]`: an earlier string was not opened, so that those after it begin where they should end."""
    quote = quote_of(broken)
    line = problem.source.by_line.get(broken.line, [])
    for token in (t for t in line if t.kind == "string" and t.index <= broken.index):
        if quote_of(token) != quote:
            continue
        prefix = token.text[: len(token.text) - len(token.text.lstrip(PREFIXES))]
        if not re.match(r"\s*[,)\]}:]|$", token.text[len(prefix) + 1 :].rstrip(quote)):
            return
        start = token.start if prefix else run_of_words(problem, token, glued=True)
        if start is not None:
            reason = f"The string that ends with {quote} is never opened."
            run = problem.text[start : token.start]
            code = bool(run) and is_code(problem, run)
            yield Step((insert(start, quote),), 1.3 if code else 0.8, Kind.PUNCTUATION, reason)
        return


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
