"""Letting go of what a forked child shares with the kernel: descriptors, shared memory, signals.

To be called in the child, while it has one thread and none of the user's code runs.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import stat
import sys
import threading
from collections.abc import Collection

from jupyter_quickfix.checks.trial.system import make_read_only

with contextlib.suppress(ImportError):  # not on every system, and this package is imported on all
    import fcntl

#: A line of /proc/self/maps: from, to, and permissions with w and s.
_SHARED_WRITABLE = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) .w.s ", re.MULTILINE)


def release_signals() -> None:
    """Take every signal as a fresh Python does; no handler of the session runs here, nor its debugger."""
    sys.settrace(None)
    sys.setprofile(None)
    threading.settrace(None)
    threading.setprofile(None)
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        with contextlib.suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def release_descriptors(keep: Collection[int]) -> None:
    """Put /dev/null in the place of every inherited descriptor but `keep`.

    They are never closed: a library that closes its old number would then hit what has taken it. Files that are open for
    reading only are opened anew at the same position, for a shared one would move in the session as well.
    """
    nowhere = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for number in sorted(int(name) for name in os.listdir("/proc/self/fd")):
        if number in keep or number == nowhere:
            continue
        with contextlib.suppress(OSError):  # the listing's own, closed by now
            inheritable = os.get_inheritable(number)
            fresh = _opened_anew(number)
            os.dup2(nowhere if fresh is None else fresh, number, inheritable)
            if fresh is not None:
                os.close(fresh)
    os.close(nowhere)


def _opened_anew(number: int) -> int | None:
    """A descriptor of its own for the same file, if that is a plain file or folder open for reading only."""
    mode = os.fstat(number).st_mode
    flags = fcntl.fcntl(number, fcntl.F_GETFL)
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) or flags & (os.O_ACCMODE | os.O_PATH) != os.O_RDONLY:
        return None
    try:
        position = os.lseek(number, 0, os.SEEK_CUR)
        fresh = os.open(f"/proc/self/fd/{number}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    with contextlib.suppress(OSError):
        os.lseek(fresh, position, os.SEEK_SET)
    return fresh


def release_shared_memory() -> None:
    """Make writable shared maps (np.memmap, SharedMemory, multiprocessing.Array) read-only: writing there ends the trial."""
    with open("/proc/self/maps") as file:
        maps = file.read()
    for place in _SHARED_WRITABLE.finditer(maps):
        start, end = (int(part, 16) for part in place.groups())
        make_read_only(start, end)
