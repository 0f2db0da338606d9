"""Clean code to damage or to learn from: functions and docstring examples of the standard library and installed packages.

Files are split by a checksum of their place in their package, so that what is measured on was never learned from.
"""

from __future__ import annotations

import ast
import doctest
import sysconfig
import textwrap
import warnings
import zlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

#: Folders of site-packages that are read, beside the standard library.
PACKAGES = ("pandas", "numpy", "sklearn", "scipy", "matplotlib", "seaborn", "IPython", "requests", "networkx", "joblib")
_SKIPPED = frozenset({"site-packages", "lib2to3", "idlelib", "__pycache__", "_vendor", "externals", "_libs"})
#: Of so many files one is kept for measuring, and one for the weights of the repairs' ranking.
PARTS = 16


class Part(StrEnum):
    """What a file is used for."""

    LEARN = "learn"  # the token model
    RANK = "rank"  # the weights of the repairs' ranking
    MEASURE = "measure"


MIN_LINES, MAX_LINES = 4, 40


def files(part: Part) -> list[Path]:
    """Source files of one part, sorted."""
    site, standard = Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("stdlib"))
    found = [(site, path) for package in PACKAGES for path in (site / package).rglob("*.py")]
    found += [(standard, path) for path in standard.rglob("*.py") if "site-packages" not in path.parts]
    chosen = []
    for root, path in found:
        place = path.relative_to(root)
        if _SKIPPED.intersection(place.parts):
            continue
        if part == _part(zlib.crc32(place.as_posix().encode()) % PARTS):
            chosen.append(path)
    return sorted(chosen)


def _part(number: int) -> Part:
    return Part.MEASURE if number == 0 else Part.RANK if number == PARTS // 2 else Part.LEARN


def text_of(path: Path) -> str:
    """A file's text; empty where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def tree_of(text: str) -> ast.Module | None:
    """The tree of clean code, None where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None


def functions(text: str) -> Iterator[str]:
    """The functions of a file, flush left and without their docstrings."""
    tree = tree_of(text)
    lines = text.split("\n")
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, ast.FunctionDef):
            continue
        body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
        if not body:
            continue
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        header = lines[first - 1 : node.body[0].lineno - 1]
        rest = lines[body[0].lineno - 1 : node.end_lineno]
        if not header or body[0].lineno <= node.body[0].lineno - (body is node.body):
            continue
        yield _tidy(textwrap.dedent("\n".join([*header, *rest])))


def examples(text: str) -> Iterator[str]:
    """The examples of each docstring of a file, joined as one cell."""
    tree = tree_of(text)
    parser = doctest.DocTestParser()
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)):
            continue
        docstring = ast.get_docstring(node)
        if docstring is None or ">>>" not in docstring:
            continue
        try:
            found = parser.get_examples(docstring)
        except ValueError:
            continue
        yield _tidy("\n".join(example.source.rstrip("\n") for example in found))


def snippets(part: Part) -> Iterator[tuple[str, str]]:
    """Pieces of clean code with their kind, "function" or "example": those that compile alone and are of a cell's size."""
    for path in files(part):
        text = text_of(path)
        for kind, pieces in (("function", functions(text)), ("example", examples(text))):
            for piece in pieces:
                if (
                    MIN_LINES <= len(piece.split("\n")) <= MAX_LINES
                    and len(piece) < 4000
                    and tree_of(piece) is not None
                ):
                    yield kind, piece


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n"))
