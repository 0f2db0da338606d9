"""The cell was pasted from a console, a page or a document, with what surrounded the code there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.capture.source import read_cell
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.syntax.parser import fault_of, quiet
from jupyter_quickfix.fixers.syntax.pasted import characters, unwrapped
from jupyter_quickfix.fixers.syntax.repairs import mend
from jupyter_quickfix.records import Candidate, Context, Failure, Language, Stage


class PastedPrompt(Fixer):
    """Code pasted with its surroundings.

    Catches: prompts (`>>>`, `In [3]:`), their output, line numbers, diff markers, Markdown fences; typographic quotes,
    full-width punctuation, invisible blanks, dashes and mathematical signs in place of Python's.
    Proposes: the code alone, in Python's characters; other slips of syntax in it are repaired too.
    Keeps silent when: nothing of the kind stands outside strings, or what remains cannot be repaired.
    Safety: safe; pasted output is dropped.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes(">>> x = 1\n>>> print('x is', x)\nx is 1", "x = 1\nprint('x is', x)"),
        Fixes(
            "# the docs say:\n>>> for i in range(2):\n...     print(i, 'of 2')\n0 of 2\n1 of 2",
            "# the docs say:\nfor i in range(2):\n    print(i, 'of 2')",
        ),
        Fixes("x = 0\ny = 1\nIn [1]: import math\nIn [2]: 'a b'\nOut[2]: 'a b'", "x = 0\ny = 1\nimport math\n'a b'"),
        Fixes(
            "1 import math\n2 def f(x):\n3     return math.sqrt(x)", "import math\ndef f(x):\n    return math.sqrt(x)"
        ),
        Fixes("12| x = 1\n13| y = x", "x = 1\ny = x"),
        Fixes("+for i in range(2):\n+    print(i)\n-    print('old')", "for i in range(2):\n    print(i)"),
        Fixes("```python\nprint(1)\n```", "print(1)"),
        Fixes("print(“it’s here”)", 'print("it’s here")'),
        Fixes("print（1，2）", "print(1,2)"),
        Fixes("x = 5 – 2", "x = 5 - 2"),
        Fixes("x\u00a0= 1 × 2", "x = 1 * 2"),
        Fixes("if 1 ≤ 2\n    print(1)", "if 1 <= 2:\n    print(1)"),
        Silent("print('“quoted” – and more'", "the characters stand inside a string"),
        Silent("x = = 1", "nothing was pasted"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if failure.stage not in (Stage.PARSE, Stage.COMPILE, Stage.TRANSFORM) or failure.language is Language.SQL:
            return
        seen = {failure.code}
        texts = [(text, reason) for text, reason in unwrapped(failure.code)]
        texts.append((failure.code, ""))
        for text, reason in texts:
            plain, changed = characters(text)
            reasons = [part for part in (reason, changed) if part]
            if plain in seen or not reasons:
                continue
            seen.add(plain)
            with quiet():
                whole = fault_of(read_cell(plain).python) is None
            if whole:
                yield self.candidate(plain, " ".join(reasons), confidence=0.93 if len(seen) == 2 else 0.6)
                continue
            mended = mend(plain, context)
            if mended is not None:
                words = " ".join([*reasons, mended.reason])
                yield self.candidate(mended.code, words, confidence=round(0.9 * mended.confidence, 3))
