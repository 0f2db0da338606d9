"""A value that is there, but a cell that prepares it has not run here."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.order.candidate import runs_first
from jupyter_quickfix.fixers.order.diagnosis import Cause, diagnose
from jupyter_quickfix.records import Candidate, Context, Failure


class UnpreparedValue(Fixer):
    """A value that is there, but a cell that prepares it has not run here.

    Catches: any error of a running cell, KeyError for a missing column above all, where a cell above that adds the column,
    fills the table, fits the model or otherwise changes what the failing statement reads was never run in this kernel.
    Proposes: to run that cell first, with the cells that it needs.
    Keeps silent when: nothing that the failing statement reads would be another one.
    Safety: as for `cell_not_run`.
    """

    examples = (
        Fixes(
            'stock["pears"] + 1',
            'stock["pears"] + 1',
            setup='stock = {"apples": 3}',
            cells=(
                ('stock = {"apples": 3}', True),
                ('stock["pears"] = 2 * stock["apples"]', False),
                ('stock["plums"] = 0', False),
                ('stock["pears"] + 1', True),
            ),
            actions=("Run cell 2",),
        ),
        Silent(
            'stock["paers"] + 1',
            "no cell makes that key",
            setup='stock = {"apples": 3, "pears": 6}',
            cells=(
                ('stock = {"apples": 3}', True),
                ('stock["pears"] = 6', True),
                ("other = 1", False),
                ('stock["paers"] + 1', True),
            ),
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        found = diagnose(failure, context)
        if found is not None and found.cause is Cause.NOT_RUN and failure.error_type != "NameError":
            yield runs_first(self, failure, found)
