"""Containers of the wrong kind from the start: `seen = {}`, then `seen.add(1)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.attribute_fault import read_fault
from jupyter_quickfix.fixers.fault.evaluate import builtin_called
from jupyter_quickfix.fixers.fault.flow import assignments
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source
from jupyter_quickfix.records import Candidate, Context, Failure

_KINDS = (list, dict, set)
_EMPTY = {list: "[]", dict: "{}", set: "set()"}
#: Methods that only one of the three has and that say which was meant.
_TELLING = {
    "append": list,
    "extend": list,
    "insert": list,
    "sort": list,
    "add": set,
    "intersection": set,
    "difference": set,
    "symmetric_difference": set,
    "union": set,
    "issubset": set,
    "issuperset": set,
    "isdisjoint": set,
    "intersection_update": set,
    "items": dict,
    "keys": dict,
    "values": dict,
    "get": dict,
    "setdefault": dict,
}


class WrongContainer(Fixer):
    """Catches: AttributeError for a method of another container, on one that the cell makes empty or as a literal:
    `seen = {}` and `seen.add(1)`, `rows = {}` and `rows.append(1)`, `list().get(0)`.

    Proposes: the container that has the method, where the cell makes it.

    Keeps silent when: it comes from elsewhere, or is filled in a way that only the present kind allows.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(before="seen = {}\nseen.add(3)\nseen", after="seen = set()\nseen.add(3)\nseen"),
        Fixes(before="rows = {}\nrows.append(3)", after="rows = []\nrows.append(3)"),
        Fixes(before="ages = []\nages.setdefault('a', 3)", after="ages = {}\nages.setdefault('a', 3)"),
        Fixes(before="n = list().get('a', 0)", after="n = dict().get('a', 0)"),
        Silent(setup="seen = {}", before="seen.add(3)", why="it was made in another cell"),
        Silent(before="rows = [3]\nrows.add(4)", why="a list with items is a list; its method has another name"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        fault = read_fault(failure, context)
        wanted = _TELLING.get(fault.name) if fault is not None else None
        if fault is None or wanted is None or type(fault.receiver.value) not in (*_KINDS, tuple):
            return
        node = fault.node.value
        present = type(fault.receiver.value).__name__
        why = f"A {present} has no `{fault.name}`; a {wanted.__name__} has."
        if isinstance(node, ast.Call) and builtin_called(node, context) == present and not node.args:
            code = edited(failure, replace(failure, node.func, wanted.__name__))
            yield self.candidate(code, why, confidence=0.55)
        if not isinstance(node, ast.Name):
            return
        made = assignments(failure, node.id, node)
        if len(made) != 1:
            return
        value = made[0].value
        if _is_empty(value, context):
            called = isinstance(value, ast.Call)
            text = f"{wanted.__name__}()" if called else _EMPTY[wanted]
            yield self.candidate(edited(failure, replace(failure, value, text)), why, confidence=0.88)
        elif wanted is set and isinstance(value, ast.Dict):
            code = edited(failure, replace(failure, value, f"set({source(failure, value)})"))
            yield self.candidate(code, why, confidence=0.5)


def _is_empty(node: ast.expr, context: Context) -> bool:
    if isinstance(node, ast.Dict):
        return not node.keys
    if isinstance(node, ast.List):
        return not node.elts
    return isinstance(node, ast.Call) and not node.args and builtin_called(node, context) in ("list", "dict", "set")
