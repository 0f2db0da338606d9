"""Locks between processes, on files that are not the database (SQLite keeps locks of its own on that).

They end with the process that holds them, however it ends.
"""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process; False if another one holds it."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # a byte far beyond the end: Windows' locks keep readers out
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process; False if another one holds it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
