"""Operators: words for symbols, missing parentheses, one operator for another."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from benchmarks.injected.cells import Cell

_WORDS: dict[type[ast.operator], str] = {ast.BitAnd: "and", ast.BitOr: "or"}
_SLIPS: dict[type[ast.AST], tuple[tuple[str, str], ...]] = {
    ast.Eq: (("==", "="), ("==", "===")),
    ast.NotEq: (("!=", "<>"),),
    ast.GtE: ((">=", "=>"),),
    ast.LtE: (("<=", "=<"),),
    ast.BitAnd: (("&", "&&"),),
    ast.BitOr: (("|", "||"),),
    ast.Pow: (("**", "^"), ("**", "* *")),
    ast.Invert: (("~", "!"), ("~", "not ")),
}


def word_for_symbol(cell: Cell) -> Iterator[str]:
    """`(a > 1) & (b < 2)` → `(a > 1) and (b < 2)`; `~mask` → `not mask`."""
    for node in cell.nodes:
        if isinstance(node, ast.BinOp) and type(node.op) in _WORDS:
            between = cell.span(node.left)[1], cell.span(node.right)[0]
            symbol = "&" if isinstance(node.op, ast.BitAnd) else "|"
            text = cell.text[slice(*between)]
            yield cell.with_span(*between, text.replace(symbol, _WORDS[type(node.op)], 1))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            begin, _ = cell.span(node)
            yield cell.with_span(begin, begin + 1, "not ")


def parentheses_missing(cell: Cell) -> Iterator[str]:
    """`(a > 1) & (b < 2)` → `a > 1 & b < 2`."""
    for node in cell.nodes:
        if not isinstance(node, ast.BinOp) or type(node.op) not in _WORDS:
            continue
        if isinstance(node.left, ast.Compare) or isinstance(node.right, ast.Compare):
            symbol = "&" if isinstance(node.op, ast.BitAnd) else "|"
            yield cell.with_node(node, f"{cell.source(node.left)} {symbol} {cell.source(node.right)}")


def misused(cell: Cell) -> Iterator[str]:
    """`==` → `=`, `!=` → `<>`, `&` → `&&`, `**` → `^`, `~` → `!`."""
    for node in cell.nodes:
        for part in _operators(node):
            begin, end = cell.span(node)
            for old, new in _SLIPS.get(type(part), ()):
                if cell.text[begin:end].count(old) == 1:
                    yield cell.with_span(begin, end, cell.text[begin:end].replace(old, new))


def _operators(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        yield from node.ops
    if isinstance(node, ast.BinOp | ast.UnaryOp):
        yield node.op
