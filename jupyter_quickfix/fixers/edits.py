"""Small edits to a cell's text at positions that `ast` or a traceback gives.

Edits are made to `failure.code`; trees come from `failure.python`, which has the same lines and columns.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jupyter_quickfix.capture.position import characters
from jupyter_quickfix.records import Failure


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace `text[start:end]` by `replacement`; offsets in characters from the start of the cell."""

    start: int
    end: int
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made. Raises ValueError when two overlap or one lies outside."""
    position, parts = 0, []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position or edit.end < edit.start or edit.end > len(text):
            raise ValueError(f"edit {edit} overlaps another or lies outside the text")
        parts += [text[position : edit.start], edit.replacement]
        position = edit.end
    return "".join([*parts, text[position:]])


def offset_of(text: str, line: int, column: int) -> int:
    """Offset of a position (line from 1, column from 0, in characters). Raises ValueError beyond the last line."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        raise ValueError(f"no line {line} in a text of {len(lines)}")
    return sum(len(before) + 1 for before in lines[: line - 1]) + min(column, len(lines[line - 1]))


@lru_cache(maxsize=32)
def parse(python: str) -> ast.Module | None:
    """The tree, or None where it does not parse. Shared between fixers: do not change it."""
    try:
        return ast.parse(python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def tree_of(failure: Failure) -> ast.Module | None:
    """The failing cell's tree, or None."""
    return parse(failure.python)


def span_of(text: str, node: ast.AST) -> tuple[int, int]:
    """Start and end offset of a node in the text it was parsed from."""
    lines = text.split("\n")
    line, end_line = node.lineno, node.end_lineno  # type: ignore[attr-defined]  # every expression and statement has them
    start = characters(lines[line - 1], node.col_offset) or 0  # type: ignore[attr-defined]
    end = characters(lines[end_line - 1], node.end_col_offset) or 0  # type: ignore[attr-defined]
    return offset_of(text, line, start), offset_of(text, end_line, end)


def text_of(text: str, node: ast.AST) -> str:
    """The source text of a node."""
    start, end = span_of(text, node)
    return text[start:end]


def replace_node(text: str, node: ast.AST, replacement: str) -> Edit:
    """The edit that puts `replacement` where the node stands."""
    start, end = span_of(text, node)
    return Edit(start, end, replacement)


def nodes_at_line(tree: ast.AST, line: int, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Nodes of these kinds that cover the line, in source order."""
    for node in ast.walk(tree):
        first, last = getattr(node, "lineno", None), getattr(node, "end_lineno", None)
        if isinstance(node, kinds) and first is not None and first <= line <= (last or first):
            yield node


def insert_line(text: str, line: int, addition: str) -> str:
    """`text` with `addition` as a new line before line `line` (from 1); past the end it becomes the last line."""
    lines = text.split("\n")
    lines.insert(line - 1, addition)
    return "\n".join(lines)
