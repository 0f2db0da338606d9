"""Right, proved fixes for failing notebook cells.

    capture → context → (fixers | backends) → checks → rank → present → decide → traces → learning → models (on disk) → rank

A stage imports only stages to its left, and `records`, `errors`, `settings`. `engine` strings them together for one failure,
`session` plugs the engine into one IPython session. Nothing happens at import: `%load_ext jupyter_quickfix` starts
everything and `%unload_ext jupyter_quickfix` undoes all of it.
"""

from __future__ import annotations

from typing import Any

from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Candidate, Failure

__all__ = ["Candidate", "Failure", "Proposal", "last_proposal", "load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(shell: Any) -> None:
    """Switch Quick Fix on in this session (`%load_ext jupyter_quickfix`)."""
    from jupyter_quickfix.session import (
        start,
    )  # the package imports in no time; the session's parts are needed here only

    start(shell)


def unload_ipython_extension(shell: Any) -> None:
    """Switch it off and leave nothing behind (`%unload_ext jupyter_quickfix`)."""
    from jupyter_quickfix.session import stop  # as above

    stop(shell)


def last_proposal() -> Proposal | None:
    """The proposal for the newest failed cell of this session; None before the first failure or when it is switched off.

    `.candidates` is ranked and empty when there is nothing good to say; `.wait(timeout)` blocks until it is settled.
    """
    from jupyter_quickfix.session import current  # as above

    session = current()
    return None if session is None else session.engine.desk.last


def __getattr__(name: str) -> str:
    if name == "__version__":
        from jupyter_quickfix.version import __version__  # reads the installed metadata: only when asked for

        return __version__
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
