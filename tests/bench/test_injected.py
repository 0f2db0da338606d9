"""Injected bugs: every kind damages one place and can be judged; the same seed gives the same cases."""

from __future__ import annotations

import difflib
from pathlib import Path
from random import Random

import pytest

from benchmarks.injected.cells import Cell
from benchmarks.injected.choose import choose
from benchmarks.injected.examples import Example
from benchmarks.injected.forks import each
from benchmarks.injected.kinds import KINDS
from benchmarks.injected.screen import Found, screen
from benchmarks.injected.spelling import misspelled, other_number, other_style
from benchmarks.injected.verify import verify
from jupyter_quickfix.bench.judge import judge

SHOP = Example(
    id="shop",
    package="pandas",
    source="written for this test",
    licence="ours",
    statements=(
        "import pandas as pd",
        "shop = pd.DataFrame({'price': [3.5, 1.0, 2.25], 'city': ['Bern', 'Basel', 'Bern']})",
        "cheap = shop[(shop['price'] > 1) & (shop['city'] == 'Bern')]",
        "totals = shop.groupby('city', sort=True)['price'].sum()",
        "first = shop[['price', 'city']].sort_values(by='price', ascending=False).head(1)",
        "totals.to_dict()",
    ),
)


@pytest.fixture(scope="module")
def found() -> list[Found]:
    return screen(SHOP, seed=1)


def test_every_bug_is_one_small_change(found: list[Found]) -> None:
    assert len({one.kind for one in found}) > 20
    for one in found:
        likeness = difflib.SequenceMatcher(None, one.buggy, one.fixed, autojunk=False).ratio()
        assert one.buggy != one.fixed
        assert likeness > 0.5 or one.kind in ("import missing", "statement left out", "statements swapped"), one


def test_the_same_seed_gives_the_same_bugs(found: list[Found]) -> None:
    assert screen(SHOP, seed=1) == found
    assert screen(SHOP, seed=2) != found


def test_a_case_is_repaired_by_its_fix_and_by_nothing_less(found: list[Found]) -> None:
    column = next(one for one in found if one.kind == "column misspelled")
    row = verify(column)
    assert row is not None
    assert judge(row, column.fixed)["repairs"]
    assert not judge(row, column.buggy)["repairs"]
    assert not judge(row, "pass")["repairs"]


def test_each_kind_says_what_it_does_to_a_cell() -> None:
    cell = Cell("y = x[0]", {"x": [1, 2], "y": 1}, "pandas", Random(1))
    assert list(KINDS["subscript in parentheses"][0](cell)) == ["y = x(0)"]
    assert "y = x[2]" in list(KINDS["index off by one"][0](cell))


def test_choosing_keeps_the_balance(found: list[Found]) -> None:
    chosen = list(choose(found * 30, 60, seed=1))
    assert len(chosen) == 4, "no more than four of one example"
    assert len({one.kind for one in chosen}) == 4


@pytest.mark.parametrize("word", ["price", "groupby", "ax", "unit_price"])
def test_slips_keep_names_names(word: str) -> None:
    rng = Random(1)
    slips = {misspelled(word, rng) for _ in range(50)}
    assert word not in slips
    assert all(slip.isidentifier() for slip in slips)
    assert other_style("unit_price") == "unitPrice"
    assert other_number("prices") == "price"


def test_a_child_that_dies_or_hangs_costs_its_own_task(tmp_path: Path) -> None:
    def work(number: int) -> int:
        if number == 1:
            raise SystemExit
        while number == 2:
            pass
        return number

    done = list(each([0, 1, 2, 3], work, jobs=2, timeout_s=1.0, folder=tmp_path))
    assert done == [(0, 0), (1, None), (2, None), (3, 3)]
