"""Pasted code: strings keep their characters, and texts without signs of pasting are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.fixers.syntax.pasted import characters, unwrapped


def test_strings_and_comments_keep_their_characters() -> None:
    code = "x = 'a – “b”'  # less ≤ more\ny = 3 – 2"
    assert characters(code)[0] == "x = 'a – “b”'  # less ≤ more\ny = 3 - 2"


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("“it’s”", '"it’s"'),
        ("‘a’", "'a'"),
        ("‘don’t’", "'don’t'"),
        ("« oui »", '"oui"'),
        ("f（x，y）：", "f(x,y):"),
        ("a\u200bb\u00a0= 1", "ab = 1"),
        ("a … b", "a ... b"),
        ("a ≠ b", "a != b"),
        ('“say "hi"”', '"say \\"hi\\""'),
    ],
)
def test_characters_become_pythons(pasted: str, plain: str) -> None:
    assert characters(pasted)[0] == plain


@given(st.text(alphabet="ab1 =()\n'\"#:", max_size=60))
def test_plain_text_stays_as_it_is(code: str) -> None:
    assert characters(code) == (code, "")


def test_nothing_is_unwrapped_without_a_sign() -> None:
    assert list(unwrapped("x = 1\n\n# 12 things\nfor i in x:\n    -i")) == []


def test_numbers_must_rise() -> None:
    assert list(unwrapped("5 x\n3 y")) == []
