"""Steps for quotes: a string not closed, closed by the other quote, ended by an apostrophe, or never opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.earlier_strings import close_earlier, open_earlier
from jupyter_quickfix.fixers.syntax.quotes import OTHER, PREFIXES, is_code, quote_of, run_of_words
from jupyter_quickfix.fixers.syntax.source import CLOSERS, KEYWORDS, OPENERS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert

_STATEMENT_LIKE = re.compile(
    r"\s*((def|class|return|import|from \w+ import|for .* in .*:|if .*:|while .*:|with .*:|try:|raise|assert)\b|"
    r"[\w.]+(\[[^\]]*\])?\s*[-+*/]?=|print\(|[\w.]+\(.*\)\s*$)"
)


def strings(problem: Problem) -> Iterator[Step]:
    """Mend the string that the parser names, or else the unclosed one nearest to where it stopped."""
    broken = _broken_string(problem)
    if broken is not None:
        if quote_of(broken) in ("'", '"'):
            yield from _apostrophe(problem, broken)
            yield from _other_quote(problem, broken)
            yield from _never_opened(problem, broken)
            yield from _close(problem, broken)
            yield from close_earlier(problem, broken)
            yield from open_earlier(problem, broken)
            yield from _over_lines(problem, broken)
        else:
            yield from _close_triple(problem, broken)
    yield from _quotes_inside(problem)


def _broken_string(problem: Problem) -> Token | None:
    tokens = problem.source.tokens
    token = problem.token
    if token is not None and token.kind == "string" and not token.closed:
        return token
    if not problem.mentions("unterminated", "invalid syntax", "comma"):
        return None
    return next((token for token in tokens if token.kind == "string" and not token.closed), None)


def _apostrophe(problem: Problem, broken: Token) -> Iterator[Step]:
    """`'I don't mind'`: the string's last quote opens a new one, as an apostrophe has ended it."""
    quote = quote_of(broken)
    line = problem.source.by_line.get(broken.line, [])
    begin = next(
        (
            token
            for token in reversed(line)
            if token.index < broken.index
            and token.closed
            and quote_of(token) == quote
            and token.kind == "string"
            and problem.text[token.end : token.end + 1].isalnum()
        ),
        None,
    )
    if begin is None:
        return
    start = begin.start + len(begin.text) - len(begin.text.lstrip(PREFIXES))
    inside = problem.text[start + 1 : broken.start]
    if OTHER[quote] not in inside and "\\" not in inside:
        yield Step(
            (Edit(start, start + 1, OTHER[quote]), Edit(broken.start, broken.start + 1, OTHER[quote])),
            0.5,
            Kind.PUNCTUATION,
            "An apostrophe ends the string too soon; the other kind of quote keeps it whole.",
        )
    yield Step(
        (insert(begin.end - 1, "\\"),),
        0.8,
        Kind.PUNCTUATION,
        "An apostrophe ends the string too soon; it is escaped here.",
    )


def _other_quote(problem: Problem, broken: Token) -> Iterator[Step]:
    """`'C":` was closed by the other quote."""
    quote = quote_of(broken)
    other = OTHER[quote]
    opening = len(broken.text) - len(broken.text.lstrip(PREFIXES))
    places = [i for i in range(opening + 1, len(broken.text)) if broken.text[i] == other and broken.text[i - 1] != "\\"]
    if len(places) != 1:
        return
    place = broken.start + places[0]
    reason = f"The string begins with {quote} and ends with {other}."
    yield Step((Edit(place, place + 1, quote),), 0.6, Kind.PUNCTUATION, reason)
    yield Step((Edit(broken.start + opening, broken.start + opening + 1, other),), 0.65, Kind.PUNCTUATION, reason)


def _never_opened(problem: Problem, broken: Token) -> Iterator[Step]:
    """`print(hello')`, or a quote that is one too many."""
    quote = quote_of(broken)
    rest = broken.text.lstrip(PREFIXES)[1:]
    before = problem.get(broken.index - 1)
    glued = before is not None and before.end == broken.start and before.line == broken.line
    if glued or not rest.strip() or rest.strip()[0] in ")]},:":
        start = run_of_words(problem, broken)
        if start is not None:
            yield Step(
                (insert(start, quote),), 0.9, Kind.PUNCTUATION, f"The string that ends with {quote} is never opened."
            )
    cost = 1.0 if not rest.strip() or rest.strip()[0] in ")]},:" else 1.5
    run = run_of_words(problem, broken, glued=True)
    expression = glued and run is not None and is_code(problem, problem.text[run : broken.start])
    if (
        expression
        or _reads_as_code(problem, rest)
        or (glued and before is not None and problem.source.count(before.text) > 1)
    ):
        cost = 0.6
    if before is None or not before.ends_value or before.text in CLOSERS or glued:
        yield Step(
            (Edit(broken.start, broken.start + 1, ""),), cost, Kind.PUNCTUATION, f"The quote {quote} is one too many."
        )


def _reads_as_code(problem: Problem, rest: str) -> bool:
    """Whether what follows the quote is an expression on known names: `'int(s)+1`, not `'hello (you)`."""
    if any(mark in rest for mark in "\"'#\\?!"):
        return False
    words = re.findall(r"(?<![\w.])[^\W\d]\w*", rest)
    if not words or not all(word in KEYWORDS or problem.knows(word) for word in words):
        return False
    return (len(words) == 1 and words[0] == rest.strip(" )]},:")) or re.search(
        r"\w[(\[.]\w|\w\s*[-+*/<>=]+\s*\w|\w\(\)", rest
    ) is not None


