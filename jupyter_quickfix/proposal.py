"""The proposal for one failure: the one record that changes after it was made."""

from __future__ import annotations

import threading
from collections.abc import Callable

from jupyter_quickfix.records import Candidate, Context, Failure, new_id


class Proposal:
    """The ranked candidates for one failure.

    The one record that changes: trials, backends and the front end's answer about the notebook's cells improve it in
    place (`improve`), from other threads, until it is `settled`. `latency_ms` is the time from error to shown,
    `proved_ms` to the first candidate that a trial proved. `on_settled` is called once, from whichever thread settles it.
    """

    def __init__(
        self, failure: Failure, context: Context, candidates: tuple[Candidate, ...], latency_ms: float = 0.0
    ) -> None:
        self.id = new_id()
        self.failure = failure
        self.context = context
        self.latency_ms = latency_ms
        self.proved_ms: float | None = None
        self._candidates = candidates
        self._awaited: set[object] = set()
        self._counting = threading.Lock()
        self._settled = threading.Event()
        self.on_settled: Callable[[Proposal], None] | None = None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Best first; each holds the whole new text of the cell in `.code` and what to do before in `.actions`."""
        return self._candidates

    @property
    def settled(self) -> bool:
        """Whether nothing more is expected to improve it."""
        return self._settled.is_set()

    def improve(self, candidates: tuple[Candidate, ...]) -> None:
        """Replace the ranked candidates at once (readers see the old tuple or the new one, never a mixture)."""
        self._candidates = candidates

    @property
    def awaited(self) -> int:
        """How many things are still to come."""
        return len(self._awaited)

    def expect(self) -> Callable[[], None]:
        """Something more will come (trials, an answer). Call what is returned when it came, or will not; once counts.

        After the last one the proposal is settled, and everyone in `wait` wakes.
        """
        token = object()
        with self._counting:
            self._awaited.add(token)

        def came() -> None:
            with self._counting:
                self._awaited.discard(token)
                if self._awaited or self._settled.is_set():
                    return
                self._settled.set()
            if self.on_settled is not None:
                self.on_settled(self)

        return came

    def wait(self, timeout: float | None = None) -> Proposal:
        """Block until settled or until `timeout` seconds have passed, and return the proposal itself."""
        self._settled.wait(timeout)
        return self

    def find(self, candidate_id: str) -> Candidate | None:
        """The candidate with this id, or None."""
        return next((candidate for candidate in self._candidates if candidate.id == candidate_id), None)

    def __repr__(self) -> str:
        return f"<Proposal of {len(self._candidates)} candidates for {self.failure.error_type}>"
