"""The engine: failure in, proposal out. It alone strings the stages together, and keeps the time.

    failed(failure) ─► gather ─► fixers ─► merge, check, rank ─► Proposal ─► shown ─► recorded
                                                                    ▲
    the front end's answer about the notebook's cells ──────────────┤ improve it in place
    trials on a copy of the session, and repairs of what they meet ─┘

Everything here runs guarded: what goes wrong is logged, and the user's session never notices.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from jupyter_quickfix.capture import Run
from jupyter_quickfix.checks import run_checks
from jupyter_quickfix.checks.trial import unsupported
from jupyter_quickfix.context.cells import CellHistory, cell_run
from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.decide import Desk
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.proving import Prover, Trials, Tried, Work, triable
from jupyter_quickfix.proving.work import grown, key_of, sole_proof
from jupyter_quickfix.rank import PriorRanker, Ranker, merge_equal, rank
from jupyter_quickfix.records import Candidate, Cell, Context, Failure
from jupyter_quickfix.settings import QuickFix

if TYPE_CHECKING:  # the fixers bring 0.1 s of tables and patterns, which %load_ext does not wait for
    from jupyter_quickfix.fixers import Fixer

log = logging.getLogger(__name__)

#: Score that a candidate needs where the user raised on purpose or the cause lies outside the cell.
CERTAIN = 0.9
#: Score from which a candidate is tried out, shown or not: one that proves itself may be shown after all.
WORTH_A_TRIAL = 0.2
#: What part of the floor is enough beside a first candidate that reaches it: once we speak, an alternative costs nobody anything.
RUNNER_UP = 0.25


class Clock:
    """The deadlines of one failure, from the moment of the error."""

    def __init__(self, began: float, settings: QuickFix) -> None:
        self._began = began
        self._budget = settings.budget_ms
        self._hard_stop = settings.hard_stop_ms
        self._excused_ms = 0.0

    def excuse(self, seconds: float) -> None:
        """Leave out time that this failure is not to blame for."""
        self._excused_ms += seconds * 1000

    @property
    def elapsed_ms(self) -> float:
        """Milliseconds since the error."""
        return (time.perf_counter() - self._began) * 1000

    def allows(self, *, found: bool) -> bool:
        """Whether another fixer or check may begin: until the budget, or the hard stop while nothing is found yet."""
        return self.elapsed_ms - self._excused_ms < float(self._budget if found else self._hard_stop)


class Engine:
    """Proposes repairs in one session. Thread-safe: the front end's messages may come while a cell runs."""

    def __init__(
        self,
        settings: QuickFix,
        *,
        fixers: tuple[Fixer, ...] | None = None,
        ranker: Ranker | None = None,
    ) -> None:
        self.settings = settings
        self._fixers = fixers
        self.ranker: Ranker = ranker or PriorRanker()
        self.history = CellHistory()
        self.desk = Desk()
        self._lock = threading.RLock()
        self._loading = threading.RLock()
        self._work: weakref.WeakKeyDictionary[Proposal, Work] = weakref.WeakKeyDictionary()
        self._prover: Prover | None = None

    @property
    def fixers(self) -> tuple[Fixer, ...]:
        """The fixers in the order in which they are asked; loaded when first needed."""
        # One thread at a time: two that import parts of a package at once can wait for each other's locks.
        with self._loading:
            from jupyter_quickfix.fixers import FIXERS, names, silence  # noqa: F401  # heavy: see above

            if self._fixers is None:
                self._fixers = FIXERS
            return self._fixers

    @fixers.setter
    def fixers(self, fixers: tuple[Fixer, ...]) -> None:
        self._fixers = fixers

    def propose(self, failure: Failure, namespace: dict[str, Any], began: float) -> Proposal:
        """The proposal for a failure; it has no candidates when there is nothing good to say."""
        clock = Clock(began, self.settings)
        loading = time.perf_counter()
        _ = self.fixers  # the first failure of a session may load them: a repair that comes late beats none
        clock.excuse(time.perf_counter() - loading)
        with self._lock:
            context = gather(failure, namespace, cells=self.history.cells(), runs=self.history.log)
            work = Work(self._found(failure, context, clock))
            proposal = Proposal(failure, context, self._ranked(failure, context, work))
            self._work[proposal] = work
            self.desk.add(proposal)
        proposal.latency_ms = clock.elapsed_ms
        return proposal

    def improve(self, proposal: Proposal, cells: tuple[Cell, ...]) -> bool:
        """Repair once more, now that the notebook's cells are known. Returns whether anything changed."""
        clock = Clock(time.perf_counter(), self.settings)
        with self._lock:
            old = proposal.context
            context = gather(
                proposal.failure, old.namespace, cells=cells, cells_known=True, runs=old.runs, tables=old.tables
            )
            work = self._work[proposal]
            work.found = self._found(proposal.failure, context, clock)
            proposal.context = context
            return self._rerank(proposal, work)

    def would_prove(self, proposal: Proposal) -> bool:
        """Whether there is anything to try here."""
        wanted = bool(self.settings.trials) and unsupported() is None
        return wanted and any(triable(candidate, proposal) for candidate in self._work[proposal].worth_trying)

    def prove(self, proposal: Proposal, shell: Any, began: float, improved: Callable[[Proposal], None]) -> bool:
        """Try the candidates on a copy of the session, in the background. Returns whether that began.

        To be called on the main thread, when no user code runs. `improved` is called from another thread whenever the
        candidates changed.
        """
        self.cancel_trials()
        work = self._work[proposal]
        if not self.would_prove(proposal):
            return False
        snapshot = Trials.begin(shell, proposal, self.settings, self._follow_ups)
        if snapshot is None:
            return False

        def learned(proposal: Proposal, candidate: Candidate, tried: Tried) -> None:
            with self._lock:
                work.note(candidate, tried, proposal)
                work.grown += self._grown(proposal, candidate, tried)
                changed = self._rerank(proposal, work)
            if proposal.proved_ms is None and any(candidate.proved for candidate in proposal.candidates):
                proposal.proved_ms = (time.perf_counter() - began) * 1000
            if changed:
                improved(proposal)

        came = proposal.expect()

        self._prover = Prover(proposal, work, snapshot, learned, came)
        self._prover.start()
        return True

    def cancel_trials(self, *, of_cell: str | None = None) -> None:
        """Stop the trials under way, if any. `of_cell`: only where they repair this cell (None where cells have no ids)."""
        prover = self._prover
        if prover is not None and of_cell in (None, prover.proposal.failure.cell_id):
            prover.cancel()
            self._prover = None

    def wait_for_trials(self, seconds: float) -> None:
        """Give the trials under way so long to end, where nothing can be shown later."""
        if self._prover is not None:
            self._prover.wait(seconds)

    def _follow_ups(self, failure: Failure, namespace: dict[str, Any]) -> list[Candidate]:
        """In a trial's own process: repairs of what the candidate under trial failed with."""
        # Another thread of the session may have held them when the process was copied.
        self._lock, self._loading = threading.RLock(), threading.RLock()
        context = gather(failure, namespace, cells=self.history.cells(), runs=self.history.log)
        found = self._found(failure, context, Clock(time.perf_counter(), self.settings))
        work = Work(found)
        self._ranked(failure, context, work)
        return list(work.worth_trying)

    def _grown(self, proposal: Proposal, candidate: Candidate, tried: Tried) -> list[Candidate]:
        follow_ups = [] if key_of(candidate) in self._work[proposal].alike else tried.follow_ups
        return [run_checks(longer, proposal.context) for longer in grown(candidate, follow_ups)]

    def _rerank(self, proposal: Proposal, work: Work) -> bool:
        """Rank anew what is known by now. Returns whether the proposal changed."""
        before = [(candidate.code, candidate.actions, candidate.checks) for candidate in proposal.candidates]
        fresh = self._ranked(proposal.failure, proposal.context, work)
        if before == [(candidate.code, candidate.actions, candidate.checks) for candidate in fresh]:
            return False
        proposal.improve(fresh)
        return True

    def ran(self, run: Run | Failure) -> None:
        """Note that a cell was run, well or not."""
        self.history.ran(cell_run(run))

    def _found(self, failure: Failure, context: Context, clock: Clock) -> list[Candidate]:
        """What the fixers propose, checked."""
        from jupyter_quickfix.fixers.silence import stopped  # with the fixers: see above

        if stopped(failure):
            return []
        merged = merge_equal(self._proposed(failure, context, clock))
        return [run_checks(candidate, context) if clock.allows(found=False) else candidate for candidate in merged]

    def _ranked(self, failure: Failure, context: Context, work: Work) -> tuple[Candidate, ...]:
        """The candidates that are good enough to be shown, best first."""
        from jupyter_quickfix.fixers.silence import needs_certainty  # with the fixers: see above

        certainty = needs_certainty(failure)
        ranked = sole_proof(rank(self.ranker, failure, context, work.candidates()), failure.code)
        floor = max(self.settings.floor, CERTAIN if certainty else 0.0)
        worthy = [candidate for candidate in ranked if candidate.score >= (floor if certainty else WORTH_A_TRIAL)]
        work.worth_trying = tuple(worthy[: self.settings.max_candidates])
        if not ranked or ranked[0].score < floor:
            return ()
        least = floor if certainty else floor * RUNNER_UP
        return tuple(candidate for candidate in ranked if candidate.score >= least)[: self.settings.max_candidates]

    def _proposed(self, failure: Failure, context: Context, clock: Clock) -> Iterator[Candidate]:
        """Every fixer's candidates that change something, while there is time."""
        found = False
        for fixer in self.fixers:
            if not clock.allows(found=found):
                log.info("No time left for the fixer %s and those after it", fixer.id)
                return
            for candidate in _guarded_proposals(fixer, failure, context):
                found = True
                yield candidate


def _guarded_proposals(fixer: Fixer, failure: Failure, context: Context) -> list[Candidate]:
    try:
        proposed = list(fixer.propose(failure, context)) if fixer.catches(failure) else []
    except Exception:  # a fixer's crash costs its own candidates and nothing else
        log.exception("The fixer %s failed", fixer.id)
        return []
    return [candidate for candidate in proposed if candidate.actions or candidate.code != failure.code]
