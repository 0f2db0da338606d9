"""The runs of this kernel, executed on symbols; what was executed before is kept and only continued."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jupyter_quickfix.context.dataflow.flow import Flow
from jupyter_quickfix.context.dataflow.statements import statements_of
from jupyter_quickfix.records import CellRun

_RESET = re.compile(r"\s*%reset\b", re.MULTILINE)


class RunLog:
    """Executes a growing log of runs without beginning anew each time."""

    def __init__(self) -> None:
        self._runs: tuple[CellRun, ...] = ()
        self._flow = Flow()

    def after(self, runs: Sequence[CellRun]) -> Flow:
        """The session after these runs; a copy that may be changed."""
        runs = tuple(runs)
        known = len(self._runs)
        if runs[:known] == self._runs:
            flow = self._flow.copy()
        else:
            flow, known = Flow(), 0
        for run in runs[known:]:
            if _RESET.match(run.text):
                flow = Flow()
            flow.run(statements_of(run.text), _stopped_at(run))
        self._runs, self._flow = runs, flow
        return flow.copy()


def _stopped_at(run: CellRun) -> int | None:
    return None if run.ok else run.failed_line
