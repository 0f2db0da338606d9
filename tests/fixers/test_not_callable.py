"""Calls of literals, of which CPython warns when it compiles them."""

from __future__ import annotations

import pytest

from jupyter_quickfix.fixers.python.not_callable import NotCallable
from tests.session import Session


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("pairs = [(1, 2) (3, 4)]", "pairs = [(1, 2), (3, 4)]"),
        ("[3, 4](0)", "[3, 4][0]"),
        ("2(1 + 3)", "2 * (1 + 3)"),
    ],
)
def test_calls_of_literals(ipython: Session, before: str, after: str) -> None:
    failure = ipython.run(before)
    assert failure is not None
    assert next(iter(NotCallable().propose(failure, ipython.context(failure)))).code == after
