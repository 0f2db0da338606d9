"""Steps between neighbours: a comma, an operator or a word is missing between two values, or one is too many."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import CLOSERS, KEYWORDS, OPENERS, STATEMENT_WORDS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, delete, insert, replace

_BUILTINS = frozenset(dir(builtins))
_SEPARATORS = frozenset({";", ".", ":", ","})
_CUT_SHORT = frozenset({",", "+", "-", "*", "/", "=", "==", "and", "or", "in", "not", ".", "%"})


def commas(problem: Problem) -> Iterator[Step]:
    """Separate what stands side by side, and thin out what is doubled."""
    for left, right in _pairs(problem):
        yield from _between(problem, left, right)
    yield from _between_lines(problem)
    yield from _instead_of_comma(problem)
    yield from _doubled(problem)


def _pairs(problem: Problem) -> Iterator[tuple[Token, Token]]:
    """Neighbours with nothing between them, inside what the parser points at or just before it."""
    source = problem.source
    first = max(problem.index - 1, 0)
    last = source.token_at(max(problem.fault.end - 1, problem.fault.start))
    found = 0
    for index in range(first, min(last + 2, len(source.tokens))):
        left, right = problem.get(index - 1), source.tokens[index]
        if left is None or not left.ends_value or not right.starts_value or right.text == "not":
            continue
        adjacent = right.text in OPENERS and left.end == right.start and left.kind != "number"
        if adjacent or (left.line != right.line and right.opener < 0) or (left.kind == right.kind == "string"):
            continue
        if right.text in ("(", "[") and left.line == right.line and (left.kind == "name" or left.text in CLOSERS):
            continue  # a call or an index with a blank
        found += 1
        yield left, right
        if found >= 4:
            return


def _between(problem: Problem, left: Token, right: Token) -> Iterator[Step]:
    inside = right.opener >= 0
    hint = 0.0 if problem.mentions("comma") else 0.2
    reason = f"A comma is missing between `{_short(left)}` and `{_short(right)}`."
    if inside:
        yield Step((insert(left.end, ","),), 0.6 + hint, Kind.PUNCTUATION, reason)
        opener = problem.source.tokens[right.opener]
        if opener.text == "{" or right.opener < 0:
            yield Step((insert(left.end, ":"),), 1.0, Kind.PUNCTUATION, f"A colon is missing after `{_short(left)}`.")
    elif left.line == right.line:
        yield Step((insert(left.end, ","),), 1.5, Kind.PUNCTUATION, reason)
    if left.line != right.line:
        return
    first = problem.source.first(left.line)
    if left.kind == right.kind == "name":
        yield from _two_names(problem, left, right)
    if first is left and left.kind == "name" and not inside and left.text not in _BUILTINS:
        yield Step((insert(left.end, " ="),), 1.2, Kind.OPERATOR, f"`=` is missing after `{left.text}`.")
    if left.kind == "number" and right.kind == "name":
        yield Step((insert(left.end, "*"),), 1.3, Kind.OPERATOR, "A multiplication needs its `*`.")
    if {left.kind, right.kind} == {"string", "name"}:
        yield Step((Edit(left.end, right.start, " + "),), 1.4, Kind.OPERATOR, "Two strings need a `+` between them.")
    if left.kind == "name" and right.kind in ("string", "number", "name") and left.text not in KEYWORDS:
        yield from _call(problem, left, right)


def _between_lines(problem: Problem) -> Iterator[Step]:
    """`'a': '1'` and on the next line `'b': '2'`: two strings side by side are one, so that the fault shows at the colon."""
    colon, right, left = problem.token, problem.get(problem.index - 1), problem.get(problem.index - 2)
    if colon is None or right is None or left is None or colon.text != ":" or colon.opener < 0:
        return
    if problem.source.tokens[colon.opener].text == "{" and left.ends_value and left.line < right.line:
        reason = f"A comma is missing after `{_short(left)}`."
        yield Step((insert(left.end, ","),), 0.4, Kind.PUNCTUATION, reason)


def _two_names(problem: Problem, left: Token, right: Token) -> Iterator[Step]:
    first = problem.source.first(left.line)
    before = problem.get(left.index - 1)
    looping = before is not None and before.text in ("for", ",") and _has_for(problem, left)
    if looping:
        yield Step(
            (insert(left.end, " in"),),
            0.5,
            Kind.KEYWORD,
            "`for` needs `in` between its variable and what it goes through.",
        )
    after = problem.get(right.index + 1)
    if first is left and after is not None and after.text in ("=", "+="):
        edit = Edit(left.end, right.start, "_")
        yield Step((edit,), 1.0, Kind.STATEMENT, "A name cannot hold a blank; an underscore joins its words.")
    if (
        left.text in problem.names
        and left.text not in _BUILTINS
        and (after is None or after.text in ("(", ".") or after.text in CLOSERS)
    ):
        yield Step((Edit(left.end, right.start, "."),), 1.2, Kind.PUNCTUATION, f"A dot is missing after `{left.text}`.")


def _has_for(problem: Problem, left: Token) -> bool:
    tokens = problem.source.by_line.get(left.line, [])
    before = [token.text for token in tokens if token.index < left.index]
    after = [token.text for token in tokens if token.index > left.index]
    return "for" in before and "in" not in after and "in" not in before[len(before) - before[::-1].index("for") :]


def _call(problem: Problem, left: Token, right: Token) -> Iterator[Step]:
    """`range 3`, `len "abc"`: the call lacks its brackets."""
    before = problem.get(left.index - 1)
    attribute = before is not None and before.text == "."
    if not (attribute or problem.knows(left.text)) or left.line != right.line:
        return
    doubt = 0.0 if left.text in problem.names or attribute else 0.3
    end = right.end
    tokens = [token for token in problem.source.by_line[right.line] if token.index > right.index]
    for token in tokens:
        if token.text in CLOSERS or token.text in (":", ";", ",") or token.opener != right.opener:
            break
        end = token.end
    reason = f"The call of `{left.text}` lacks its brackets."
    yield Step((Edit(left.end, right.start, "("), insert(end, ")")), 0.9 + doubt, Kind.PUNCTUATION, reason)
    commas = _last_argument(problem, right)
    if commas != end:
        yield Step((Edit(left.end, right.start, "("), insert(commas, ")")), 0.9 + doubt, Kind.PUNCTUATION, reason)
    if end != right.end:
        yield Step((Edit(left.end, right.start, "("), insert(right.end, ")")), 1.1 + doubt, Kind.PUNCTUATION, reason)


def _last_argument(problem: Problem, first: Token) -> int:
    """Where a list of arguments ends that begins here: at the end of the line, of its brackets, or before the colon."""
    end = first.end
    for token in problem.source.by_line[first.line]:
        if token.index <= first.index:
            continue
        if token.opener <= first.opener:
            closes = token.text in CLOSERS and problem.source.partner.get(token.index, -1) < first.index
            if closes or token.text in (":", ";"):
                break
        end = max(end, token.end)
    return end


def _instead_of_comma(problem: Problem) -> Iterator[Step]:
    """`[1; 2; 3]`: another mark where the comma belongs."""
    for token in (problem.token, problem.get(problem.index - 1)):
        if token is None or token.opener < 0 or token.text not in (";", ".", ":", "=", "/", "|", "and", "&"):
            continue
        opener = token.opener
        alike = [other for other in problem.source.tokens if other.opener == opener and other.text == token.text]
        reason = f"`{token.text}` stands where a comma belongs."
        extra = 0.0 if token.text == ";" else 0.9
        if len(alike) > 1 and token.text == ";":
            yield Step(tuple(replace(other, ",") for other in alike), 0.5, Kind.PUNCTUATION, reason)
        yield Step((replace(token, ","),), 0.6 + extra, Kind.PUNCTUATION, reason)


def _doubled(problem: Problem) -> Iterator[Step]:
    """Take out the token where the parser stopped, or the one before it."""
    token, before = problem.token, problem.get(problem.index - 1)
    if token is not None and before is not None and token.text == before.text and _on_one_line(token, before):
        cost = 1.3 if token.text in ("&", "|", "+", "-") else 0.5
        yield Step((delete(problem, token),), cost, Kind.PUNCTUATION, f"`{token.text}` stands twice.")
    for place, other in ((0, token), (1, before)):
        if other is None or other.kind == "string" or abs(other.line - problem.fault.line) > 1:
            continue
        if other.text in OPENERS or other.text in CLOSERS:
            continue  # brackets have steps of their own
        cost = 1.2 if other.kind == "op" else 1.7
        if other.text in STATEMENT_WORDS:
            cost = 2.4  # what is said on purpose is seldom too much
        if other.text in _SEPARATORS:
            cost = 0.9
        elif place and other.text in _CUT_SHORT:
            cost = 1.1
        yield Step(
            (delete(problem, other),), cost + 0.1 * place, Kind.PUNCTUATION, f"`{other.text}` does not belong here."
        )


def _on_one_line(token: Token, before: Token) -> bool:
    return token.line == before.line and token.kind != "string"


def _short(token: Token) -> str:
    text = token.text.split("\n")[0]
    return text if len(text) <= 24 else text[:23] + "…"
