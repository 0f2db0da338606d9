"""Values that were changed since their cell ran: by a cell run twice or out of order, edited or deleted since."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.order.candidate import runs_first
from jupyter_quickfix.fixers.order.diagnosis import Cause, diagnose
from jupyter_quickfix.records import Candidate, Cell, CellRun, Context, Failure


class StaleValue(Fixer):
    """Values that were changed since their cell ran: by a cell run twice or out of order, edited or deleted since.

    Catches: errors of a running cell that reads a value whose history is not the notebook's: a table that a cell transformed
    twice, cells that ran in another order, a name that was deleted or overwritten by a cell that is not there any more.
    Proposes: to run again from the cell that makes the value anew, only what the failing cell reads.
    Keeps silent when: the value's history is that of a run from the top, or the failing statement does not read it.
    Safety: as for `cell_not_run`.
    """

    examples = (
        Fixes(
            "names[0].upper()",
            "names[0].upper()",
            setup="names = [1]",
            cells=(
                Cell("a", 'names = ["a", "b"]', 1, ran='names = ["a", "b"]', ok=True, execution_count=1),
                Cell("b", "names[0].upper()", 2),
            ),
            runs=(CellRun("a", 'names = ["a", "b"]'), CellRun("gone", "names = [1]", execution_count=2)),
            actions=("Run cell 1",),
        ),
        Fixes(
            'total = total["sum"]',
            'total = total["sum"]',
            setup="total = 3",
            cells=(('total = {"sum": 3}', True), ('total = total["sum"]', True)),
            runs=(CellRun("cell-1", 'total = {"sum": 3}'), CellRun("cell-2", 'total = total["sum"]')),
            actions=("Run cell 1",),
        ),
        Silent(
            "names[0].upper()",
            "it is what the notebook makes it",
            setup="names = [1]",
            cells=(("names = [1]", True), ("names[0].upper()", True)),
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        found = diagnose(failure, context)
        if found is not None and found.cause is Cause.STALE:
            yield runs_first(self, failure, found)
