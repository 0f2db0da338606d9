"""Lines are not indented like the block that they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.repairs import repairs_of
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Candidate, Context, Failure


class Indentation(Fixer):
    """Catches: a block not indented under its first line, a line too deep or between two levels, an `else` as deep as no `if`,
    tabs mixed with blanks, a `return` that has left its function.
    Proposes: the lines shifted so that the blocks come out; `pass` in an empty block only when nothing else compiles better.
    Keeps silent when: no shift compiles.
    Safety: safe, though where a block ends is a guess: what lies inside it is shown in the diff.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("if True:\nprint(1)", "if True:\n    print(1)"),
        Fixes("x = 1\n  y = 2", "x = 1\ny = 2"),
        Fixes("def f():\n    x = 1\n  return x", "def f():\n    x = 1\n    return x"),
        Fixes(
            "for i in range(2):\n    if i:\n        print(i)\n  else:\n        print(0)",
            "for i in range(2):\n    if i:\n        print(i)\n    else:\n        print(0)",
        ),
        Fixes(
            "class A:\ndef f(self):\n    return 1\nprint(A().f())",
            "class A:\n    def f(self):\n        return 1\nprint(A().f())",
        ),
        Silent("if 1 < 2\n    print(1)", "a colon is missing, the indentation is right"),
        Silent("raise IndentationError('unexpected indent')", "the user's own code raised it"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context):
            if repair.kind is Kind.INDENTATION:
                yield self.candidate(repair.code, repair.reason, confidence=repair.confidence)
