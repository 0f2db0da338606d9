"""How alike two identifiers are, as a typist or a forgetful reader of documentation would mistake one for the other."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

#: The keys round each key of a keyboard, by its rows.
_ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    key: {
        near
        for line, offset in ((row, 0), (row - 1, 0), (row - 1, 1), (row + 1, 0), (row + 1, -1))
        if 0 <= line < len(_ROWS)
        for place in ((at - 1, at + 1) if line == row else (at + offset,))
        if 0 <= place < len(_ROWS[line])
        for near in _ROWS[line][place]
    }
    for row, keys in enumerate(_ROWS)
    for at, key in enumerate(keys)
}


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
    if slips > 1 and min(len(plain), len(other)) >= 3 and (other.startswith(plain) or plain.startswith(other)):
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
    scored.sort(key=lambda pair: (-pair[1], _strain(wrong, pair[0]), abs(len(pair[0]) - len(wrong)), pair[0]))
    return scored[:limit]


def _strain(wrong: str, right: str) -> float:
    """How unlikely the slips from one to the other are, to tell choices of equal likeness apart.

    Swapped neighbours and a letter doubled or left out are commoner than a strange letter, and that is commoner from a
    neighbouring key than from afar.
    """
    one, other = wrong.lower(), right.lower()
    if len(one) == len(other):
        places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]]:
            return 0.2
        return sum(0.7 if other[place] in _NEIGHBOURS.get(one[place], "") else 1.2 for place in places)
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    if len(longer) == len(shorter) + 1:
        place = next((place for place, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
        return 0.4 if place and longer[place] == longer[place - 1] else 0.6
    return 1.0 + len(longer) - len(shorter)


def _folded(name: str) -> str:
    return name.replace("_", "").replace(" ", "").replace("-", "").lower()


def _words(name: str) -> list[str]:
    return name.lower().replace("-", "_").replace(" ", "_").split("_")
