"""The kernel's side: take a snapshot of the session, have candidates tried in it, let go of it.

`take` is the only part that the kernel's main thread waits for, and it is one fork. Everything else may be called from any
thread, and is bounded in time.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
import warnings
from types import TracebackType
from typing import Self

from jupyter_quickfix.checks.trial import wire
from jupyter_quickfix.checks.trial.process import Plan, Report, Run
from jupyter_quickfix.checks.trial.reading import readable_paths
from jupyter_quickfix.checks.trial.result import Forged, Result, from_message, unknown
from jupyter_quickfix.checks.trial.sandbox import seccomp
from jupyter_quickfix.checks.trial.sandbox.limits import RESERVE_BYTES, Limits, available_memory, page_tables_bytes
from jupyter_quickfix.checks.trial.server import Pipes, serve
from jupyter_quickfix.checks.trial.support import Pace, unsupported

#: How long a snapshot may take to end by itself before it is killed.
_ENDS_WITHIN_S = 0.25
#: How much later than a trial's own deadline its answer may come: two forks and clearing up.
_ANSWER_S = 1.0
_PACE = Pace()


class NoTrials(Exception):
    """No snapshot was taken; the message is one plain sentence why."""


class Snapshot:
    """A copy of the session at the moment of a failure. Use as a context manager, or `close` it."""

    def __init__(self, pid: int, requests: int, replies: int, plan: Plan) -> None:
        self._pid = pid
        self._requests = requests
        self._replies = replies
        self._folder = plan.folder
        self._limits = plan.limits
        self._ends_at = time.monotonic() + plan.limits.overall_s
        self._lock = threading.Lock()
        self._process_lock = threading.Lock()
        self._closed = False
        self._process: int | None = None
        with contextlib.suppress(OSError):  # it may have ended already, and been reaped by the user's code
            self._process = os.pidfd_open(pid)

    @classmethod
    def take(cls, run: Run, *, report: Report | None = None, limits: Limits | None = None) -> Self:
        """Fork. On the main thread only, while no user code runs. Raises NoTrials.

        `run(code)` executes a cell in the copy and returns the exception or None. If it has a method `prepare`, that is
        called once in the snapshot, before the first trial; `cell_names`, if it has them, are the file names under which
        it compiles cells. `report(code, exception)` (None where it ran) may return JSON, which comes back as `Result.extra`.
        """
        limits = limits or Limits()
        _refuse_if_unwise()
        try:
            folder = tempfile.mkdtemp(prefix="quickfix-trial-")
        except OSError as error:
            raise NoTrials(f"there is no place for temporary files ({error.strerror})") from error
        readable = readable_paths() if limits.tight else None
        loop = asyncio._get_running_loop()
        plan = Plan(run, report, limits, limits.memory(), folder, readable, loop, secrets.token_hex(16))
        seccomp.architecture()  # read before the fork
        try:
            return cls._forked(plan)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise NoTrials(f"the session could not be copied ({error.strerror})") from error

    @classmethod
    def _forked(cls, plan: Plan) -> Self:
        asked, ask = os.pipe()
        answers, answer = os.pipe()
        parent, began = os.getpid(), time.perf_counter()
        try:
            pid = fork_quietly()
        except OSError:
            for descriptor in (asked, ask, answers, answer):
                os.close(descriptor)
            raise
        if pid == 0:
            serve(plan, Pipes(asked, answer), parent)
        _PACE.forked(page_tables_bytes(), time.perf_counter() - began)
        os.close(asked)
        os.close(answer)
        os.set_blocking(ask, False)
        return cls(pid, ask, answers, plan)

    def try_(self, code: str) -> Result:
        """Run a candidate in a copy of the copy. Blocks for at most the limits' time; one at a time, from any thread."""
        with self._lock:
            left = self._ends_at - time.monotonic()
            if self._closed:
                return unknown("the copy of the session is gone")
            if left <= 0:
                return unknown("there was no time left to try it")
            seconds = min(self._limits.seconds, left)
            wait = seconds + self._limits.hook_s + _ANSWER_S
            deadline = time.monotonic() + wait
            try:
                wire.send(self._requests, {"code": code, "seconds": seconds}, deadline)
                return from_message(wire.receive(self._replies, deadline))
            except wire.Late:
                self.cancel()  # an answer that comes now would be taken for the next one's
                return unknown("it took too long to try", wait)
            except (wire.Broken, Forged):
                self.cancel()
                return unknown("the copy of the session is gone")

    def cancel(self) -> None:
        """Have the snapshot and what runs in it end. Returns at once; `close` is still to be called."""
        self._ends_at = 0.0
        self._signal(signal.SIGTERM)

    def close(self) -> None:
        """End the snapshot and what runs in it, and take away what it left. Idempotent; bounded in time."""
        self.cancel()
        with self._lock:  # `try_` returns at once now
            if self._closed:
                return
            self._closed = True
            if not self._ended_within(_ENDS_WITHIN_S):
                self._signal(signal.SIGKILL)
            with contextlib.suppress(ChildProcessError):  # reaped by the user's own code
                os.waitpid(self._pid, 0)
            os.close(self._requests)
            os.close(self._replies)
            with self._process_lock:
                if self._process is not None:
                    os.close(self._process)
                self._process = None
            shutil.rmtree(self._folder, ignore_errors=True)

    def _signal(self, number: signal.Signals) -> None:
        """By the process's descriptor: its id may have become another's."""
        with self._process_lock, contextlib.suppress(OSError):
            if self._process is not None:
                signal.pidfd_send_signal(self._process, number)

    def _ended_within(self, seconds: float) -> bool:
        if self._process is None:
            return True
        poll = select.poll()
        poll.register(self._process, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if not getattr(self, "_closed", True):
            self.close()


def fork_quietly() -> int:
    """`os.fork` without signals, and without the warnings that Python and libraries raise when a process with threads forks.

    In the child signals stay blocked until its handlers are gone: a KeyboardInterrupt there would come out as a second
    kernel. The filter is put into the list by hand: `warnings.filterwarnings` would make every warning be shown again that the
    session has shown once.
    """
    silence = ("ignore", None, Warning, None, 0)
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    warnings.filters.insert(0, silence)  # type: ignore[attr-defined]  # a list, though typed as a sequence
    pid = -1
    try:
        pid = os.fork()
    finally:
        warnings.filters.remove(silence)  # type: ignore[attr-defined]  # as above
        if pid != 0:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    return pid


def _refuse_if_unwise() -> None:
    """Raises NoTrials where a fork is impossible, harmful or slow."""
    reason = unsupported()
    if reason is not None:
        raise NoTrials(reason)
    if threading.get_native_id() != os.getpid():
        raise NoTrials("only the main thread may copy the session")
    if "mpi4py.MPI" in sys.modules:  # memory that a network card writes to must not be moved by copying on write
        raise NoTrials("MPI does not let the session be copied")
    if not _PACE.allows(page_tables_bytes()):
        _PACE.refused()
        raise NoTrials("the session is too large to be copied in passing")
    if available_memory() < 2 * RESERVE_BYTES:
        raise NoTrials("too little memory is free")
