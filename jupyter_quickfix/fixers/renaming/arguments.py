"""Which argument was meant by a name that a function does not take: a slip, an abbreviation, another library's word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.similar import closest

#: Likeness of another word for the same, and of an abbreviation.
_SYNONYM, _ABBREVIATION = 0.85, 0.78


def nearest_arguments(wrong: str, accepted: Sequence[str]) -> list[tuple[str, float]]:
    """The accepted names that may be meant, with their likeness, best first."""
    accepted = [name for name in accepted if name not in opposites(wrong, accepted)]
    near = dict(closest(wrong, accepted))
    for right in _synonyms(wrong, accepted):
        near[right] = max(near.get(right, 0.0), _SYNONYM)
        break
    shortened = [name for name in accepted if _abbreviates(wrong, name)]
    if len(shortened) == 1:
        near[shortened[0]] = max(near.get(shortened[0], 0.0), _ABBREVIATION)
    return sorted(near.items(), key=lambda pair: -pair[1])[:3]


def opposites(wrong: str, accepted: Sequence[str]) -> list[str]:
    """The accepted name that says the opposite: `ascending` for `descending`."""
    found = [right for right, *others in _groups("opposite") if wrong in others and right in accepted]
    return found[:1]


def _synonyms(wrong: str, accepted: Sequence[str]) -> Iterator[str]:
    """The first of a group before its other members: groups are ordered by how often the one is meant by the others."""
    groups = [group for group in _groups("same") if wrong in group]
    for right in (*(group[0] for group in groups), *(name for group in groups for name in group)):
        if right != wrong and right in accepted:
            yield right


def _abbreviates(short: str, name: str) -> bool:
    """Whether the letters of the one stand in the other in this order: `idx` for `index`, `ax` for `axis`."""
    if len(short) > len(name):
        short, name = name, short
    if len(short) < 2 or short[0] != name[0] or short == name:
        return False
    letters = iter(name)
    return all(letter in letters for letter in short)


@cache
def _groups(kind: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split()) for group in load("keyword_synonyms")[kind])
