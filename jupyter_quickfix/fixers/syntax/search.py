"""Search for the cheapest edits after which a cell compiles: best first, each tried text really compiled, never run.

A state is a text with the steps that led to it. Where a step moves the fault on, the search goes on from there, so that a
cell with several slips is repaired as a whole. A step that gets the parser further earns credit, which makes the
search dive into promising repairs before it tries every alternative to their first step.
"""

from __future__ import annotations

import heapq
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jupyter_quickfix.capture.source import read_cell
from jupyter_quickfix.fixers.edits import apply_edits
from jupyter_quickfix.fixers.syntax.parser import Budget, SyntaxFault, fault_of, quiet
from jupyter_quickfix.fixers.syntax.source import Source
from jupyter_quickfix.fixers.syntax.steps import Generator, Problem, Step

#: Steps in one repair at most.
MAX_STEPS = 8
#: Credit for a step that gets the parser further: a little less than what an ordinary step costs.
PROGRESS = 0.6
#: What no step costs less than.
CHEAPEST = 0.3
#: Repairs to collect, and how much dearer than the cheapest one they may be.
MAX_REPAIRS, MARGIN = 20, 1.4


_MAGIC = re.compile(r"^\s*[%!?]|=\s*[%!]|\?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class State:
    """A text on the way to a repair. `python` is what is compiled, `code` what the user sees: same length, same steps."""

    python: str
    code: str
    steps: tuple[Step, ...] = ()
    fault: SyntaxFault | None = None

    @property
    def cost(self) -> float:
        """What the steps cost together."""
        return sum(step.cost for step in self.steps)

    @property
    def priority(self) -> float:
        """What the search orders by: the cost, less the credit for every fault left behind."""
        return self.cost - PROGRESS * len(self.steps)

    def after(self, step: Step) -> State:
        """The state that a step leads to, its fault not yet known."""
        code, steps = apply_edits(self.code, step.edits), (*self.steps, step)
        if _MAGIC.search(self.code):  # closing a bracket can turn what looked like Python below it into a magic
            return State(read_cell(code).python, code, steps)
        return State(apply_edits(self.python, step.edits), code, steps)


def search(
    python: str, code: str, generators: Sequence[Generator], names: frozenset[str], budget: Budget
) -> list[State]:
    """Repairs of `python`, cheapest first; `code` is edited alike. Empty when it compiles already."""
    with quiet():
        start = State(python, code, (), fault_of(python))
        if start.fault is None:
            return []
        return sorted(_explore(start, generators, names, budget), key=lambda state: state.cost)


def _explore(start: State, generators: Sequence[Generator], names: frozenset[str], budget: Budget) -> Iterator[State]:
    order = itertools.count()
    # A state waits without a step until it is its turn to be expanded: most never are.
    queue: list[tuple[float, int, State, Step | None]] = [(0.0, next(order), start, None)]
    seen = {start.python}
    best: float | None = None  # the first repair's priority
    cheapest: float | None = None
    found = 0
    while queue and not budget.spent and found < MAX_REPAIRS:
        priority, _, state, step = heapq.heappop(queue)
        if best is not None and priority > best + MARGIN:
            break
        if step is not None and cheapest is not None and state.cost + step.cost > cheapest + MARGIN:
            continue
        if step is None:
            for following in _steps(state, generators, names):
                heapq.heappush(queue, (state.priority + following.cost - PROGRESS, next(order), state, following))
            continue
        try:
            after = state.after(step)
        except ValueError:  # its edits overlap: what two rules make of one odd place
            continue
        if after.python in seen:
            continue
        seen.add(after.python)
        budget.use()
        after = replace(after, fault=fault_of(after.python))
        if after.fault is None:
            best = after.priority if best is None else best
            cheapest = after.cost if cheapest is None else min(cheapest, after.cost)
            found += 1
            yield after
        elif len(after.steps) < MAX_STEPS and _further(state, after):
            heapq.heappush(queue, (after.priority + CHEAPEST - PROGRESS, next(order), after, None))


def _steps(state: State, generators: Sequence[Generator], names: frozenset[str]) -> Iterator[Step]:
    assert state.fault is not None
    problem = Problem(Source(state.python), state.fault, names)
    for generator in generators:
        yield from generator(problem)


def _further(before: State, after: State) -> bool:
    """Whether the parser got further, counted from the end of the text so that inserted text does not matter.

    The tokenizer's faults are reported before the parser's wherever they stand: leaving them behind is progress too.
    """
    assert before.fault is not None
    assert after.fault is not None
    if after.fault.level > before.fault.level:
        return True
    left = len(after.python) - after.fault.start
    if left < len(before.python) - before.fault.start:
        return True
    # A string that is not closed is told before all else: without one, an open bracket above shows.
    broken, whole = ("unterminated" in fault.message for fault in (before.fault, after.fault))
    if broken and not whole:
        return True
    # Of several open brackets the parser names the last: fewer of them is progress, though it now names one above.
    both_open = all("was never closed" in fault.message for fault in (before.fault, after.fault))
    return both_open and len(Source(after.python).unclosed) < len(Source(before.python).unclosed)
