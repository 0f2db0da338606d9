"""The history of cells that this kernel executed, and what the front end tells of the notebook, joined.

Only the front end knows which cells there are and in which order; only the kernel knows what of them it ran, with which
text, and how it ended. An execution count in a notebook may stem from another session, so a cell is matched by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jupyter_quickfix.records import Cell

#: Runs kept, and characters of one cell's text that are kept: a cell may hold a pasted data file.
MAX_RUNS = 1_000
MAX_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    cell_id: str | None
    execution_count: int | None
    ok: bool
    duration_s: float


class CellHistory:
    """The last run of every cell with an id, and every run of cells without one (terminals), oldest first; bounded."""

    def __init__(self, max_runs: int = MAX_RUNS) -> None:
        self._max_runs = max_runs
        self._runs: dict[str | int, _Run] = {}
        self._anonymous = 0

    def ran(self, code: str, cell_id: str | None, execution_count: int | None, ok: bool, duration_s: float) -> None:
        """Note one run. Called after every successful cell: a few dictionary operations and no more."""
        if cell_id is None:
            self._anonymous += 1
        key = self._anonymous if cell_id is None else cell_id
        self._runs.pop(key, None)  # so that it moves to the end
        self._runs[key] = _Run(code[:MAX_TEXT], cell_id, execution_count, ok, duration_s)
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
            return Cell(id=cell_id, text=text, number=number)
        return Cell(cell_id, text, number, run.text, run.ok, run.execution_count, run.duration_s)

    def _nameless(self, execution_count: object, text: str) -> _Run | None:
        """A run whose request carried no cell id, if count and text agree."""
        if execution_count is None:
            return None
        for run in reversed(self._runs.values()):
            if run.cell_id is None and run.execution_count == execution_count and run.text == text[:MAX_TEXT]:
                return run
        return None


def _of_history(run: _Run, place: int) -> Cell:
    count = run.execution_count
    return Cell(run.cell_id, run.text, place if count is None else count, run.text, run.ok, count, run.duration_s)
