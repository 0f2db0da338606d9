"""Which piece of the cell raised: from the traceback's columns to nodes of the tree, and on into library frames.

CPython records the span of the instruction that failed. For attributes and method calls that begin on an earlier line
it moves the start, never the end, so nodes are found by where they end.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from types import FrameType
from typing import TypeVar

from jupyter_quickfix.capture.position import walk
from jupyter_quickfix.fixers.edits import offset_of, parse, span_of
from jupyter_quickfix.records import Failure

Node = TypeVar("Node", bound=ast.AST)

#: Library frames looked at below the user's own: enough to pass pandas' and scikit-learn's decorators.
_MAX_LIBRARY_FRAMES = 14


def nodes_of(failure: Failure, kind: type[Node]) -> Iterator[Node]:
    """All nodes of a kind in the failing cell, in source order."""
    tree = parse(failure.python)
    if tree is None:
        return
    found = [node for node in _all_nodes(failure.python) if isinstance(node, kind)]
    found.sort(key=lambda node: (getattr(node, "lineno", 0), getattr(node, "col_offset", 0)))
    yield from found


def failing_node(failure: Failure, kind: type[Node]) -> Node | None:
    """The node of this kind whose evaluation failed: the one that ends where the failing instruction ends."""
    if failure.end_line is None or failure.end_column is None:
        return None
    try:
        end = offset_of(failure.code, failure.end_line, failure.end_column)
    except ValueError:
        return None
    for node in nodes_of(failure, kind):
        if getattr(node, "end_lineno", None) == failure.end_line and span_of(failure.python, node)[1] == end:
            return node
    return None


def on_failing_lines(failure: Failure, node: ast.AST) -> bool:
    """Whether the node shares a line with the failing instruction; True where the line is not known."""
    if failure.line is None:
        return True
    first, last = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    return bool(first <= (failure.end_line or failure.line) and failure.line <= last)


def failing_statement(failure: Failure) -> ast.stmt | None:
    """The innermost statement that covers the failing line."""
    if failure.line is None:
        return None
    best = None
    for node in nodes_of(failure, ast.stmt):
        if node.lineno <= failure.line <= (node.end_lineno or node.lineno):
            best = node
    return best


def parent(failure: Failure, node: ast.AST) -> ast.AST | None:
    """The node that holds this one."""
    return _parents(failure.python).get(node)


def ancestors(failure: Failure, node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that hold this one, nearest first."""
    above = parent(failure, node)
    while above is not None:
        yield above
        above = parent(failure, above)


def call_of(failure: Failure, node: ast.AST) -> ast.Call | None:
    """The call whose function this node is, if it is called."""
    above = parent(failure, node)
    return above if isinstance(above, ast.Call) and above.func is node else None


def raised_in_cell(failure: Failure) -> bool:
    """Whether the innermost frame is the failing cell's own code, not a library's or an earlier cell's."""
    return bool(failure.frames) and failure.frames[-1].in_failing_cell


def library_frames(failure: Failure) -> list[FrameType]:
    """The live frames below the failing cell's innermost one, nearest first. Read them; never keep them."""
    entries = list(walk(failure.traceback))
    own = [number for number, frame in enumerate(failure.frames) if frame.in_failing_cell]
    if not own or len(entries) != len(failure.frames):
        return []
    return [entry.tb_frame for entry in entries[own[-1] + 1 :]][:_MAX_LIBRARY_FRAMES]


@lru_cache(maxsize=8)
def _all_nodes(python: str) -> tuple[ast.AST, ...]:
    tree = parse(python)
    return tuple(ast.walk(tree)) if tree is not None else ()


@lru_cache(maxsize=8)
def _parents(python: str) -> dict[ast.AST, ast.AST]:
    return {child: node for node in _all_nodes(python) for child in ast.iter_child_nodes(node)}


def failing_expression(failure: Failure) -> ast.expr | None:
    """The outermost expression that is exactly the failing instruction's text; None where it is not that of one."""
    if failure.line is None or failure.column is None or failure.end_line is None or failure.end_column is None:
        return None
    try:
        start = offset_of(failure.code, failure.line, failure.column)
        end = offset_of(failure.code, failure.end_line, failure.end_column)
    except ValueError:
        return None
    for node in nodes_of(failure, ast.expr):
        if node.lineno <= failure.line <= (node.end_lineno or node.lineno) and span_of(failure.python, node) == (
            start,
            end,
        ):
            return node
    return None


def raised_in(failure: Failure, *packages: str) -> bool:
    """Whether the innermost library frames belong to one of these top-level packages."""
    frames = library_frames(failure)
    return any(str(frame.f_globals.get("__name__", "")).partition(".")[0] in packages for frame in frames)
