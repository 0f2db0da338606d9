"""The cell is written in Python 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.repairs import repairs_of
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Candidate, Context, Failure


class Python2Syntax(Fixer):
    """Catches: `print x`, `exec code`, `except A, e:`, `raise E, "why"`, back-quotes, `<>`, `0777`, `10L`, `ur''`.
    Proposes: the whole cell in Python 3's spelling: every place at once.
    Keeps silent when: the cell compiles, or does not even after this.
    Safety: safe; what `/`, `range` and text mean has changed since, and is not touched.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("x = 3\nprint 'x is', x\nprint x", "x = 3\nprint('x is', x)\nprint(x)"),
        Fixes("for i in range(3):\n    print i,", "for i in range(3):\n    print(i, end=' ')"),
        Fixes("print (1 + 2)/2.\nprint 3", "print((1 + 2)/2.)\nprint(3)"),
        Fixes(
            "try:\n    pass\nexcept ValueError, e:\n    print e",
            "try:\n    pass\nexcept ValueError as e:\n    print(e)",
        ),
        Fixes("exec 'x = 1'", "exec('x = 1')"),
        Fixes("print(1 <> 2)", "print(1 != 2)"),
        Fixes("mode = 0755", "mode = 0o755"),
        Silent("print(1) / 2", "it compiles; that `print` gives None shows only when it runs"),
        Silent("print('a'", "a bracket is missing; the call is Python 3's"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context):
            if repair.kind is Kind.PYTHON2:
                yield self.candidate(repair.code, repair.reason, confidence=repair.confidence)
