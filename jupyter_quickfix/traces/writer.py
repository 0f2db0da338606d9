"""The background thread that redacts records and commits each one to the trace database as soon as it can.

While the database cannot take them, entries wait: first in memory, after `SPILL_AFTER_S` in a spill file beside the
database. The thread tries again, less and less often, and brings everything in when the trouble is over.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from jupyter_quickfix.errors import TraceStoreCorrupt, TraceStoreError, TraceStoreLocked
from jupyter_quickfix.settings import QuickFix
from jupyter_quickfix.traces.forget import delete_before
from jupyter_quickfix.traces.location import database_path
from jupyter_quickfix.traces.redaction import cleaner
from jupyter_quickfix.traces.rows import Clean, Entry
from jupyter_quickfix.traces.set_aside import set_aside
from jupyter_quickfix.traces.spill import SpillFile, absorb_spills
from jupyter_quickfix.traces.store import TraceStore

log = logging.getLogger(__name__)

#: How long one attempt waits for other writers; short, so that closing a session never waits long.
BUSY_S = 0.5
#: Entries wait in memory this long, or until there are this many, before they are spilled.
SPILL_AFTER_S = 5.0
SPILL_BEYOND = 64
#: Where they cannot be spilled either, memory keeps this many; what comes later is lost, and that is said.
KEEP_IN_MEMORY = 2000
#: Being locked out for less than this is nothing to trouble the user with.
LOCKED_IS_A_PROBLEM_AFTER_S = 10.0
FIRST_RETRY_S, LAST_RETRY_S = 0.2, 30.0
DAY_S = 86400.0

Make = Callable[[Clean], Entry]


@dataclass
class Flush:
    """A mark in the queue: everything before it shall be on disk by `deadline` (`time.monotonic()`)."""

    deadline: float
    last: bool = False  # the thread ends after it
    safe: bool = False
    done: threading.Event = field(default_factory=threading.Event)


Job = Make | Flush


class Writer(threading.Thread):
    """Takes jobs from a queue until the last flush. `say` is told of every problem, from this thread."""

    def __init__(self, settings: QuickFix, jobs: queue.SimpleQueue[Job], say: Callable[[str], None]) -> None:
        super().__init__(name="quickfix-traces", daemon=True)
        self.settings = settings
        self.spill: SpillFile | None = None
        self.handled = 0  # grows while the thread gets on with its work
        self._jobs = jobs
        self._say = say
        self._clean: Clean | None = None
        self._store: TraceStore | None = None
        self._waiting: deque[Entry] = deque()
        self._since: float | None = None  # when the database began to refuse
        self._retry_s = FIRST_RETRY_S
        self._retry_at = 0.0

    def run(self) -> None:
        """Take jobs until the last one."""
        while True:
            job = self._next()
            self.handled += 1
            if isinstance(job, Flush):
                try:
                    self._flush(job)
                    if job.last:
                        self._close()
                        return
                finally:
                    job.done.set()
                continue
            if job is not None:
                self._prepare(job)
            if self._since is None or time.monotonic() >= self._retry_at:
                self._write_waiting()
            elif self.spill is not None and self.spill.holds_something:
                self._spill_waiting()  # the trouble lasts: what comes now is safer on disk at once

    def _next(self) -> Job | None:
        """The next job; None when it is time to try again."""
        held = self._waiting or (self.spill is not None and self.spill.holds_something)
        try:
            return self._jobs.get(timeout=max(0.0, self._retry_at - time.monotonic()) if held else None)
        except queue.Empty:
            return None

    def _prepare(self, make: Make) -> None:
        """Redact a record into an entry, and put it with those that wait."""
        if not self.settings.traces:
            return
        if self._clean is None:
            try:
                self._clean = cleaner()
            except Exception as error:  # a broken installation; nothing is stored unless it was searched for secrets
                self._say(f"Nothing is recorded, because the search for secrets cannot be loaded: {error}")
                return
        try:
            entry = make(self._clean)
        except Exception:  # a record that we cannot turn into rows is our fault and costs only itself
            log.exception("A record could not be put in the trace database")
            return
        if len(self._waiting) < KEEP_IN_MEMORY:
            self._waiting.append(entry)
        else:
            self._say("The trace database cannot be written and memory is full: newer records are lost.")

    def _write_waiting(self, *, may_begin_anew: bool = True) -> bool:
        """Write what waits, oldest first. Returns whether nothing is left; tells and spills when it takes too long."""
        if not self.settings.traces:
            self._waiting.clear()  # switched off: takes effect at once
            return True
        try:
            store = self._open()
            if self.spill is not None:
                self.spill.replay(store)
            while self._waiting:
                self._write(store, self._waiting[0])
                self._waiting.popleft()
        except TraceStoreCorrupt as error:
            if may_begin_anew and self._set_aside():
                return self._write_waiting(may_begin_anew=False)
            self._hold(error)
            return False
        except (TraceStoreError, OSError) as error:
            self._hold(error)
            return False
        except Exception as error:  # ours; the thread must live, or nothing would be recorded any more
            log.exception("The trace database could not be written")
            self._hold(error)
            return False
        self._since, self._retry_s = None, FIRST_RETRY_S
        return True

    def _write(self, store: TraceStore, entry: Entry) -> None:
        try:
            store.write(entry)
        except (TraceStoreError, OSError):
            raise
        except Exception:  # an entry that no database would take must not block the others
            log.exception("A record does not fit the trace database and was left out")

    def _open(self) -> TraceStore:
        """The store at the path that is set now; the first time it is opened, old spills come in and old traces go."""
        path = database_path(self.settings.trace_path)
        if self._store is not None and self._store.path != path:
            self._drop_store()
        if self._store is None:
            store = TraceStore(path, busy_s=BUSY_S)
            self._store = store
            absorb_spills(store)
            if self.settings.retention_days:
                delete_before(store, time.time() - self.settings.retention_days * DAY_S)
        return self._store

    def _set_aside(self) -> bool:
        """Move the damaged database out of the way; True if it is worth trying again."""
        path = database_path(self.settings.trace_path)
        self._drop_store()
        try:
            kept = set_aside(path)
        except OSError:
            return False
        if kept is not None:
            self._say(f"The trace database {path} is damaged. It is kept as {kept}, and a new one was begun.")
        return True  # where nothing was moved, another process has just done so

    def _hold(self, error: Exception) -> None:
        """The database refuses: keep what waits, and wait longer before the next try."""
        now = time.monotonic()
        if self._since is None:
            self._since = now
        refused_s = now - self._since
        if not isinstance(error, TraceStoreLocked):
            self._drop_store()  # a full disk or a lost folder may leave the connection in any state
            self._say(str(error))
        elif refused_s > LOCKED_IS_A_PROBLEM_AFTER_S:
            self._say(str(error))
        if refused_s > SPILL_AFTER_S or len(self._waiting) > SPILL_BEYOND:
            self._spill_waiting()
        self._retry_at = time.monotonic() + self._retry_s
        self._retry_s = min(self._retry_s * 2, LAST_RETRY_S)

    def _spill_waiting(self) -> bool:
        """Move what waits to the spill file; False if it cannot be kept there."""
        if not self._waiting:
            return True
        path = database_path(self.settings.trace_path)
        try:
            if self.spill is None or self.spill.database != path:
                if self.spill is not None:
                    self.spill.close()
                self.spill = SpillFile(path)
            self.spill.append(list(self._waiting))
        except OSError:
            log.debug("Cannot spill beside %s", path, exc_info=True)
            return False
        self._waiting.clear()
        return True

    def _flush(self, job: Flush) -> None:
        while not (written := self._write_waiting()) and time.monotonic() < job.deadline:
            time.sleep(FIRST_RETRY_S / 4)
        job.safe = written or self._spill_waiting()

    def _drop_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _close(self) -> None:
        self._drop_store()
        if self.spill is not None:
            self.spill.close()
