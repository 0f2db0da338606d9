"""Listen to the shell: tell failed runs from successful ones, without touching either.

`pre_run_cell` and `post_run_cell` see what `set_custom_exc` misses (errors before the code runs, magics, awaits).
Failures that IPython shows but does not report (`__repr__`, `%run`, `%%time`, a cell inside `%%capture`) leave a new
`sys.last_value` behind. Magics run cells inside cells: only the outermost one is the user's.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from jupyter_quickfix.capture.failure import build_failure
from jupyter_quickfix.records import Failure

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a cell that ended well."""

    code: str
    cell_id: str | None
    execution_count: int | None
    duration_s: float


class Listener(Protocol):
    """What capture tells: called on the kernel's main thread after the traceback was shown."""

    def failed(self, failure: Failure, started_at: float) -> None:
        """A cell failed; `started_at` is `time.perf_counter()` at the error."""

    def succeeded(self, run: Run) -> None:
        """A cell ran to its end."""


@dataclass(slots=True)
class _Started:
    info: Any  # IPython's ExecutionInfo
    began: float
    last_value: BaseException | None


@dataclass
class Capture:
    """Registers on a shell and reports to a listener, until `stop`. Its own errors are logged, never shown."""

    shell: Any  # IPython's InteractiveShell; it ships no types
    listener: Listener
    _running: list[_Started] = field(default_factory=list)

    def start(self) -> None:
        """Begin to listen."""
        self.shell.events.register("pre_run_cell", self._before)
        self.shell.events.register("post_run_cell", self._after)

    def stop(self) -> None:
        """Stop listening and forget what was running."""
        for event, callback in (("pre_run_cell", self._before), ("post_run_cell", self._after)):
            if callback in self.shell.events.callbacks[event]:
                self.shell.events.unregister(event, callback)
        self._running.clear()

    def _before(self, info: Any) -> None:
        self._running.append(_Started(info, time.perf_counter(), _last_value()))

    def _after(self, result: Any) -> None:
        ended = time.perf_counter()
        place = self._place(result.info)
        if place is None:  # it began before we listened: the cell that holds %load_ext
            return
        started = self._running[place]
        del self._running[place:]
        if place > 0:
            return
        guarded(self._report, started, result, ended)

    def _place(self, info: Any) -> int | None:
        """Which of the running cells ended. IPython makes a new info when showing the error failed too."""
        for place, started in enumerate(self._running):
            if started.info is info or started.info.raw_cell == info.raw_cell:
                return place
        return None

    def _report(self, started: _Started, result: Any, ended: float) -> None:
        exception = result.error_before_exec or result.error_in_exec
        if exception is None and (last := _last_value()) is not started.last_value:
            exception = last
        info = started.info
        cell_id = getattr(info, "cell_id", None)
        if exception is None:
            self.listener.succeeded(Run(info.raw_cell, cell_id, result.execution_count, ended - started.began))
            return
        failure = build_failure(
            exception,
            info.raw_cell,
            before_run=result.error_before_exec is not None,
            transformed=getattr(info, "transformed_cell", None),
            counts=getattr(self.shell.compile, "_filename_map", {}),
            transform=self.shell.transform_cell,
            cell_id=cell_id,
            execution_count=result.execution_count,
            duration_s=ended - started.began,
        )
        self.listener.failed(failure, ended)


def _last_value() -> BaseException | None:
    return getattr(sys, "last_value", None)


def guarded(call: Callable[..., object], *arguments: object) -> None:
    """Call it; log what it raises. Everything of ours that runs in the user's session goes through here."""
    try:
        call(*arguments)
    except Exception:  # whatever it was, it is ours and must not reach the user's cell
        log.exception("Quick Fix could not handle this cell; your session is not affected")
