"""The names that a piece of code reads, binds and changes, as it is walked through."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Iterable

from jupyter_quickfix.context.dataflow.records import BASE, Call, Later, MethodCall, Ref
from jupyter_quickfix.context.dataflow.shapes import root_of


class Names(ABC):
    """Collects what is read and written, name by name.

    Inside a function, `own` holds its local names and `parameters` those of them that the caller's objects come in by.
    """

    def __init__(self, own: Iterable[str] = (), parameters: Iterable[str] = ()) -> None:
        self.reads: set[Ref] = set()
        self.binds: dict[str, None] = {}
        self.columns: dict[tuple[str, str], None] = {}
        self.changes: dict[str, None] = {}
        self.deletes: dict[str, None] = {}
        self.calls: list[Call] = []
        self.methods: dict[MethodCall, None] = {}
        self.tables: dict[tuple[str, str], None] = {}
        self.later: dict[str, Later] = {}
        self.mutated: set[str] = set()
        self._parameters = frozenset(parameters)
        self._own: list[set[str]] = [set(own)] if own else []
        self._bound: set[str] = set()

    # Names

    def _is_own(self, name: str) -> bool:
        return any(name in names for names in self._own)

    def read(self, name: str, column: str | None = None) -> None:
        """Note that a part of a name is read, unless the name is local or was bound just before."""
        if name not in self._bound and not self._is_own(name):
            self.reads.add((name, column))

    def bind(self, name: str) -> None:
        """Note that a name is assigned."""
        if not self._is_own(name):
            self.binds[name] = None
            self._bound.add(name)

    def change(self, name: str, column: str | None = None) -> None:
        """Note that the object behind a name is changed, all of it or in one column."""
        if name in self._parameters:
            self.mutated.add(name)
        if self._is_own(name):
            return
        self.read(name, BASE if column is not None else None)
        if column is None:
            self.changes[name] = None
        else:
            self.columns[name, column] = None

    def store_into(self, owner: ast.expr, column: str | None) -> None:
        """`owner[column] = …` or `owner.column = …`; deeper owners are changed in the column that leads there."""
        if isinstance(owner, ast.Name):
            self.change(owner.id, column)
            return
        root, first = root_of(owner)
        if root is not None:
            if first is not None:
                self.read(root, first)
            self.change(root, first)
        else:
            self.visit(owner)

    @abstractmethod
    def visit(self, node: ast.AST | None) -> None:
        """Look at a node and what is below it."""

    def visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        """`visit` each."""
        for node in nodes:
            self.visit(node)
