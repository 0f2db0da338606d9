"""Statements of a function that stand outside of it: one level of indentation is missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.flow import Function
from jupyter_quickfix.fixers.fault.undefined import NAME_ERRORS, find_undefined
from jupyter_quickfix.records import Candidate, Context, Failure


class DedentedStatement(Fixer):
    """Catches: NameError, in a class or at the top level, for a parameter or variable of the function just above.

    Proposes: the statements, up to the next definition, indented into that function.

    Keeps silent when: the function above does not have the name.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = NAME_ERRORS
    examples = (
        Fixes(
            before="class Jar:\n    def __init__(self, size):\n        self.lid = True\n    self.size = size\n\n"
            "    def full(self):\n        return False\nJar(3).size",
            after="class Jar:\n    def __init__(self, size):\n        self.lid = True\n        self.size = size\n\n"
            "    def full(self):\n        return False\nJar(3).size",
        ),
        Fixes(
            before="def mean(rows):\n    total = sum(rows)\nprint(total / len(rows))\nmean([1, 2])",
            after="def mean(rows):\n    total = sum(rows)\n    print(total / len(rows))\nmean([1, 2])",
        ),
        Silent(before="def mean(rows):\n    return rows\nprint(other)", why="the function does not have it"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or found.scope.kind not in ("class", "module") or found.home is not None:
            return
        body = getattr(found.scope.node, "body", [])
        place = next((n for n, each in enumerate(body) if found.node in ast.walk(each)), 0)
        above = body[place - 1] if place else None
        if not isinstance(above, Function) or not _binds(above, found.name, found.scope.kind == "class"):
            return
        last = place
        if found.scope.kind == "class":
            while last + 1 < len(body) and not isinstance(body[last + 1], (*_DEFINITIONS,)):
                last += 1
        lines = failure.code.split("\n")
        step = above.body[0].col_offset - above.col_offset
        for number in range(body[place].lineno - 1, body[last].end_lineno):
            lines[number] = " " * step + lines[number] if lines[number].strip() else lines[number]
        why = f"`{found.name}` belongs to `{above.name}`; this line stands outside of it."
        yield self.candidate("\n".join(lines), why, confidence=0.85)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _binds(function: Function, name: str, parameters_count: bool) -> bool:
    """Whether the function has the name: as a variable, or (in a class) as a parameter."""
    arguments = [argument.arg for argument in function.args.args + function.args.kwonlyargs]
    if parameters_count and name in arguments:
        return True
    stored = (node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    return any(node.id == name for node in stored) and not any(isinstance(node, ast.Return) for node in function.body)
