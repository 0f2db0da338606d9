"""Choose the cases that are kept: balanced by kind within each package, and few of one example."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from benchmarks.injected.kinds import KINDS
from benchmarks.injected.screen import Found

#: Share of the cases by package; what a package cannot give is missing at the end.
SHARES = {"pandas": 0.54, "numpy": 0.16, "polars": 0.13, "sklearn": 0.11, "scipy": 0.05, "seaborn": 0.01}
_PER_EXAMPLE = 4
#: How far beyond its share a kind may go where others are rare.
_STRETCH = 1.6


def choose(found: Sequence[Found], count: int, seed: int) -> Iterator[Found]:
    """About `count` of them, in an order that has nothing to do with kind or package."""
    by_package: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        by_package[one.example.package].append(one)
    chosen: list[Found] = []
    for package, share in SHARES.items():
        pool = by_package[package]
        Random(f"{seed} {package}").shuffle(pool)
        chosen += _of_package(pool, round(count * share))
    Random(seed).shuffle(chosen)
    yield from chosen


def _of_package(pool: Sequence[Found], wanted: int) -> list[Found]:
    total = sum(weight for _, weight in KINDS.values())
    caps = {kind: wanted * weight / total for kind, (_, weight) in KINDS.items()}
    kinds: Counter[str] = Counter()
    examples: Counter[str] = Counter()
    seen: set[tuple[str, str]] = set()
    chosen: list[Found] = []
    for stretch in (1.0, _STRETCH):
        for one in pool:
            place = (one.example.id, one.kind)
            if len(chosen) >= wanted or kinds[one.kind] >= caps[one.kind] * stretch or place in seen:
                continue
            if examples[one.example.id] < _PER_EXAMPLE:
                seen.add(place)
                kinds[one.kind] += 1
                examples[one.example.id] += 1
                chosen.append(one)
    return chosen
