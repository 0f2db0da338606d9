"""The token model: what it finds surprising, and that a damaged file costs nothing but precision."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_quickfix.fixers.syntax.source import Source
from jupyter_quickfix.fixers.syntax.symbols import symbols
from jupyter_quickfix.fixers.syntax.token_model import BITS, PATH, TokenModel, pack, token_model


def surprise(code: str) -> float:
    model = token_model()
    assert model is not None
    ids = model.encode(symbols(Source(code), frozenset({"x", "y", "len", "print"})))
    return model.surprisal(ids, 0, len(ids))


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ("for x in y:\n    print(x)", "for x is y:\n    print(x)"),
        ("import numpy as np", "import numpy in np"),
        ("x = len(y) + 1", "x = len(y, 1)+"),
        ("if x == y:\n    pass", "if x, y:\n    pass"),
    ],
)
def test_usual_code_is_less_surprising(usual: str, odd: str) -> None:
    assert surprise(usual) < surprise(odd)


def test_the_shipped_model_is_small() -> None:
    assert PATH.stat().st_size < 300_000
    assert PATH.with_suffix(".md").exists()


def test_marks_carry_where_they_stand() -> None:
    found = symbols(Source("f(a=1, b=[2, 3])\nif a == 1:\n    d = {'k': 1}[a:b]"), frozenset())
    assert {"= call(", ", call(", ", [", "== if", ": if end", ": {", ": sub["} <= set(found)


def test_a_missing_or_damaged_file_is_no_model(tmp_path: Path) -> None:
    damaged = tmp_path / "model.bin"
    damaged.write_bytes(PATH.read_bytes()[:1000])
    assert token_model(damaged) is None
    assert token_model(tmp_path / "absent.bin") is None


def test_backing_off_adds_the_contexts_weight() -> None:
    first, second = 2, 3
    keys = [first, second, first << BITS | second]
    values = [16 | 8 << 8, 32, 4]
    model = TokenModel(["a", "b"], keys, values)
    assert model.encode(["a", "b", "unheard"]) == [2, 3, 1]
    assert model.surprisal([first, second], 1, 2) == pytest.approx(4 / 16)
    assert model.surprisal([first, first], 1, 2) == pytest.approx((8 + 16) / 16)
    assert len(pack(keys, values)) == 3 * 10
