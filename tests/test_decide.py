"""Decisions, and which later run is the outcome of which failure."""

from __future__ import annotations

import pytest

from jupyter_quickfix.capture import Run
from jupyter_quickfix.decide import MAX_LIVE, Desk, repaired_text
from jupyter_quickfix.errors import StaleCellError, UnknownProposalError
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Candidate, Context, Decision, DecisionKind, Failure, new_id


def proposal(code: str, fixed: str = "", cell_id: str | None = "a") -> Proposal:
    failure = Failure(id=new_id(), code=code, error_type="NameError", message="", cell_id=cell_id)
    candidates = (Candidate(code=fixed, rationale="", source="test"),) if fixed else ()
    return Proposal(failure, Context(), candidates)


def run(code: str, cell_id: str | None = "a") -> Run:
    return Run(code, cell_id, 5, 0.1)


def test_the_next_successful_run_of_the_cell_is_its_outcome() -> None:
    desk, failed = Desk(), proposal("x = fob")
    desk.add(failed)
    assert desk.outcomes(run("y = 1", "b")) == []
    (outcome,) = desk.outcomes(run("entirely different text"))
    assert (outcome.failure_id, outcome.code, outcome.matched_by) == (
        failed.failure.id,
        "entirely different text",
        "cell_id",
    )
    assert desk.outcomes(run("again")) == []


def test_a_cell_that_failed_twice_gets_two_outcomes() -> None:
    desk = Desk()
    first, second = proposal("x = fob"), proposal("x = fo")
    desk.add(first)
    desk.add(second)
    assert {outcome.failure_id for outcome in desk.outcomes(run("x = foo"))} == {first.failure.id, second.failure.id}


def test_in_terminals_the_likest_failure_is_meant() -> None:
    desk = Desk()
    other, failed = proposal("print(undefined_thing)", cell_id=None), proposal("total = sum(valeus)", cell_id=None)
    desk.add(failed)
    desk.add(other)
    assert desk.outcomes(run("import os", None)) == []
    (outcome,) = desk.outcomes(run("total = sum(values)", None))
    assert (outcome.failure_id, outcome.matched_by) == (failed.failure.id, "likeness")


def test_an_accepted_fix_that_runs_in_another_cell_counts() -> None:
    desk, failed = Desk(), proposal("x = fob", "x = foo")
    desk.add(failed)
    desk.decide(Decision(failed.id, DecisionKind.ACCEPT, failed.candidates[0].id))
    (outcome,) = desk.outcomes(run("x = foo", "another"))
    assert outcome.failure_id == failed.failure.id


def test_a_decided_proposal_is_no_longer_open() -> None:
    desk, failed = Desk(), proposal("x = fob", "x = foo")
    desk.add(failed)
    assert desk.open() is failed
    desk.decide(Decision(failed.id, DecisionKind.COPY))
    assert desk.open() is failed
    desk.decide(Decision(failed.id, DecisionKind.REJECT))
    assert desk.open() is None
    assert desk.last is failed


def test_an_unknown_proposal_is_refused_with_advice() -> None:
    with pytest.raises(UnknownProposalError, match="run the cell again"):
        Desk().decide(Decision("nobody", DecisionKind.ACCEPT))


def test_old_proposals_are_let_go() -> None:
    desk = Desk()
    made = [proposal(f"x{number}") for number in range(MAX_LIVE + 5)]
    for one in made:
        desk.add(one)
    with pytest.raises(UnknownProposalError):
        desk.get(made[0].id)
    assert desk.get(made[5].id) is made[5]


def test_an_edited_cell_takes_the_part_that_still_fits() -> None:
    failed = proposal("a = 1\nb = fob\nc = 3\n", "a = 1\nb = foo\nc = 3\n")
    candidate = failed.candidates[0]
    assert repaired_text(failed, candidate, "a = 1\nb = fob\nc = 3\n") == candidate.code
    assert repaired_text(failed, candidate, "# new\na = 1\nb = fob\nc = 3\n") == "# new\na = 1\nb = foo\nc = 3\n"
    with pytest.raises(StaleCellError, match="nothing was changed"):
        repaired_text(failed, candidate, "a = 1\nb = something_else\nc = 3\n")
