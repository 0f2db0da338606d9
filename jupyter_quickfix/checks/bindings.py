"""Which names a piece of code binds, and which it only uses: Python's own scoping rules, by its symbol table."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterator
from dataclasses import dataclass

BUILTINS = frozenset(dir(builtins))
#: What IPython puts into every session without its being in the namespace's keys.
IPYTHON = frozenset({"get_ipython", "display", "In", "Out", "exit", "quit", "__file__", "__doc__", "_", "__", "___"})


@dataclass(frozen=True, slots=True)
class Bindings:
    """`bound`: names the cell itself binds at its top level. `free`: names it takes from outside, nested scopes included."""

    bound: frozenset[str]
    free: frozenset[str]


def bindings_of(python: str) -> Bindings:
    """The bindings of a cell. Raises SyntaxError where it does not compile."""
    table = symtable.symtable(python, "<cell>", "exec")
    bound = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    bound |= _declared_global(table)
    used = set()
    for scope in _scopes(table):
        used |= {
            symbol.get_name()
            for symbol in scope.get_symbols()
            if symbol.is_referenced() and (scope is table or symbol.is_global())
        }
    return Bindings(frozenset(bound), frozenset(used - bound))


def star_imports(tree: ast.AST) -> bool:
    """Whether the code binds names that cannot be told from its text."""
    return any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree))


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


def _declared_global(table: symtable.SymbolTable) -> set[str]:
    """Names that functions bind at the top level by a `global` statement."""
    return {
        symbol.get_name()
        for scope in _scopes(table)
        if scope is not table
        for symbol in scope.get_symbols()
        if symbol.is_declared_global() and symbol.is_assigned()
    }
