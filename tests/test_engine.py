"""The engine on its own: deadlines, silence, improvement, and fixers that misbehave."""

from __future__ import annotations

import logging
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterable

import pytest

from jupyter_quickfix.engine import Clock, Engine
from jupyter_quickfix.fixers import Fixer
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Action, Candidate, Cell, Context, Failure
from jupyter_quickfix.settings import QuickFix
from tests.session import Session


class Says(Fixer):
    """Says a fixed thing with a fixed confidence."""

    def __init__(self, code: str = "x = 1", confidence: float = 0.8) -> None:
        self.code = code
        self.confidence = confidence

    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        yield self.candidate(self.code, "because", confidence=self.confidence)


class Crashes(Fixer):
    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        yield self.candidate("x = 2", "because", confidence=0.9)
        raise RuntimeError("a bug of ours")


class RunsDefiningCell(Fixer):
    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        if context.cells_known:
            action = Action("run_cell", context.cells[0].id or "", "Run cell 1")
            yield self.candidate(failure.code, "it is defined there", confidence=0.9, actions=(action,))


def propose(ipython: Session, engine: Engine, code: str = "x = fob", began: float | None = None) -> Proposal:
    failure = ipython.run(code)
    assert failure is not None
    return engine.propose(failure, ipython.shell.user_ns, time.perf_counter() if began is None else began)


@pytest.mark.parametrize(("first", "shown"), [(0.8, ["x = 1", "x = 2"]), (0.45, [])])
def test_the_floor_is_for_the_first_candidate(ipython: Session, first: float, shown: list[str]) -> None:
    engine = Engine(QuickFix(), fixers=(Says("x = 1", first), Says("x = 2", 0.2), Says("x = 3", 0.01)))
    assert [candidate.code for candidate in propose(ipython, engine).candidates] == shown


def test_a_proposal_holds_ranked_checked_candidates(ipython: Session) -> None:
    engine = Engine(QuickFix(), fixers=(Says("x = 1", 0.6), Says("x = 2", 0.8)))
    proposal = propose(ipython, engine)
    assert [candidate.code for candidate in proposal.candidates] == ["x = 2", "x = 1"]
    assert all(
        {check.name for check in candidate.checks} == {"parses", "resolves"} for candidate in proposal.candidates
    )
    assert engine.desk.last is proposal
    assert proposal.latency_ms > 0


def test_a_fixer_that_crashes_costs_only_its_own_candidates(ipython: Session, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "jupyter_quickfix"):
        proposal = propose(ipython, Engine(QuickFix(), fixers=(Crashes(), Says())))
    assert [candidate.code for candidate in proposal.candidates] == ["x = 1"]
    assert "crashes" in caplog.text


def test_a_candidate_that_does_not_parse_is_never_shown(ipython: Session) -> None:
    assert propose(ipython, Engine(QuickFix(), fixers=(Says("x = ("),))).candidates == ()


def test_a_candidate_that_changes_nothing_is_never_shown(ipython: Session) -> None:
    assert propose(ipython, Engine(QuickFix(), fixers=(Says("x = fob"),)), "x = fob").candidates == ()


def test_no_more_than_the_user_wants(ipython: Session) -> None:
    fixers = tuple(Says(f"x = {number}") for number in range(10))
    assert len(propose(ipython, Engine(QuickFix(max_candidates=3), fixers=fixers)).candidates) == 3


def test_after_the_hard_stop_nothing_is_begun(ipython: Session) -> None:
    long_ago = time.perf_counter() - 10
    assert propose(ipython, Engine(QuickFix(), fixers=(Says(),)), began=long_ago).candidates == ()


def test_after_the_budget_what_was_found_is_enough() -> None:
    clock = Clock(time.perf_counter() - 0.2, QuickFix(budget_ms=150, hard_stop_ms=400))
    assert clock.allows(found=False)
    assert not clock.allows(found=True)


@pytest.mark.parametrize(
    "code",
    [
        "raise ValueError('on purpose')",
        "assert 1 == 2",
        "def check(x):\n    if not x:\n        raise ValueError('empty')\ncheck('')",
        "raise ConnectionError('down')",
        "raise PermissionError('no')",
    ],
)
def test_what_was_raised_on_purpose_needs_certainty(ipython: Session, code: str) -> None:
    assert propose(ipython, Engine(QuickFix(), fixers=(Says(confidence=0.8),)), code).candidates == ()
    assert propose(ipython, Engine(QuickFix(), fixers=(Says(confidence=0.95),)), code).candidates != ()


def test_a_stopped_run_gets_nothing(ipython: Session) -> None:
    engine = Engine(QuickFix(), fixers=(Says(confidence=1.0),))
    assert propose(ipython, engine, "raise KeyboardInterrupt").candidates == ()


def test_the_notebooks_cells_improve_a_proposal_in_place(ipython: Session) -> None:
    engine = Engine(QuickFix(), fixers=(RunsDefiningCell(),))
    proposal = propose(ipython, engine)
    assert list(proposal.candidates) == []
    cells = (Cell(id="c1", text="fob = 1", number=1),)
    assert engine.improve(proposal, cells)
    (candidate,) = proposal.candidates
    assert [action.label for action in candidate.actions] == ["Run cell 1"]
    assert not engine.improve(proposal, cells)


def test_two_threads_may_load_the_fixers_at_once() -> None:
    code = """
        import threading
        from jupyter_quickfix.engine import Engine
        from jupyter_quickfix.settings import QuickFix
        engine, both, found = Engine(QuickFix()), threading.Barrier(4), []
        def load():
            both.wait()
            found.append(len(engine.fixers))
        threads = [threading.Thread(target=load) for _ in range(4)]
        [thread.start() for thread in threads], [thread.join() for thread in threads]
        assert len(found) == 4 and len(set(found)) == 1, found
        """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, timeout=60)
