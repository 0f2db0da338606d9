"""Can candidates be tried here? That needs Linux with Landlock and seccomp, and a processor whose calls we know."""

from __future__ import annotations

import functools
import os
import platform
import sys
from pathlib import Path

from jupyter_quickfix.checks.trial.sandbox import landlock, seccomp

#: Page tables of a session that is copied for the first time, at most: 12 GB in small pages.
_MAX_PAGE_TABLES = 24 * 1024 * 1024
_SMALL_PAGE_TABLES = 1024 * 1024
#: How long the kernel may stand still for the fork, as far as the last one tells.
_MAX_FORK_S = 0.25


class Pace:
    """How long a fork takes: it copies the page tables, ten times faster for large arrays than for small objects."""

    def __init__(self) -> None:
        self._seconds_per_byte: float | None = None

    def forked(self, page_tables: int, seconds: float) -> None:
        """A fork took this long. Where the page tables are small, something else took the time."""
        if page_tables > _SMALL_PAGE_TABLES:
            self._seconds_per_byte = seconds / page_tables

    def allows(self, page_tables: int) -> bool:
        """Whether a process with page tables of so many bytes may be forked in passing; always where they are small."""
        if page_tables <= _SMALL_PAGE_TABLES:
            return True
        if self._seconds_per_byte is None:
            return page_tables <= _MAX_PAGE_TABLES
        return page_tables * self._seconds_per_byte <= _MAX_FORK_S

    def refused(self) -> None:
        """It was not allowed. Every time it gets likelier: the machine may only have been busy."""
        if self._seconds_per_byte is not None:
            self._seconds_per_byte *= 0.8


@functools.cache
def unsupported() -> str | None:
    """None, or one plain sentence why there are no trials here. The machine decides, so it is asked once."""
    if sys.platform != "linux":
        return "that needs Linux"
    if landlock.abi() < 1:
        return "Landlock is not available here"
    if not has_seccomp():
        return "seccomp is not available here"
    if seccomp.architecture() is None:
        return f"the system calls of this processor ({platform.machine()}) are not known"
    return None


def has_seccomp() -> bool:
    """Whether this process could be given a seccomp filter."""
    status = Path(f"/proc/{os.getpid()}/status")
    return status.is_file() and "Seccomp_filters:" in status.read_text()
