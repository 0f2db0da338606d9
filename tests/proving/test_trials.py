"""Candidates tried on real copies of a real session, through the engine."""

from __future__ import annotations

import threading
import time

import pytest

from jupyter_quickfix.engine import Engine
from jupyter_quickfix.fixers import FIXERS
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Check, Verdict
from jupyter_quickfix.settings import QuickFix
from tests.checks.trial.trying import needs_trials
from tests.session import Session
from tests.test_engine import Says, propose

pytestmark = needs_trials

WAIT_S = 60.0


class Improvements(list[tuple[bool, ...]]):
    """What a panel would have been told: which candidates were proved, each time something changed."""

    def __call__(self, proposal: Proposal) -> None:
        self.append(tuple(candidate.proved for candidate in proposal.candidates))


def proved(ipython: Session, engine: Engine, code: str) -> Proposal:
    """The proposal for a failing cell when its trials have ended."""
    proposal = propose(ipython, engine, code)
    assert engine.prove(proposal, ipython.shell, time.perf_counter(), Improvements())
    assert proposal.wait(WAIT_S).settled
    return proposal


def trial(proposal: Proposal, place: int = 0) -> Check:
    (check,) = [check for check in proposal.candidates[place].checks if check.name == "trial"]
    return check


@pytest.fixture(name="engine")
def an_engine() -> Engine:
    return Engine(QuickFix(trial_seconds=20.0), fixers=FIXERS)


def test_a_candidate_that_runs_is_proved_and_the_session_is_as_it_was(ipython: Session, engine: Engine) -> None:
    ipython.run("total, seen = 3, []")
    proposal = proved(ipython, engine, "seen.append(1)\nresult = totl + 1")
    (first, *_) = proposal.candidates
    assert (first.code, first.proved) == ("seen.append(1)\nresult = total + 1", True)
    assert proposal.proved_ms is not None
    assert ipython.shell.user_ns["seen"] == [1]  # by the failing run alone
    assert "result" not in ipython.shell.user_ns


def test_a_right_candidate_overtakes_one_that_fails_as_before(ipython: Session) -> None:
    engine = Engine(QuickFix(), fixers=(Says("x = fob + 1", 0.8), Says("x = 1", 0.6)))
    proposal = proved(ipython, engine, "x = fob")
    assert [candidate.code for candidate in proposal.candidates] == ["x = 1"]
    assert proposal.candidates[0].proved


def test_three_mistakes_are_one_candidate(ipython: Session, engine: Engine) -> None:
    ipython.run("import math\ntotal = 3")
    proposal = proved(ipython, engine, "a = totl + 1\nb = math.sqr(4)\nc = [3, 1].srt()")
    (first, *_) = proposal.candidates
    assert first.code == "a = total + 1\nb = math.sqrt(4)\nc = [3, 1].sort()"
    assert first.proved
    assert all(number in first.rationale for number in ("1. ", "2. ", "3. "))
    assert len(first.grown_from) == 2


def test_what_was_not_reached_is_not_proved(ipython: Session, engine: Engine) -> None:
    proposal = proved(ipython, engine, "def double(x)\n    return x * 2")
    assert proposal.candidates[0].proved  # the changed line is the `def` itself, which ran
    proposal = proved(ipython, engine, "def double(x):\n    return (x * 2")
    assert not proposal.candidates[0].proved
    assert trial(proposal).verdict is Verdict.UNKNOWN
    assert "not reached" in trial(proposal).detail


def test_what_writes_a_file_is_left_open(ipython: Session, engine: Engine) -> None:
    ipython.run("target = 'out.txt'")
    proposal = proved(ipython, engine, "with open(targt, 'w') as file:\n    file.write('x')")
    assert trial(proposal).verdict is Verdict.UNKNOWN
    assert "files" in trial(proposal).detail


def test_a_copy_taken_while_our_locks_are_held_does_not_wait_for_them(ipython: Session, engine: Engine) -> None:
    ipython.run("import math\ntotal = 3")
    proposal = propose(ipython, engine, "a = totl + 1\nb = math.sqr(4)")
    let_go = threading.Event()
    held = threading.Event()

    def hold() -> None:
        with engine._lock, engine._loading:
            held.set()
            let_go.wait(WAIT_S)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(WAIT_S)
    assert engine.prove(proposal, ipython.shell, time.perf_counter(), Improvements())
    let_go.set()
    holder.join()
    assert proposal.wait(WAIT_S).candidates[0].code == "a = total + 1\nb = math.sqrt(4)"


def test_cancelled_trials_change_nothing_any_more(ipython: Session) -> None:
    engine = Engine(QuickFix(trial_seconds=30.0), fixers=(Says("import time\ntime.sleep(25)", 0.6),))
    proposal = propose(ipython, engine, "x = fob")
    improvements = Improvements()
    assert engine.prove(proposal, ipython.shell, time.perf_counter(), improvements)
    engine.cancel_trials(of_cell="another cell")
    assert not proposal.settled
    engine.cancel_trials()
    assert proposal.wait(10.0).settled
    assert improvements == []


def test_the_user_can_switch_trials_off(ipython: Session) -> None:
    engine = Engine(QuickFix(trials=False), fixers=(Says(),))
    proposal = propose(ipython, engine)
    assert not engine.prove(proposal, ipython.shell, time.perf_counter(), Improvements())
    assert not any(check.name == "trial" for check in proposal.candidates[0].checks)
