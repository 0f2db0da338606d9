"""Blanking out magics keeps every line and column where it is."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.capture import read_cell
from jupyter_quickfix.records import Language

BLANKED = [
    ("x = 1", "x = 1"),
    ("%time x = f(1)", "0;    x = f(1)"),
    ("%timeit -n 10 f(1)", "0;            f(1)"),
    ("%matplotlib inline\nx = 1", "0                 \nx = 1"),
    ("!ls -la", "0      "),
    ("if x:\n  !ls", "if x:\n  0  "),
    ("files = !ls", "files = 0  "),
    ("out = %sql SELECT 1", "out = 0            "),
    ("x?", "0 "),
    ("?x", "0 "),
    ("df.head??", "0        "),
    ("%%time\ny = 2", "0     \ny = 2"),
    ("x = '''\n%not magic\n!nor this\n'''", "x = '''\n%not magic\n!nor this\n'''"),
    ("x = (5\n% 3)", "x = (5\n% 3)"),
    ("x = 5 \\\n% 3", "x = 5 \\\n% 3"),
    ("print('%d' % 3)  # 100 %", "print('%d' % 3)  # 100 %"),
    ("a != b", "a != b"),
    ("x = 'what?'", "x = 'what?'"),
]


@pytest.mark.parametrize(("code", "python"), BLANKED)
def test_blanks_out(code: str, python: str) -> None:
    source = read_cell(code)
    assert source.python == python
    ast.parse(source.python)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("%%sql\nSELECT 1", Language.SQL),
        ("%%sparksql\nSELECT 1", Language.SQL),
        ("%%bash\nls", Language.OTHER),
        ("%%html\n<b>", Language.OTHER),
        ("%%time\nx", Language.PYTHON),
        ("", Language.PYTHON),
    ],
)
def test_language(code: str, language: Language) -> None:
    assert read_cell(code).language is language


@given(st.text(alphabet="%!?x= '\"\\\n()#timeé ", max_size=60))
def test_keeps_the_shape_of_any_text(code: str) -> None:
    source = read_cell(code)
    if source.language is Language.PYTHON:
        assert [len(line) for line in source.python.split("\n")] == [len(line) for line in code.split("\n")]
