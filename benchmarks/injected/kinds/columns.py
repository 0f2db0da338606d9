"""Columns that a table does not have under that name, and brackets and quotes round their names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from benchmarks.injected.cells import Cell, columns
from benchmarks.injected.spelling import miscased, misspelled, other_number, other_style


def _columns(cell: Cell) -> Iterator[ast.Constant]:
    """The text constants that name columns of tables in scope, where they are used and not where the table is made."""
    known = columns(cell.scope)
    keys = {id(key) for node in cell.nodes if isinstance(node, ast.Dict) for key in node.keys}
    for node in cell.nodes:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node.value not in known:
            continue
        if id(node) not in keys or ".agg" in cell.text or "rename" in cell.text:
            yield node


def _renamed(cell: Cell, node: ast.Constant, new: str) -> str:
    quote = cell.source(node)[0]
    return cell.with_node(node, f"{quote}{new}{quote}")


def column_misspelled(cell: Cell) -> Iterator[str]:
    """`df["price"]` → `df["pirce"]`."""
    for node in _columns(cell):
        if len(str(node.value)) > 2:
            yield _renamed(cell, node, misspelled(str(node.value), cell.rng))


def column_in_another_case(cell: Cell) -> Iterator[str]:
    """`df["price"]` → `df["Price"]`; `unit_price` → `unitPrice`."""
    known = columns(cell.scope)
    for node in _columns(cell):
        word = str(node.value)
        for new in sorted({miscased(word, cell.rng), other_style(word)} - {word} - known):
            yield _renamed(cell, node, new)


def column_with_a_blank(cell: Cell) -> Iterator[str]:
    """`df["price"]` → `df["price "]`; `unit_price` → `unit price`."""
    for node in _columns(cell):
        word = str(node.value)
        forms = [f"{word} ", f" {word}"]
        if "_" in word:
            forms.append(word.replace("_", " "))
        if " " in word:
            forms.append(word.replace(" ", "_"))
        yield _renamed(cell, node, cell.rng.choice(forms))


def column_in_another_number(cell: Cell) -> Iterator[str]:
    """`df["price"]` → `df["prices"]`."""
    known = columns(cell.scope)
    for node in _columns(cell):
        new = other_number(str(node.value))
        if len(str(node.value)) > 2 and new not in known:
            yield _renamed(cell, node, new)


def column_without_quotes(cell: Cell) -> Iterator[str]:
    """`df["price"]` → `df[price]`."""
    for node in _columns(cell):
        word = str(node.value)
        if word.isidentifier() and word not in cell.scope:
            yield cell.with_node(node, word)


def brackets_missing(cell: Cell) -> Iterator[str]:
    """`df[["a", "b"]]` → `df["a", "b"]`."""
    for node in cell.nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.List) and len(node.slice.elts) > 1:
            begin, end = cell.span(node.slice)
            yield cell.with_span(begin, end, cell.text[begin + 1 : end - 1])
