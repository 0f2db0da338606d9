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
    """The rarest kinds first, so that the common ones do not use up the examples that they need."""
    by_kind: dict[str, list[Found]] = defaultdict(list)
    for one in pool:
        # An example with renamed columns is there for its columns; its other bugs are the first form's.
        if "~" not in one.example.id or one.kind.startswith(("column", "comparison", "and for")):
            by_kind[one.kind].append(one)
    total = sum(weight for _, weight in KINDS.values())
    examples: Counter[str] = Counter()
    taken: set[tuple[str, str]] = set()
    chosen: list[Found] = []
    for stretch in (1.0, _STRETCH):
        for kind in sorted(by_kind, key=lambda kind: (len(by_kind[kind]), kind)):
            room = wanted * stretch * KINDS[kind][1] / total - sum(one.kind == kind for one in chosen)
            for one in by_kind[kind]:
                if room < 1 or len(chosen) >= wanted:
                    break
                if examples[one.example.id] < _PER_EXAMPLE and (one.example.id, kind) not in taken:
                    taken.add((one.example.id, kind))
                    examples[one.example.id] += 1
                    room -= 1
                    chosen.append(one)
    return chosen
