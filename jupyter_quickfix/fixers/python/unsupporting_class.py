"""Objects of a class that lacks what is asked of it, where another class of the session has it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import is_user_class, kind_of
from jupyter_quickfix.fixers.fault.flow import assignments, raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, replace
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.records import Candidate, Context, Failure

#: What each message says is missing.
_PROTOCOLS = tuple(
    (re.compile(pattern), method)
    for pattern, method in (
        (r"'(\w+)' object is not callable", "__call__"),
        (r"'(\w+)' object is not subscriptable", "__getitem__"),
        (r"'(\w+)' object does not support item assignment", "__setitem__"),
        (r"'(\w+)' object does(?: not|n't) support item deletion", "__delitem__"),
        (r"object of type '(\w+)' has no len", "__len__"),
        (r"'(\w+)' object is not iterable", "__iter__"),
        (r"argument of type '(\w+)' is not iterable", "__contains__"),
        (r"'(\w+)' object cannot be interpreted as an integer", "__index__"),
        (r"indices must be integers or slices, not (\w+)", "__index__"),
        (r"'(\w+)' object does not support the (?:asynchronous )?context manager protocol", "__enter__"),
    )
)
_MAX_CLASSES = 300


class UnsupportingClass(Fixer):
    """Catches: TypeError because an object of one of the session's classes cannot be called, indexed, measured, walked
    through, or used as a number or in `with`, while exactly one other of the session's classes can.

    Proposes: the other class where the cell makes the object.

    Keeps silent when: no other class, or several, can do it, or the object was made in another cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "AttributeError")
    examples = (
        Fixes(
            setup="class Box:\n    pass\nclass SizedBox(Box):\n    def __len__(self):\n        return 0",
            before="len(Box())",
            after="len(SizedBox())",
        ),
        Fixes(
            setup="class Box:\n    pass\nclass OpenBox:\n    def __getitem__(self, key):\n        return key",
            before="box = Box()\nbox['a']",
            after="box = OpenBox()\nbox['a']",
        ),
        Silent(setup="class Box:\n    pass", before="len(Box())", why="no other class can"),
        Silent(
            setup="class Box:\n    pass\nclass OpenBox:\n    def __len__(self):\n        return 0\nbox = Box()",
            before="len(box)",
            why="the object was made elsewhere",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        for pattern, method in _PROTOCOLS:
            match = pattern.search(failure.message)
            if match is not None:
                yield from self._other(match.group(1), method, failure, context)

    def _other(self, wrong: str, method: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        able = [
            name
            for name, value in list(context.namespace.items())[:_MAX_CLASSES]
            if safe.is_class(value) and name != wrong and is_user_class(value) and safe.find(value, method, None)  # type: ignore[arg-type]  # a class
        ]
        maker = next(_makers(wrong, failure, context), None)
        if len(able) != 1 or maker is None:
            return
        why = f"`{wrong}` has no `{method}`; `{able[0]}` has."
        yield self.candidate(edited(failure, replace(failure, maker.func, able[0])), why, confidence=0.5)


def _makers(wrong: str, failure: Failure, context: Context) -> Iterator[ast.Call]:
    """The calls of the class that made the object: in the failing line, or where a name of it was assigned."""
    for node in nodes_of(failure, ast.expr):
        if not on_failing_lines(failure, node):
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == wrong:
            if safe.is_class(value_of(node.func, context)):
                yield node
        elif isinstance(node, ast.Name) and (kind := kind_of(node, context)) is not None and kind.__name__ == wrong:
            for made in assignments(failure, node.id, node):
                if isinstance(made.value, ast.Call) and getattr(made.value.func, "id", "") == wrong:
                    yield made.value
