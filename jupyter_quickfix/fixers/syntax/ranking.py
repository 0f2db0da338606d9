"""Which of several repairs that compile was meant: what they changed, how the result reads, and whether its names are known.

Each repair becomes a handful of numbers (`FEATURES`); their weights, and how sure a lead makes, were learned by
`scripts/train_syntax_ranking.py` from slips made in the installed packages' sources. A price is what a repair costs: repairs
compare by the difference of their prices, in nats.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jupyter_quickfix.fixers.syntax.plausibility import loose_names, plausibility
from jupyter_quickfix.fixers.syntax.search import State
from jupyter_quickfix.fixers.syntax.source import Source
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.fixers.syntax.symbols import symbols
from jupyter_quickfix.fixers.syntax.token_model import ORDER, token_model

PATH = Path(__file__).parents[2] / "models" / "syntax_ranking.json"
#: How small a doubt the search leaves: another repair may always be one that it did not find.
LEAST_SHARE = 0.02
#: Statements above and below a change that are read with it.
_MARGIN = 1

FEATURES = (
    "cost",
    "steps",
    "implausible",
    "unresolved",
    "surprisal",
    "length",
    "ragged",
    "loose",
    "inserted",
    "deleted",
    "shifted",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned numbers: a weight for each feature, and a logistic curve from what is known of a repair to its chance."""

    price: dict[str, float]
    chance: dict[str, float]


@cache
def weights(path: Path = PATH) -> Weights:
    """The shipped weights. Raises OSError or ValueError where the file is missing or damaged."""
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Weights(stored["price"], stored["chance"])


def prices(before: str, states: Sequence[State], names: frozenset[str]) -> list[float]:
    """The price of each repair of `before`, in nats: lower is likelier."""
    learned = weights().price
    return [
        sum(learned.get(name, 0.0) * value for name, value in found.items())
        for found in features(before, states, names)
    ]


def features(before: str, states: Sequence[State], names: frozenset[str]) -> list[dict[str, float]]:
    """What tells the repairs of `before` apart; features that are 0 may be left out."""
    if not states:
        return []
    return [
        _features(before, state, names) | reading
        for state, reading in zip(states, _readings(before, states, names), strict=True)
    ]


def _features(before: str, state: State, names: frozenset[str]) -> dict[str, float]:
    implausible, unresolved = plausibility(before, state.python, names)
    inserted = deleted = shifted = 0
    for step in state.steps:
        for edit in step.edits:
            added = len(edit.replacement.strip()) > 0
            taken = before[edit.start : edit.end] if len(state.steps) == 1 else ""
            inserted += len(edit.replacement.strip())
            deleted += len(taken.strip())
            shifted += not added and not taken.strip()
    found = {
        "cost": state.cost,
        "steps": len(state.steps) - 1.0,
        "implausible": implausible,
        "unresolved": float(unresolved),
        "inserted": math.log1p(inserted),
        "deleted": math.log1p(deleted),
        "shifted": math.log1p(shifted),
    }
    if any(step.kind is Kind.INDENTATION for step in state.steps):
        found["loose"] = float(loose_names(state.python, names))
    return found


def _readings(before: str, states: Sequence[State], names: frozenset[str]) -> list[dict[str, float]]:
    """How each repair reads, where they differ: its surprisal in nats, its symbols, and strings that look like code."""
    model = token_model()
    if model is None:
        return [{} for _ in states]
    region = _Region(before, [state.python for state in states], names)
    read = [region.read(state.python) for state in states]
    encoded = [model.encode(found) for found in read]
    start = _common(encoded)
    end = _common([ids[start:][::-1] for ids in encoded])
    readings = []
    for found, ids in zip(read, encoded, strict=True):
        last = min(len(ids) - end + ORDER - 1, len(ids))
        readings.append({
            "surprisal": model.surprisal(ids, start, last),
            "length": float(len(ids)),
            "ragged": float(sum(symbol.endswith(" ragged") for symbol in found)),
        })  # fmt: skip
    for name in ("surprisal", "length"):
        least = min(reading[name] for reading in readings)
        for reading in readings:
            reading[name] -= least
    return readings


def _common(sequences: Sequence[Sequence[int]]) -> int:
    """How many elements all sequences begin with."""
    length = 0
    for together in zip(*sequences, strict=False):
        if len(set(together)) > 1:
            break
        length += 1
    return length


class _Region:
    """The lines that any of the repairs changed, and their neighbours: only these are read."""

    def __init__(self, before: str, afters: Sequence[str], names: frozenset[str]) -> None:
        lines = before.split("\n")
        head, tail = len(lines), len(lines)
        for after in afters:
            first, last = _unchanged(lines, after.split("\n"))
            head, tail = min(head, first), min(tail, last)
        source = Source(before)
        while head > 0 and not self._begins(source, head + 1, len(lines)):
            head -= 1
        self._head = max(0, head - _MARGIN)
        while self._head > 0 and not self._begins(source, self._head + 1, len(lines)):
            self._head -= 1
        self._tail = max(0, tail - _MARGIN)
        inside = Source("\n".join(lines[self._head : len(lines) - self._tail]))
        mentioned = {token.text for token in source.tokens if token.kind == "name"}
        self._known = names | {
            word for word in mentioned if source.count(word) > 1 or source.count(word) > inside.count(word)
        }

    @staticmethod
    def _begins(source: Source, line: int, last: int) -> bool:
        """Whether a statement begins on the line."""
        token = source.first(line) if line <= last else None
        return token is not None and token.opener < 0 and token.start >= source.starts[line - 1]

    def read(self, after: str) -> list[str]:
        """The symbols of this part of a repaired text."""
        lines = after.split("\n")
        part = "\n".join(lines[self._head : len(lines) - self._tail])
        return symbols(Source(part), self._known)


def _unchanged(old: list[str], new: list[str]) -> tuple[int, int]:
    """How many lines at the beginning and at the end are the same."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def chances(ranked: Sequence[tuple[float, State]]) -> list[float]:
    """The chance of each of the priced repairs, best first, that it is what was meant."""
    learned = weights().chance
    least = ranked[0][0]
    powers = [math.exp(least - price) for price, _ in ranked]
    whole = sum(powers)
    found = []
    for (_, state), power in zip(ranked, powers, strict=True):
        known = certainty(power / whole, state)
        total = sum(learned.get(name, 0.0) * value for name, value in known.items())
        found.append(1 / (1 + math.exp(-total)))
    return found


def certainty(share: float, state: State) -> dict[str, float]:
    """What the chance of a repair is told from: its share among all that were found, and its steps."""
    share = min(max(share, LEAST_SHARE), 1 - LEAST_SHARE)
    return {
        "one": 1.0,
        "share": math.log(share / (1 - share)),
        "steps": len(state.steps) - 1.0,
        "dearest": max(step.cost for step in state.steps),
    }
