"""Can candidates be tried on a copy of the session? That needs Linux with Landlock and seccomp."""

from __future__ import annotations

import sys

from jupyter_quickfix.checks.trial.sandbox import landlock, seccomp
from jupyter_quickfix.checks.trial.support import has_seccomp, unsupported
from jupyter_quickfix.cli.diagnosis.finding import Finding


def trials() -> Finding:
    """Whether the kernel offers what trials need."""
    reason = unsupported()
    if reason is None:
        says = f"Fixes can be tried out on a copy of the session (Landlock ABI {landlock.abi()}, seccomp)"
        return Finding("trials", "works", says)
    if sys.platform != "linux" or seccomp.architecture() is None:
        return Finding("trials", "unused", f"Fixes are not tried out before you see them: {reason}")
    how = "use a kernel of 5.13 or later that lists landlock in /sys/kernel/security/lsm"
    if landlock.abi() >= 1 and not has_seccomp():
        how = "use a kernel built with CONFIG_SECCOMP_FILTER"
    return Finding("trials", "missing", f"Fixes cannot be tried out: {reason}", how)
