"""A keyword is misspelled, of another language, glued to its neighbour or used as a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.repairs import repairs_of
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Candidate, Context, Failure


class MisspelledKeyword(Fixer):
    """Catches: `wihle`, `esle:`, `fro x in`, `else if`, `importnumpy`, `var x = 1`, a `for` without `in`, a keyword used as a name.
    Proposes: the keyword that the place calls for, or the name with an underscore after it.
    Keeps silent when: the word is a name in scope and its line reads as Python, or the result does not compile.
    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("fro i in range(2):\n    print(i)", "for i in range(2):\n    print(i)"),
        Fixes("improt math", "import math"),
        Fixes(
            "x = 1\nif x > 2:\n    pass\nelse if x > 1:\n    pass", "x = 1\nif x > 2:\n    pass\nelif x > 1:\n    pass"
        ),
        Fixes("for i range(2):\n    print(i)", "for i in range(2):\n    print(i)"),
        Fixes("class = 1", "class_ = 1"),
        Fixes("var x = 1", "x = 1"),
        Silent("wihle", "a name alone compiles; it is unknown only when it runs"),
        Silent("x = (1", "a bracket is missing, no keyword is wrong"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context):
            if repair.kind is Kind.KEYWORD:
                yield self.candidate(repair.code, repair.reason, confidence=repair.confidence)
