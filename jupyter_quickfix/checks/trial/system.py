"""The few Linux calls that Python has no function for, through the C library."""

from __future__ import annotations

import ctypes
import functools
import os
from typing import Any

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PROT_READ = 1


@functools.cache
def libc() -> Any:
    """The C library of this process."""
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    library.mprotect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    return library


def syscall(number: int, *arguments: object) -> int:
    """Call the kernel; raises OSError. Integers are passed as C longs."""
    converted = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = int(libc().syscall(ctypes.c_long(number), *converted))
    if result < 0:
        _raise()
    return result


def die_with_parent(signal_number: int) -> None:
    """Have the kernel send this process a signal when the thread that forked it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal_number)


def no_new_privileges() -> None:
    """Give up set-uid programs for good; Landlock and seccomp ask for this."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def make_read_only(start: int, end: int) -> None:
    """Forbid writing to the pages from `start` to `end`; raises OSError."""
    if libc().mprotect(start, end - start, _PROT_READ) != 0:
        _raise()


def _prctl(option: int, value: int) -> None:
    zero = ctypes.c_ulong(0)
    if libc().prctl(ctypes.c_int(option), ctypes.c_ulong(value), zero, zero, zero) != 0:
        _raise()


def _raise() -> None:
    number = ctypes.get_errno()
    raise OSError(number, os.strerror(number))
