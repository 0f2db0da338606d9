"""How far the bench is, on standard error: a line that moves in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from typing import TextIO

EVERY_S = 5.0


class Progress:
    """Tells `n/m` and the time it took so far."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._moves = stream.isatty()
        self._began = self._told = time.monotonic()
        self._done = 0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._began

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        now = time.monotonic()
        if now - self._told >= (0.2 if self._moves else EVERY_S) or self._done == self._total:
            self._told = now
            self._tell()

    def end(self) -> None:
        """Leave the terminal's line."""
        if self._moves and self._done:
            self._stream.write("\n")

    def _tell(self) -> None:
        text = f"{self._done}/{self._total} cases, {self.seconds:.0f} s"
        self._stream.write(f"\r{text}" if self._moves else f"{text}\n")
        self._stream.flush()
