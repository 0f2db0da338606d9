"""What the session tells of goes through here: each call puts a job in a queue and returns in microseconds.

Nothing here ever raises, opens the database on the caller's thread, or writes from a forked child (a trial, or the
user's own `multiprocessing`).
"""

from __future__ import annotations

import atexit
import logging
import os
import queue
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from functools import partial

from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Decision, Failure, Outcome
from jupyter_quickfix.settings import QuickFix
from jupyter_quickfix.traces.rows import (
    Clean,
    Entry,
    SessionInfo,
    decision_entry,
    failure_entry,
    outcome_entry,
    proposal_entry,
    session_row,
)
from jupyter_quickfix.traces.snapshot import snapshot, strip
from jupyter_quickfix.traces.writer import Flush, Job, Make, Writer

log = logging.getLogger(__name__)

#: How long the end of the session waits for the last records: until none was written for so long, or at most so long.
STALLED_S = 5.0
CLOSE_TIMEOUT_S = 60.0


class Recorder:
    """Records one session. `on_problem` is called at most once, from the writer's thread, with what is wrong."""

    def __init__(self, settings: QuickFix, on_problem: Callable[[str], None] | None = None) -> None:
        self.settings = settings
        self.problem: str | None = None
        self._on_problem = on_problem
        self._session = SessionInfo(started_at=time.time())
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._writer: Writer | None = None
        self._starting = threading.Lock()
        self._process = os.getpid()
        self._closed = False

    def session_started(self, info: Mapping[str, str]) -> None:
        """The session begins; `info` may tell `front_end` and `notebook` (by default what Jupyter's server says)."""
        notebook = info.get("notebook") or os.environ.get("JPY_SESSION_NAME", "")
        self._session = SessionInfo(time.time(), info.get("front_end", ""), notebook)
        self._put(partial(_session_entry, self._session))

    def failure(self, failure: Failure) -> None:
        """A cell failed."""
        if self._records:
            self._guarded(lambda: partial(failure_entry, strip(failure), self._session))

    def proposal(
        self,
        proposal: Proposal,
        ranker_version: str,
        *,
        features: Mapping[str, Mapping[str, float]] | None = None,
        experiment_arm: str = "",
    ) -> None:
        """A proposal was made. `features`: what the ranker saw, by candidate id."""
        if self._records:
            self._guarded(
                lambda: partial(
                    proposal_entry,
                    snapshot(proposal, ranker_version=ranker_version, experiment_arm=experiment_arm, features=features),
                )
            )

    def proposal_improved(
        self, proposal: Proposal, *, features: Mapping[str, Mapping[str, float]] | None = None
    ) -> None:
        """A proposal that was recorded has other candidates, checks or ranks now."""
        if self._records:
            self._guarded(lambda: partial(proposal_entry, snapshot(proposal, features=features)))

    def decision(self, decision: Decision) -> None:
        """The user decided."""
        self._put(partial(decision_entry, decision))

    def outcome(self, outcome: Outcome) -> None:
        """A cell that had failed ran well."""
        self._put(partial(outcome_entry, outcome))

    def flush(self, timeout: float = 5.0) -> bool:
        """Wait until everything recorded so far is on disk; False if it is not after `timeout` seconds."""
        if not self._is_running():
            return self._process == os.getpid() and self._jobs.empty()
        # The writer keeps a part of the time to spill what the database does not take.
        job = Flush(deadline=time.monotonic() + timeout / 2)
        self._jobs.put(job)
        return job.done.wait(timeout) and job.safe

    def close(self) -> None:
        """Write what is left and stop; a second time does nothing."""
        if not self._closed:
            self._finish()
            self._closed = True

    @property
    def _records(self) -> bool:
        return not self._closed and self._process == os.getpid() and bool(self.settings.traces)

    def _guarded(self, prepare: Callable[[], Make]) -> None:
        try:
            make = prepare()
        except Exception:  # recording must never reach the user's cell
            log.exception("A record could not be taken for the trace database")
            return
        self._put(make)

    def _put(self, job: Make) -> None:
        if not self._records:
            return
        if self._writer is None:
            self._start()  # before there is work for it: a busy thread would keep the interpreter's lock from us
        self._jobs.put(job)

    def _start(self) -> None:
        with self._starting:
            if self._writer is None:
                writer = Writer(self.settings, self._jobs, self._say)
                try:
                    writer.start()
                except RuntimeError:  # the interpreter is ending, or no more threads are allowed
                    log.info("The trace database's thread cannot be started", exc_info=True)
                    return
                self._writer = writer
                _live.add(self)
                _watch_process()

    def _is_running(self) -> bool:
        return (
            self._process == os.getpid() and not self._closed and self._writer is not None and self._writer.is_alive()
        )

    def _finish(self) -> None:
        """Let the writer come to its end. A slow machine is waited for, a stuck disk is not."""
        if not self._is_running() or self._writer is None:
            return
        began = time.monotonic()
        job = Flush(deadline=began + STALLED_S / 4, last=True)
        self._jobs.put(job)
        handled, since = -1, began
        while not job.done.wait(0.05):
            now = time.monotonic()
            if self._writer.handled != handled:
                handled, since = self._writer.handled, now
            if now - since > STALLED_S or now - began > CLOSE_TIMEOUT_S:
                log.info("The last records of this session could not be written in time")
                return

    def _say(self, message: str) -> None:
        log.info(message)
        if self.problem is None:
            self.problem = message
            if self._on_problem is not None:
                try:
                    self._on_problem(message)
                except Exception:  # the listener's fault must not end the writer
                    log.exception("The trace problem could not be told")

    def _forked(self) -> None:
        """In a forked child: let go of the spill file's lock. The process id keeps everything else from writing."""
        if self._writer is not None and self._writer.spill is not None:
            self._writer.spill.close()


def _session_entry(session: SessionInfo, clean: Clean) -> Entry:
    return [session_row(session, clean)]


_live: weakref.WeakSet[Recorder] = weakref.WeakSet()
_watched: list[int] = []


def _watch_process() -> None:
    """Once for each process, when the first recorder starts: flush at its end, and stand down in its children."""
    if not _watched:
        _watched.append(os.getpid())
        atexit.register(_close_all)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=_stand_down)


def _close_all() -> None:
    for recorder in list(_live):
        recorder.close()


def _stand_down() -> None:
    for recorder in list(_live):
        recorder._forked()
    _live.clear()
