"""Code as a sequence of symbols for the token model: keywords and marks as they are, names and literals by class.

A mark carries where it stands: `,` in a call is another symbol than `,` in a list, `=` in a condition another than `=` in an
assignment. That lets a short window see what a long one would be needed for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from jupyter_quickfix.fixers.syntax.source import CLOSERS, KEYWORDS, OPENERS, Source, Token

_SEPARATORS = frozenset({",", ":", "=", "in", "for", "if", "else", "*", "**", "as", ".", "not", "==", "->", ":=", ";"})
#: Statements whose first word says what its marks mean.
_HEADS = {
    "if": "if", "elif": "if", "while": "if", "assert": "if", "for": "for", "import": "import", "from": "import",
    "return": "return", "yield": "return", "def": "def", "class": "def", "with": "with", "except": "except", "raise": "raise",
    "else": "else", "try": "else", "finally": "else", "lambda": "lambda", "del": "del", "global": "del", "print": "print",
}  # fmt: skip
_WORD, _TEXT = re.compile(r"\w+"), re.compile(r"[\w\s.,;:!?'%()/-]*")
_CODE_END = re.compile(r"^\s*[,)\]}]|^\s*:|[(\[{,=]\s*$|^[^(]*\)[:,]?$|^[^\[]*\]$|^[^{]*\}$")


def symbols(source: Source, known: Collection[str]) -> list[str]:
    """The symbols of a text. `known` are the names in scope, beside those that the text mentions twice."""
    return list(_walk(source, known))


def _walk(source: Source, known: Collection[str]) -> Iterator[str]:
    kinds: dict[int, str] = {}
    width, head, line = 0, "", 0
    for token in source.tokens:
        if token.line != line:
            first = line == 0
            line = token.line
            if token.opener >= 0:
                yield "nl"
            elif not source.lines[line - 2].endswith("\\") or first:
                deeper = source.width(line) - width
                width += deeper
                head = _HEADS.get(token.text, "")
                yield "start" if first else "same" if not deeper else "in" if deeper > 0 else "out"
        elif token.opener < 0 and token.index and source.tokens[token.index - 1].text in (";", ":"):
            head = _HEADS.get(token.text, head)
        yield _symbol(source, token, kinds, head, known)
    yield "end"


def _symbol(source: Source, token: Token, kinds: dict[int, str], head: str, known: Collection[str]) -> str:
    if token.kind == "op":
        return _mark(source, token, kinds, head)
    if token.kind == "string":
        return _string(token)
    if token.kind == "number":
        return _number(token.text)
    text = token.text
    if text in KEYWORDS:
        return f"{text} {_place(token, kinds, head)}" if text in _SEPARATORS else text
    if token.index and source.tokens[token.index - 1].text == ".":
        return "." + text
    return text + (" known" if text in known or source.count(text) > 1 else " new")


def _mark(source: Source, token: Token, kinds: dict[int, str], head: str) -> str:
    text = token.text
    if text in OPENERS:
        kind = _bracket(source, token)
        kinds[token.index] = kind
        return kind
    if text in CLOSERS:
        opener = source.partner.get(token.index)
        return kinds.get(opener, "?")[:-1] + text if opener is not None else text + "?"
    if text not in _SEPARATORS:
        return text
    if text == ":" and token.opener < 0:
        following = source.tokens[token.index + 1] if token.index + 1 < len(source.tokens) else None
        head += " end" if following is None or following.line != token.line else ""
    return f"{text} {_place(token, kinds, head)}"


def _place(token: Token, kinds: dict[int, str], head: str) -> str:
    return kinds.get(token.opener, "?") if token.opener >= 0 else head


def _bracket(source: Source, token: Token) -> str:
    before = source.tokens[token.index - 1] if token.index else None
    if before is None or not before.ends_value or (before.line != token.line and token.opener < 0):
        return token.text
    if token.text == "[":
        return "sub["
    if token.text == "(":
        word = source.tokens[before.index - 1].text if before.index else ""
        return "def(" if word in ("def", "class") else "call("
    return token.text


def _string(token: Token) -> str:
    prefix = token.text[: len(token.text) - len(token.text.lstrip("rRbBuUfF"))].lower()
    body = token.text[len(prefix) :]
    if not token.closed:
        return "S open"
    if body[:3] in ("'''", '"""'):
        return "S triple"
    inside = body[1:-1]
    mark = "F" if "f" in prefix else "R" if prefix else "S"
    if not inside:
        return f"{mark} empty"
    if len(inside) <= 2 and not inside.isalnum():
        return f"{mark} mark"
    if _WORD.fullmatch(inside):
        return f"{mark} word"
    if _CODE_END.search(inside) or inside[0] == " " or inside[-1] == " ":
        return f"{mark} ragged"
    return f"{mark} text" if _TEXT.fullmatch(inside) else f"{mark} other"


def _number(text: str) -> str:
    if text in ("0", "1", "2", "-1"):
        return text
    if text.isdigit():
        return "I small" if len(text) < 3 else "I large"
    return "F" if re.fullmatch(r"[\d.]*(e[+-]?\d+)?", text) else "I other"


def general(symbol: str) -> str:
    """The class of a name's symbol that is not in the vocabulary of its own."""
    if symbol.startswith("."):
        name, suffix = symbol[1:], " attribute"
    else:
        name, _, rest = symbol.rpartition(" ")
        if rest not in ("known", "new") or not name:
            return symbol
        suffix = " " + rest
    if len(name) == 1:
        return "n" + suffix
    if name[0] == "_":
        return "_name" + suffix
    return ("NAME" if name.isupper() else "Name" if name[0].isupper() else "name") + suffix
