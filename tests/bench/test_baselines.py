"""What others' hints say is put where the error is."""

from __future__ import annotations

import pytest

from benchmarks.baselines.cpython import Cpython
from benchmarks.baselines.friendly import Friendly
from jupyter_quickfix.fixers.base import Fixer
from tests.session import Session


@pytest.mark.parametrize(
    ("cell", "repaired"),
    [
        ("total = 3\ntotl + 1", "total = 3\ntotal + 1"),
        ("'a'.uper()", "'a'.upper()"),
        ("x = [1 2]", "x = [1, 2]"),
        ("if x = 3:\n    pass", "if x == 3:\n    pass"),
        ("for i in range(3)\n    pass", "for i in range(3):\n    pass"),
        ("x = (1 + 2", "x = (1 + 2)"),
        ("x = 'abc", "x = 'abc'"),
        ("print 'a'", "print('a')"),
    ],
)
def test_cpython(cell: str, repaired: str, ipython: Session) -> None:
    assert repaired in _codes(Cpython(), cell, ipython)


@pytest.mark.parametrize(
    ("cell", "repaired"),
    [
        ("total = 3\ntotl + 1", "total = 3\ntotal + 1"),
        ("import maths", "import math"),
        ("from math import sine", "from math import sin"),
        ("math.pi", "import math\nmath.pi"),
        ("print 'a'", "print('a')"),
        ("for x range(3):\n    pass", "for x in range(3):\n    pass"),
    ],
)
def test_friendly_traceback(cell: str, repaired: str, ipython: Session) -> None:
    assert repaired in _codes(Friendly(), cell, ipython)


def test_silence_where_no_hint_says_what_to_write(ipython: Session) -> None:
    assert _codes(Cpython(), "[1][5]", ipython) == []


def _codes(fixer: Fixer, cell: str, session: Session) -> list[str]:
    failure = session.run(cell)
    assert failure is not None
    return [candidate.code for candidate in fixer.propose(failure, session.context(failure))]
