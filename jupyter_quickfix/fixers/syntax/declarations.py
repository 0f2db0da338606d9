"""Steps for names declared in the wrong place or twice: `global` and `nonlocal`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import Indel

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert, replace


def declarations(problem: Problem) -> Iterator[Step]:
    """`global` and `nonlocal` in the wrong place."""
    message, source = problem.message, problem.source
    if "global" not in message and "nonlocal" not in message and "future feature" not in message:
        return
    if match := re.search(r"no binding for nonlocal '(\w+)' found", message):
        yield from _near_name(problem, match.group(1))
    if match := re.search(r"annotated name '(\w+)' can't be (?:global|nonlocal)", message):
        yield from _without_type(problem, match.group(1))
    if match := re.search(r"name '(\w+)' is (?:assigned to|used) (?:before|prior to) (global|nonlocal)", message):
        yield from _declare_first(problem, match.group(1), match.group(2))
    line = _declaration(problem)
    if line is None:
        return
    start, end = source.starts[line - 1], source.code_end(line)
    text = problem.text[start:end]
    if "at module level" in message or "no binding" in message:
        yield Step(
            (Edit(start, end, text.replace("nonlocal", "global")),),
            0.6,
            Kind.STATEMENT,
            "At this place there is only `global`.",
        )
    if "parameter and" in message or "nonlocal and global" in message or "annotated name" in message:
        alone = source.next_line(line) is None or source.width(source.next_line(line) or 1) < source.width(line)
        before = source.next_line(line, -1)
        opens = before is not None and before in source.by_line and source.by_line[before][-1].text == ":"
        if alone and opens:
            yield Step(
                (Edit(start + len(source.indent(line)), end, "pass"),),
                1.1,
                Kind.STATEMENT,
                "A parameter is local already.",
            )
        else:
            yield Step(
                (Edit(start, min(end + 1, len(problem.text)), ""),),
                1.1,
                Kind.STATEMENT,
                "The name is declared already.",
            )


def _declaration(problem: Problem) -> int | None:
    for line in (problem.fault.line, *sorted(problem.source.by_line)):
        first = problem.source.first(line)
        if first is not None and first.text in ("global", "nonlocal"):
            return line
    return None


def _declare_first(problem: Problem, name: str, word: str) -> Iterator[Step]:
    source = problem.source
    line = problem.fault.line
    first = source.first(line)
    if first is None or first.text != word:
        return
    header = next(
        (
            n
            for n in range(line - 1, 0, -1)
            if (t := source.first(n)) and t.text in ("def", "async") and source.width(n) < source.width(line)
        ),
        None,
    )
    body = source.next_line(header) if header else None
    if body is None:
        return
    text = problem.text[source.starts[line - 1] : source.code_end(line)]
    place = source.starts[body - 1]
    cut = Edit(source.starts[line - 1], min(source.starts[line], len(problem.text)), "")
    if source.starts[line] > len(problem.text):  # the last line: take the line end before it
        cut = Edit(source.starts[line - 1] - 1, len(problem.text), "")
    lead = source.indent(body) + text.strip() + "\n"
    yield Step(
        (insert(place, lead), cut), 0.5, Kind.STATEMENT, f"`{word} {name}` stands before the first use of the name."
    )


def _near_name(problem: Problem, wrong: str) -> Iterator[Step]:
    """`nonlocal totl` where the function around has `total`."""
    tokens = problem.source.tokens
    names = {
        t.text
        for t, after in pairwise(tokens)
        if t.kind == "name" and after.text in ("=", ",", ")") and t.text != wrong
    }
    near = max(sorted(names), key=lambda name: Indel.normalized_similarity(wrong, name), default="")
    if near and Indel.normalized_similarity(wrong, near) >= 0.75:
        edits = tuple(replace(token, near) for token in tokens if token.text == wrong)
        yield Step(edits, 0.3, Kind.STATEMENT, f"No function around has `{wrong}`; `{near}` is near.")


def _without_type(problem: Problem, name: str) -> Iterator[Step]:
    """`x: int = 1` where `x` is global: the declaration stands elsewhere, the type goes."""
    for line, tokens in problem.source.by_line.items():
        if len(tokens) < 4 or tokens[0].text != name or tokens[1].text != ":":
            continue
        equals = next((token for token in tokens if token.text == "=" and token.opener < 0), None)
        if equals is not None and abs(line - problem.fault.line) < 20:
            edit = Edit(tokens[0].end, equals.start, " ")
            yield Step((edit,), 0.4, Kind.STATEMENT, f"`{name}` is declared outside; a type belongs where it is made.")
            return
