"""Values of a cell that was edited since it ran."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.order.candidate import runs_first
from jupyter_quickfix.fixers.order.diagnosis import Cause, diagnose
from jupyter_quickfix.records import Candidate, Cell, Context, Failure


class EditedCell(Fixer):
    """Values of a cell that was edited since it ran.

    Catches: errors of a running cell that reads what a cell above makes otherwise by now: its text was edited (in more than
    comments and layout) after its last run.
    Proposes: to run the edited cell again, and what builds on it in between.
    Keeps silent when: nothing that the failing statement reads comes from the edit.
    Safety: as for `cell_not_run`.
    """

    examples = (
        Fixes(
            "rate + 1",
            "rate + 1",
            setup="rat = 2",
            cells=(Cell("a", "rate = 2", 1, ran="rat = 2", ok=True), ("rate + 1", True)),
            actions=("Run cell 1",),
        ),
        Fixes(
            "sum(prices)",
            "sum(prices)",
            setup='text = "1 2"\nprices = text.split()',
            cells=(
                ('text = "1 2"', True),
                Cell("b", "prices = [int(part) for part in text.split()]", 2, ran="prices = text.split()", ok=True),
                ("sum(prices)", True),
            ),
            actions=("Run cell 2",),
        ),
        Silent(
            "rate + 1",
            "only a comment was edited",
            setup='rate = "2"',
            cells=(Cell("a", 'rate = "2"  # percent', 1, ran='rate = "2"', ok=True), ("rate + 1", True)),
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        found = diagnose(failure, context)
        if found is not None and found.cause is Cause.EDITED:
            yield runs_first(self, failure, found)
