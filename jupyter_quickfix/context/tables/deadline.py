"""Ask what may block (a remote database, the JVM) in a thread of its own, and wait only so long for the answer."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


class Question(Generic[Answer]):
    """One call under way. Its answer may still come after a wait ran out, and is there for who asks again."""

    def __init__(self, call: Callable[[], Answer], default: Answer) -> None:
        self._call = call
        self._answer = default
        self._answered = threading.Event()
        threading.Thread(target=self._run, name="quickfix-tables", daemon=True).start()

    @property
    def answered(self) -> bool:
        """Whether the call has ended, well or not."""
        return self._answered.is_set()

    def answer(self, timeout_s: float) -> Answer:
        """The answer if it comes within `timeout_s`, else the default."""
        self._answered.wait(timeout_s)
        return self._answer

    def _run(self) -> None:
        try:
            self._answer = self._call()
        except Exception:  # a closed connection, a refused login: the tables are then simply not known
            log.debug("The tables of a connection could not be listed", exc_info=True)
        finally:
            self._answered.set()


class Patience:
    """The seconds for which the questions of one failure may be waited for, all together."""

    def __init__(self, seconds: float) -> None:
        self._left_s = seconds

    @property
    def over(self) -> bool:
        """Whether nothing may be waited for any more."""
        return self._left_s <= 0

    def wait_for(self, question: Question[Answer]) -> Answer:
        """The answer if it comes before the patience is over, else the default."""
        began = time.perf_counter()
        try:
            return question.answer(max(0.0, self._left_s))
        finally:
            self._left_s -= time.perf_counter() - began
