"""Arguments that are given twice, by place and by name; properties without a setter that are set."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.calls import definition_of, read_call
from jupyter_quickfix.fixers.fault.locate import parent
from jupyter_quickfix.fixers.fault.rewrite import edited, source
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"([\w.<>]+)\(\) got multiple values for argument '(\w+)'")


class DoubledArgument(Fixer):
    """Catches: "got multiple values for argument 'x'".

    Proposes: `self` as the method's first parameter where the definition lacks it; else the name in front of the
    argument left out, where that gives it the next free place, or the argument left out.

    Keeps silent when: the values come from `*` or `**`.

    Safety: safe where a parameter is added; leaving an argument out is a guess, with less confidence.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(
            before="class Jar:\n    def fill(amount, lid=True):\n        return amount\nJar().fill(amount=3)",
            after="class Jar:\n    def fill(self, amount, lid=True):\n        return amount\nJar().fill(amount=3)",
        ),
        Fixes(
            setup="def scale(rows, factor):\n    return [r * factor for r in rows]",
            before="scale(3, rows=[1])",
            after="scale([1], factor=3)",
        ),
        Silent(setup="def f(a):\n    return a\nopts = {'a': 1}", before="f(2, **opts)", why="the value is elsewhere"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        called = read_call(failure, context) if match else None
        if match is None or called is None or any(keyword.arg is None for keyword in called.node.keywords):
            return
        qualified, name = match.groups()
        function = definition_of(failure, qualified) if "." in qualified else None
        first = function.args.args[:1] if function is not None else []
        in_class = function is not None and isinstance(parent(failure, function), ast.ClassDef)
        if (
            function is not None
            and in_class
            and first
            and first[0].arg not in ("self", "cls")
            and not function.decorator_list
        ):
            start = span_of(failure.python, first[0])[0]
            why = f"A method gets its object first; `{function.name}` has no parameter for it."
            yield self.candidate(edited(failure, Edit(start, start, "self, ")), why, confidence=0.93)
            return
        signature = called.signature
        keyword = next((each for each in called.node.keywords if each.arg == name), None)
        if signature is None or keyword is None or len(called.node.args) != 1 or len(called.node.keywords) != 1:
            return
        names = [each for each in signature.parameters if each not in ("self", "cls")]
        if len(names) == 2 and names[0] == name:
            start, end = span_of(failure.python, called.node.args[0])[0], span_of(failure.python, keyword)[1]
            text = f"{source(failure, keyword.value)}, {names[1]}={source(failure, called.node.args[0])}"
            why = f"`{name}` comes first; the value without a name is for `{names[1]}`."
            yield self.candidate(edited(failure, Edit(start, end, text)), why, confidence=0.8)
