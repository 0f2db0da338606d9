"""What the steps for strings share: a string's quotes, and the words that may belong into it."""

from __future__ import annotations

import re

from jupyter_quickfix.fixers.syntax.source import Token
from jupyter_quickfix.fixers.syntax.steps import Problem

#: The other kind of quote, and the letters that may stand before one.
OTHER = {"'": '"', '"': "'"}
PREFIXES = "rRbBuUfF"
_NOT_TEXT = frozenset({"in", "return", "and", "or", "not", "if", "else", "print"})
#: Marks that stand between words of a text without blanks: `utf-8`, `a.csv`, `%d/%m`.
_IN_TEXT = frozenset({"-", ".", "/", "%", "_", "#", "@", "$", "+"})


def quote_of(token: Token) -> str:
    body = token.text.lstrip(PREFIXES)
    return body[:3] if body[:3] in ("'''", '"""') else body[:1]


def run_of_words(problem: Problem, broken: Token, *, glued: bool = False) -> int | None:
    """Where the words in front of the quote begin, after a bracket, comma or operator; `glued` over marks without blanks."""
    index = broken.index - 1
    start = None
    while (token := problem.get(index)) is not None and token.line == broken.line:
        if token.text in _NOT_TEXT:
            break
        touching = glued and token.end == (broken.start if start is None else start) and token.text in _IN_TEXT
        if token.kind not in ("name", "number") and not touching:
            break
        start = token.start
        index -= 1
    return start


def is_code(problem: Problem, run: str) -> bool:
    """Whether the words are an expression on known names: `k-1`, not `utf-8`."""
    words = re.findall(r"[^\W\d]\w*", run)
    return bool(words) and all(problem.knows(word) for word in words)
