"""JSONL files beside the database for what it cannot take now: one entry a line, read back at the next start.

Each process spills to a file of its own and holds a lock on it, so that nobody reads a file that is still written.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

from jupyter_quickfix.errors import TraceStoreError
from jupyter_quickfix.records import new_id
from jupyter_quickfix.traces.locks import try_lock
from jupyter_quickfix.traces.rows import Entry, Row
from jupyter_quickfix.traces.store import TraceStore

log = logging.getLogger(__name__)

#: Nobody should lose disk to a database that can never be written: beyond this a spill file takes no more.
MAX_BYTES = 64 * 1024 * 1024


class SpillFile:
    """The spill file of the running process; it exists while it holds something."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.path = database.with_name(f"{database.name}.spill-{new_id()}.jsonl")
        self._descriptor: int | None = None

    @property
    def holds_something(self) -> bool:
        """Whether entries wait here for the database."""
        return self._descriptor is not None

    def append(self, entries: list[Entry]) -> None:
        """Add entries durably. Raises OSError when they cannot be kept here; then none of them is."""
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try_lock(self._descriptor)
        text = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries).encode()
        before = os.fstat(self._descriptor).st_size
        if before + len(text) > MAX_BYTES:
            raise OSError(f"{self.path} is full")
        try:
            written = os.write(self._descriptor, text)
            if written < len(text):
                raise OSError(f"{self.path} took only a part")
            os.fsync(self._descriptor)
        except OSError:
            os.ftruncate(self._descriptor, before)
            if before == 0:
                self._remove()
            raise

    def replay(self, store: TraceStore) -> None:
        """Write everything to the database, then remove the file. A second replay of an entry changes nothing."""
        if self._descriptor is None:
            return
        _write_all(self.path, store)
        self._remove()

    def _remove(self) -> None:
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Let go of the file and its lock; what it holds stays for the next start."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def absorb_spills(store: TraceStore) -> int:
    """Write what earlier processes spilled to the database; returns the number of files. Files in use are left."""
    absorbed = 0
    for path in sorted(store.path.parent.glob(f"{store.path.name}.spill-*.jsonl")):
        try:
            descriptor = os.open(path, os.O_RDWR)
        except OSError:  # somebody else was faster, or it is not ours to read
            continue
        try:
            if try_lock(descriptor):
                _write_all(path, store)
                path.unlink(missing_ok=True)
                absorbed += 1
        finally:
            os.close(descriptor)
    return absorbed


def _write_all(path: Path, store: TraceStore) -> None:
    for entry in _entries(path):
        try:
            store.write(entry)
        except TraceStoreError:
            raise
        except Exception:  # not an entry of ours: it must not keep the others out for ever
            log.exception("An entry of %s does not fit the trace database and was left out", path)


def _entries(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                yield [Row(str(table), dict(values)) for table, values in json.loads(line)]
            except (
                ValueError,
                TypeError,
            ):  # the process was killed while it wrote this line: nobody was told it is kept
                log.info("A torn line in %s was left out", path)
