"""What a trial's end means for the candidates, told by word of mouth; real trials are in tests/checks/trial."""

from __future__ import annotations

import dataclasses

import pytest

from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.proving.prover import cells_of, triable
from jupyter_quickfix.proving.reached import reached
from jupyter_quickfix.proving.work import BELIEVED, MAX_STEPS, Tried, Work, grown, sole_proof
from jupyter_quickfix.records import Action, Candidate, Cell, Check, Context, Failure, Safety, Verdict

FAILURE = Failure(id="f", code="a = totl\nb = a", error_type="NameError", message="name 'totl' is not defined")


def candidate(code: str, confidence: float = 0.8, **fields: object) -> Candidate:
    return Candidate(code, f"because {code!r}", "test", confidence, **fields)  # type: ignore[arg-type]


def proposal_of(*candidates: Candidate, cells: tuple[Cell, ...] = ()) -> Proposal:
    return Proposal(FAILURE, Context(cells=cells), candidates)


def ended(outcome: str, lines: set[int] | None = None, **fields: str) -> Tried:
    return Tried(outcome=outcome, lines=None if lines is None else frozenset(lines), **fields)  # type: ignore[arg-type]


def trial_of(work: Work, tried: Candidate) -> Check:
    return next(check for c in work.candidates() if c.id == tried.id for check in c.checks if check.name == "trial")


@pytest.mark.parametrize(
    ("old", "new", "lines", "expected"),
    [
        ("a = 1", "a = 2", {1}, True),
        ("a = 1\nb = 1", "a = 1\nb = 2", {1}, False),
        ("def f():\n    retrun 1", "def f():\n    return 1", {1}, False),
        ("def f():\n    retrun 1\nf()", "def f():\n    return 1\nf()", {1, 2, 3}, True),
        ("f(1\n  2)", "f(1,\n  2)", {1}, True),
        ("def f()\n    pass", "def f():\n    pass", {1}, True),
        ("a = 1\nb = 2\nc = 3", "a = 1\nc = 3", {1, 2}, True),
        ("if x:\n    a = 1\n    b = 2", "if x:\n    a = 1", {1}, True),
        ("a = 1", "a = 2", None, True),
    ],
)
def test_a_change_is_proved_only_where_it_was_reached(
    old: str, new: str, lines: set[int] | None, expected: bool
) -> None:
    assert reached(old, new, None if lines is None else frozenset(lines)) is expected


def test_running_to_the_end_is_the_proof() -> None:
    first = candidate("a = total\nb = a")
    work = Work([first])
    work.note(first, ended("ran", {1, 2}), proposal_of(first))
    assert work.candidates()[0].proved


def test_what_was_not_reached_is_not_proved() -> None:
    first = candidate("a = total\nb = a")
    work = Work([first])
    work.note(first, ended("ran", {2}), proposal_of(first))
    assert not work.candidates()[0].proved
    assert trial_of(work, first).verdict is Verdict.UNKNOWN


def test_failing_as_before_costs_most_of_the_confidence() -> None:
    first, second = candidate("a = totl\nb = 1"), candidate("a = total\nb = a")
    work = Work([first, second])
    proposal = proposal_of(first, second)
    work.note(first, ended("raised", error_type="NameError", message=FAILURE.message), proposal)
    work.note(second, ended("raised", error_type="KeyError", message="'x'"), proposal)
    alike, further = work.candidates()
    assert alike.confidence < 0.2 < further.confidence == 0.8
    assert trial_of(work, second).detail.endswith("failed with KeyError: 'x'")


def test_the_same_error_further_on_is_progress() -> None:
    failure = dataclasses.replace(FAILURE, code="a = totl\nb = totl", line=1)
    first = candidate("a = total\nb = totl")
    work = Work([first])
    again = ended("raised", error_type="NameError", message=FAILURE.message)
    work.note(first, dataclasses.replace(again, line=2), Proposal(failure, Context(), (first,)))
    assert work.candidates()[0].confidence == 0.8


def test_what_could_not_be_told_changes_nothing_but_the_tooltip() -> None:
    first = candidate("a = total\nb = a")
    work = Work([first])
    work.note(first, ended("unknown", detail="It took too long."), proposal_of(first))
    (tried,) = work.candidates()
    assert (tried.confidence, tried.proved, trial_of(work, first).detail) == (0.8, False, "It took too long.")


def test_steps_add_up_to_one_candidate_that_takes_the_place_of_its_parts() -> None:
    first = candidate("a = total\nb = x")
    (whole,) = grown(first, [candidate("a = total\nb = 1", 0.5, safety=Safety.CHANGES_RESULTS)])
    assert whole.confidence == pytest.approx(0.4)
    assert whole.rationale == "1. because 'a = total\\nb = x' 2. because 'a = total\\nb = 1'"
    assert whole.safety is Safety.CHANGES_RESULTS
    work = Work([first], grown=[whole])
    assert [c.id for c in work.candidates()] == [first.id, whole.id]
    work.note(whole, ended("ran", {1, 2}), proposal_of(first))
    assert [c.id for c in work.candidates()] == [whole.id]
    (longer,) = grown(whole, [candidate("a = 1\nb = 1")])
    assert longer.rationale.endswith("3. because 'a = 1\\nb = 1'")


def test_steps_end_somewhere() -> None:
    step = candidate("a = 0")
    for number in range(MAX_STEPS - 1):
        (step,) = grown(step, [candidate(f"a = {number + 1}")])
    assert grown(step, [candidate("a = 99")]) == []


def test_nothing_is_installed_deleted_or_guessed_for_a_trial() -> None:
    known = Cell(id="c1", text="x = 1", number=1)
    run_known, run_unknown = Action("run_cell", "c1", "Run cell 1"), Action("run_cell", "c9", "Run cell 9")
    proposal = proposal_of(cells=(known,))
    assert triable(candidate("x", actions=(run_known,)), proposal)
    assert not triable(candidate("x", actions=(run_unknown,)), proposal)
    assert not triable(candidate("x", safety=Safety.INSTALLS), proposal)
    assert not triable(candidate("x", actions=(Action("install", "polars", "Install polars"),)), proposal)
    assert cells_of(candidate("x + 1", actions=(run_known,)), proposal) == ["x = 1", "x + 1"]


def test_of_two_that_run_the_likelier_one_is_proved() -> None:
    ran = Check("trial", Verdict.PASSED)
    first, second = candidate("a = 1", checks=(ran,)), candidate("a = 2", checks=(ran,))
    assert [c.proved for c in sole_proof([first, second], "a = b")] == [True, False]
    assert [c.proved for c in sole_proof([candidate("a = 1", BELIEVED / 2, checks=(ran,))], "a = b")] == [False]


def test_one_call_does_not_prove_a_function() -> None:
    ran = Check("trial", Verdict.PASSED)
    failed = "def half(x):\n    return x / z\nhalf(2)"
    inside, outside = failed.replace("z", "2"), failed.replace("half(2)", "half(1)")
    assert [c.proved for c in sole_proof([candidate(inside, checks=(ran,))], failed)] == [False]
    assert [c.proved for c in sole_proof([candidate(outside, checks=(ran,))], failed)] == [True]
