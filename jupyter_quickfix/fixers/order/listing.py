"""The cells in the order in which they are meant to run: as the front end tells, else as the session's history lets guess."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from jupyter_quickfix.context.dataflow.files import PREFIX, is_there
from jupyter_quickfix.context.dataflow.flow import Flow
from jupyter_quickfix.context.dataflow.statements import statements_of
from jupyter_quickfix.records import Cell, CellRun, Context, Failure

#: Cells from further down that are tried in front of the failing one.
_MAX_BORROWED = 6


@dataclass(frozen=True, slots=True)
class Listing:
    """`above` and `below` the failing cell; `runs` before the failing one; whether the notebook itself is `known`.

    `present` says whether a name or file is there; `held` is the live namespace.
    """

    above: tuple[Cell, ...]
    failing: Cell
    below: tuple[Cell, ...]
    runs: tuple[CellRun, ...]
    failing_run: CellRun
    present: Callable[[str], bool]
    known: bool
    held: Mapping[str, object]

    def orders(self, wanted: frozenset[str]) -> Iterator[tuple[Cell, ...]]:
        """The order as it stands; then, for what nothing above makes, with the cells that make it moved above.

        `wanted`: names, columns and files that the failure speaks of.
        """
        yield (*self.above, self.failing)
        borrowed: list[Cell] = []
        made = {name for cell in self.above for name in _makes(cell)}
        lacking = sorted(wanted - made)
        while lacking and len(borrowed) < _MAX_BORROWED:
            need = lacking.pop()
            makers = [cell for cell in self.below if need in _makes(cell) and cell not in borrowed]
            if not makers:
                continue
            source = next((cell for cell in makers if need not in _needs(cell)), makers[0])
            borrowed.append(source)
            made |= _makes(source)
            lacking += [name for name in _needs(source) if name not in made and not self.present(name)]
        if borrowed:
            yield (*self.above, *reversed(borrowed), self.failing)  # what was found last is needed first


def list_cells(failure: Failure, context: Context) -> Listing | None:
    """The cells around the failing one; None where its own run is not known."""
    runs = context.runs
    if not runs or runs[-1].text[:200] != failure.code[:200]:
        return None
    cells = context.cells if context.cells_known else _of_history(runs)
    place = _place(failure, cells)
    if place is None:  # a console, or %fix in a terminal: what is typed there comes after everything
        place, cells = len(cells), (*cells, Cell(failure.cell_id, failure.code, len(cells) + 1))
    failing = cells[place]
    if failing.text != failure.code:  # edited while it ran
        return None

    def present(name: str) -> bool:
        if name.startswith(PREFIX):
            return is_there(name)
        return name in context.namespace or hasattr(builtins, name)

    return Listing(
        cells[:place], failing, cells[place + 1 :], runs[:-1], runs[-1], present, context.cells_known, context.namespace
    )


def _place(failure: Failure, cells: tuple[Cell, ...]) -> int | None:
    for place, cell in enumerate(cells):
        if failure.cell_id is not None and cell.id == failure.cell_id:
            return place
    texts = [place for place, cell in enumerate(cells) if cell.text == failure.code]
    return texts[-1] if texts else None


def _of_history(runs: tuple[CellRun, ...]) -> tuple[Cell, ...]:
    """Cells by their ids, in the order of their first runs and with their last texts; without ids, the runs themselves."""
    last: dict[str | int, CellRun] = {}
    for place, run in enumerate(runs):
        last[place if run.cell_id is None else run.cell_id] = run
    return tuple(
        Cell(run.cell_id, run.text, run.execution_count or place, run.text, run.ok, run.execution_count, run.duration_s)
        for place, run in enumerate(last.values(), start=1)
    )


def _makes(cell: Cell) -> set[str]:
    """The names that a cell assigns, and the columns."""
    statements = statements_of(cell.text)
    columns = {column for statement in statements for _, column in statement.columns}
    return columns.union(*(statement.binds for statement in statements))


def _needs(cell: Cell) -> list[str]:
    return [demand.name for demand in Flow().run(statements_of(cell.text)).demands]
