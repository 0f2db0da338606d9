"""Values of a cell whose last run failed."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.order.candidate import runs_first
from jupyter_quickfix.fixers.order.diagnosis import Cause, diagnose
from jupyter_quickfix.records import Candidate, Cell, Context, Failure


class FailedCell(Fixer):
    """Values of a cell whose last run failed.

    Catches: errors of a running cell that reads what a cell above would have made, had its last run not failed.
    Proposes: to run that cell first. It is sure of it where the run was interrupted, or lacked what is there by now or can be
    run before it; otherwise the sentence says to mend that cell first.
    Keeps silent when: the failing statement reads nothing of that cell.
    Safety: as for `cell_not_run`.
    """

    examples = (
        Fixes(
            "rate + 1",
            "rate + 1",
            cells=(
                ("base = 1", False),
                Cell("b", "rate = base * 2", 2, ran="rate = base * 2", ok=False),
                ("rate + 1", True),
            ),
            actions=("Run cell 1", "Run cell 2"),
        ),
        Silent(
            "rate + 1",
            "what failed has nothing to do with it",
            setup="rate = '1'",
            cells=(
                ("rate = '1'", True),
                Cell("b", "other = 1 / 0", 2, ran="other = 1 / 0", ok=False),
                ("rate + 1", True),
            ),
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        found = diagnose(failure, context)
        if found is not None and found.cause is Cause.FAILED:
            yield runs_first(self, failure, found)
