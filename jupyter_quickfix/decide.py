"""Decide: the live proposals, what the user does with them, and how the cell ends up running after all."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz.fuzz import ratio

from jupyter_quickfix.capture import Run
from jupyter_quickfix.errors import StaleCellError, UnknownProposalError
from jupyter_quickfix.present.diff import merge_into
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Candidate, Decision, DecisionKind, Outcome

#: Proposals a session keeps alive; older panels turn inert.
MAX_LIVE = 200
#: Failed cells without an id that a successful run is compared with, and how alike (0 to 100) they must be.
MAX_COMPARED = 5
LIKENESS = 60.0
_SETTLED = {DecisionKind.ACCEPT, DecisionKind.ACCEPT_AND_RUN, DecisionKind.REJECT, DecisionKind.DISMISS}


@dataclass
class Desk:
    """The proposals that can still be decided on, newest last, and the failures that still wait for their outcome."""

    _live: OrderedDict[str, Proposal] = field(default_factory=OrderedDict)
    _waiting: OrderedDict[str, Proposal] = field(default_factory=OrderedDict)
    _decided: dict[str, DecisionKind] = field(default_factory=dict)

    def add(self, proposal: Proposal) -> None:
        """Take a new proposal; the oldest one is let go when there are too many."""
        self._live[proposal.id] = proposal
        self._waiting[proposal.id] = proposal
        while len(self._live) > MAX_LIVE:
            old, _ = self._live.popitem(last=False)
            self._waiting.pop(old, None)
            self._decided.pop(old, None)

    @property
    def last(self) -> Proposal | None:
        """The newest proposal, decided or not, None before the first failure."""
        return next(reversed(self._live.values()), None)

    def get(self, proposal_id: str) -> Proposal:
        """The live proposal. Raises UnknownProposalError."""
        try:
            return self._live[proposal_id]
        except KeyError:
            message = "This proposal is no longer live; run the cell again to get a new one."
            raise UnknownProposalError(message) from None

    def open(self) -> Proposal | None:
        """The newest proposal if it was not decided on yet."""
        last = self.last
        return None if last is None or last.id in self._decided else last

    def decide(self, decision: Decision) -> Proposal:
        """Note a decision. Raises UnknownProposalError."""
        proposal = self.get(decision.proposal_id)
        if decision.kind in _SETTLED:
            self._decided[proposal.id] = decision.kind
        return proposal

    def outcomes(self, run: Run) -> list[Outcome]:
        """The outcomes that a successful run is, and stop waiting for them. Costs nothing while nothing waits."""
        if not self._waiting:
            return []
        matched_by, found = "cell_id", self._by_cell(run)
        if not found:
            matched_by, found = "likeness", self._by_accepted_text(run) or self._by_likeness(run)
        for proposal in found:
            del self._waiting[proposal.id]
        return [Outcome(proposal.failure.id, run.code, matched_by, run.execution_count) for proposal in found]

    def _by_cell(self, run: Run) -> list[Proposal]:
        if run.cell_id is None:
            return []
        return [proposal for proposal in self._waiting.values() if proposal.failure.cell_id == run.cell_id]

    def _by_accepted_text(self, run: Run) -> list[Proposal]:
        """A fix taken by `%fix accept` runs in another cell, under another id."""
        text = run.code.strip()
        return [
            proposal
            for proposal in _newest(self._waiting.values())
            if self._decided.get(proposal.id) in (DecisionKind.ACCEPT, DecisionKind.ACCEPT_AND_RUN)
            and any(candidate.code.strip() == text for candidate in proposal.candidates)
        ]

    def _by_likeness(self, run: Run) -> list[Proposal]:
        if run.cell_id is not None or run.code.lstrip().startswith("%fix"):
            return []
        scored = [(ratio(run.code, proposal.failure.code), proposal) for proposal in _newest(self._waiting.values())]
        best = max((score for score, _ in scored), default=0.0)
        if best < LIKENESS:
            return []
        alike = next(proposal for score, proposal in scored if score == best)
        # The same text may have failed several times before it ran.
        return [proposal for score, proposal in scored if proposal.failure.code == alike.failure.code]


def _newest(proposals: Iterable[Proposal]) -> list[Proposal]:
    return list(proposals)[: -MAX_COMPARED - 1 : -1]


def repaired_text(proposal: Proposal, candidate: Candidate, current: str) -> str:
    """The text of the cell after accepting, given its present text.

    Raises StaleCellError when the cell was edited since it failed and the fix's changes no longer have a place in it.
    """
    merged = merge_into(proposal.failure.code, candidate.code, current)
    if merged is None:
        raise StaleCellError("The cell was edited since it failed and this fix no longer fits; nothing was changed.")
    return merged
