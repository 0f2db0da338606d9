"""Names that another cell of this notebook defines, but that cell has not run here."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.order.candidate import runs_first
from jupyter_quickfix.fixers.order.diagnosis import Cause, diagnose
from jupyter_quickfix.records import Candidate, Context, Failure


class CellNotRun(Fixer):
    """Names that another cell of this notebook defines, but that cell has not run here.

    Catches: NameError where a cell above defines or imports the name and was never run in this kernel.
    Proposes: to run that cell first, and before it the cells that it needs, and those that change what it makes; in the
    notebook's order, as few as will do.
    It also proposes a cell whose `import *` may bring the name, less sure.
    Keeps silent when: no cell defines the name, or more cells would be needed than "Run all above" is worth.
    Safety: says so where a cell writes files, installs, trains, or uses the network; then it is not the first choice to run.
    """

    errors = ("NameError",)
    examples = (
        Fixes("total + 1", "total + 1", cells=(("total = 5", False), ("total + 1", True)), actions=("Run cell 1",)),
        Fixes(
            "area(2)",
            "area(2)",
            cells=(
                ("import math", False),
                ("unrelated = 1", False),
                ("def area(r):\n    return math.pi * r", False),
                ("area(2)", True),
            ),
            actions=("Run cell 1", "Run cell 3"),
        ),
        Fixes(
            "sales.keys()",
            "sales.keys()",
            cells=(
                ("sales = {}", False),
                ('sales["north"] = 3', False),
                ("sales = dict(sorted(sales.items()))", False),
                ("sales.keys()", True),
                ("sales = None", False),
            ),
            actions=("Run cell 1", "Run cell 2", "Run cell 3"),
        ),
        Fixes(
            "rate * price",
            "rate * price",
            setup="price = 3",
            cells=(("rate = 2\nprice = 3", False), ("rate * price", True)),
            actions=("Run cell 1",),
        ),
        Fixes("sqrt(2)", "sqrt(2)", cells=(("from math import *", False), ("sqrt(2)", True)), actions=("Run cell 1",)),
        Silent("total + 1", "no cell defines it", cells=(("toal = 5", False), ("total + 1", True))),
        Silent("total + 1", 'the notebook"s cells are not known', setup="x = 1"),
        Silent("total + 1", "it is only a string there", cells=(('a = "total = 5"', False), ("total + 1", True))),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        found = diagnose(failure, context)
        if found is not None and found.cause is Cause.NOT_RUN:
            yield runs_first(self, failure, found)
