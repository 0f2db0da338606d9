"""A statement's parts are there but in an order or form that Python refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.repairs import repairs_of
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Candidate, Context, Failure


class MalformedStatement(Fixer):
    """Catches: `import x from y`, parameters and arguments in the wrong order, a generator without its brackets, a condition in the
    wrong place of a comprehension, `global` after the first use, a `def` without brackets, `return` outside a function.
    Proposes: the same parts in Python's order.
    Keeps silent when: the result does not compile.
    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("import sqrt from math", "from math import sqrt"),
        Fixes("def f(a=1, b):\n    return a", "def f(b, a=1):\n    return a"),
        Fixes("pairs = [i, i**2 for i in range(3)]", "pairs = [(i, i**2) for i in range(3)]"),
        Fixes("evens = [x if x % 2 == 0 for x in range(5)]", "evens = [x for x in range(5) if x % 2 == 0]"),
        Fixes("x = 5\nreturn x", "x = 5\nx"),
        Fixes("dict('a'=1)", "dict(a=1)"),
        Silent("[i for i in range(3", "a bracket is missing"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context):
            if repair.kind is Kind.STATEMENT:
                yield self.candidate(repair.code, repair.reason, confidence=repair.confidence)
