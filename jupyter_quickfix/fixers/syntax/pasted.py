"""Take off what surrounds pasted code, and turn typographic characters into Python's.

Each way of unwrapping is tried by itself; none touches a text that has no sign of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import pairwise
from textwrap import dedent

from jupyter_quickfix.fixers.syntax.source import Source

_PYTHON_PROMPT = re.compile(r"\s*(>>>|\.\.\.)( |$)")
_IPYTHON_IN = re.compile(r"\s*In \[[\d* ]*\]: ?")
_IPYTHON_MORE = re.compile(r"\s*\.{3,}: ?")
_IPYTHON_OUT = re.compile(r"\s*Out\[\d*\]:")
_NUMBERED = re.compile(r"\s*(\d{1,5})(?:[:|.)\]]|→|(?=\s|$))(.*)", re.DOTALL)
_FENCE = re.compile(r"\s*(```|~~~)")

#: Characters that look like Python's, and Python's. Full-width ones follow Unicode's own table.
_PLAIN = {
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "﹣": "-",
    "×": "*", "∗": "*", "·": "*", "⋅": "*", "÷": "/", "⁄": "/", "∕": "/",
    "≤": "<=", "≥": ">=", "≠": "!=", "⩽": "<=", "⩾": ">=", "→": "->", "←": "=",
    "…": "...", "。": ".", "、": ",", "‖": "or ",
    "¬": "not ", "∧": "and", "∨": "or", "∈": "in", "∉": "not in", "∣": "|", "¦": "|", "“": '"', "”": '"', "„": '"', "‟": '"',
    "″": '"', "＂": '"', "‘": "'", "’": "'", "‛": "'",
    "′": "'", "´": "'", "＇": "'", "‚": ",", "‹": "<", "›": ">", "《": '"', "》": '"',
    "【": "[", "】": "]", "「": '"', "」": '"', "『": '"', "』": '"', "²": "**2", "³": "**3",
}  # fmt: skip
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")
#: Opening quotation marks, what closes them, and the Python quote for both.
_PAIRS = {
    "“": ("”“", '"'), "”": ("”", '"'), "„": ("“”", '"'), "«": ("»", '"'), "»": ("«", '"'), "「": ("」", '"'), "《": ("》", '"'),
    "‘": ("’‘", "'"), "’": ("’", "'"), "‚": ("‘’", "'"), "‹": ("›", '"'), "″": ("″", '"'), "′": ("′", "'"),
}  # fmt: skip


def unwrapped(code: str) -> Iterator[tuple[str, str]]:
    """Texts that may be the code without what surrounds it, each with the sentence that says so."""
    for unwrap in _UNWRAPPERS:
        yield from unwrap(code)


def _python_prompts(code: str) -> Iterator[tuple[str, str]]:
    lines = code.split("\n")
    if not any(_PYTHON_PROMPT.match(line) for line in lines):
        return
    reason = "The code was pasted with the prompts of a console."
    kept, prompted = [], False
    for line in lines:
        match = _PYTHON_PROMPT.match(line)
        if match:
            kept.append(line[match.end() :])
        elif not prompted or not line.strip():
            kept.append(line)  # before the first prompt there is no output
        prompted = prompted or match is not None
    yield "\n".join(kept).rstrip("\n"), reason
    yield "\n".join(line[m.end() :] if (m := _PYTHON_PROMPT.match(line)) else line for line in lines), reason


def _ipython_prompts(code: str) -> Iterator[tuple[str, str]]:
    lines = code.split("\n")
    if not any(_IPYTHON_IN.match(line) or _IPYTHON_OUT.match(line) for line in lines):
        return
    kept, output = [], False
    for line in lines:
        if match := _IPYTHON_IN.match(line):
            output = False
            kept.append(line[match.end() :])
        elif _IPYTHON_OUT.match(line):
            output = True
        elif match := _IPYTHON_MORE.match(line):
            kept.append(line[match.end() :])
        elif not output:
            kept.append(line)
    yield "\n".join(kept).strip("\n"), "The code was pasted with IPython's prompts."


def _line_numbers(code: str) -> Iterator[tuple[str, str]]:
    lines = code.split("\n")
    matches = [(_NUMBERED.match(line), line) for line in lines if line.strip()]
    numbers = [int(match.group(1)) for match, _ in matches if match]
    if any(
        match and re.match(r"\s*([-+*/%=<>!.,:]|and\b|or\b|in\b|is\b|if\b)", match.group(2)) for match, _ in matches
    ):
        return  # a number at the beginning of an expression
    rising = all(a < b <= a + 20 for a, b in pairwise(numbers))
    if len(numbers) < len(matches) or not rising or not any(match and match.group(2).strip() for match, _ in matches):
        return
    stripped = [match.group(2) if (match := _NUMBERED.match(line)) else "" for line in lines]
    yield dedent("\n".join(stripped)), "The code was pasted with its line numbers."


def _diff_markers(code: str) -> Iterator[tuple[str, str]]:
    lines = [line for line in code.split("\n") if not re.match(r"(@@|diff |index |\+\+\+ |--- )", line)]
    marked = [line for line in lines if line.strip()]
    if not marked or not all(line[0] in "+- " for line in marked) or not any(line[0] in "+-" for line in marked):
        return
    kept = "\n".join(line[1:] for line in lines if not line.startswith("-"))
    if kept.strip():
        yield dedent(kept), "The code was pasted with the markers of a diff."


def _fences(code: str) -> Iterator[tuple[str, str]]:
    lines = code.split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.match(line)]
    if not fences:
        return
    reason = "The code was pasted with the fences of Markdown."
    if len(fences) >= 2:
        inside: list[str] = []
        for start, end in zip(fences[::2], fences[1::2], strict=False):
            inside += lines[start + 1 : end]
        yield dedent("\n".join(inside)), reason
    yield "\n".join(line for number, line in enumerate(lines) if number not in fences), reason


_UNWRAPPERS: tuple[Callable[[str], Iterator[tuple[str, str]]], ...] = (
    _fences,
    _python_prompts,
    _ipython_prompts,
    _line_numbers,
    _diff_markers,
)


def characters(code: str) -> tuple[str, str]:
    """The text with typographic characters outside strings and comments made Python's, and what was changed."""
    if code.isascii():
        return code, ""
    covered = _covered(code)
    parts: list[str] = []
    changed: list[str] = []
    position = 0
    while position < len(code):
        character = code[position]
        if position in covered or character.isascii():
            parts.append(character)
            position += 1
            continue
        text, length = _plain(code, position)
        if text != code[position : position + length]:
            changed.append(character)
        parts.append(text)
        position += length
    if not changed:
        return code, ""
    names = ", ".join(
        f"`{c}`" if c.isprintable() and not c.isspace() else f"U+{ord(c):04X}" for c in dict.fromkeys(changed)
    )
    return "".join(parts), f"Python does not know {names}; its own characters take their place."


