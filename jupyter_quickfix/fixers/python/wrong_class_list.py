"""Lists where only classes or tuples of them do: `isinstance(x, [int, str])`; texts that are raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, kind_of
from jupyter_quickfix.fixers.fault.flow import raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure


class WrongClassList(Fixer):
    """Catches: `isinstance(x, [int, str])` ("arg 2 must be a type, a tuple of types, or a union"), `except [A, B]`
    ("catching classes that do not inherit"), `raise "text"` ("exceptions must derive from BaseException").

    Proposes: a tuple in place of the list; `Exception("text")`.

    Keeps silent when: the second argument is no list.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="x = 3", before="isinstance(x, [int, str])", after="isinstance(x, (int, str))"),
        Fixes(setup="x = 3", before="if isinstance(x, 'int'):\n    x", after="if isinstance(x, int):\n    x"),
        Silent(setup="x, y = 3, 4", before="isinstance(x, y)", why="nothing tells which class was meant"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        if "must derive from BaseException" in failure.message:
            yield from self._raised(failure, context)
        elif "must be a type" in failure.message or "must be a class" in failure.message:
            for call in nodes_of(failure, ast.Call):
                if on_failing_lines(failure, call) and builtin_called(call, context) in ("isinstance", "issubclass"):
                    yield from self._second(call, failure)
        elif "catching classes that do not inherit" in failure.message:
            for handler in nodes_of(failure, ast.ExceptHandler):
                if isinstance(handler.type, ast.List):
                    code = edited(failure, *_as_tuple(handler.type, failure))
                    yield self.candidate(code, "Several exceptions go into round brackets.", confidence=0.93)

    def _second(self, call: ast.Call, failure: Failure) -> Iterator[Candidate]:
        if len(call.args) != 2:
            return
        kinds = call.args[1]
        if isinstance(kinds, (ast.List, ast.Set)):
            code = edited(failure, *_as_tuple(kinds, failure))
            yield self.candidate(code, "Several classes go into round brackets.", confidence=0.95)
        elif isinstance(kinds, ast.Constant) and isinstance(kinds.value, str) and kinds.value.isidentifier():
            code = edited(failure, Edit(*span_of(failure.python, kinds), kinds.value))
            yield self.candidate(code, "The class itself is asked for, not its name.", confidence=0.9)

    def _raised(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for node in nodes_of(failure, ast.Raise):
            if node.exc is not None and on_failing_lines(failure, node) and kind_of(node.exc, context) is str:
                why = f"`{source(failure, node.exc)}` is a text; an exception carries it."
                yield self.candidate(edited(failure, *wrap(failure, node.exc, "Exception(")), why, confidence=0.9)
                return


def _as_tuple(node: ast.List | ast.Set, failure: Failure) -> list[Edit]:
    start, end = span_of(failure.python, node)
    closing = ",)" if len(node.elts) == 1 else ")"
    return [Edit(start, start + 1, "("), Edit(end - 1, end, closing)]
