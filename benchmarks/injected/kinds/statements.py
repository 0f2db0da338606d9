"""Whole statements: in the wrong order, left out, indented for no reason, or losing what they made."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from benchmarks.injected.cells import Cell


def swapped(cell: Cell) -> Iterator[str]:
    """Two neighbouring statements the wrong way round."""
    for one, other in itertools.pairwise(cell.statements()):
        begin, end = cell.span(one)[0], cell.span(other)[1]
        yield cell.with_span(begin, end, f"{cell.source(other)}\n{cell.source(one)}")


def left_out(cell: Cell) -> Iterator[str]:
    """A cell without one of its assignments."""
    for node in cell.statements()[:-1]:
        if isinstance(node, ast.Assign):
            yield cell.with_node(node, "").replace("\n\n", "\n").strip("\n")


def indentation_damaged(cell: Cell) -> Iterator[str]:
    """A line that is indented though no block has begun, or a block that is not indented."""
    lines = cell.text.splitlines()
    for node in cell.statements():
        place = node.lineno - 1
        if place:
            yield "\n".join([*lines[:place], "    " + lines[place], *lines[place + 1 :]])
        for inner in getattr(node, "body", ()):
            at = inner.lineno - 1
            if isinstance(inner, ast.stmt) and at > place:
                yield "\n".join([*lines[:at], lines[at].lstrip(), *lines[at + 1 :]])


#: Methods that change the object in place when they are asked to; then they return nothing.
_IN_PLACE = ("drop", "dropna", "fillna", "rename", "reset_index", "set_index", "sort_values", "sort_index", "replace")


def in_place_result(cell: Cell) -> Iterator[str]:
    """`df = df.drop(…)` → `df = df.drop(…, inplace=True)`; `df.drop(…).head()` → `df.drop(…, inplace=True).head()`."""
    for call in cell.calls():
        function = call.func
        if isinstance(function, ast.Attribute) and function.attr in _IN_PLACE and (call.args or call.keywords):
            _, end = cell.span(call)
            yield cell.with_span(end - 1, end, ", inplace=True)")
