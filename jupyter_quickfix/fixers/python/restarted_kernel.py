"""Values of an earlier session: the kernel was restarted and the cell that makes them has not run since."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.order.candidate import runs_first
from jupyter_quickfix.fixers.order.diagnosis import Cause, diagnose
from jupyter_quickfix.records import Candidate, Cell, Context, Failure


class RestartedKernel(Fixer):
    """Values of an earlier session: the kernel was restarted and the cell that makes them has not run since.

    Catches: errors of a running cell whose names or parts a cell above makes, which shows a run of an earlier session only.
    Proposes: to run the cells that it needs, and no others, in the notebook's order.
    Keeps silent when: the session holds all that the cell reads.
    Safety: as for `cell_not_run`.
    """

    examples = (
        Fixes(
            "mean(prices)",
            "mean(prices)",
            cells=(
                Cell("a", "from statistics import mean", 1, earlier=True),
                Cell("b", "unused = 1", 2, earlier=True),
                Cell("c", "prices = [1, 2]", 3, earlier=True),
                Cell("d", "mean(prices)", 4),
            ),
            actions=("Run cell 1", "Run cell 3"),
        ),
        Silent("absent", "no cell makes it", cells=(Cell("a", "x = 1", 1, earlier=True), Cell("b", "absent", 2))),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        found = diagnose(failure, context)
        if found is not None and found.cause is Cause.RESTARTED:
            yield runs_first(self, failure, found)
