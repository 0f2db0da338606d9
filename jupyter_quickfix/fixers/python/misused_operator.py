"""An operator is the wrong one, of another language, or fell apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.repairs import repairs_of
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Candidate, Context, Failure


class MisusedOperator(Fixer):
    """Catches: `=` where `==` compares, `&&`, `||`, `!x`, `++`, `===`, `=<`, `c ? a : b`, `//` and `/* */` comments, a missing `*`.
    Proposes: Python's operator for it.
    Keeps silent when: the result does not compile.
    Safety: safe; the cell did nothing before.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("x = 1\nif x = 1:\n    print(x)", "x = 1\nif x == 1:\n    print(x)"),
        Fixes("a = b = True\nif a && b:\n    print(a)", "a = b = True\nif a and b:\n    print(a)"),
        Fixes("x = 1\nx++", "x = 1\nx += 1"),
        Fixes("found = False\nif !found:\n    print(1)", "found = False\nif not found:\n    print(1)"),
        Fixes("x = 3\ny = x > 2 ? 'big' : 'small'", "x = 3\ny = 'big' if x > 2 else 'small'"),
        Fixes("print(1 === 1)", "print(1 == 1)"),
        Silent("print(1 / 0)", "it compiles and fails while running"),
        Silent("print('hello)", "a quote is missing, no operator is wrong"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context):
            if repair.kind is Kind.OPERATOR:
                yield self.candidate(repair.code, repair.reason, confidence=repair.confidence)
