"""Syntax repair of code that is not in any case file: seeded slips in functions and docstring examples of installed packages.

Each of the cells gets one slip, or two on different lines; a repair counts when it gives the clean code's tree. The files are
those that the token model and the weights of the repairs never saw. `python -m benchmarks.syntax_damage [CELLS] [SEED]`.
"""

from __future__ import annotations

import ast
import random
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.damage.corpus import Part, snippets, tree_of
from benchmarks.damage.mistakes import Mistake, both, chosen, damaged
from jupyter_quickfix.bench.report import table
from jupyter_quickfix.capture import build_failure
from jupyter_quickfix.engine import Engine
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Failure
from jupyter_quickfix.settings import QuickFix

CELLS, SEED = 2000, 1
#: One in so many cells has two slips.
DOUBLE = 3


@dataclass(frozen=True, slots=True)
class Damage:
    """A clean cell, the same with slips, and what kinds of code and slips they are."""

    clean: str
    text: str
    kind: str
    slips: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Counts of one kind of slip."""

    cells: int = 0
    shown: int = 0
    first: int = 0
    third: int = 0

    def add(self, shown: bool, place: int | None) -> None:
        """Count one cell; `place` is the rank of the right candidate, None where there is none."""
        self.cells += 1
        self.shown += shown
        self.first += place == 0
        self.third += place is not None and place < 3

    def row(self, name: str) -> tuple[str, ...]:
        """The row of the table."""
        wrong = self.shown - self.first
        return (
            name,
            str(self.cells),
            *(f"{count / max(self.cells, 1):.1%}" for count in (self.shown, self.first, self.third, wrong)),
        )


def damages(count: int, seed: int, part: Part = Part.MEASURE) -> Iterator[Damage]:
    """Seeded damaged cells, half of them functions and half docstring examples."""
    rng = random.Random(seed)
    pools: dict[str, list[str]] = defaultdict(list)
    for kind, text in snippets(part):
        pools[kind].append(text)
    for number in range(count):
        mistake, found = chosen(rng), None
        while found is None:  # every kind of slip fits some cell
            kind = rng.choice(("function", "example"))
            found = _damaged(rng.choice(pools[kind]), kind, mistake, rng, double=number % DOUBLE == DOUBLE - 1)
        yield found


def _damaged(clean: str, kind: str, mistake: Mistake, rng: random.Random, *, double: bool) -> Damage | None:
    text = damaged(clean, mistake, rng)
    if text is None or not double:
        return None if text is None else Damage(clean, text, kind, (mistake.__name__,))
    other = chosen(rng)
    second = damaged(clean, other, rng)
    together = None if second is None else both(clean, text, second)
    return None if together is None else Damage(clean, together, kind, (mistake.__name__, other.__name__))


def failure_of(text: str) -> Failure:
    """The failure of a cell that does not compile, as capture reports it."""
    try:
        compile(text, "<cell>", "exec", dont_inherit=True, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return build_failure(error, text, before_run=True)
    raise ValueError("the cell compiles")


def place_of(clean: str, proposal: Proposal) -> int | None:
    """The rank of the candidate that is the clean code again."""
    wanted = ast.dump(ast.parse(clean))
    for place, candidate in enumerate(proposal.candidates):
        tree = tree_of(candidate.code)
        if tree is not None and ast.dump(tree) == wanted:
            return place
    return None


def main() -> None:
    """Measure and print the tables."""
    count, seed = (int(word) for word in (*sys.argv[1:], *map(str, (CELLS, SEED)[len(sys.argv) - 1 :])))
    engine = Engine(QuickFix())
    tallies: dict[str, Tally] = defaultdict(Tally)
    buckets: dict[int, Tally] = defaultdict(Tally)
    times = []
    for damage in damages(count, seed):
        failure = failure_of(damage.text)
        began = time.perf_counter()
        proposal = engine.propose(failure, {}, began)
        times.append((time.perf_counter() - began) * 1000)
        place, shown = place_of(damage.clean, proposal), bool(proposal.candidates)
        tallies["one slip" if len(damage.slips) == 1 else "two slips"].add(shown, place)
        tallies[f"in a {damage.kind}"].add(shown, place)
        if len(damage.slips) == 1:
            tallies["· " + damage.slips[0].replace("_", " ")].add(shown, place)
        if shown:
            buckets[min(int(proposal.candidates[0].score * 10), 9)].add(shown, place)
    head = ("cells with", "cells", "shown", "repaired@1", "repaired@3", "wrong-first")
    names = sorted(tallies, key=lambda name: (name.startswith("·"), -tallies[name].cells))
    print("\n".join(table(head, [tallies[name].row(name) for name in names])))
    print()
    rows = [
        (f"{b / 10:.1f} to {b / 10 + 0.1:.1f}", str(t.cells), f"{t.first / t.cells:.0%}")
        for b, t in sorted(buckets.items())
    ]
    print("\n".join(table(("score of the first", "cells", "right"), rows)))
    times.sort()
    spread = f"p50 {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms, max {times[-1]:.1f} ms"
    print(f"\n{count} cells, seed {seed}. From failure to proposal: {spread}.")


if __name__ == "__main__":
    main()
