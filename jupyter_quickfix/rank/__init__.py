"""Rank: scores candidates so that the right one comes first, and says by its score how sure it is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Protocol

from jupyter_quickfix.rank.prior import PriorRanker
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

__all__ = ["PriorRanker", "Ranker", "merge_equal", "rank"]


class Ranker(Protocol):
    """Scores the candidates of one failure."""

    @property
    def version(self) -> str:
        """Recorded with each proposal, so that decisions can be held against the ranker that led to them."""

    def score(self, failure: Failure, context: Context, candidates: Sequence[Candidate]) -> list[float]:
        """One score in [0, 1] a candidate, in their order: how likely accepting it repairs the cell."""


def merge_equal(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates that say the same made one: the first one's words, the surest one's confidence."""
    merged: dict[tuple[str, tuple[str, ...]], Candidate] = {}
    for candidate in candidates:
        key = (candidate.code.strip(), tuple(f"{action.kind} {action.target}" for action in candidate.actions))
        before = merged.get(key)
        if before is None:
            merged[key] = candidate
        elif candidate.confidence > before.confidence:
            merged[key] = dataclasses.replace(before, confidence=candidate.confidence)
    return list(merged.values())


def rank(ranker: Ranker, failure: Failure, context: Context, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The candidates with their scores, best first; at equal scores the safe one, then the order given."""
    scores = ranker.score(failure, context, candidates)
    scored = [dataclasses.replace(c, score=score) for c, score in zip(candidates, scores, strict=True)]
    return tuple(sorted(scored, key=lambda c: (-round(c.score, 6), c.safety is not Safety.SAFE)))
