"""The trace database: one SQLite file in WAL mode, which many kernels write at once.

A store belongs to the thread that made it. It notices when its file was moved or deleted under it, and starts anew.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from jupyter_quickfix.errors import TraceStoreCorrupt, TraceStoreLocked
from jupyter_quickfix.traces.migrate import migrate
from jupyter_quickfix.traces.rows import Entry, Row
from jupyter_quickfix.traces.trouble import translated

TABLES = ("sessions", "failures", "proposals", "candidates", "decisions", "outcomes")
#: How long another process may hold the database before we say that it is locked.
BUSY_S = 3.0
_OPENING_PAUSE_S = 0.02


class TraceStore:
    """An open trace database. Raises TraceStoreError, TraceStoreLocked or TraceStoreCorrupt, which name the file."""

    def __init__(self, path: Path, *, busy_s: float = BUSY_S) -> None:
        self.path = path
        self._busy_s = busy_s
        self._columns: dict[str, frozenset[str]] = {}
        with translated(path):
            self.connection = self._open()
            self._file = _identity(path)

    def _open(self) -> sqlite3.Connection:
        """Create the file if it is missing (readable by its owner alone), and bring it to the newest schema."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        deadline = time.monotonic() + self._busy_s
        while True:
            connection = sqlite3.connect(self.path, timeout=self._busy_s, isolation_level=None)
            try:
                self._prepare(connection)
            except sqlite3.OperationalError as error:
                connection.close()
                # Two processes that switch a new file to WAL lock each other out without SQLite's own waiting.
                if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > deadline:
                    raise
                time.sleep(_OPENING_PAUSE_S)
            except BaseException:
                connection.close()
                raise
            else:
                return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten, not only unlinked
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        migrate(connection)
        # WAL: readers and writers do not wait for each other. Where it is impossible (some network folders) SQLite
        # stays with its journal, which is slower and as safe.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        self._columns = {
            table: frozenset(row["name"] for row in connection.execute(f"PRAGMA table_info({table})"))
            for table in TABLES
        }

    def write(self, entry: Entry) -> bool:
        """Write an entry in one transaction. False if what it belongs to is not there: it was forgotten meanwhile."""
        with translated(self.path):
            if _identity(self.path) != self._file:
                self._reopen()
            try:
                with self.transaction():
                    for row in entry:
                        self._upsert(row)
                    for row in entry:
                        if row.table == "proposals":
                            self._complete_candidates(row)
            except sqlite3.IntegrityError as error:
                if error.sqlite_errorname != "SQLITE_CONSTRAINT_FOREIGNKEY":
                    raise
                return False
        return True

    def _upsert(self, row: Row) -> None:
        if row.table not in TABLES:
            return  # from a spill file of another version
        values = {column: value for column, value in row.values.items() if column in self._columns[row.table]}
        if row.table == "proposals":
            # The candidates that are still offered follow in the same entry and get their rank again.
            self.connection.execute("UPDATE candidates SET rank = NULL WHERE proposal_id = ?", (values["id"],))
        names = ", ".join(f'"{column}"' for column in values)
        marks = ", ".join("?" * len(values))
        changes = ", ".join(f'"{column}" = excluded."{column}"' for column in values)
        self.connection.execute(
            f"INSERT INTO {row.table} ({names}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {changes}",
            tuple(values.values()),
        )

    def _complete_candidates(self, row: Row) -> None:
        self.connection.execute(
            "UPDATE candidates SET (ranker_version, experiment_arm) ="
            " (SELECT ranker_version, experiment_arm FROM proposals WHERE id = proposal_id)"
            " WHERE proposal_id = ? AND ranker_version IS NULL",
            (row.values["id"],),
        )

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside is written, or nothing of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield self.connection
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:  # a full disk rolls back by itself
                self.connection.execute("ROLLBACK")
            raise

    def counts(self) -> dict[str, int]:
        """Rows by table."""
        with translated(self.path):
            return {
                table: int(self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in TABLES
            }

    def damage(self, *, thorough: bool = False) -> str:
        """What SQLite's integrity check complains of; empty if nothing."""
        check = "integrity_check" if thorough else "quick_check"
        try:
            with translated(self.path):
                found = [str(row[0]) for row in self.connection.execute(f"PRAGMA {check}(5)")]
                if found != ["ok"]:
                    return "; ".join(found)
                orphans = self.connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        except TraceStoreCorrupt as error:
            return str(error)
        return "; ".join(f"a row of {row[0]} has no {row[2]}" for row in orphans)

    def shrink(self) -> None:
        """Give freed space back, and leave no trace of deleted rows in the write-ahead log. Skipped while others write."""
        with contextlib.suppress(TraceStoreLocked), translated(self.path):
            self.connection.execute("PRAGMA incremental_vacuum").fetchall()
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _reopen(self) -> None:
        self.connection.close()
        self.connection = self._open()
        self._file = _identity(self.path)

    def close(self) -> None:
        """Close the connection; a second time does nothing."""
        self.connection.close()

    def __enter__(self) -> TraceStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
