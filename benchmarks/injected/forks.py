"""Run a function on many tasks, each in a forked child with a scratch folder, a time limit and no network."""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from jupyter_quickfix.bench.isolation import enter

Task = TypeVar("Task")
Value = TypeVar("Value")


def each(
    tasks: Sequence[Task], function: Callable[[Task], Value], *, jobs: int, timeout_s: float, folder: Path
) -> Iterator[tuple[Task, Value | None]]:
    """Task and value, in the order of the tasks; None where the child died or its time was up.

    The caller has one thread, and has imported what the children need.
    """
    running: list[tuple[int, int, float]] = []
    for number, task in enumerate(tasks):
        if number < jobs:
            running.append(_start(task, function, folder / str(number), timeout_s))
            continue
        yield tasks[number - jobs], _finish(running.pop(0))
        running.append(_start(task, function, folder / str(number), timeout_s))
        shutil.rmtree(folder / str(number - jobs), ignore_errors=True)
    for task in tasks[max(0, len(tasks) - jobs) :]:
        if running:
            yield task, _finish(running.pop(0))


def _start(task: Task, function: Callable[[Task], Value], folder: Path, timeout_s: float) -> tuple[int, int, float]:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading, time.monotonic() + timeout_s
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        enter(folder, folder / "cache")
        data = pickle.dumps(function(task))
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(data)
    finally:  # whatever happened: the parent's exit handlers are not the child's
        os._exit(0)


def _finish(running: tuple[int, int, float]) -> Value | None:
    child, reading, deadline = running
    received = b""
    while select.select([reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
        piece = os.read(reading, 1 << 16)
        if not piece:
            break
        received += piece
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)
    try:
        value: Value = pickle.loads(received)
    except (EOFError, pickle.UnpicklingError):
        return None
    return value