def _covered(code: str) -> frozenset[int]:
    """Offsets inside strings and comments."""
    source = Source(code)
    inside: set[int] = set()
    for token in source.tokens:
        if token.kind == "string" and (token.closed or len(token.text) > 1):
            inside.update(range(token.start, token.end))
    for number, line in enumerate(source.lines):
        start = source.starts[number]
        for place in range(len(line)):
            if line[place] == "#" and start + place not in inside:
                inside.update(range(start + place, start + len(line)))
                break
    return frozenset(inside)


def _plain(code: str, position: int) -> tuple[str, int]:
    """What stands for the character at the position, and how many characters it replaces."""
    character = code[position]
    if character in _PAIRS:
        closers, quote = _PAIRS[character]
        line_end = code.find("\n", position)
        rest = code[position + 1 : line_end if line_end >= 0 else len(code)]
        end = next((n for n, c in enumerate(rest) if c in closers and not _apostrophe(rest, n, closers)), None)
        if end is not None:
            inside = rest[:end].strip(" \u00a0\u202f") if character in "«‹" else rest[:end]
            return quote + inside.replace(quote, "\\" + quote) + quote, end + 2
    if character in _INVISIBLE:
        return "", 1
    if character in _PLAIN:
        return _PLAIN[character], 1
    if unicodedata.category(character) == "Zs":
        return " ", 1
    plain = unicodedata.normalize("NFKC", character)
    if plain.isascii() and not plain.isalnum():
        return plain, 1
    return character, 1


def _apostrophe(text: str, place: int, closers: str) -> bool:
    """Whether the mark is an apostrophe inside a word, and another one closes the string."""
    inside = (
        text[place] == "’" and 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()
    )
    return inside and any(c in closers for c in text[place + 1 :])
