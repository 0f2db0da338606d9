"""Move a damaged database out of the way, so that a new one can be begun. Nothing is deleted."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path

from jupyter_quickfix.traces.locks import try_lock

COMPANIONS = ("", "-wal", "-shm", "-journal")
_WAIT_S = 5.0


def set_aside(path: Path) -> Path | None:
    """Rename `path` to `….corrupt-<time>`, with its log; None if it is sound (another process was faster, perhaps).

    Raises OSError if the folder cannot be changed.
    """
    descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        # Two processes that find the damage together must not move the new database away after the old one.
        deadline = time.monotonic() + _WAIT_S
        while not try_lock(descriptor):
            if time.monotonic() > deadline:
                return None
            time.sleep(0.01)
        return _move(path) if is_damaged(path) else None
    finally:
        os.close(descriptor)


def _move(path: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.name}.corrupt-{stamp}")
    number = 1
    while target.exists():
        number += 1
        target = path.with_name(f"{path.name}.corrupt-{stamp}-{number}")
    for companion in COMPANIONS:
        with contextlib.suppress(FileNotFoundError):
            os.rename(f"{path}{companion}", f"{target}{companion}")
    return target


def is_damaged(path: Path) -> bool:
    """Whether SQLite cannot read the file or finds its pages in disorder; False where that cannot be found out."""
    if not path.is_file():
        return False
    connection = sqlite3.connect(path, timeout=1.0, isolation_level=None)
    try:
        return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorname.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))
    finally:
        connection.close()


def kept_aside(path: Path) -> list[Path]:
    """The damaged databases that were moved away earlier, oldest first."""
    found = path.parent.glob(f"{path.name}.corrupt-*")
    return sorted(entry for entry in found if not entry.name.endswith(COMPANIONS[1:]))
