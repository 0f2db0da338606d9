"""Steps for the parameters of a function or lambda, and the arguments of a call, in an order or form Python refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import KEYWORDS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step


@dataclass(frozen=True, slots=True)
class _List:
    """A list in brackets: the texts between its commas, where it begins and ends, and whether it defines parameters."""

    items: list[str]
    start: int
    end: int
    defines: bool


def parameters(problem: Problem) -> Iterator[Step]:
    """Reorder, rename or thin out the list where the parser stopped."""
    found = _list(problem)
    if found is None:
        yield from _lambda(problem)
        return
    items = found.items
    proposals = _ordered(problem, found) if items else iter(())
    for right, cost, reason in proposals:
        if right != items:
            text = ", ".join(item for item in right if item)
            yield Step((Edit(found.start, found.end, text),), cost, Kind.STATEMENT, reason)


def _list(problem: Problem) -> _List | None:
    """The innermost definition's or call's list around the place where the parser stopped."""
    tokens = problem.source.tokens
    for opener in _openers(problem):
        close = problem.source.partner.get(opener.index)
        before, word = problem.get(opener.index - 1), problem.get(opener.index - 2)
        if close is None or opener.text != "(" or before is None or not before.ends_value:
            continue
        commas = [t for t in tokens[opener.index + 1 : close] if t.text == "," and t.opener == opener.index]
        bounds = [opener.end, *(offset for comma in commas for offset in (comma.start, comma.end)), tokens[close].start]
        items = [problem.text[a:b].strip() for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
        defines = word is not None and word.text == "def"
        if any("#" in item or "\n" in item for item in items):
            return None
        return _List(items, opener.end, tokens[close].start, defines)
    return None


def _openers(problem: Problem) -> Iterator[Token]:
    line = problem.line_tokens
    definition = next((t for t in line if t.text == "(" and (w := problem.get(t.index - 2)) and w.text == "def"), None)
    if definition is not None:
        yield definition
    yield from problem.source.stack_at(problem.index)
    token = problem.token
    if token is not None and token.text == ")":
        partner = problem.source.partner.get(token.index)
        if partner is not None:
            yield problem.source.tokens[partner]
    yield from (t for t in line if t.text == "(")


def _ordered(problem: Problem, found: _List) -> Iterator[tuple[list[str], float, str]]:
    items, message = found.items, problem.message
    if found.defines:
        if any(
            words in message
            for words in (
                "follows default",
                "follow var-keyword",
                "must be ahead",
                "only once",
                "bare *",
                "without a default",
            )
        ):
            yield _sorted(items), 0.4, "Parameters come in the order: plain, with default, `*`, by keyword, `**`."
        if "duplicate argument" in message:
            yield _unique(items), 0.9, "Two parameters cannot have one name."
        if "parameter and" in message and (match := re.search(r"name '(\w+)'", message)):
            yield (
                [item for item in items if item != match.group(1)],
                0.9,
                "A name cannot be both a parameter and from outside.",
            )
        if problem.mentions("invalid syntax", "parenthesized", "bare *", "comma"):
            yield _plain(items), 0.8, "Parameters are plain names."
    if "follows keyword argument" in message:
        positional = [item for item in items if not re.match(r"\w+\s*=(?!=)", item)]
        named = [item for item in items if item not in positional]
        yield [*positional, *named], 0.4, "Positional arguments stand before keyword arguments."
    if "keyword argument repeated" in message:
        yield _first_of_each(items), 0.7, "An argument is given twice."


def _sorted(items: list[str]) -> list[str]:
    """Parameters in the order that Python wants: `/`, defaults, `*`, keyword-only, `**`."""
    slash = items.index("/") if "/" in items else -1
    before = [item for item in items[: slash + 1] if item != "/"]
    stars = [item for item in items if item.startswith("*") and not item.startswith("**")]
    stars = stars[:1] if stars else []
    doubled = [item for item in items if item.startswith("**")]
    star_at = next((n for n, item in enumerate(items) if item in stars), len(items))
    plain = [item for n, item in enumerate(items) if n < star_at and not item.startswith("*") and item != "/"]
    if slash > star_at:  # `*, b, /`
        positional = [item for item in plain if item]
        after = [item for item in items[star_at + 1 :] if not item.startswith("*") and item != "/"]
        return [*_defaults_last(positional), "/", *stars, *after, *doubled]
    after = [item for n, item in enumerate(items) if n > star_at and not item.startswith("*") and item != "/"]
    if stars == ["*"] and not after:
        stars = []
    positional = _defaults_last(plain)
    if slash >= 0:
        kept = [item for item in positional if item in before]
        rest = [item for item in positional if item not in before]
        positional = [*kept, "/", *rest] if kept else rest
    return [*positional, *stars, *after, *doubled[:1]]


def _defaults_last(items: list[str]) -> list[str]:
    return [item for item in items if "=" not in item] + [item for item in items if "=" in item]


def _first_of_each(items: list[str]) -> list[str]:
    """The arguments without those whose keyword was given before."""
    kept: dict[str, str] = {}
    for item in items:
        kept.setdefault(item.split("=")[0].strip(), item)
    return list(kept.values())


def _unique(items: list[str]) -> list[str]:
    seen: set[str] = set()
    result = []
    for item in items:
        name = re.match(r"\w+", item)
        word = name.group() if name else item
        fresh = word
        while fresh in seen:
            fresh = fresh[:-1] + chr(ord(fresh[-1]) + 1) if fresh[-1:].isalpha() else fresh + "_2"
        seen.add(fresh)
        result.append(fresh + item[len(word) :])
    return result


def _plain(items: list[str]) -> list[str]:
    """Each parameter made a name: brackets taken off, dots joined, literals given a name."""
    result: list[str] = []
    taken = {word for item in items for word in re.findall(r"\w+", item)}
    for item in items:
        if re.fullmatch(r"\*{0,2}\w+\s*(:[^=]+)?(=.*)?", item) and not item[:1].isdigit() and item not in KEYWORDS:
            result.append(item)
        elif re.fullmatch(r"\w+(\s*[-+/|&]\s*\w+)+", item):
            left, right = re.fullmatch(r"(\w+)\s*[-+/|&]\s*(.*)", item).groups()  # type: ignore[union-attr]
            constant = right in ("None", "True", "False") or right[:1].isdigit()
            result += [f"{left}={right}"] if constant else [left, *re.findall(r"\w+", right)]
        elif group := re.fullmatch(r"[(\[]([\w, ]+)[)\]]", item):
            result += [word.strip() for word in group.group(1).split(",") if word.strip()]
        elif re.fullmatch(r"\w+(\.\w*)+", item) and not item[0].isdigit():
            result.append(item.rstrip(".").replace(".", "_"))
        elif item in ("*", "**"):
            result.append("*args" if item == "*" else "**kwargs")
        elif item and (item[0] in "{\"'" or item[0].isdigit()):
            result.append(_fresh(item, taken))
    if len([item for item in result if item == "*args"]) > 1:
        result = [item for n, item in enumerate(result) if item != "*args" or result.index(item) == n]
    return result


def _fresh(item: str, taken: set[str]) -> str:
    """A parameter's name for a literal: the word in it if there is one, else the next of x, y, z."""
    word = re.fullmatch(r"['\"]([^\W\d]\w*)['\"]", item)
    if word and word.group(1) not in taken:
        return word.group(1)
    name = next((letter for letter in "xyzabc" if letter not in taken), "arg")
    taken.add(name)
    return name


def _lambda(problem: Problem) -> Iterator[Step]:
    if not problem.mentions("Lambda expression parameters"):
        return
    for token in problem.source.tokens:
        if token.text != "lambda" or token.line != problem.fault.line:
            continue
        colon = next(
            (t for t in problem.source.tokens[token.index :] if t.text == ":" and t.opener == token.opener), None
        )
        if colon is None:
            continue
        start = token.end + 1
        text = re.sub(r"[()]", "", problem.text[start : colon.start]).strip()
        yield Step(
            (Edit(start, colon.start, text),), 0.4, Kind.STATEMENT, "A lambda's parameters stand without brackets."
        )
