"""The cold-start ranker, and what happens before and after it."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.rank import PriorRanker, merge_equal, rank
from jupyter_quickfix.records import Action, Candidate, Check, Context, Failure, Safety, Verdict

FAILURE = Failure(id="f", code="x = fob", error_type="NameError", message="name 'fob' is not defined")


def candidate(code: str = "x = foo", confidence: float = 0.8, **more: object) -> Candidate:
    made = Candidate(code=code, rationale="because", source="test", confidence=confidence)
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]  # fields by name


def score(one: Candidate) -> float:
    return PriorRanker().score(FAILURE, Context(), [one])[0]


def test_a_small_edit_keeps_its_confidence() -> None:
    assert score(candidate()) == 0.8


def test_a_failed_check_lowers_the_score_and_never_raises_it() -> None:
    missing = Check("resolves", Verdict.FAILED)
    broken = Check("parses", Verdict.FAILED)
    assert score(candidate(checks=(missing,))) < score(candidate())
    assert score(candidate(checks=(broken,))) == 0.0


def test_a_passed_trial_raises_it() -> None:
    assert score(candidate(checks=(Check("trial", Verdict.PASSED),))) > score(candidate())


def test_a_cell_that_runs_as_written_after_others_is_not_changed() -> None:
    ran = (Check("trial", Verdict.PASSED),)
    steps = (Action("run_cell", "c1", "Run cell 1"),)
    assert score(candidate("x = fob", 0.65, checks=ran, actions=steps)) > score(candidate("x = 1", 0.9, checks=ran))


def test_a_large_edit_lowers_it() -> None:
    assert score(candidate(code="y = 1\n" * 100)) < score(candidate(code="y = 1\n" * 10)) < 0.8


@given(st.text(max_size=200), st.floats(0, 1))
def test_scores_lie_between_zero_and_one(code: str, confidence: float) -> None:
    assert 0.0 <= score(candidate(code, confidence)) <= 1.0


def test_best_first_and_the_safe_one_at_equal_scores() -> None:
    unsafe, safe, best = (
        candidate("x = a", safety=Safety.INSTALLS),
        candidate("x = b"),
        candidate("x = c", confidence=0.9),
    )
    ranked = rank(PriorRanker(), FAILURE, Context(), [unsafe, safe, best])
    assert [one.code for one in ranked] == ["x = c", "x = b", "x = a"]
    assert all(one.score > 0 for one in ranked)


def test_equal_candidates_become_one() -> None:
    first, second = candidate(confidence=0.5), candidate("x = foo\n", confidence=0.7)
    other = candidate(actions=(Action("run_cell", "c", "Run cell 1"),))
    merged = merge_equal([first, second, other])
    assert [(one.id, one.confidence) for one in merged] == [(first.id, 0.7), (other.id, 0.8)]
