"""Methods without their receiver: `def area():` in a class, `Shape.area()` on the class itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from types import FunctionType
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.calls import definition_of, read_call
from jupyter_quickfix.fixers.fault.flow import Function
from jupyter_quickfix.fixers.fault.locate import nodes_of
from jupyter_quickfix.fixers.fault.rewrite import edited, source
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.similar import similarity
from jupyter_quickfix.records import Candidate, Context, Failure

_TOO_MANY = re.compile(r"([\w.<>]+)\(\) takes (\d+) positional arguments? but (\d+) (?:was|were) given")
_MISSING = re.compile(r"([\w.<>]+)\(\) missing (\d+) required positional arguments?: (.+)")
_NO_ARGUMENTS = re.compile(r"(\w+)\(\) takes no arguments")
_DESCRIPTOR = re.compile(
    r"descriptor '(\w+)' for '(\w+)' objects doesn't apply|unbound method (\w+)\.(\w+)\(\) needs an argument"
)


class MissingSelf(Fixer):
    """Catches: a method whose definition lacks `self` ("takes 0 positional arguments but 1 was given"), a method called on
    the class instead of on an object ("missing … 'self'", "descriptor 'add' for 'set' objects"), and a constructor
    whose name is misspelled (`_init_`, "takes no arguments").

    Proposes: `self` as the first parameter, or the call on the class where the definition is in another cell;
    brackets that make the object; `__init__`.

    Keeps silent when: the method has a decorator, or the class cannot be made without arguments.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(
            before="class Jar:\n    def size():\n        return 3\nJar().size()",
            after="class Jar:\n    def size(self):\n        return 3\nJar().size()",
        ),
        Fixes(
            before="class Jar:\n    def fill(amount):\n        return amount\nJar().fill(3)",
            after="class Jar:\n    def fill(self, amount):\n        return amount\nJar().fill(3)",
        ),
        Fixes(
            setup="class Jar:\n    def fill(amount):\n        return amount",
            before="Jar().fill(3)",
            after="Jar.fill(3)",
        ),
        Fixes(
            setup="class Jar:\n    def size(self):\n        return 3",
            before="Jar.size()",
            after="Jar().size()",
        ),
        Fixes(
            setup="class Jar:\n    def fill(self, amount):\n        return amount",
            before="Jar.fill(3)",
            after="Jar().fill(3)",
        ),
        Fixes(before="seen = set.add(0)", after="seen = set().add(0)"),
        Fixes(
            before="class Jar:\n    def _init_(self, size):\n        self.size = size\nJar(3).size",
            after="class Jar:\n    def __init__(self, size):\n        self.size = size\nJar(3).size",
        ),
        Silent(setup="def double(n):\n    return 2 * n", before="double(1, 2)", why="no method"),
        Silent(
            setup="class Jar:\n    def __init__(self, size):\n        pass\n    def size(self):\n        return 3",
            before="Jar.size()",
            why="the class needs an argument",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        message = failure.message
        if (match := _TOO_MANY.search(message)) is not None and int(match.group(3)) == int(match.group(2)) + 1:
            yield from self._definition(match.group(1), failure, context)
        elif (match := _MISSING.search(message)) is not None and match.group(2) == "1":
            yield from self._on_class(failure, context)
        elif (match := _NO_ARGUMENTS.search(message)) is not None:
            yield from self._constructor(match.group(1), failure)
        elif (match := _DESCRIPTOR.search(message)) is not None:
            yield from self._on_builtin(match.group(2) or match.group(3), failure, context)

    def _definition(self, qualified: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        function = definition_of(failure, qualified) if "." in qualified else None
        if function is not None:
            first = (function.args.posonlyargs + function.args.args)[:1]
            of_class = any(isinstance(each, ast.Name) and each.id == "classmethod" for each in function.decorator_list)
            if (function.decorator_list and not of_class) or (first and first[0].arg in ("self", "cls")):
                return
            name = "cls" if of_class else "self"
            opening = failure.code.index("(", failure.code.index(function.name, span_of(failure.python, function)[0]))
            others = first or function.args.kwonlyargs or function.args.vararg or function.args.kwarg
            edit = Edit(opening + 1, opening + 1, f"{name}, " if others else name)
            why = f"A method gets its object first; `{function.name}` has no parameter for it."
            yield self.candidate(edited(failure, edit), why, confidence=0.93)
            return
        called = read_call(failure, context)
        if called is None or type(called.value) is not FunctionType or not isinstance(called.node.func, ast.Attribute):
            return
        receiver = called.node.func.value
        made = isinstance(receiver, ast.Call) and not receiver.args and isinstance(receiver.func, ast.Name)
        names = called.value.__code__.co_varnames[: called.value.__code__.co_argcount]
        if made and called.bound and isinstance(receiver, ast.Call) and names[:1] not in (("self",), ("cls",)):
            end = span_of(failure.python, receiver)[1]
            edit = Edit(span_of(failure.python, receiver.func)[1], end, "")
            why = f"`{called.node.func.attr}` has no parameter for its object; it can be called on the class itself."
            yield self.candidate(edited(failure, edit), why, confidence=0.6)

    def _on_class(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        called = read_call(failure, context)
        if called is None or not isinstance(called.node.func, ast.Attribute) or called.function is None:
            return
        receiver = value_of(called.node.func.value, context)
        names = called.function.__code__.co_varnames
        if not safe.is_class(receiver) or names[:1] != ("self",) or not _made_without_arguments(receiver):
            return
        text = source(failure, called.node.func.value)
        end = span_of(failure.python, called.node.func.value)[1]
        why = f"`{called.node.func.attr}` needs an object of `{text}`, not the class."
        yield self.candidate(edited(failure, Edit(end, end, "()")), why, confidence=0.88)

    def _on_builtin(self, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`set.add(0)` → `set().add(0)`, or the variable that is near."""
        called = read_call(failure, context)
        if called is None or not isinstance(called.node.func, ast.Attribute):
            return
        holder = called.node.func.value
        end = span_of(failure.python, holder)[1]
        scope = context.frame_locals or context.namespace
        near = [
            name
            for name, value in list(scope.items())
            if type(value).__name__ == kind and not name.startswith("_") and similarity(kind, name) >= 0.5
        ]
        for name in near[:1]:
            edit = Edit(span_of(failure.python, holder)[0], end, name)
            yield self.candidate(edited(failure, edit), f"`{kind}` is the class; `{name}` is one.", confidence=0.75)
        why = f"`{called.node.func.attr}` needs a {kind}, not the class."
        yield self.candidate(edited(failure, Edit(end, end, "()")), why, confidence=0.4 if near else 0.6)

    def _constructor(self, name: str, failure: Failure) -> Iterator[Candidate]:
        for node in nodes_of(failure, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, Function)]
            if node.name != name or any(each.name == "__init__" for each in methods):
                continue
            near = [each for each in methods if similarity("__init__", each.name) >= 0.75 and len(each.args.args) > 1]
            for each in near[:1]:
                start = failure.code.index(each.name, span_of(failure.python, each)[0])
                why = f"The constructor's name is `__init__`; `{each.name}` is a method like any other."
                code = edited(failure, Edit(start, start + len(each.name), "__init__"))
                yield self.candidate(code, why, confidence=0.95)


def _made_without_arguments(kind: object) -> bool:
    signature = safe.signature(kind)
    if signature is None:
        return True
    empty = [
        p
        for p in signature.parameters.values()
        if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
    ]
    return not empty
