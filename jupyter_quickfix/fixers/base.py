"""What a fixer is: one kind of failure in, candidates out; and the examples that are its documentation and its tests.

Adding one: a file in `fixers/python` named for what it finds, a class of the same name, and a line in `fixers.FIXERS`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from jupyter_quickfix.records import Action, Candidate, Cell, CellRun, Context, Failure, Safety


@dataclass(frozen=True, slots=True)
class Fixes:
    """An example: after `setup` ran as earlier cells, `before` fails and this fixer's first candidate is `after`.

    `cells` are the notebook's cells as the front end would tell them (text, and whether it ran; or the whole record);
    `runs` are all runs of the session without the failing one, taken from the cells where not given; `actions` the labels of
    the actions expected first.
    """

    before: str
    after: str
    setup: str = ""
    cells: tuple[tuple[str, bool] | Cell, ...] = ()
    runs: tuple[CellRun, ...] = ()
    actions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Silent:
    """An example: `before` fails after `setup`, and this fixer has nothing to say. `why` is for the reader."""

    before: str
    why: str
    setup: str = ""
    cells: tuple[tuple[str, bool] | Cell, ...] = ()
    runs: tuple[CellRun, ...] = ()


class Fixer(ABC):
    """Turns failures of a kind it knows into candidates.

    `propose` is a pure function of its arguments: it runs no user code, prints nothing, imports nothing heavy. What it
    raises is logged and costs the user nothing but this fixer's candidates.
    """

    #: Names of the exception classes it looks at (subclasses count); empty for all.
    errors: ClassVar[tuple[str, ...]] = ()
    examples: ClassVar[tuple[Fixes | Silent, ...]] = ()

    @property
    def id(self) -> str:
        """The class's name in snake case, which is the file's name."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def catches(self, failure: Failure) -> bool:
        """Whether the failure is of a class this fixer looks at."""
        if not self.errors or failure.error_type in self.errors:
            return True
        exception = failure.exception
        return exception is not None and any(base.__name__ in self.errors for base in type(exception).__mro__)

    @abstractmethod
    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        """Candidates for this failure, likeliest first; none when it is not of this fixer's kind."""

    def candidate(
        self,
        code: str,
        rationale: str,
        *,
        confidence: float,
        safety: Safety = Safety.SAFE,
        actions: tuple[Action, ...] = (),
    ) -> Candidate:
        """A candidate signed by this fixer. `rationale` is one sentence; `confidence` in [0, 1]."""
        return Candidate(
            code=code,
            rationale=rationale,
            source=self.id,
            confidence=confidence,
            safety=safety,
            actions=actions,
        )
