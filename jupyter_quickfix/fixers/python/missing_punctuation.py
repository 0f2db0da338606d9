"""A bracket, quote, colon or comma is missing, mismatched or one too many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.repairs import repairs_of
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Candidate, Context, Failure


class MissingPunctuation(Fixer):
    """Catches: a bracket, quote, colon, comma or dot that is missing, doubled, of the wrong kind or in the wrong place,
    alone or with other slips of syntax in the same cell.
    Proposes: up to three cells that compile, found by search: the likeliest places are tried by compiling the text.
    Keeps silent when: nothing near by compiles within the time allowed, or the cell fails while running.
    Safety: safe; only marks change.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("print('hello)", "print('hello')"),
        Fixes("print(len('abc')", "print(len('abc'))"),
        Fixes("total = sum(\n    [1, 2,\n     3]\nprint(total)", "total = sum(\n    [1, 2,\n     3])\nprint(total)"),
        Fixes("if 1 < 2\n    print('yes')", "if 1 < 2:\n    print('yes')"),
        Fixes(
            "sizes = {'a': 1,\n         'b': 2\n         'c': 3}",
            "sizes = {'a': 1,\n         'b': 2,\n         'c': 3}",
        ),
        Fixes("text = 'it's here'", 'text = "it\'s here"'),
        Fixes("pairs = [(1, 2), (3, 4]", "pairs = [(1, 2), (3, 4)]"),
        Fixes(
            "for i in range(3\n    if i == 1\n        print(i)",
            "for i in range(3):\n    if i == 1:\n        print(i)",
        ),
        Silent("print(undefined_name)", "it compiles and fails while running"),
        Silent("if x = 1:\n    pass", "an operator is wrong, no mark is missing"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context):
            if repair.kind is Kind.PUNCTUATION:
                yield self.candidate(repair.code, repair.reason, confidence=repair.confidence)
