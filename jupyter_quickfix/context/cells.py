"""The history of cells that this kernel executed, and what the front end tells of the notebook, joined.

Only the front end knows which cells there are and in which order; only the kernel knows what of them it ran, with which
text, and how it ended. An execution count in a notebook may stem from another session, so a cell is matched by its id.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from jupyter_quickfix.capture import Run
from jupyter_quickfix.records import Cell, CellRun, Failure, Stage

#: Runs kept, and characters of one cell's text that are kept: a cell may hold a pasted data file.
MAX_RUNS = 1_000
MAX_TEXT = 100_000


class CellHistory:
    """The last run of every cell with an id, and every run of cells without one (terminals), oldest first; bounded.

    `log` holds all runs in their order, those of one cell included.
    """

    def __init__(self, max_runs: int = MAX_RUNS) -> None:
        self._max_runs = max_runs
        self._runs: dict[str | int, CellRun] = {}
        self._anonymous = 0
        self._log: deque[CellRun] = deque(maxlen=max_runs)

    @property
    def log(self) -> tuple[CellRun, ...]:
        """Every run that is kept, oldest first."""
        return tuple(self._log)

    def ran(self, run: CellRun) -> None:
        """Note one run. Called after every successful cell: a few dictionary operations and no more."""
        if len(run.text) > MAX_TEXT:
            run = replace(run, text=run.text[:MAX_TEXT])
        if run.cell_id is None:
            self._anonymous += 1
        key = self._anonymous if run.cell_id is None else run.cell_id
        self._runs.pop(key, None)  # so that it moves to the end
        self._runs[key] = run
        self._log.append(run)
        if len(self._runs) > self._max_runs:
            del self._runs[next(iter(self._runs))]

    def cells(self, notebook: Iterable[Mapping[str, Any]] | None = None) -> tuple[Cell, ...]:
        """The notebook's code cells in its order with what is known of their runs; without a notebook, the history.

        `notebook` holds the front end's cells as `{id, number, source, execution_count}`; what is not of that form is
        left out, for it comes from outside.
        """
        if notebook is None:
            runs = list(self._runs.values())
            return tuple(_of_history(run, place) for place, run in enumerate(runs, start=1))
        return tuple(cell for told in notebook if (cell := self._joined(told)) is not None)

    def _joined(self, told: Mapping[str, Any]) -> Cell | None:
        cell_id, number, text = told.get("id"), told.get("number"), told.get("source")
        if not isinstance(cell_id, str) or not isinstance(number, int) or not isinstance(text, str):
            return None
        run = self._runs.get(cell_id) or self._nameless(told.get("execution_count"), text)
        if run is None:
            return Cell(id=cell_id, text=text, number=number, earlier=type(told.get("execution_count")) is int)
        return Cell(cell_id, text, number, run.text, run.ok, run.execution_count, run.duration_s)

    def _nameless(self, execution_count: object, text: str) -> CellRun | None:
        """A run whose request carried no cell id, if count and text agree."""
        if execution_count is None:
            return None
        for run in reversed(self._runs.values()):
            if run.cell_id is None and run.execution_count == execution_count and run.text == text[:MAX_TEXT]:
                return run
        return None


def _of_history(run: CellRun, place: int) -> Cell:
    count = run.execution_count
    return Cell(run.cell_id, run.text, place if count is None else count, run.text, run.ok, count, run.duration_s)


def cell_run(run: Run | Failure) -> CellRun:
    """What is kept of a run that capture told of."""
    if isinstance(run, Run):
        return CellRun(run.cell_id, run.code, True, run.execution_count, run.duration_s)
    return CellRun(
        run.cell_id,
        run.code,
        ok=False,
        execution_count=run.execution_count,
        duration_s=run.duration_s or 0.0,
        failed_line=_failed_line(run),
        error_type=run.error_type,
    )


def _failed_line(failure: Failure) -> int | None:
    """The line of the cell's own statement that failed; None where all of the cell was executed."""
    if failure.stage is Stage.DISPLAY:
        return None
    if failure.stage is not Stage.RUN:
        return 0
    lines = [frame.line for frame in failure.frames if frame.in_failing_cell and frame.function == "<module>"]
    return lines[0] if lines else failure.line or 0
