"""Steps for literals: numbers with letters in them, backslashes in paths, and the fields of f-strings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert, replace


def literals(problem: Problem) -> Iterator[Step]:
    """Mend the literal where the parser stopped."""
    for token in _near(problem):
        if token.kind == "number":
            yield from _number(problem, token)
        elif token.kind == "string":
            yield from _string(problem, token)
        if problem.mentions("invalid character", "non-printable"):
            yield from _character(problem, token)


def _near(problem: Problem) -> Iterator[Token]:
    for index in (problem.index, problem.index - 1, problem.index + 1):
        token = problem.get(index)
        if token is not None and token.line <= problem.fault.line:
            yield token
    if problem.mentions("f-string"):  # its position may be told from the string's own beginning
        yield from (t for t in problem.source.tokens if t.kind == "string" and re.match(r"[rR]?[fF]", t.text))
    elif problem.mentions("unicode error"):
        yield from (token for token in problem.line_tokens if token.kind == "string")


def _number(problem: Problem, token: Token) -> Iterator[Step]:
    text = token.text
    digits = re.match(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?", text)
    number = digits.group() if digits else ""
    rest = text[len(number) :]
    if not number or not rest or rest in ("j", "J"):
        return
    based = text[:2].lower() in ("0x", "0o", "0b")
    kept = "".join(
        c
        for c in text[2:]
        if c in {"x": "0123456789abcdefABCDEF", "o": "01234567", "b": "01"}.get(text[1:2].lower(), "")
    )
    reason = f"`{text}` is not a number."
    if based:
        yield Step((replace(token, text[:2] + kept),), 0.8, Kind.LITERAL, reason)
        return
    if rest in ("i", "I"):
        yield Step((replace(token, number + "j"),), 0.4, Kind.LITERAL, "Python writes the imaginary unit as `j`.")
    suffix = {"f": "float", "F": "float", "d": "float", "u": "int", "U": "int", "ul": "int", "e": "", "E": ""}.get(rest)
    if suffix is not None:
        plain = number if suffix != "float" or "." in number else number + ".0"
        yield Step((replace(token, plain),), 0.6, Kind.LITERAL, f"A number in Python has no `{rest}` after it.")
    yield from _name_in_number(problem, token, number, rest)


def _name_in_number(problem: Problem, token: Token, number: str, rest: str) -> Iterator[Step]:
    before, after = problem.get(token.index - 1), problem.get(token.index + 1)
    defined = before is not None and before.text in ("def", "class")
    target = after is not None and after.text == "=" and problem.source.first(token.line) is token
    if defined or target:
        right = rest.lstrip("_") + number.replace(".", "")
        edits = tuple(replace(other, right) for other in problem.source.tokens if other.text == token.text)
        yield Step(edits, 0.7, Kind.LITERAL, "A name cannot begin with a digit.")
    elif problem.knows(rest) and set(number) == {"0"}:
        yield Step((replace(token, rest),), 0.4, Kind.LITERAL, "A name cannot begin with a digit.")
    elif problem.knows(rest):
        yield Step((replace(token, rest),), 0.9, Kind.LITERAL, "A name cannot begin with a digit.")
        yield Step((insert(token.start + len(number), "*"),), 0.5, Kind.LITERAL, "A multiplication needs its `*`.")
    else:
        yield Step((insert(token.start + len(number), "*"),), 1.3, Kind.LITERAL, "A multiplication needs its `*`.")
        yield Step((insert(token.start + len(number), " "),), 1.4, Kind.LITERAL, "A blank is missing after the number.")
        yield Step(
            (replace(token, f'"{token.text}"'),),
            1.2,
            Kind.LITERAL,
            f"`{token.text}` is no number; in quotes it is text.",
        )


def _string(problem: Problem, token: Token) -> Iterator[Step]:
    if problem.mentions("unicode error", "codec can't decode", "truncated", "\\x escape"):
        quote = re.match(r"[a-zA-Z]*", token.text)
        prefix = quote.group() if quote else ""
        if "r" not in prefix.lower() and "\\" in token.text:
            reason = "Backslashes in a path begin escapes; a raw string takes them as they are."
            yield Step((insert(token.start, "r"),), 0.4, Kind.LITERAL, reason)
            doubled = token.text.replace("\\", "\\\\")
            yield Step((replace(token, doubled),), 0.8, Kind.LITERAL, reason)
    if re.match(r"[rR]?[fF]", token.text):
        yield from _f_string(problem, token)


def _f_string(problem: Problem, token: Token) -> Iterator[Step]:
    text, message = token.text, problem.message
    if "'}' is not allowed" in message:
        place = text.find("}")
        yield Step((insert(token.start + place, "}"),), 0.9, Kind.LITERAL, "A plain `}` is doubled in an f-string.")
        word = re.search(r"(\w+)\}", text)
        if word and text.count("{") < text.count("}"):
            yield Step(
                (insert(token.start + word.start(), "{"),),
                0.7,
                Kind.LITERAL,
                "The field of the f-string is not opened.",
            )
    if "f-string" in message or "'{' was never closed" in message:
        yield from _unclosed_fields(token)
    if "backslash" in message:
        yield from _backslash(problem, token)
    if "empty expression" in message:
        yield Step(
            (replace(token, text.replace("{}", "{{}}")),), 1.0, Kind.LITERAL, "A field of the f-string is empty."
        )
    if "double starred" in message or "starred" in message:
        yield Step(
            (replace(token, re.sub(r"\{\*+", "{", text)),), 0.8, Kind.LITERAL, "A field holds one value, without stars."
        )
    if "unterminated string" in message:
        for match in re.finditer(r"\[(['\"])(\w+)\]", text):
            edit = insert(token.start + match.end() - 1, match.group(1))
            yield Step((edit,), 0.5, Kind.LITERAL, "A string inside the f-string's field is not closed.")


def _unclosed_fields(token: Token) -> Iterator[Step]:
    """`f"{name and more"`: a field ends where its expression does."""
    text = token.text
    for match in re.finditer(
        r"(?<!\{)\{(?!\{)([\w.]*(?:\[[^\]]*\]|\([^()]*\))*(?:![rsa])?(?::[-+<>^,.\d]*[a-z%]?)?)", text
    ):
        end = match.end()
        closed = re.match(r"[^{}]*\}", text[end:])
        if text[end : end + 1] == "}" or not match.group(1):
            continue
        cost = 1.2 if closed and "{" in text[match.end() :] else 0.7
        places = {end: cost, match.start() + len(match.group().rstrip(":")): cost + 0.1}
        for place, price in places.items():
            yield Step(
                (insert(token.start + place, "}"),), price, Kind.LITERAL, "A field of the f-string is not closed."
            )


def _backslash(problem: Problem, token: Token) -> Iterator[Step]:
    """Before Python 3.12 a field holds no backslash: the text moves to a name in front."""
    match = re.search(r"\{[^{}]*?('\\[nt]'|\"\\[nt]\")[^{}]*\}", token.text)
    first = problem.source.first(token.line)
    if match is None or first is None or first.opener >= 0:
        return
    name = "tab" if "t" in match.group(1) else "newline"
    start = token.start + match.start(1)
    line_start = problem.source.starts[token.line - 1]
    lead = problem.source.indent(token.line) + f"{name} = {match.group(1)}\n"
    edits = (insert(line_start, lead), Edit(start, start + len(match.group(1)), name))
    yield Step(edits, 0.7, Kind.LITERAL, "A field of an f-string holds no backslash before Python 3.12.")


def _character(problem: Problem, token: Token) -> Iterator[Step]:
    """Characters that Python does not know: fractions, symbols in names."""
    text = token.text
    plain = unicodedata.normalize("NFKC", text).replace("⁄", "/")
    before = problem.get(token.index - 1)
    mixed = re.fullmatch(r"(\d+)([\u00bc-\u00be\u2150-\u215e])", text)
    if mixed:
        parts = f"{mixed.group(1)} + {unicodedata.normalize('NFKC', mixed.group(2)).replace('⁄', '/')}"
        yield Step((replace(token, parts),), 0.3, Kind.LITERAL, f"Python writes `{text}` as `{parts}`.")
        return
    if plain != text and re.fullmatch(r"\d+/\d+", plain):
        glue = " + " if before is not None and before.kind == "number" and before.end == token.start else ""
        yield Step((replace(token, glue + plain),), 0.4, Kind.LITERAL, f"Python writes `{text}` as `{plain}`.")
    elif unicodedata.category(text[0]) in ("So", "Sm", "Sk", "Cn"):
        name = re.sub(r"\W+", "_", unicodedata.name(text[0], "symbol").lower()).removesuffix("_face")
        edits = tuple(replace(other, name) for other in problem.source.tokens if other.text == text)
        yield Step(edits, 1.0, Kind.LITERAL, f"`{text}` cannot stand in a name.")
        yield Step(
            tuple(Edit(other.start, other.end, "") for other in problem.source.tokens if other.text == text),
            1.5, Kind.LITERAL, f"`{text}` means nothing in Python.",
        )  # fmt: skip
