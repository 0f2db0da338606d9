"""The candidate of a diagnosis: steps where the front end can run cells, else their text in front of the failing cell's."""

from __future__ import annotations

from jupyter_quickfix.fixers.base import Fixer
from jupyter_quickfix.fixers.order import proposing
from jupyter_quickfix.fixers.order.diagnosis import Diagnosis
from jupyter_quickfix.records import Candidate, Failure


def runs_first(fixer: Fixer, failure: Failure, found: Diagnosis) -> Candidate:
    """The candidate, signed by the fixer."""
    # In a terminal cells have no name that they could be run by.
    nameless = any(cell.id is None for cell in found.cells)
    before = "".join(f"{cell.text.rstrip()}\n" for cell in found.cells) if nameless else ""
    return fixer.candidate(
        before + failure.code,
        proposing.rationale(found),
        confidence=proposing.confidence(found),
        safety=proposing.safety(found),
        actions=() if nameless else proposing.actions(found),
    )
