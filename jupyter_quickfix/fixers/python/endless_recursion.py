"""Properties and methods that call themselves: `def size(self): return self.size`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import tree_of
from jupyter_quickfix.fixers.fault.flow import Function
from jupyter_quickfix.fixers.fault.locate import nodes_of
from jupyter_quickfix.fixers.fault.rewrite import edited, replace
from jupyter_quickfix.records import Candidate, Context, Failure


class EndlessRecursion(Fixer):
    """Catches: RecursionError from a property that reads or sets itself, and from `__setattr__` or `__getattribute__`
    that do what they replace.

    Proposes: an attribute of its own with an underscore (`self._size`) in the property and its setter;
    `super().__setattr__(…)`.

    Keeps silent when: it is a plain function: where its recursion should end is for the user to say.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("RecursionError",)
    examples = (
        Fixes(
            before="class Box:\n    def __init__(self, size):\n        self.size = size\n    @property\n    def size(self):\n"
            "        return self.size\n    @size.setter\n    def size(self, size):\n        self.size = size\nBox(3).size",
            after="class Box:\n    def __init__(self, size):\n        self.size = size\n    @property\n    def size(self):\n"
            "        return self._size\n    @size.setter\n    def size(self, size):\n        self._size = size\nBox(3).size",
        ),
        Fixes(
            before="class Log:\n    def __setattr__(self, name, value):\n        setattr(self, name, value)\nLog().x = 3",
            after="class Log:\n    def __setattr__(self, name, value):\n        super().__setattr__(name, value)\nLog().x = 3",
        ),
        Silent(before="def f(n):\n    return f(n - 1)\nf(3)", why="nothing tells where it should end"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if tree_of(failure) is None:
            return
        names = {frame.function for frame in failure.frames[-8:]}
        for owner in nodes_of(failure, ast.ClassDef):
            functions = [node for node in owner.body if isinstance(node, Function)]
            for function in functions:
                if function.name in names and _is_property(function):
                    alike = [each for each in functions if each.name == function.name]
                    edits = [replace(failure, node, f"{node.value.id}._{node.attr}") for node in _itself(alike)]  # type: ignore[attr-defined]  # a Name, as selected
                    why = f"The property `{function.name}` asks itself; its value needs a name of its own."
                    yield self.candidate(edited(failure, *edits), why, confidence=0.93)
                    return
                if function.name in names and function.name == "__setattr__":
                    yield from self._setattr(function, failure)

    def _setattr(self, function: Function, failure: Failure) -> Iterator[Candidate]:
        for call in ast.walk(function):
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "setattr"
            if named and isinstance(call, ast.Call) and len(call.args) == 3:
                name, value = (ast.unparse(each) for each in call.args[1:])
                code = edited(failure, replace(failure, call, f"super().__setattr__({name}, {value})"))
                yield self.candidate(code, "`setattr` comes back here; `super()` does not.", confidence=0.92)
                return


def _is_property(function: Function) -> bool:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Name) and decorator.id == "property":
            return bool(_itself([function]))
        if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "getter", "deleter"):
            return bool(_itself([function]))
    return False


def _itself(functions: list[Function]) -> list[ast.Attribute]:
    """Where the functions ask their first parameter for their own name."""
    found = []
    for function in functions:
        receiver = function.args.args[0].arg if function.args.args else ""
        for node in ast.walk(function):
            own = isinstance(node, ast.Attribute) and node.attr == function.name
            if (
                own
                and isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == receiver
            ):
                found.append(node)
    return found
