"""Steps for what stands in brackets: keys and values, keyword arguments, stars and empty indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, delete, insert, replace

_GENERIC = re.compile(r"\b([A-Z]\w*|list|dict|set|tuple)<[\w, ]+>")


def arguments(problem: Problem) -> Iterator[Step]:
    """Mend the dictionary or the call where the parser stopped."""
    yield from _dictionary(problem)
    yield from _call_arguments(problem)
    yield from _colon_arguments(problem)
    yield from _unpacked(problem)
    yield from _generics(problem)


def _dictionary(problem: Problem) -> Iterator[Step]:
    """`{'a'=1}` and keys without values."""
    token = problem.token
    if token is None:
        return
    opener = token.opener if token.text != "{" else token.index
    if opener < 0 or problem.source.tokens[opener].text != "{":
        return
    close = problem.source.partner.get(opener, len(problem.source.tokens))
    inside = [t for t in problem.source.tokens[opener + 1 : close] if t.opener == opener]
    equals = [t for t in inside if t.text in ("=", ":=", "=>", "->")]
    if equals:
        yield Step(
            tuple(replace(t, ":") for t in equals),
            0.4,
            Kind.PUNCTUATION,
            "A dictionary joins keys and values with `:`.",
        )
    if problem.mentions("dictionary key"):
        places = [t for t in inside if t.text == ":" and (n := problem.get(t.index + 1)) and (n.text in (",", "}"))]
        for colon in places:
            yield Step(
                (insert(colon.end, " None"),), 0.8, Kind.STATEMENT, "A key without a value: `None` holds its place."
            )
        for bare in (t for t in inside if t.text == "," or t is inside[-1]):
            before = bare if bare.text != "," else problem.source.tokens[bare.index - 1]
            left = problem.get(before.index - 1)
            if left is not None and left.text in (",", "{"):
                yield Step(
                    (insert(before.end, ": None"),),
                    0.8,
                    Kind.STATEMENT,
                    "A key without a value: `None` holds its place.",
                )


def _quoted_keyword(problem: Problem, token: Token) -> Iterator[Step]:
    """`dict('key'=1)`: all such names of the call."""
    edits = []
    for other in problem.source.tokens:
        after, name = problem.get(other.index + 1), other.text.strip("'\"")
        same = other.opener == token.opener and other.kind == "string" and name.isidentifier()
        if same and after is not None and after.text == "=":
            edits.append(replace(other, name))
    if edits:
        yield Step(tuple(edits), 0.3, Kind.STATEMENT, "A keyword argument's name has no quotes.")


def _colon_arguments(problem: Problem) -> Iterator[Step]:
    """`f(key: 1)`: a keyword argument is given with `=`."""
    token = problem.token
    for colon in (token, problem.get(problem.index - 1)):
        if colon is None or colon.text != ":" or colon.opener < 0 or problem.source.tokens[colon.opener].text != "(":
            continue
        edits = []
        for other in problem.source.tokens:
            before, first = problem.get(other.index - 1), problem.get(other.index - 2)
            named = before is not None and before.kind == "name" and first is not None and first.text in ("(", ",")
            if other.text == ":" and other.opener == colon.opener and named:
                after = problem.get(other.index + 1)
                end = after.start if after is not None and after.line == other.line else other.end
                edits.append(Edit(other.start, end, "="))
        if edits:
            yield Step(tuple(edits), 0.6, Kind.STATEMENT, "A keyword argument is given with `=`.")
            return


def _call_arguments(problem: Problem) -> Iterator[Step]:
    """`dict('key'=1)`, `len.('x')`, `*a`, and marks that mean nothing."""
    for token in problem.line_tokens:
        after, before = problem.get(token.index + 1), problem.get(token.index - 1)
        if token.kind == "string" and token.closed and after is not None and after.text == "=" and token.opener >= 0:
            yield from _quoted_keyword(problem, token)
        if token.text in (":=", "in") and before is not None and before.kind == "string" and before.closed:
            name = before.text.strip("'\"")
            if name.isidentifier() and problem.mentions("cannot assign", "cannot use"):
                edits = tuple(replace(t, name) for t in problem.line_tokens if t.text == before.text)
                yield Step(edits, 0.4, Kind.STATEMENT, "A variable has no quotes.")
        if token.text == "[" and after is not None and after.text == "]" and before is not None and before.ends_value:
            yield Step((insert(token.end, "0"),), 1.2, Kind.STATEMENT, "An index is missing between the brackets.")
    first = problem.line_tokens[0] if problem.line_tokens else None
    if first is not None and first.text == "*" and problem.mentions("starred"):
        yield Step((delete(problem, first),), 0.9, Kind.STATEMENT, "A star unpacks only inside brackets or a call.")


def _unpacked(problem: Problem) -> Iterator[Step]:
    """`[*row for row in rows]`: a comprehension unpacks by a second loop."""
    if not problem.mentions("unpacking cannot be used in comprehension"):
        return
    for star in problem.line_tokens:
        name = problem.get(star.index + 1)
        close = problem.source.partner.get(star.opener)
        if star.text != "*" or star.opener < 0 or close is None or name is None or name.kind != "name":
            continue
        item = next(word for word in ("item", "element", "part") if not problem.knows(word))
        end = problem.source.tokens[close - 1].end
        edits = (Edit(star.start, name.end, item), insert(end, f" for {item} in {name.text}"))
        yield Step(edits, 0.5, Kind.STATEMENT, "A comprehension cannot unpack; a second loop goes through each part.")


def _generics(problem: Problem) -> Iterator[Step]:
    """`List<int>`: the types of a type stand in square brackets."""
    edits = []
    for match in _GENERIC.finditer(problem.text):
        index = problem.source.token_at(match.start(1))
        if index < len(problem.source.tokens) and problem.source.tokens[index].start == match.start(1):
            edits += [Edit(match.end(1), match.end(1) + 1, "["), Edit(match.end() - 1, match.end(), "]")]
    if edits and problem.mentions("invalid syntax"):
        yield Step(tuple(edits), 0.6, Kind.OPERATOR, "The types of a type stand in square brackets.")
