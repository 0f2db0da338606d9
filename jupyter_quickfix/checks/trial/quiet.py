"""No output and no questions: what the tried code prints goes nowhere, and what it asks for ends the trial."""

from __future__ import annotations

import builtins
import contextlib
import functools
import getpass
import io
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any, NoReturn


class NotHere(BaseException):
    """The code wants what a trial cannot give; not an Exception, so that few handlers catch it."""


class _NoInput(io.TextIOBase):
    """A standard input from which nothing can be read."""

    encoding = "utf-8"

    def __init__(self, ask: Callable[..., NoReturn]) -> None:
        self._ask = ask

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 0  # /dev/null, by now

    def read(self, size: int | None = -1, /) -> NoReturn:
        self._ask()

    def readline(self, size: int = -1, /) -> NoReturn:  # type: ignore[override]  # it does not return
        self._ask()


def replace_output() -> None:
    """Send standard output and error nowhere; the old objects too, which handlers of `logging` and others hold."""
    old = (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
    nowhere = open(os.devnull, "w", encoding="utf-8", errors="replace")  # noqa: SIM115  # it stays until the process ends
    for stream in old:
        for name in ("write", "writelines", "flush"):
            with contextlib.suppress(AttributeError, TypeError):  # a plain file: its descriptor is /dev/null by now
                setattr(stream, name, _nothing)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = nowhere  # type: ignore[misc]  # they are final to mypy only


def replace_input(note: Callable[[str], None]) -> None:
    """Have every question to the user end the trial; `note` is told, should the code catch that."""

    def ask(*arguments: object, **options: object) -> NoReturn:
        note("it asks for input")
        raise NotHere("it asks for input")

    builtins.input = ask
    getpass.getpass = ask
    sys.stdin = sys.__stdin__ = _NoInput(ask)  # type: ignore[misc, assignment]  # it is all of a TextIO that is used
    sys.breakpointhook = ask
    shell: Any = getattr(sys.modules.get("IPython.core.getipython"), "get_ipython", lambda: None)()
    kernel = getattr(shell, "kernel", None)
    if kernel is not None:
        kernel.raw_input = ask
        kernel.getpass = ask


def use_scratch(folder: str) -> None:
    """Make temporary files in the trial's own folder, and write no byte code."""
    tempfile.tempdir = folder
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = folder
    sys.dont_write_bytecode = True


def use_thread_locks() -> None:
    """Let multiprocessing's locks be those of threads: they are files in /dev/shm, and there is no other process here.

    Thread pools of multiprocessing and joblib use them too.
    """
    from multiprocessing.context import BaseContext  # most sessions have it loaded; the others do not wait for it here

    context: Any = BaseContext
    for name in ("Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier"):
        setattr(context, name, functools.partialmethod(_without_context, getattr(threading, name)))


def _without_context(context: object, kind: Callable[..., object], *arguments: object, **options: object) -> object:
    return kind(*arguments, **options)


def _nothing(*arguments: object) -> int:
    return 0