def _close(problem: Problem, broken: Token) -> Iterator[Step]:
    """Close the string on its line: before the closing brackets that it has swallowed, or at the end."""
    quote = quote_of(broken)
    reason = f"The string that begins with {quote} is never closed."
    text = broken.text.rstrip()
    if text.endswith("\\" + quote):
        yield Step(
            (insert(broken.start + len(text) - 1, "\\"),),
            0.5,
            Kind.PUNCTUATION,
            "The last backslash escapes the quote.",
        )
    depth = len(problem.source.stack_at(broken.index))
    opening = len(broken.text) - len(broken.text.lstrip(PREFIXES)) + 1
    end = len(text)
    places: dict[int, float] = {}
    closers = 0
    position = end
    while position > opening and text[position - 1] in ")]}:,; ":
        closers += text[position - 1] in CLOSERS
        position -= 1
        extra = 0.0 if closers == depth else 0.5 * abs(depth - closers) + 0.2
        places[position] = extra + (
            0.4 if text[position : position + 1] == ":" and not _in_header(problem, broken) else 0.0
        )
    places.setdefault(end, 0.1 if depth == 0 else 0.6)
    if depth and closers == 0:  # the brackets are not closed either
        brackets = "".join(OPENERS[opener.text] for opener in problem.source.stack_at(broken.index))
        yield Step((insert(broken.start + end, quote + brackets),), 1.0, Kind.PUNCTUATION, reason)
    for number, character in enumerate(text[opening:position], start=opening):
        if character in ",)]:+% " and number not in places:
            places[number] = {",": 1.0, ")": 0.7, "]": 0.7, ":": 0.9}.get(character, 1.4)
    for place, extra in sorted(places.items(), key=lambda item: item[1])[:10]:
        yield Step((insert(broken.start + place, quote),), 0.8 + extra, Kind.PUNCTUATION, reason)


def _in_header(problem: Problem, token: Token) -> bool:
    first = problem.source.first(token.line)
    return first is not None and first.text in ("if", "elif", "while", "for", "case", "with", "class", "def")


def _over_lines(problem: Problem, broken: Token) -> Iterator[Step]:
    """A plain string that runs over several lines wants triple quotes."""
    quote = quote_of(broken)
    for line in range(broken.line + 1, min(broken.line + 40, len(problem.source.lines)) + 1):
        place = problem.source.lines[line - 1].find(quote)
        if place >= 0:
            if problem.source.lines[line - 1].count(quote) % 2 == 0:
                return
            start = broken.start + len(broken.text) - len(broken.text.lstrip(PREFIXES))
            edits = (insert(start, quote * 2), insert(problem.source.starts[line - 1] + place, quote * 2))
            yield Step(edits, 1.1, Kind.PUNCTUATION, "A string over several lines needs three quotes on each side.")
            return


def _close_triple(problem: Problem, broken: Token) -> Iterator[Step]:
    """Close a triple-quoted string where a part of its quotes stands, at the end of its line, or at the end of all."""
    quote = quote_of(broken)
    reason = f"The string that begins with {quote} is never closed."
    inside = broken.text.find(quote) + 3
    lines = broken.text[inside:].split("\n")
    offset = broken.start + inside
    for number, line in enumerate(lines):
        body = line.rstrip()
        bare = body.rstrip(")]},: ")
        missing = 3 - (len(bare) - len(bare.rstrip(quote[0])))
        if 0 < missing < 3:
            yield Step((insert(offset + len(bare), quote[0] * missing),), 0.6 + 0.02 * number, Kind.PUNCTUATION, reason)
        if number == 0 and body:
            cost = 0.7 if len(lines) > 1 and _STATEMENT_LIKE.match(lines[1]) else 1.0
            yield Step((insert(offset + len(bare), quote),), cost, Kind.PUNCTUATION, reason)
        elif body and number + 1 < len(lines) and _STATEMENT_LIKE.match(lines[number + 1]):
            yield Step((insert(offset + len(bare), quote),), 0.8 + 0.05 * number, Kind.PUNCTUATION, reason)
        offset += len(line) + 1
    end = broken.start + len(broken.text.rstrip())
    yield Step((insert(end, quote),), 0.9 if len(lines) > 1 else 0.8, Kind.PUNCTUATION, reason)
    yield Step((Edit(broken.start + inside - 3, broken.start + inside, quote[0]),), 1.6, Kind.PUNCTUATION, reason)


def _quotes_inside(problem: Problem) -> Iterator[Step]:
    """`"she said "hi""`: a string that its own quotes break into pieces."""
    line = [token for token in problem.line_tokens if token.kind == "string" and token.closed]
    if len(line) < 2 or not problem.mentions("invalid syntax", "comma", "f-string"):
        return
    first, last = line[0], line[-1]
    quote = quote_of(first)
    if len(quote) != 1 or quote_of(last) != quote:
        return
    for first, last in ((line[0], line[-1]), (line[-2], line[-1]), (line[0], line[1])):
        after = problem.text[first.end : first.end + 1]
        if not (after.isalnum() or after == "\\") or first is last:
            continue
        start = first.start + len(first.text) - len(first.text.lstrip(PREFIXES))
        inside = problem.text[start + 1 : last.end - 1]
        if OTHER[quote] in inside or "\n" in inside:
            continue
        edits = (Edit(start, start + 1, OTHER[quote]), Edit(last.end - 1, last.end, OTHER[quote]))
        yield Step(
            edits, 0.7, Kind.PUNCTUATION, "Quotes inside the string end it too soon; the other kind keeps it whole."
        )
