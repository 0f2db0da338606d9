"""A cell that is about to be damaged: its text, its syntax tree, and the live names that it leaves."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random


@dataclass(frozen=True)
class Cell:
    """`scope` is the namespace after a clean run of the cell; `rng` the only source of chance."""

    text: str
    scope: Mapping[str, object]
    package: str
    rng: Random

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the tree."""
        return list(ast.walk(self.tree))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node lies in the text; the text is ASCII, so that columns are characters."""
        starts = [0]
        for line in self.text.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        begin = starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]  # asked of placed nodes only
        end = starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]  # the same
        return begin, end

    def source(self, node: ast.AST) -> str:
        """A node's text."""
        begin, end = self.span(node)
        return self.text[begin:end]

    def with_span(self, begin: int, end: int, new: str) -> str:
        """The cell with a piece of its text replaced."""
        return self.text[:begin] + new + self.text[end:]

    def with_node(self, node: ast.AST, new: str) -> str:
        """The cell with a node's text replaced."""
        return self.with_span(*self.span(node), new)

    def calls(self) -> Iterator[ast.Call]:
        """All calls."""
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def attributes(self) -> Iterator[ast.Attribute]:
        """All attributes that are read."""
        return (node for node in self.nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load))

    def attribute_span(self, node: ast.Attribute) -> tuple[int, int]:
        """Where the attribute's own name lies."""
        _, end = self.span(node)
        return end - len(node.attr), end

    def known(self, node: ast.AST) -> object | None:
        """The value of a name or of a module's member, where the scope tells it."""
        if isinstance(node, ast.Name):
            return self.scope.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self.known(node.value)
            return getattr(owner, node.attr, None) if type(owner).__name__ == "module" else None
        return None

    def statements(self) -> Sequence[ast.stmt]:
        """The top-level statements."""
        return self.tree.body


def type_name(value: object) -> str:
    """The name of a value's class."""
    return type(value).__name__


def columns(scope: Mapping[str, object]) -> set[str]:
    """Names of columns and index levels of all tables in scope."""
    found: set[str] = set()
    for value in list(scope.values()):
        if (
            type_name(value) not in ("DataFrame", "LazyFrame", "DataFrameGroupBy")
            or type(value).__name__ == "LazyFrame"
        ):
            continue
        found |= {str(name) for name in getattr(value, "columns", ()) if isinstance(name, str)}
    return found
