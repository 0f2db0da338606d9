"""Steps for Python 2: what was a statement or a spelling there. Each step mends all places of its kind in the cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import Source, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert

_NOT_PRINTED = frozenset({"=", ".", ",", ")", "]", "}", ":", "+=", ":="})


def python2(problem: Problem) -> Iterator[Step]:
    """Bring what Python 2 wrote otherwise to Python 3."""
    yield from _print(problem)
    yield from _exec(problem)
    yield from _except(problem)
    yield from _raise(problem)
    yield from _backquotes(problem)
    yield from _numbers(problem)
    yield from _prefixes(problem)
    yield from _unequal(problem)


def _statements(source: Source, word: str) -> Iterator[list[Token]]:
    """The tokens of each simple statement that begins with the word."""
    for token in source.tokens:
        if token.text != word or token.opener >= 0:
            continue
        before = source.tokens[token.index - 1] if token.index else None
        begins = before is None or before.line != token.line or before.text in (";", ":")
        if not begins:
            continue
        last = token.index
        while last + 1 < len(source.tokens):
            after = source.tokens[last + 1]
            same = after.line == source.tokens[last].line or after.opener >= token.index or _continued(source, last)
            if not same or (after.text == ";" and after.opener < 0):
                break
            last += 1
        yield source.tokens[token.index : last + 1]


def _continued(source: Source, index: int) -> bool:
    """Whether a backslash or a string over several lines joins the token to the next one."""
    token, after = source.tokens[index], source.tokens[index + 1]
    between = source.text[token.end : after.start]
    return "\\\n" in between or "\n" not in between


def _print(problem: Problem) -> Iterator[Step]:
    edits: list[Edit] = []
    for tokens in _statements(problem.source, "print"):
        edits += _print_edits(problem, tokens)
    if edits:
        yield Step(tuple(edits), 0.3, Kind.PYTHON2, "`print` is a function in Python 3.")
    yield from _words(problem)


def _print_edits(problem: Problem, tokens: list[Token]) -> list[Edit]:
    if len(tokens) == 1:
        return []  # a bare `print` is an expression now; it runs
    first, last, text = tokens[1], tokens[-1], problem.text
    if first.text in _NOT_PRINTED or not last.closed:
        return []
    close = problem.source.partner.get(first.index) if first.text == "(" else None
    if close == last.index or (
        close is not None and problem.source.tokens[close + 1].text in (".", "if", "and", "or", "for")
    ):
        return []
    if close is not None and tokens[-1].text == ":":
        return []
    gap = Edit(tokens[0].end, first.start, "(")
    if first.text == ">>":
        comma = next((token for token in tokens if token.text == "," and token.opener == first.opener), None)
        stream = text[first.end : (comma.start if comma else last.end)].strip()
        values = text[comma.end : last.end].strip() if comma else ""
        return [Edit(tokens[0].end, last.end, f"({values}{', ' if values else ''}file={stream})")]
    if last.text == ",":
        return [gap, Edit(last.start, last.end, ", end=' ')")]
    return [gap, insert(last.end, ")")]


def _words(problem: Problem) -> Iterator[Step]:
    """`print hello world!`: words without quotes."""
    for tokens in _statements(problem.source, "print"):
        rest = tokens[1:]
        if (
            not rest
            or tokens[0].line != problem.fault.line
            or rest[0].kind == "string"
            or any(t.kind == "string" for t in rest)
        ):
            continue
        if all(token.kind != "name" or token.text in problem.names for token in rest):
            continue
        inside = problem.text[rest[0].start : rest[-1].end]
        if all(token.kind == "name" or token.text in "!?.,'-" for token in rest) and len(rest) > 1:
            edit = Edit(tokens[0].end, rest[-1].end, f'("{inside}")')
            yield Step((edit,), 0.8, Kind.PYTHON2, "`print` is a function in Python 3, and text wants quotes.")


def _exec(problem: Problem) -> Iterator[Step]:
    edits: list[Edit] = []
    for tokens in _statements(problem.source, "exec"):
        if len(tokens) < 2 or tokens[1].text in ("(", "=", ".", ","):
            continue
        place = next((token for token in tokens[1:] if token.text == "in" and token.opener < 0), None)
        edits += [Edit(tokens[0].end, tokens[1].start, "("), insert(tokens[-1].end, ")")]
        if place is not None:
            edits.append(Edit(problem.source.tokens[place.index - 1].end, place.end, ","))
    if edits:
        yield Step(tuple(edits), 0.3, Kind.PYTHON2, "`exec` is a function in Python 3.")


def _except(problem: Problem) -> Iterator[Step]:
    """`except A, e:` names the exception; `except A, B:` lists two."""
    named, listed = [], []
    for tokens in _statements(problem.source, "except"):
        end = next((t for t in tokens if t.text == ":" and t.opener < 0), None)
        commas = [t for t in tokens if t.text == "," and t.opener < 0 and (end is None or t.index < end.index)]
        if end is None or not commas:
            continue
        before = problem.source.tokens[commas[-1].index - 1]
        after = tokens[tokens.index(commas[-1]) + 1]
        alias = after.kind == "name" and problem.source.tokens[after.index + 1] is end and not after.text[:1].isupper()
        if alias and len(commas) == 1:
            named += [Edit(before.end, after.start, " as ")]
        else:
            stop = next((t for t in tokens if t.text == "as" and t.opener < 0), end)
            listed += [insert(tokens[1].start, "("), insert(problem.source.tokens[stop.index - 1].end, ")")]
    if named or listed:
        reason = (
            "Python 3 names the exception with `as`." if named else "Several exception types want brackets around them."
        )
        yield Step(tuple(named + listed), 0.3, Kind.PYTHON2, reason)


def _raise(problem: Problem) -> Iterator[Step]:
    """`raise E, "why"`."""
    edits: list[Edit] = []
    for tokens in _statements(problem.source, "raise"):
        commas = [token for token in tokens if token.text == "," and token.opener < 0]
        if not commas or commas[0].index - tokens[0].index < 2:
            continue
        before = problem.source.tokens[commas[0].index - 1]
        after = problem.source.tokens[commas[0].index + 1]
        end = problem.source.tokens[commas[1].index - 1] if len(commas) > 1 else tokens[-1]
        edits += [Edit(before.end, after.start, "("), insert(end.end, ")")]
        if len(commas) > 1:
            trace = problem.text[commas[1].end : tokens[-1].end].strip()
            edits.append(Edit(end.end, tokens[-1].end, f".with_traceback({trace})"))
    if edits:
        yield Step(tuple(edits), 0.3, Kind.PYTHON2, "Python 3 raises an exception object: `raise E(why)`.")


def _backquotes(problem: Problem) -> Iterator[Step]:
    ticks = [token for token in problem.source.tokens if token.text == "`"]
    if not ticks or len(ticks) % 2:
        return
    edits = []
    for start, end in zip(ticks[::2], ticks[1::2], strict=True):
        if start.line != end.line:
            return
        edits += [Edit(start.start, start.end, "repr("), Edit(end.start, end.end, ")")]
    yield Step(tuple(edits), 0.4, Kind.PYTHON2, "Python 3 writes back-quotes as `repr(…)`.")


def _numbers(problem: Problem) -> Iterator[Step]:
    """`0777` and `10L`."""
    edits, reasons = [], set()
    for token in problem.source.tokens:
        if token.kind != "number":
            continue
        if re.fullmatch(r"0+[1-9_][\d_]*", token.text):
            digits = token.text.lstrip("0_")
            octal = re.fullmatch(r"0[0-7]{3,}", token.text) is not None
            edits.append(Edit(token.start, token.end, "0o" + token.text[1:] if octal else digits))
            reasons.add("Python 3 writes octal numbers with `0o`." if octal else "A whole number has no leading zeros.")
        elif re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)[lL]", token.text):
            edits.append(Edit(token.end - 1, token.end, ""))
            reasons.add("Python 3 has one kind of whole number, without `L`.")
    if edits:
        yield Step(tuple(edits), 0.4, Kind.PYTHON2, sorted(reasons)[0])


def _prefixes(problem: Problem) -> Iterator[Step]:
    """`ur'…'`, and other prefixes that do not go together."""
    edits = []
    for token in problem.source.tokens:
        prefix = re.match(r"[a-zA-Z]+", token.text) if token.kind == "string" else None
        if prefix is None:
            continue
        letters = prefix.group().lower()
        if "u" in letters and len(letters) > 1:
            edits.append(Edit(token.start, token.start + len(letters), letters.replace("u", "")))
        elif "b" in letters and "f" in letters:
            edits.append(Edit(token.start, token.start + len(letters), letters.replace("b", "")))
    if edits:
        yield Step(tuple(edits), 0.4, Kind.PYTHON2, "These string prefixes do not go together in Python 3.")


def _unequal(problem: Problem) -> Iterator[Step]:
    edits = []
    for first, second in zip(problem.source.tokens, problem.source.tokens[1:], strict=False):
        if first.text == "<" and second.text == ">" and first.end == second.start:
            edits.append(Edit(first.start, second.end, "!="))
    if edits:
        yield Step(tuple(edits), 0.3, Kind.PYTHON2, "Python 3 writes `<>` as `!=`.")
