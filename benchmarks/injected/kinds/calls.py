"""Calls: keywords, missing and surplus arguments, their order, and the brackets round them."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.injected.cells import Cell, type_name
from benchmarks.injected.spelling import misspelled, other_number, other_style

#: Keyword → what it is called elsewhere (another library, another version, plain English).
_KEYWORDS: dict[str, list[str]] = json.loads(Path(__file__).with_name("keywords.json").read_text())


def _inner(cell: Cell, call: ast.Call) -> tuple[int, int]:
    """Between the parentheses of a call."""
    begin = cell.text.index("(", cell.span(call.func)[1])
    return begin + 1, cell.span(call)[1] - 1


def _with_arguments(cell: Cell, call: ast.Call, arguments: Sequence[str]) -> str:
    return cell.with_span(*_inner(cell, call), ", ".join(arguments))


def _arguments(cell: Cell, call: ast.Call) -> list[str]:
    return [cell.source(item) for item in (*call.args, *call.keywords)]


def keyword_misspelled(cell: Cell) -> Iterator[str]:
    """`sort_values(ascending=False)` → `sort_values(ascendign=False)`, `acending=`, `random_states=`."""
    for call in cell.calls():
        for item in call.keywords:
            if item.arg and len(item.arg) > 1:
                forms = [misspelled(item.arg, cell.rng)] * 3 + [other_style(item.arg), other_number(item.arg)]
                new = cell.rng.choice(forms)
                begin, _ = cell.span(item)
                yield cell.with_span(begin, begin + len(item.arg), new)


def keyword_of_a_sibling(cell: Cell) -> Iterator[str]:
    """`np.sum(a, keepdims=True)` → `keepdim=True`."""
    for call in cell.calls():
        for item in call.keywords:
            for new in _KEYWORDS.get(item.arg or "", ()):
                begin, _ = cell.span(item)
                yield cell.with_span(begin, begin + len(item.arg or ""), new)


def argument_missing(cell: Cell) -> Iterator[str]:
    """A call without one of its arguments."""
    for call in cell.calls():
        arguments = _arguments(cell, call)
        for place in range(len(arguments)):
            yield _with_arguments(cell, call, [*arguments[:place], *arguments[place + 1 :]])


def argument_too_many(cell: Cell) -> Iterator[str]:
    """A value given by place that the function takes by keyword only, or does not take."""
    for call in cell.calls():
        positional = [cell.source(item) for item in call.args]
        for place, item in enumerate(call.keywords):
            rest = [cell.source(other) for other in (*call.keywords[:place], *call.keywords[place + 1 :])]
            yield _with_arguments(cell, call, [*positional, cell.source(item.value), *rest])


def arguments_swapped(cell: Cell) -> Iterator[str]:
    """`np.full((2, 2), 0)` → `np.full(0, (2, 2))`; `f(a, key=1)` → `f(key=1, a)`."""
    for call in cell.calls():
        given = [cell.source(item) for item in call.args]
        for place in range(len(given) - 1):
            swapped = [*given]
            swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
            yield _with_arguments(cell, call, [*swapped, *(cell.source(item) for item in call.keywords)])
        if given and call.keywords and cell.rng.random() < 0.3:
            yield _with_arguments(cell, call, [*(cell.source(item) for item in call.keywords), *given])


def list_brackets_missing(cell: Cell) -> Iterator[str]:
    """`np.array([1, 2])` → `np.array(1, 2)`; `pd.concat([a, b])` → `pd.concat(a, b)`."""
    yield from _opened(cell, ast.List)


def tuple_parentheses_missing(cell: Cell) -> Iterator[str]:
    """`np.zeros((2, 3))` → `np.zeros(2, 3)`."""
    yield from _opened(cell, ast.Tuple)


def _opened(cell: Cell, kind: type[ast.List | ast.Tuple]) -> Iterator[str]:
    for call in cell.calls():
        for item in call.args:
            if isinstance(item, kind) and 1 < len(item.elts) < 6 and cell.source(item)[0] in "([":
                begin, end = cell.span(item)
                yield cell.with_span(begin, end, cell.text[begin + 1 : end - 1].rstrip(", "))


def call_in_square_brackets(cell: Cell) -> Iterator[str]:
    """`df.head(3)` → `df.head[3]`."""
    for call in cell.calls():
        if call.args and not call.keywords:
            begin, end = _inner(cell, call)
            yield cell.with_span(begin - 1, end + 1, f"[{cell.text[begin:end]}]")


def subscript_in_parentheses(cell: Cell) -> Iterator[str]:
    """`df["a"]` → `df("a")`; `df.loc[0]` → `df.loc(0)`."""
    for node in cell.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and not isinstance(node.slice, ast.Slice):
            begin, end = cell.text.index("[", cell.span(node.value)[1]), cell.span(node)[1]
            inner = cell.text[begin + 1 : end - 1]
            if ":" not in inner:
                yield cell.with_span(begin, end, f"({inner})")


def method_not_called(cell: Cell) -> Iterator[str]:
    """`df.copy().columns` → `df.copy.columns`."""
    for call in cell.calls():
        if not call.args and not call.keywords and isinstance(call.func, ast.Attribute):
            yield cell.with_node(call, cell.source(call.func))


def property_called(cell: Cell) -> Iterator[str]:
    """`df.shape` → `df.shape()`."""
    called = {id(call.func) for call in cell.calls()}
    for node in cell.attributes():
        if id(node) not in called and type_name(cell.known(node.value)) != "module" and not node.attr.startswith("_"):
            yield cell.with_node(node, f"{cell.source(node)}()")
