"""The laws of diffs, and the rule for cells edited meanwhile, by the vectors shared with the front end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jupyter_quickfix.errors import StaleCellError
from jupyter_quickfix.present.diff import CONTEXT_LINES, apply_hunks, hunks, merge_into
from jupyter_quickfix.present.messages import DiffHunk

VECTORS = Path(__file__).parents[1] / "vectors" / "apply.json"


def vectors() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))
    return loaded


LINES = st.sampled_from(["", " ", "x = 1", "\tf(x)", "    f(x)", "# é 😀", "a\r", "\x0b", "\u2028", "x = 2"])
TEXTS = st.lists(LINES, max_size=14).map("\n".join) | st.text(max_size=60)


@given(TEXTS, TEXTS)
@example("", "")
@example("", "\n")
@example("a\r\nb", "a\nb")
@example("x", "x\n")
def test_applying_the_difference_gives_the_new_text(old: str, new: str) -> None:
    assert apply_hunks(old, hunks(old, new)) == new


@given(TEXTS, TEXTS)
def test_hunks_hold_the_old_lines_at_their_place_and_few_kept_ones(old: str, new: str) -> None:
    lines = old.split("\n")
    end = 0
    for hunk in hunks(old, new):
        olds = [line["text"] for line in hunk["lines"] if line["kind"] != "add"]
        kinds = [line["kind"] for line in hunk["lines"]]
        assert hunk["start"] >= end
        assert lines[hunk["start"] : hunk["start"] + len(olds)] == olds
        assert set(kinds) - {"keep"}, "a hunk changes something"
        assert set(kinds[-CONTEXT_LINES - 1 :]) != {"keep"}
        assert set(kinds[: CONTEXT_LINES + 1]) != {"keep"}
        end = hunk["start"] + len(olds)


@given(TEXTS, TEXTS)
def test_marks_are_ordered_columns_of_their_line(old: str, new: str) -> None:
    for hunk in hunks(old, new):
        for line in hunk["lines"]:
            edges = [column for mark in line["marks"] for column in mark]
            assert edges == sorted(set(edges))
            assert all(0 <= column <= len(line["text"]) for column in edges)
            assert line["kind"] != "keep" or not edges


@given(TEXTS, TEXTS)
def test_equal_texts_have_no_difference(old: str, new: str) -> None:
    assert (hunks(old, new) == []) == (old == new)


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("y = pritn(x)", "y = print(x)", ["pritn"], ["print"]),
        ("pritn()", "print()", ["pritn"], ["print"]),
        ("df['pirce'].sum( )", "df['price'].sum()", ["pirce", " "], ["price"]),
        ("f(a, b)", "f(a, b, c)", [], [", c"]),
        ("return x", "    return x", [], ["    "]),
        ("f(a,\n  b)", "f(a, b)", [" "], []),
        ("import os", "x = [1, 2]", [], []),
    ],
)
def test_marks_the_words_that_changed(old: str, new: str, removed: list[str], added: list[str]) -> None:
    def marked(kind: str) -> list[str]:
        lines = [line for hunk in hunks(old, new) for line in hunk["lines"] if line["kind"] == kind]
        return [line["text"][start:end] for line in lines for start, end in line["marks"]]

    assert (marked("remove"), marked("add")) == (removed, added)


def test_far_changes_are_hunks_of_their_own() -> None:
    old = [f"line {number}" for number in range(200)]
    new = list(old)
    new[10], new[150] = "changed", "changed too"
    found = hunks("\n".join(old), "\n".join(new))
    assert [hunk["start"] for hunk in found] == [7, 147]
    assert [len(hunk["lines"]) for hunk in found] == [8, 8]


def test_a_huge_rewrite_is_one_change_and_quick() -> None:
    old, new = "\n".join(f"a{i}" for i in range(3000)), "\n".join(f"b{i}" for i in range(3000))
    assert apply_hunks(old, hunks(old, new)) == new


def test_a_hunk_is_not_applied_where_its_lines_are_not() -> None:
    changes: list[DiffHunk] = hunks("a\nf(x)\nb", "a\ng(x)\nb")
    with pytest.raises(StaleCellError):
        apply_hunks("a\nh(x)\nb", changes)
    with pytest.raises(StaleCellError):
        apply_hunks("", changes)


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["name"])
def test_vector_shared_with_the_front_end(vector: dict[str, Any]) -> None:
    assert merge_into(vector["base"], vector["code"], vector["current"]) == vector["expected"]
    assert hunks(vector["base"], vector["code"]) == vector["hunks"], "the front end's copy of the hunks is out of date"


@given(TEXTS, TEXTS)
def test_an_unedited_cell_becomes_the_new_text(base: str, new: str) -> None:
    assert merge_into(base, new, base) == new


@given(TEXTS, TEXTS, st.lists(st.sampled_from(["# mine", "mine = 1"]), min_size=1, max_size=4))
def test_lines_put_in_front_are_never_lost(base: str, new: str, mine: list[str]) -> None:
    merged = merge_into(base, new, "\n".join([*mine, base]))
    assert merged is None or merged == "\n".join([*mine, new])


@given(TEXTS, TEXTS, TEXTS)
def test_merging_changes_only_what_the_fix_changes(base: str, new: str, current: str) -> None:
    merged = merge_into(base, new, current)
    if merged is None or current == base:
        return
    removed = sum(line["kind"] == "remove" for hunk in hunks(base, new) for line in hunk["lines"])
    gone = set(current.split("\n")) - set(merged.split("\n"))
    assert len(gone) <= removed
