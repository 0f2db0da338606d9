"""How alike two identifiers are, as a typist or a forgetful reader of documentation would mistake one for the other."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio


def similarity(wrong: str, right: str) -> float:
    """Likeness in [0, 1]. Case and underscores weigh little; swapped neighbours count as one slip (OSA distance)."""
    if wrong == right:
        return 1.0
    if _folded(wrong) == _folded(right):
        return 0.97
    plain, other = wrong.lower(), right.lower()
    longest = max(len(plain), len(other), 1)
    slips = OSA.distance(plain, other)
    score = 1.0 - slips / longest
    if slips == 1 and longest >= 3:  # one slip in a short word is still one slip
        score = max(score, 0.8)
    if len(plain) >= 4 and sorted(_words(wrong)) == sorted(_words(right)):  # the words in another order
        score = max(score, 0.85)
    if min(len(plain), len(other)) >= 3 and (other.startswith(plain) or plain.startswith(other)):
        score = max(score, 0.6 + 0.3 * min(len(plain), len(other)) / longest)
    return max(0.0, min(score, 0.99))


def closest(wrong: str, choices: Iterable[str], *, limit: int = 3, cutoff: float = 0.65) -> list[tuple[str, float]]:
    """The choices most like `wrong` with their likeness, best first; none under `cutoff`; `wrong` itself left out."""
    folded = wrong.lower()
    scored = []
    for choice in choices:
        # A cheap bound first: thousands of names are in scope, a handful are near.
        if choice == wrong or ratio(folded, choice.lower(), score_cutoff=45) == 0:
            continue
        score = similarity(wrong, choice)
        if score >= cutoff:
            scored.append((choice, score))
    scored.sort(key=lambda pair: (-pair[1], abs(len(pair[0]) - len(wrong)), pair[0]))
    return scored[:limit]


def _folded(name: str) -> str:
    return name.replace("_", "").replace(" ", "").replace("-", "").lower()


def _words(name: str) -> list[str]:
    return name.lower().replace("-", "_").replace(" ", "_").split("_")
