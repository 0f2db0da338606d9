"""Can candidates be tried here? That needs Linux with Landlock and seccomp, and a processor whose calls we know."""

from __future__ import annotations

import functools
import os
import platform
import sys
from pathlib import Path

from jupyter_quickfix.checks.trial.sandbox import landlock, seccomp

#: Below it, a fork and its copies could push the machine into swapping.
#: A fork copies the page tables; with more than this the kernel would stand still for over a quarter of a second.
MAX_PAGE_TABLES = 48 * 1024 * 1024


@functools.cache
def unsupported() -> str | None:
    """None, or one plain sentence why there are no trials here. The machine decides, so it is asked once."""
    if sys.platform != "linux":
        return "that needs Linux"
    if landlock.abi() < 1:
        return "this kernel has no Landlock"
    if not has_seccomp():
        return "this kernel has no seccomp"
    if seccomp.architecture() is None:
        return f"the system calls of this processor ({platform.machine()}) are not known"
    return None


def has_seccomp() -> bool:
    """Whether this process could be given a seccomp filter."""
    status = Path(f"/proc/{os.getpid()}/status")
    return status.is_file() and "Seccomp_filters:" in status.read_text()
