"""Run cells in a copy of the session and note which lines of the last one were executed."""

from __future__ import annotations

import json
import sys
from types import FrameType
from typing import Any

from jupyter_quickfix.checks.trial import SessionCopy


class WatchedSession:
    """What a trial runs: cells as a JSON list, stopped at the first that fails."""

    def __init__(self, shell: Any) -> None:
        self._copy = SessionCopy(shell)
        self.lines: set[int] = set()

    @property
    def cell_names(self) -> set[str]:
        """The file names under which the cells were compiled."""
        return self._copy.cell_names

    def prepare(self) -> None:
        """Once, in the snapshot."""
        self._copy.prepare()

    def __call__(self, code: str) -> BaseException | None:
        """Run the cells; the exception of the first that failed, or None."""
        for cell in json.loads(code):
            self.lines.clear()
            sys.settrace(self._entered)
            try:
                error = self._copy(cell)
            finally:
                sys.settrace(None)
            if error is not None:
                return error
        return None

    def _entered(self, frame: FrameType, event: str, argument: object) -> Any:
        """Watch the frames that run the cell's own code, and no library's: those would be slowed down for nothing."""
        return self._step if frame.f_code.co_filename in self.cell_names else None

    def _step(self, frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            self.lines.add(frame.f_lineno)
        return self._step
