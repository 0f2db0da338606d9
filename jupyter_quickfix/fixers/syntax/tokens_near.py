"""Steps of any kind on single tokens near where the parser stopped: put one in, put another in its place, swap two.

They cost more than the steps that know what they mend; how the result reads decides between them.
"""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import CLOSERS, KEYWORDS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert, replace

#: Words and marks that may be missing between two values, inside brackets and outside, with what each costs.
_BETWEEN = {
    "in": 1.0, "as": 1.0, "import": 1.0, ".": 1.1, "=": 1.1, "==": 1.2, "if": 1.1, "else": 1.1, "and": 1.2, "or": 1.3,
    "for": 1.1, "not in": 1.5, "is": 1.5, "+": 1.2, "*": 1.2, "-": 1.4, "%": 1.3, "<": 1.4, ">": 1.4, "/": 1.5,
}  # fmt: skip
_IN_IMPORT = {"import": "as", "from": "import", "with": "as", "except": "as", "for": "in"}
_OPERATORS = frozenset({"+", "-", "*", "/", "%", "<", ">", "=", "==", "."})
#: Marks that stand for one another by a slip of the finger.
_MISTYPED = {
    ":": ("=", ",", ";", "."), "=": (":", "==", "-", "+"), ",": (".", ":"), ";": (":", ","), ".": (",", ":"), "-": ("=",),
    "+": ("=",), "<": (",",), ">": (".", ")"), "9": ("(",), "0": (")",), "[": ("(",), "]": (")",), "{": ("[", "("),
    "}": ("]", ")"), "(": ("[", "{"), ")": ("]", "}"), "*": (",",), "/": (".",), "|": (":",), "&": ("and",),
}  # fmt: skip


def tokens_near(problem: Problem) -> Iterator[Step]:
    """Single tokens put in, exchanged or swapped."""
    yield from _missing_between(problem)
    yield from _missing_at_start(problem)
    yield from _mistyped(problem)
    yield from _swapped(problem)


def _boundaries(problem: Problem) -> Iterator[tuple[Token, Token]]:
    """Neighbours of which the second cannot follow the first, at the fault and shortly before it on its line."""
    for index in range(problem.index + 1, max(problem.index - 8, 0), -1):
        left, right = problem.get(index - 1), problem.get(index)
        if left is None or right is None or (left.line != right.line and right.opener < 0):
            continue
        called = right.text in ("(", "[") and left.text not in KEYWORDS
        if left.ends_value and right.starts_value and not called and right.text != "not":
            yield left, right


def _missing_between(problem: Problem) -> Iterator[Step]:
    for place, (left, right) in enumerate(_boundaries(problem)):
        if place >= 2:
            return
        if left.kind == right.kind == "string":
            continue
        first = problem.source.first(left.line)
        expected = _IN_IMPORT.get(first.text, "") if first is not None else ""
        for word, usual in _BETWEEN.items():
            cost = 0.6 if word == expected else usual
            mark = "." if word == "." else f" {word} "
            if word == "." and right.kind != "name":
                continue
            kind = Kind.OPERATOR if word in _OPERATORS else Kind.KEYWORD
            kind = Kind.PUNCTUATION if word == "." else kind
            edit = Edit(left.end, right.start, mark) if not problem.text[left.end : right.start].strip() else None
            if edit is not None:
                yield Step((edit,), cost + 0.3 * place, kind, f"`{word}` is missing after `{_short(left)}`.")


def _missing_at_start(problem: Problem) -> Iterator[Step]:
    """The first word of a statement left out: `area(r):`, `x in values:`, `numpy as np`."""
    source = problem.source
    for line in (problem.fault.line, source.next_line(problem.fault.line, -1)):
        tokens = source.by_line.get(line or 0)
        if (
            not tokens
            or tokens[0].opener >= 0
            or tokens[0].text in KEYWORDS - {"not", "None", "True", "False", "lambda"}
        ):
            continue
        end = _logical_end(problem, tokens[0])
        texts = {token.text for token in tokens if token.opener < 0}
        words: tuple[str, ...] = ()
        if source.tokens[end].text == ":":
            words = ("def", "for", "with", "except", "class", "if", "while", "elif")
            words = ("for",) if "in" in texts and "if" not in texts else words
        elif texts & {"import", "as"}:
            words = ("from",) if "import" in texts else ("import",)
        for place, word in enumerate(words):
            if word == "def" and (len(tokens) < 2 or tokens[1].text != "("):
                continue
            edit = insert(tokens[0].start, word + " ")
            reason = f"The line lacks its first word, `{word}`."
            yield Step((edit,), 0.9 + 0.05 * place, Kind.KEYWORD, reason)


def _logical_end(problem: Problem, first: Token) -> int:
    index = first.index
    while (after := problem.get(index + 1)) is not None and (after.line == first.line or after.opener >= first.index):
        index += 1
        if problem.source.tokens[index].line != first.line and after.opener < first.index:
            break
    close = problem.get(index + 1)
    while close is not None and close.text in CLOSERS and close.opener >= first.index:
        index += 1
        close = problem.get(index + 1)
    after = problem.get(index + 1)
    if after is not None and after.text == ":" and after.line == problem.source.tokens[index].line:
        index += 1
    return index


def _mistyped(problem: Problem) -> Iterator[Step]:
    for place, token in ((0, problem.token), (1, problem.get(problem.index - 1))):
        if token is None or token.kind != "op":
            continue
        for other in _MISTYPED.get(token.text, ()):
            if token.text == ":" and other == "=" and token.opener >= 0:
                continue  # keyword arguments have a step of their own
            if token.text == "=" and other == ":" and token.opener < 0 and not _ends_line(problem, token):
                continue
            right = f" {other} " if other.isalpha() else other
            reason = f"`{token.text}` stands where `{other}` belongs."
            yield Step((replace(token, right),), 1.5 + 0.2 * place, Kind.PUNCTUATION, reason)


def _ends_line(problem: Problem, token: Token) -> bool:
    after = problem.get(token.index + 1)
    return after is None or after.line > token.line


def _swapped(problem: Problem) -> Iterator[Step]:
    """Two neighbours in the wrong order."""
    for place, index in enumerate((problem.index, problem.index - 1)):
        left, right = problem.get(index - 1), problem.get(index)
        if left is None or right is None or left.line != right.line or left.text == right.text:
            continue
        gap = problem.text[left.end : right.start]
        glue = " " if not gap and left.kind == right.kind == "name" else gap
        edit = Edit(left.start, right.end, right.text + glue + left.text)
        reason = f"`{_short(left)}` and `{_short(right)}` stand in the wrong order."
        yield Step((edit,), 1.6 + 0.2 * place, Kind.STATEMENT, reason)


def _short(token: Token) -> str:
    text = token.text.split("\n")[0]
    return text if len(text) <= 24 else text[:23] + "…"
