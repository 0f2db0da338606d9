"""A real IPython session in this process, for tests: runs cells, catches failures by our own capture."""

from __future__ import annotations

import atexit
import contextlib
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from jupyter_quickfix.capture import Capture, Run
from jupyter_quickfix.context.cells import cell_run
from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.records import Cell, CellRun, Context, Failure

#: No history on disk: the database takes most of the time to open a shell, and at exit its folder is gone.
_CONFIG = Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}})


class Session:
    """Runs cells one after the other and keeps what capture reported."""

    def __init__(self) -> None:
        InteractiveShell.clear_instance()
        self.shell = InteractiveShell.instance(config=_CONFIG)
        self.failures: list[Failure] = []
        self.runs: list[Run] = []
        self.output = ""
        self._capture = Capture(self.shell, self)
        self._capture.start()

    def failed(self, failure: Failure, started_at: float) -> None:
        self.failures.append(failure)

    def succeeded(self, run: Run) -> None:
        self.runs.append(run)

    def run(self, code: str, cell_id: str | None = None) -> Failure | None:
        """Run one cell and return its failure, if any."""
        before = len(self.failures)
        with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
            self.shell.run_cell(code, store_history=True, cell_id=cell_id)
        self.output = out.getvalue()
        return self.failures[-1] if len(self.failures) > before else None

    def context(
        self, failure: Failure, cells: tuple[tuple[str, bool] | Cell, ...] = (), runs: tuple[CellRun, ...] = ()
    ) -> Context:
        """The failure's context, with notebook cells given as (text, ran) or as records, and the runs before it."""
        known = tuple(_cell(number, each) for number, each in enumerate(cells, start=1))
        if not runs:
            ran = [cell for cell in known if cell.ran is not None and cell.text != failure.code]
            runs = tuple(CellRun(cell.id, cell.ran or "", cell.ok is True, failed_line=1) for cell in ran)
        own = next((cell.id for cell in known if cell.text == failure.code), None)
        runs = (*runs, replace(cell_run(failure), cell_id=own))
        return gather(failure, self.shell.user_ns, cells=known, cells_known=bool(cells), runs=runs)

    def close(self) -> None:
        """Leave the process as it was. The namespace goes with the shell; clearing it by IPython's own reset takes 0.1 s."""
        self._capture.stop()
        self.shell.history_manager.close()
        self.shell.cleanup()
        atexit.unregister(self.shell.atexit_operations)  # else the shell lives, and is reset, until the very end
        InteractiveShell.clear_instance()


def _cell(number: int, cell: tuple[str, bool] | Cell) -> Cell:
    if isinstance(cell, Cell):
        return cell
    text, ran = cell
    return Cell(f"cell-{number}", text, number, text if ran else None, True if ran else None)


@contextlib.contextmanager
def session() -> Iterator[Session]:
    opened = Session()
    try:
        yield opened
    finally:
        opened.close()


@pytest.fixture(name="ipython")
def ipython_session() -> Iterator[Session]:
    """A fresh session."""
    with session() as opened:
        yield opened
