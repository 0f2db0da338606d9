"""Trials: run a candidate on a copy of the session, and tell what became of it. Linux only; see `unsupported`.

    kernel ── fork at the failure ──► snapshot ── fork for each candidate ──► trial
    Snapshot.take (main thread)       copy-on-write copy of the session,      confined by Landlock, seccomp and limits;
    Snapshot.try_ (any thread)        our own code only, one thread           runs the candidate, sends a result, ends

The kernel pays one fork for each failure, and later cells do not change what a candidate is tried on. This is a filter for
accidents, not a jail for hostile code: it keeps a trial from leaving a mark, and believes no result further than text.

Use, at the end of `post_run_cell` on the main thread:

    if unsupported() is None and untriable(code, namespace) is None:
        snapshot = Snapshot.take(SessionCopy(shell), report=report, limits=Limits())   # raises NoTrials

and then in a background thread:

    with snapshot:
        result = snapshot.try_(code)      # Result: ran | raised | unknown

`cancel()` may be called from the main thread (it only sends a signal): the `try_` under way then returns `unknown` at once.
A result says `ran` only if the code ran to its end without being denied anything. `report(code, exception)` runs in the
trial's process, in the state that the candidate left, for at most `Limits.hook_s` seconds; the JSON that it returns is
`Result.extra`. A snapshot that is forgotten ends by itself after `Limits.overall_s`.

Files: `snapshot` (the kernel's side), `server` (the snapshot), `process` (one trial), `inherited`, `pools`, `quiet` (letting
go of what is the kernel's), `sandbox/` (Landlock, seccomp, limits), `attempts` and `verdict` (what counts as `unknown`),
`untriable` and `reach` (what is not tried at all), `session_copy` (running a cell as IPython does), `result`, `wire`.
"""

from __future__ import annotations

from jupyter_quickfix.checks.trial.result import Result
from jupyter_quickfix.checks.trial.sandbox.limits import Limits
from jupyter_quickfix.checks.trial.session_copy import SessionCopy
from jupyter_quickfix.checks.trial.snapshot import NoTrials, Snapshot
from jupyter_quickfix.checks.trial.support import unsupported
from jupyter_quickfix.checks.trial.untriable import untriable

__all__ = ["Limits", "NoTrials", "Result", "SessionCopy", "Snapshot", "unsupported", "untriable"]
