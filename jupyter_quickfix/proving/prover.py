"""The thread that tries one proposal's candidates."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.proving.work import Tried, Work, key_of
from jupyter_quickfix.records import Candidate, Safety

log = logging.getLogger(__name__)

#: Trials of one proposal at most.
MAX_TRIALS = 12
#: Seconds that the copy of the session is kept for candidates that the front end's answer may bring.
ANSWER_WITHIN_S = 0.5


class Tries(Protocol):
    """A snapshot of the session (`proving.trials.Trials`)."""

    def try_(self, cells: Sequence[str]) -> Tried:
        """Run the cells one after another in a copy of the session, and tell how that ended."""

    def cancel(self) -> None:
        """Have the trial under way end as unknown; returns at once."""

    def close(self) -> None:
        """Let the snapshot go."""


class Prover:
    """The thread that tries one proposal's candidates, the likeliest first, until all were tried or it is cancelled."""

    def __init__(
        self,
        proposal: Proposal,
        work: Work,
        snapshot: Tries,
        learned: Callable[[Proposal, Candidate, Tried], None],
        ended: Callable[[], None],
    ) -> None:
        self.proposal = proposal
        self._work = work
        self._snapshot = snapshot
        self._learned = learned
        self._ended = ended
        self._cancelled = threading.Event()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, name="quickfix-trials", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop: the cell was run again, or another failure wants the trials. What comes late is dropped."""
        self._cancelled.set()
        self._snapshot.cancel()

    def wait(self, seconds: float) -> None:
        """Wait until all that is worth it was tried, at most so long; clearing up takes longer."""
        self._done.wait(seconds)

    def _run(self) -> None:
        try:
            for _ in range(MAX_TRIALS):
                candidate = self._next() or self._next_to_come()
                if candidate is None or self._cancelled.is_set():
                    break
                tried = self._snapshot.try_(cells_of(candidate, self.proposal))
                if self._cancelled.is_set():
                    break
                self._learned(self.proposal, candidate, tried)
        except Exception:  # trials are an extra: what goes wrong with them costs their marks and nothing else
            log.exception("The trials of a proposal ended early")
        finally:
            self._ended()
            self._done.set()
            self._snapshot.close()

    def _next_to_come(self) -> Candidate | None:
        """What the front end's answer brings, if that is awaited: it comes within some milliseconds, or not at all."""
        until = time.monotonic() + ANSWER_WITHIN_S
        while self.proposal.awaited > 1 and time.monotonic() < until and not self._cancelled.wait(0.01):
            if (candidate := self._next()) is not None:
                return candidate
        return self._next()

    def _next(self) -> Candidate | None:
        """The likeliest candidate that can be tried and was not."""
        return next(
            (
                candidate
                for candidate in self._work.worth_trying
                if key_of(candidate) not in self._work.trials and triable(candidate, self.proposal)
            ),
            None,
        )


def triable(candidate: Candidate, proposal: Proposal) -> bool:
    """Whether a trial may run it at all: nothing is installed or deleted, and the cells to run first are known."""
    if candidate.safety in (Safety.INSTALLS, Safety.DELETES):
        return False
    known = {cell.id for cell in proposal.context.cells}
    return all(action.kind == "run_cell" and action.target in known for action in candidate.actions)


def cells_of(candidate: Candidate, proposal: Proposal) -> list[str]:
    """The texts that accepting and running would run: the cells to run first, then the new cell."""
    texts = {cell.id: cell.text for cell in proposal.context.cells}
    return [*(texts[action.target] for action in candidate.actions), candidate.code]
