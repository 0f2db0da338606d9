"""The engine: failure in, proposal out. It alone strings the stages together, and keeps the time.

    failed(failure) ─► gather ─► fixers ─► merge, check, rank ─► Proposal ─► shown ─► recorded
                                                                    ▲
    the front end's answer about the notebook's cells ──────────────┘ improves it in place

Everything here runs guarded: what goes wrong is logged, and the user's session never notices.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jupyter_quickfix.capture import Run
from jupyter_quickfix.checks import run_checks
from jupyter_quickfix.context.cells import CellHistory, cell_run
from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.decide import Desk
from jupyter_quickfix.rank import PriorRanker, Ranker, merge_equal, rank
from jupyter_quickfix.records import Candidate, Cell, Context, Failure, Proposal
from jupyter_quickfix.settings import QuickFix

if TYPE_CHECKING:  # the fixers bring 0.1 s of tables and patterns, which %load_ext does not wait for
    from jupyter_quickfix.fixers import Fixer

log = logging.getLogger(__name__)

#: Score that a candidate needs where the user raised on purpose or the cause lies outside the cell.
CERTAIN = 0.9


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

    @property
    def fixers(self) -> tuple[Fixer, ...]:
        """The fixers in the order in which they are asked; loaded when first needed."""
        if self._fixers is None:
            from jupyter_quickfix.fixers import FIXERS  # heavy: see above

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
            proposal = Proposal(failure, context, self._candidates(failure, context, clock))
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
            fresh = self._candidates(proposal.failure, context, clock)
            before = [(candidate.code, candidate.actions) for candidate in proposal.candidates]
            if before == [(candidate.code, candidate.actions) for candidate in fresh]:
                return False
            proposal.context = context
            proposal.improve(fresh)
            return True

    def ran(self, run: Run | Failure) -> None:
        """Note that a cell was run, well or not."""
        self.history.ran(cell_run(run))

    def _candidates(self, failure: Failure, context: Context, clock: Clock) -> tuple[Candidate, ...]:
        from jupyter_quickfix.fixers.silence import needs_certainty, stopped  # with the fixers: see above

        if stopped(failure):
            return ()
        merged = merge_equal(self._proposed(failure, context, clock))
        checked = [run_checks(candidate, context) if clock.allows(found=False) else candidate for candidate in merged]
        ranked = rank(self.ranker, failure, context, checked)
        floor = max(self.settings.floor, CERTAIN if needs_certainty(failure) else 0.0)
        return tuple(candidate for candidate in ranked if candidate.score >= floor)[: self.settings.max_candidates]

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
