"""From what a trial raised and tried to the result that is reported. Runs in the trial's own process."""

from __future__ import annotations

import errno
import re
import traceback
from collections.abc import Collection, Iterator

from jupyter_quickfix.checks.trial.quiet import NotHere
from jupyter_quickfix.checks.trial.result import Result, unknown

#: What the sandbox answers, what a reached limit does, and what happens on descriptors that are /dev/null here.
_DENIALS = frozenset(
    {
        *(errno.EPERM, errno.EACCES, errno.EROFS, errno.EFBIG, errno.ENOSPC, errno.EDQUOT, errno.EAGAIN, errno.ENOMEM),
        *(errno.EBADF, errno.ENOTSOCK, errno.EINVAL, errno.ENODEV, errno.ENOTTY, errno.EPIPE, errno.ENOTCONN),
    }
)
_DENIAL_TYPES = (PermissionError, ConnectionError, TimeoutError)
_DENIAL_TEXT = re.compile(
    r"permission denied|operation not permitted|read-only (?:database|file)|can't start new thread|unable to open database"
    r"|name or service not known|name resolution",
    re.IGNORECASE,
)
_MAX_CHAIN = 20


def judge(error: BaseException | None, attempted: str, cell_names: Collection[str]) -> Result:
    """The result. An error that our own rules may have caused says nothing about the code."""
    for link in chain(error):
        if isinstance(link, NotHere):
            return unknown(_text(link) or "it wants what a trial cannot give")
        if isinstance(link, MemoryError):
            return unknown("it needs more memory than a trial may take")
        if isinstance(link, KeyboardInterrupt):
            return unknown("it was interrupted")
    if attempted:
        return unknown(attempted)
    if error is None:
        return Result("ran")
    for link in chain(error):
        denied = isinstance(link, _DENIAL_TYPES) or (isinstance(link, OSError) and link.errno in _DENIALS)
        if denied or _DENIAL_TEXT.search(_text(link)):
            return unknown("it wants something that a trial may not do")
    name = type(error).__name__
    return Result("raised", name if name.strip() else "Exception", _text(error), line_of(error, cell_names))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what it was raised from or during, and the members of groups."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < _MAX_CHAIN:
        link = waiting.pop()
        if link is None or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [link.__cause__, link.__context__]
        if isinstance(link, BaseExceptionGroup):
            waiting += link.exceptions


def line_of(error: BaseException, cell_names: Collection[str]) -> int | None:
    """The innermost line of the cell that the error came through."""
    if isinstance(error, SyntaxError) and error.filename in cell_names:
        return error.lineno
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename in cell_names]
    return lines[-1] if lines else None


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # a `__str__` of the user's
        return ""
