"""The trial's own process: sandbox it, run the candidate, report, and end without a trace.

Forked by the snapshot for one candidate. Nothing here returns: the process ends by `os._exit`, which runs no exit handlers
and flushes no buffers that belong to the session.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from jupyter_quickfix.checks.trial import wire
from jupyter_quickfix.checks.trial.attempts import Attempts
from jupyter_quickfix.checks.trial.quiet import replace_input, use_scratch
from jupyter_quickfix.checks.trial.result import Result, checked_extra, to_message, unknown
from jupyter_quickfix.checks.trial.sandbox import landlock, seccomp
from jupyter_quickfix.checks.trial.sandbox.limits import Limits, limit_resources
from jupyter_quickfix.checks.trial.system import die_with_parent
from jupyter_quickfix.checks.trial.verdict import judge

Run = Callable[[str], BaseException | None]
Report = Callable[[str, BaseException | None], object]


@dataclass(frozen=True)
class Plan:
    """What every trial of one snapshot is done with. `readable` bounds what may be read under tight rules; `loop` is the
    event loop that ran at the fork, which makes the child forget it: `asyncio.run` would then work in trials only.
    """

    run: Run
    report: Report | None
    limits: Limits
    memory: int
    folder: str
    readable: tuple[str, ...] | None = None
    loop: asyncio.AbstractEventLoop | None = None
    token: str = field(default="", repr=False)


def be_trial(plan: Plan, code: str, scratch: str, results: int, others: Iterable[int]) -> NoReturn:
    """Never returns. Sends `[token, kind, value]` to `results`: the result, and perhaps what `report` says."""
    try:
        die_with_parent(signal.SIGKILL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _forget(others)
        attempts = Attempts(scratch)
        try:
            _confine(plan, scratch, attempts)
        except OSError as fault:
            _send(results, plan.token, "result", to_message(unknown(f"it could not be confined ({fault.strerror})")))
            os._exit(0)
        error, seconds = _run(plan.run, code)
        result = judge(error, attempts.first, getattr(plan.run, "cell_names", ()))
        _send(results, plan.token, "result", to_message(_timed(result, seconds)))
        if result.outcome != "unknown" and plan.report is not None:
            _send(results, plan.token, "extra", checked_extra(plan.report(code, error)))
    finally:
        os._exit(0)


def _confine(plan: Plan, scratch: str, attempts: Attempts) -> None:
    """From here on the process may write to its scratch folder only. Raises OSError."""
    use_scratch(scratch)
    replace_input(attempts.note)
    limit_resources(plan.limits, plan.memory)
    landlock.restrict(scratch, plan.readable)
    seccomp.install()
    attempts.watch()
    asyncio._set_running_loop(plan.loop)
    gc.enable()


def _run(run: Run, code: str) -> tuple[BaseException | None, float]:
    began = time.perf_counter()
    try:
        error = run(code)
    except BaseException as raised:  # whatever it is, it is the candidate's
        error = raised
    return error, time.perf_counter() - began


def _timed(result: Result, seconds: float) -> Result:
    return Result(result.outcome, result.error_type, result.message, result.line, result.detail, seconds)


def _send(results: int, token: str, kind: str, value: object) -> None:
    with contextlib.suppress(wire.Broken):
        wire.send(results, [token, kind, value])


def _forget(descriptors: Iterable[int]) -> None:
    """The snapshot's own ends of pipes, which are no business of the candidate."""
    nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for number in descriptors:
        os.dup2(nowhere, number, inheritable=False)
    os.close(nowhere)
