"""Turn what SQLite and the file system raise into our errors, in words that say what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from jupyter_quickfix.errors import TraceStoreCorrupt, TraceStoreError, TraceStoreLocked
from jupyter_quickfix.traces.location import ENVIRONMENT_VARIABLE

ELSEWHERE = f"set c.QuickFix.trace_path or {ENVIRONMENT_VARIABLE} to a file in a folder you can write to"


@contextlib.contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise TraceStoreError or one of its kind, naming `path`, for whatever goes wrong with the database inside.

    IntegrityError passes: the caller knows what it means.
    """
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise _translate(error, path) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise TraceStoreError(f"The trace database {path} cannot be used ({reason}): {ELSEWHERE}.") from error
    except TraceStoreError as error:  # from migrate, which does not know the path
        if str(path) in str(error):
            raise
        raise type(error)(f"The trace database {path} cannot be used: {error}.") from error


def _translate(error: sqlite3.Error, path: Path) -> TraceStoreError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TraceStoreLocked(
            f"The trace database {path} is locked by another process: close the program that holds it, or try again later."
        )
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return TraceStoreCorrupt(f"The trace database {path} is damaged or is not a SQLite database ({error}).")
    if name.startswith("SQLITE_FULL"):
        return TraceStoreError(f"The disk is full, so the trace database {path} cannot grow: free some space.")
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return TraceStoreError(f"The trace database {path} cannot be written: {ELSEWHERE}.")
    if name.startswith("SQLITE_IOERR"):
        return TraceStoreError(
            f"The trace database {path} cannot be read or written ({error}): is the disk full or gone?"
        )
    return TraceStoreError(f"The trace database {path} cannot be used ({error}).")
