"""The cold-start ranker: the source's own confidence, tempered by the checks and by how much is changed.

It knows nothing of this user yet, and claims nothing more: a score is the source's estimate, lowered where a check found
something missing or where the edit is large. The learned ranker takes its place behind the same interface.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from jupyter_quickfix.records import Candidate, Context, Failure, Verdict

#: What a check's verdict does to the score. A name that is missing may be the cell's next error: worse, not hopeless.
CHECK_FACTORS = {
    ("parses", Verdict.FAILED): 0.0,
    ("resolves", Verdict.FAILED): 0.6,
    ("explains", Verdict.FAILED): 0.3,
    ("trial", Verdict.FAILED): 0.5,
}
#: What a trial that ran to the end leaves of the doubt.
DOUBT_LEFT = 0.5
#: The same where only other cells were run first: the cell runs as it was written, so nothing speaks for changing it.
DOUBT_LEFT_AS_WRITTEN = 0.1
#: Characters that may change without doubt; beyond, the score falls by a factor e for every `EDIT_SCALE` more.
FREE_EDIT = 40
EDIT_SCALE = 800.0


class PriorRanker:
    """Confidence × checks × edit size."""

    version = "prior-1"

    def score(self, failure: Failure, context: Context, candidates: Sequence[Candidate]) -> list[float]:
        """Scores in [0, 1], in the candidates' order."""
        return [_score(failure.code, candidate) for candidate in candidates]


def _score(code: str, candidate: Candidate) -> float:
    score = candidate.confidence
    for check in candidate.checks:
        score *= CHECK_FACTORS.get((check.name, check.verdict), 1.0)
    if candidate.proved:
        score = 1 - (1 - score) * (DOUBT_LEFT_AS_WRITTEN if candidate.code == code else DOUBT_LEFT)
    changed = Indel.distance(code, candidate.code)
    score *= math.exp(-max(0, changed - FREE_EDIT) / EDIT_SCALE)
    return min(1.0, max(0.0, score))
