"""The snapshot's process: a copy of the session at the moment of the failure, which forks once more for each candidate.

It runs our own code only, in one thread, and ends by `os._exit`: when asked to (SIGTERM), when the kernel's end of the
pipe closes, when the kernel dies, or by its own alarm at the overall deadline, whatever happens first.
"""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import signal
import time
from dataclasses import dataclass
from typing import NoReturn

from jupyter_quickfix.checks.trial import inherited, pools, wire
from jupyter_quickfix.checks.trial.process import Plan, be_trial
from jupyter_quickfix.checks.trial.quiet import replace_output, use_thread_locks
from jupyter_quickfix.checks.trial.result import Forged, Result, from_message, to_message, unknown, with_extra
from jupyter_quickfix.checks.trial.sandbox.limits import Watch
from jupyter_quickfix.checks.trial.system import die_with_parent

#: How often a running trial's memory is looked at.
_LOOK_EVERY_S = 0.02
#: Beyond the overall deadline the snapshot ends by itself, should the kernel forget it.
_GRACE_S = 1.0


class _End(BaseException):
    """The snapshot is no longer wanted."""


@dataclass
class Pipes:
    """The snapshot's ends: what it is asked, and what it answers."""

    requests: int
    replies: int


def serve(plan: Plan, pipes: Pipes, parent: int) -> NoReturn:
    """Never returns. To be called first thing in the forked child."""
    try:
        _settle(plan, pipes, parent)
        number = 0
        while True:
            request = wire.receive(pipes.requests, time.monotonic() + plan.limits.overall_s + _GRACE_S)
            if not isinstance(request, dict):
                break
            number += 1
            result = _trial(plan, pipes, str(request["code"]), float(request["seconds"]), number)
            wire.send(pipes.replies, to_message(result))
    except (_End, wire.Broken, wire.Late):
        pass
    finally:
        with contextlib.suppress(BaseException):
            shutil.rmtree(plan.folder, ignore_errors=True)
        os._exit(0)


def _settle(plan: Plan, pipes: Pipes, parent: int) -> None:
    """Let go of everything that is the kernel's."""
    gc.disable()
    gc.freeze()  # a collection would touch, and so copy, every object
    inherited.release_signals()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, plan.limits.overall_s + _GRACE_S)  # its default action ends the process
    die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:  # it died before we asked to be told
        raise _End
    os.setsid()
    inherited.release_descriptors({pipes.requests, pipes.replies})
    inherited.release_shared_memory()
    replace_output()
    use_thread_locks()
    pools.limit_to_one_thread()
    prepare = getattr(plan.run, "prepare", None)
    if prepare is not None:
        prepare()
    signal.signal(signal.SIGTERM, _asked_to_end)


def _asked_to_end(number: int, frame: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise _End


def _trial(plan: Plan, pipes: Pipes, code: str, seconds: float, number: int) -> Result:
    """Fork, wait, read, and clear up."""
    scratch = os.path.join(plan.folder, str(number))
    os.mkdir(scratch)
    results, writing = os.pipe()
    began = time.monotonic()
    child = None
    try:
        child = os.fork()
        if child == 0:
            be_trial(plan, code, scratch, writing, (results, pipes.requests, pipes.replies))
        os.close(writing)
        return _Waiting(plan, pipes.requests, results, child).result(began + seconds)
    finally:
        if child is not None:
            os.kill(child, signal.SIGKILL)  # it is our child, and not reaped yet
            os.waitpid(child, 0)
        os.close(results)
        shutil.rmtree(scratch, ignore_errors=True)


class _Waiting:
    """Waits for one trial's messages, and looks at its memory meanwhile."""

    def __init__(self, plan: Plan, requests: int, results: int, child: int) -> None:
        self._plan = plan
        self._requests = requests
        self._results = results
        self._watch = Watch(child, plan.memory)
        self._began = time.monotonic()

    def result(self, deadline: float) -> Result:
        """The result, `unknown` where nothing valid came."""
        try:
            result = from_message(self._message("result", deadline))
        except wire.Late:
            return self._unknown("it took too long to try")
        except wire.Broken:
            return self._unknown("its process ended before it could tell")
        except Forged:
            return self._unknown("what it told could not be believed")
        except MemoryError:
            return self._unknown("it needs more memory than a trial may take")
        if result.outcome == "unknown" or self._plan.report is None:
            return result
        try:
            return with_extra(result, self._message("extra", time.monotonic() + self._plan.limits.hook_s))
        except (wire.Late, wire.Broken, Forged, MemoryError):
            return result

    def _message(self, kind: str, deadline: float) -> object:
        """The next message of this kind. Raises Late, Broken, Forged, MemoryError."""
        while (left := deadline - time.monotonic()) > 0:
            ready = wire.readable([self._results, self._requests], min(left, _LOOK_EVERY_S))
            if self._results in ready:
                message = wire.receive(self._results, deadline)
                if type(message) is not list or message[:2] != [self._plan.token, kind] or len(message) != 3:
                    raise Forged("not from us")
                return message[2]
            if self._requests in ready:  # nothing is asked while an answer is due: the other end is closed
                raise _End
            if self._watch.exceeded():
                raise MemoryError
        raise wire.Late

    def _unknown(self, detail: str) -> Result:
        return unknown(detail, time.monotonic() - self._began)
