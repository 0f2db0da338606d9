"""A number, a path or an f-string cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.repairs import repairs_of
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Candidate, Context, Failure


class InvalidLiteral(Fixer):
    """Catches: letters in a number, names that begin with a digit, backslashes in a Windows path, fields of f-strings not closed,
    fractions and symbols as characters.
    Proposes: the literal that was likely meant.
    Keeps silent when: the result does not compile.
    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes('path = "c:\\Users\\ada"', 'path = r"c:\\Users\\ada"'),
        Fixes("z = 2i", "z = 2j"),
        Fixes("from math import pi\ntau = 2pi", "from math import pi\ntau = 2*pi", setup="from math import pi"),
        Fixes("half = ½", "half = 1/2"),
        Silent("int('x')", "it compiles and fails while running"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context):
            if repair.kind is Kind.LITERAL:
                yield self.candidate(repair.code, repair.reason, confidence=repair.confidence)
