"""Names, columns, tables and files that only a cell further down makes."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.order.candidate import runs_first
from jupyter_quickfix.fixers.order.diagnosis import Cause, diagnose
from jupyter_quickfix.records import Candidate, Context, Failure


class LaterCell(Fixer):
    """Names, columns, tables and files that only a cell further down makes.

    Catches: errors of a running cell for a name, column, table or file that no cell above makes, but one below does.
    Proposes: to run that cell first, with what it needs; the sentence says that it may be moved above instead.
    Keeps silent when: a cell above makes it too, or no cell does.
    Safety: as for `cell_not_run`.
    """

    examples = (
        Fixes("late", "late", cells=(("late", True), ("late = 1", False)), actions=("Run cell 2",)),
        Fixes(
            "late",
            "late",
            cells=(("late", True), ("unrelated = 1", False), ("late = base", False), ("base = 1", False)),
            actions=("Run cell 4", "Run cell 3"),
        ),
        Silent("late", "no cell defines it", cells=(("late", True), ("later = 1", False))),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        found = diagnose(failure, context)
        if found is not None and found.cause is Cause.LATER:
            yield runs_first(self, failure, found)
