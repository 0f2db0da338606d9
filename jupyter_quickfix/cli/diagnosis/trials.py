"""Can candidates be tried on a copy of the session? That needs Linux with Landlock and seccomp."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

from jupyter_quickfix.cli.diagnosis.finding import Finding

#: landlock_create_ruleset, the same number on every architecture; with this flag it only tells the version
#: (https://docs.kernel.org/userspace-api/landlock.html).
_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_CREATE_RULESET_VERSION = 1


def trials() -> Finding:
    """Whether the kernel offers what trials need."""
    if sys.platform != "linux":
        return Finding("trials", "unused", "Fixes are not tried out before you see them: that needs Linux")
    abi = landlock_abi()
    if abi < 1:
        how = "use a kernel of 5.13 or later that lists landlock in /sys/kernel/security/lsm"
        return Finding("trials", "missing", "Fixes cannot be tried out: this kernel has no Landlock", how)
    if not has_seccomp():
        how = "use a kernel built with CONFIG_SECCOMP_FILTER"
        return Finding("trials", "missing", "Fixes cannot be tried out: this kernel has no seccomp", how)
    return Finding("trials", "works", f"Fixes can be tried out on a copy of the session (Landlock ABI {abi}, seccomp)")


def landlock_abi() -> int:
    """The version of Landlock's interface; 0 or less where there is none."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    call.restype = ctypes.c_long
    return int(
        call(_LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_LANDLOCK_CREATE_RULESET_VERSION))
    )


def has_seccomp() -> bool:
    """Whether this process could be given a seccomp filter."""
    status = Path(f"/proc/{os.getpid()}/status")
    return status.is_file() and "Seccomp_filters:" in status.read_text()
