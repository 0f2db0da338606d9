"""Programs that tests run in processes of their own: `python -m tests.traces.programs <name> <arguments>`."""

# ruff: noqa: T201 - what they print, the test reads
from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable

from jupyter_quickfix.settings import QuickFix
from jupyter_quickfix.traces import redaction
from jupyter_quickfix.traces.recorder import Recorder
from tests.traces.records import a_decision, a_failure, a_proposal, an_outcome


def record(recorder: Recorder) -> str:
    """Everything that one failing cell makes a session record; returns the failure's id."""
    failure = a_failure()
    proposal = a_proposal(failure)
    recorder.failure(failure)
    recorder.proposal(proposal, "prior-1")
    recorder.decision(a_decision(proposal))
    recorder.outcome(an_outcome(failure))
    return failure.id


def started(told: list[str] | None = None) -> Recorder:
    recorder = Recorder(QuickFix(), on_problem=None if told is None else told.append)
    recorder.session_started({"front_end": "test"})
    return recorder


def endless() -> None:
    """Record until killed; print each id when it is safe."""
    recorder = started()
    while True:
        identifier = record(recorder)
        if recorder.flush(30):
            print(identifier, flush=True)


def many(number: str) -> None:
    """Record `number` failures, then end without flushing: that is the end of the process's business."""
    recorder = started()
    for _ in range(int(number)):
        record(recorder)
        time.sleep(0.001)


def small_files(limit: str) -> None:
    """Record with files limited to `limit` bytes until a problem is told; then lift the limit."""
    told: list[str] = []
    recorder = started(told)
    record(recorder)
    recorder.flush(5)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    identifiers = [record(recorder) for _ in range(200)]
    safe = recorder.flush(4)
    print(safe, len(told), len(identifiers), flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(recorder.flush(10), flush=True)


def as_nobody() -> None:
    """Record as a user who may not write there."""
    redaction.cleaner()  # loaded while we may still read everything
    if os.geteuid() == 0:
        os.setuid(65534)
    told: list[str] = []
    recorder = started(told)
    record(recorder)
    print(recorder.flush(2), len(told), flush=True)
    print(recorder.problem, flush=True)


def forks() -> None:
    """Record, fork children that try to record, flush and end in every way; record again."""
    recorder = started()
    record(recorder)
    for end in range(3):
        child = os.fork()
        if child == 0:
            record(recorder)
            recorder.flush(1)
            if end == 0:
                recorder.close()
            if end == 1:
                os._exit(0)
            sys.exit(0)  # ends as an interpreter does: atexit, finalisers and all
        os.waitpid(child, 0)
        record(recorder)
    print(recorder.flush(10), flush=True)


PROGRAMS: dict[str, Callable[..., None]] = {
    program.__name__: program for program in (endless, many, small_files, as_nobody, forks)
}

if __name__ == "__main__":
    PROGRAMS[sys.argv[1]](*sys.argv[2:])
