"""Real cells, damaged at random: the code of pure functions, and the examples of docstrings, of installed packages.

Everything is drawn from a seed, so that a failure can be run again. Cells are chosen and filtered so that even a damaged
one can do no harm when it runs: no file, process, network or interpreter is within reach of the names it holds.
"""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import random
import re
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import StringIO

#: Modules of pure functions: their sources and their docstrings' examples are cells.
MODULES = (
    "bisect",
    "calendar",
    "collections",
    "colorsys",
    "difflib",
    "fractions",
    "graphlib",
    "heapq",
    "statistics",
    "string",
    "textwrap",
)
#: Classes whose methods' docstrings hold examples as people write them in notebooks.
CLASSES = ("pandas:DataFrame", "pandas:Series", "pandas:Index", "pandas.core.strings.accessor:StringMethods")
SCIENCE = "import numpy as np\nimport pandas as pd"
MAX_LINES = 40
#: A cell with one of these words, before or after the damage, is not used.
REACHES_OUT = re.compile(
    r"\b(open|os|sys|io|subprocess|shutil|pathlib|Path|socket|signal|ctypes|threading|input|exit|quit|eval|exec|compile"
    r"|breakpoint|help|license|copyright|credits|get_ipython|globals|vars|setattr|delattr|plot|hist|boxplot|clipboard"
    r"|to_\w+|read_\w+|query|pipe|exec_module|__\w+__|while)\b|[!%?]"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A cell as somebody wrote it, and the cell that ran before."""

    setup: str
    code: str


@cache
def sources() -> tuple[Source, ...]:
    """All undamaged cells, in a fixed order."""
    found = [Source(f"from {module} import *", code) for module in MODULES for code in _of_module(module)]
    for place in CLASSES:
        module, _, name = place.partition(":")
        kind = getattr(importlib.import_module(module), name)
        found.extend(Source(SCIENCE, code) for code in _examples(kind))
    return tuple(source for source in found if _usable(source.code))


def _usable(code: str) -> bool:
    return 0 < code.count("\n") < MAX_LINES and not REACHES_OUT.search(code)


def _of_module(name: str) -> Iterator[str]:
    module = importlib.import_module(name)
    text = inspect.getsource(module)
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield ast.get_source_segment(text, node) or ""
    yield from _examples(module)


def _examples(holder: object) -> Iterator[str]:
    """The examples of each docstring as one cell."""
    for _, member in sorted(vars(holder).items()):
        text = getattr(member, "__doc__", None)
        if isinstance(text, str) and ">>>" in text:
            try:
                examples = doctest.DocTestParser().get_examples(text)
            except ValueError:  # badly indented: not an example
                continue
            yield "".join(example.source for example in examples)


def damaged(chunk: int, number: int) -> Source:
    """The `number`-th damaged cell of a chunk; the same each time."""
    for attempt in range(1000):
        chance = random.Random(f"{chunk}/{number}/{attempt}")
        source = chance.choice(sources())
        code = source.code
        for _ in range(chance.choice((1, 1, 1, 2))):
            code = chance.choice(DAMAGES)(code, chance)
        if code != source.code and code.strip() and not REACHES_OUT.search(code):
            return Source(source.setup, code)
    raise AssertionError("no cell survives the filter")


def _characters(code: str, chance: random.Random) -> str:
    place = chance.randrange(len(code))
    swapped = code[:place] + code[place + 1 : place + 2] + code[place] + code[place + 2 :]
    doubled = code[:place] + code[place] + code[place:]
    return chance.choice((code[:place] + code[place + 1 :], doubled, swapped))


def _lines(code: str, chance: random.Random) -> str:
    lines = code.split("\n")
    place = chance.randrange(len(lines))
    what = chance.choice(("delete", "double", "swap", "indent", "dedent"))
    if what == "delete":
        del lines[place]
    elif what == "double":
        lines.insert(place, lines[place])
    elif what == "swap" and place:
        lines[place - 1], lines[place] = lines[place], lines[place - 1]
    elif what == "indent":
        lines[place] = chance.choice(("  ", "\t", "    ")) + lines[place]
    else:
        lines[place] = lines[place].lstrip()
    return "\n".join(lines)


def _pieces(code: str) -> list[tuple[int, int, int]]:
    """The tokens as (type, start, end) in characters; none when the text was damaged beyond tokenising."""
    starts = [0]
    for line in code.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    try:
        return [
            (token.type, starts[token.start[0] - 1] + token.start[1], starts[token.end[0] - 1] + token.end[1])
            for token in tokenize.generate_tokens(StringIO(code).readline)
            if token.string.strip()
        ]
    except (tokenize.TokenError, SyntaxError):
        return []


def _tokens(code: str, chance: random.Random) -> str:
    pieces = _pieces(code)
    if len(pieces) < 2:
        return code
    place = chance.randrange(len(pieces) - 1)
    (_, start, end), (_, next_start, next_end) = pieces[place : place + 2]
    swapped = code[:start] + code[next_start:next_end] + code[end:next_start] + code[start:end] + code[next_end:]
    doubled = code[:end] + " " + code[start:end] + code[end:]
    return chance.choice((code[:start] + code[end:], doubled, swapped))


def _rename(code: str, chance: random.Random) -> str:
    """Misspell one name, or put another of the cell's names in its place."""
    names = [piece for piece in _pieces(code) if piece[0] == tokenize.NAME]
    if not names:
        return code
    _, start, end = chance.choice(names)
    _, other_start, other_end = chance.choice(names)
    new = chance.choice((_characters(code[start:end], chance), code[other_start:other_end]))
    return code[:start] + new + code[end:]


def _strings(code: str, chance: random.Random) -> str:
    strings = [piece for piece in _pieces(code) if piece[0] == tokenize.STRING]
    if not strings:
        return code
    _, start, end = chance.choice(strings)
    text = code[start:end]
    return (
        code[:start] + chance.choice((text[:-1], text[1:], text.upper(), _characters(text, chance), "’")) + code[end:]
    )


#: Ways to damage a cell; each gives the text back unchanged where it finds nothing to damage.
DAMAGES: tuple[Callable[[str, random.Random], str], ...] = (_characters, _lines, _tokens, _rename, _rename, _strings)
