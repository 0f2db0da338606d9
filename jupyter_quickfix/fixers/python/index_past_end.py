"""Indexes beyond the end of a list, tuple or text: loops that go one too far, counting from 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.overrun import Overrun, read_overrun
from jupyter_quickfix.fixers.fault.overrun_repairs import repairs
from jupyter_quickfix.records import Candidate, Context, Failure

_LIMIT = 4


class IndexPastEnd(Fixer):
    """Catches: IndexError where the container's length and the index are known: a `range` or a `while` that goes one too
    far, a start at `len(rows)`, an index that counts from 1, a list made one place too short.

    Proposes: the bound of that loop (`range(len(rows))`, `<` for `<=`), `len(rows) - 1`, the index less one, one place
    more; each only where the live values say that it reaches the end and no further.

    Keeps silent when: the container is empty, or its length or the index cannot be told.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("IndexError",)
    examples = (
        Fixes(
            setup="rows = [1, 2]",
            before="for i in range(len(rows) + 1):\n    print(rows[i])",
            after="for i in range(len(rows)):\n    print(rows[i])",
        ),
        Fixes(
            before="def show(rows, n):\n    for i in range(0, n + 1):\n        print(rows[i])\nshow([1, 2], 2)",
            after="def show(rows, n):\n    for i in range(0, n):\n        print(rows[i])\nshow([1, 2], 2)",
        ),
        Fixes(
            setup="bits = [0] * 8",
            before="total = 0\nfor i in range(9):\n    total += bits[i]",
            after="total = 0\nfor i in range(8):\n    total += bits[i]",
        ),
        Fixes(
            setup="rows = [1, 2]",
            before="i = 0\nwhile i <= len(rows):\n    print(rows[i])\n    i += 1",
            after="i = 0\nwhile i < len(rows):\n    print(rows[i])\n    i += 1",
        ),
        Fixes(
            setup="rows = [1, 2, 4]",
            before="for i in range(len(rows)):\n    print(rows[i + 1] - rows[i])",
            after="for i in range(len(rows) - 1):\n    print(rows[i + 1] - rows[i])",
        ),
        Fixes(
            setup="rows = [1, 2]",
            before="left, right = 0, len(rows)\nrows[right] - rows[left]",
            after="left, right = 0, len(rows) - 1\nrows[right] - rows[left]",
        ),
        Fixes(setup="rows = [1, 2]", before="rows[2]", after="rows[1]"),
        Fixes(
            before="def differ(a, b):\n    n = 0\n    for i in range(1, len(a) + 1):\n        if a[i] != b[i]:\n"
            "            n += 1\n    return n\ndiffer('ab', 'ac')",
            after="def differ(a, b):\n    n = 0\n    for i in range(1, len(a) + 1):\n        if a[i - 1] != b[i - 1]:\n"
            "            n += 1\n    return n\ndiffer('ab', 'ac')",
        ),
        Fixes(
            before="def digits(n: int) -> list[int]:\n    found = [int(d) for d in str(n)]\n    return found[2]\ndigits(12)",
            after="def digits(n: int) -> list[int]:\n    found = [int(d) for d in str(n)]\n    return found\ndigits(12)",
        ),
        Silent(setup="rows = []", before="rows[0]", why="it is empty: nothing to point at"),
        Silent(setup="rows = [1]\ndef last():\n    return rows[1]", before="last()", why="another cell's code failed"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = read_overrun(failure, context)
        if found is None or found.length == 0 or "assignment" in failure.message:
            return
        ordered = sorted(repairs(found, failure, context), key=lambda repair: -repair.confidence)
        seen = {failure.code}
        for repair in ordered:
            if repair.code not in seen and len(seen) <= _LIMIT:
                seen.add(repair.code)
                yield self.candidate(repair.code, _why(found, repair.why), confidence=repair.confidence)


def _why(found: Overrun, why: str) -> str:
    last = found.length - 1
    return f"The last index is {last}, and {found.index} was asked for; {why}."
