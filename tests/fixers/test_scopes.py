"""Scopes resolve names as Python does: `symtable` is the judge."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator

import pytest

from jupyter_quickfix.fixers.fault.scopes import Scope, analyse

CODE = """
import os.path as p, json
from math import pi as tau
total: int = 0
def outer(a, *rest, b=total, **more):
    global counted
    counted = a
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n, json, a
    squares = [x * n for x in rest if (last := x)]
    return inner, squares, last
class Shape(dict):
    sides = 4
    def area(self, k=sides):
        return sides, self
try:
    with open("f") as handle, p.open("g") as (one, two):
        for i, *others in handle: pass
except OSError as error:
    del error
key = lambda q: (q, total)
match total:
    case {"a": one, **left}: pass
    case [first, *tail] as whole: pass
"""


def _names(scope: Scope) -> Iterator[tuple[str, str, set[str], set[str]]]:
    for inner in scope.walk():
        yield inner.kind, getattr(inner.node, "name", ""), set(inner.bound), set(inner.used)


def _tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _tables(child)


def test_bindings_are_those_of_symtable() -> None:
    ours = {
        name: bound
        for kind, name, bound, _ in _names(analyse(ast.parse(CODE)))
        if kind in ("function", "class") and name
    }
    for table in _tables(symtable.symtable(CODE, "cell", "exec")):
        if table.get_name() in ours:
            symbols = [symbol for symbol in table.get_symbols() if not symbol.is_global()]
            theirs = {
                s.get_name()
                for s in symbols
                if (s.is_assigned() or s.is_parameter() or s.is_imported()) and not s.is_free()
            }
            assert ours[table.get_name()] - {"n"} == theirs - {"n"}, table.get_name()


def test_module_binds_what_running_it_would() -> None:
    bound = set(analyse(ast.parse(CODE)).bound)
    expected = {
        "p",
        "json",
        "tau",
        "total",
        "outer",
        "counted",
        "Shape",
        "handle",
        "one",
        "two",
        "i",
        "others",
        "error",
    }
    assert bound == expected | {"key", "left", "first", "tail", "whole"}


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        ("def f(x):\n    return [x for _ in y]", "x", "function"),
        ("class A:\n    v = 1\n    def f(self):\n        return v", "v", None),
        ("v = 1\nclass A:\n    v = 2\n    def f(self):\n        return v", "v", "module"),
        ("def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1", "n", "function"),
        ("def f():\n    global n\n    n += 1\n    return n", "n", "module"),
        ("[a for a in b for b in c]", "c", None),
    ],
)
def test_home_is_where_the_name_is_bound(code: str, name: str, kind: str | None) -> None:
    module = analyse(ast.parse(code))
    homes = {scope.home(name) for scope in module.walk() if name in scope.used or name in scope.declared_nonlocal}
    assert {home.kind if home else None for home in homes} == {kind}
