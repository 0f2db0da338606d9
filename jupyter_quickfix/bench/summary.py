"""Add results up: by error type and by every other grouping that the cases carry."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath

from jupyter_quickfix.bench.results import Result, Status, Verdict
from jupyter_quickfix.bench.weights import weighted


@dataclass(frozen=True, slots=True)
class Counts:
    """How often, of `n` cases. `wrong_first` is shown first and no repair. Of those, `action_first` only install a
    package or run other cells, which cannot be judged here, and `raises_first` end in an error again, which in a cell
    with several faults is the next one. `proved` looks at the candidates judged.
    """

    n: int
    shown: int
    repaired_1: int
    repaired_3: int
    wrong_first: int
    action_first: int
    raises_first: int
    proved: int
    proved_but_wrong: int
    silent: int


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds, over `n` proposals."""

    n: int
    p50: float
    p95: float
    max: float


#: How the cases are grouped: a title, and the value by which.
GROUPINGS: dict[str, Callable[[Result], str]] = {
    "error_type": lambda result: result.case.error_type,
    "file": lambda result: PurePath(result.case.file).name,
    "cls": lambda result: result.case.cls,
    "tier": lambda result: result.case.tier,
    "category": lambda result: result.case.category,
    "quick": lambda result: {True: "quick", False: "not quick", None: ""}[result.case.quick],
    "source": lambda result: result.candidates[0]["source"] if result.candidates else "",
}


@dataclass(frozen=True)
class Summary:
    """All that the report says."""

    all: Counts
    groups: Mapping[str, Mapping[str, Counts]]
    latency: Latency | None
    proved_latency: Latency | None
    weighted: Mapping[str, float] | None
    left_out: Mapping[str, int]
    details: Mapping[str, Mapping[str, int]]
    faults: Mapping[str, int]
    other_error: int
    seconds: float

    def to_dict(self) -> dict[str, object]:
        """For `--json`."""
        return {"cases": self.all.n, **asdict(self)}


def summarise(results: Sequence[Result], weights: Mapping[str, float] | None, seconds: float) -> Summary:
    """Add up; cases that do not count are left out of every rate and counted apart."""
    counted = [result for result in results if result.status.counts]
    details: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        if result.status is not Status.MEASURED:
            details[result.status][result.detail.partition("\n")[0][:120]] += 1
    return Summary(
        all=count(counted),
        groups={title: _grouped(counted, by) for title, by in GROUPINGS.items()},
        latency=latency([result.latency_ms for result in counted]),
        proved_latency=latency([result.proved_ms for result in counted]),
        weighted=weighted(results, weights) if weights else None,
        left_out=dict(Counter(str(result.status) for result in results if not result.status.counts)),
        details={status: dict(reasons.most_common()) for status, reasons in details.items()},
        faults=dict(Counter(fault for result in results for fault in result.faults).most_common()),
        other_error=sum(result.failed_with not in ("", result.case.error_type) for result in counted),
        seconds=seconds,
    )


def _grouped(results: Sequence[Result], by: Callable[[Result], str]) -> dict[str, Counts]:
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if by(result):
            groups[by(result)].append(result)
    return {name: count(group) for name, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))}


def count(results: Sequence[Result]) -> Counts:
    """The counts of a group."""
    shown = [result for result in results if result.shown]
    wrong = [result for result in shown if not result.repaired(1)]
    return Counts(
        n=len(results),
        shown=len(shown),
        repaired_1=len(shown) - len(wrong),
        repaired_3=sum(result.repaired(3) for result in shown),
        wrong_first=len(wrong),
        action_first=sum(result.first_is(Verdict.ACTION) for result in wrong),
        raises_first=sum(result.first_is(Verdict.RAISES) for result in wrong),
        proved=sum(result.proved() for result in shown),
        proved_but_wrong=sum(result.proved(wrong=True) for result in shown),
        silent=len(results) - len(shown),
    )


def latency(values: Sequence[float | None]) -> Latency | None:
    """Median, 95th percentile (nearest rank) and maximum; None of nothing."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    p50, p95 = (known[max(0, math.ceil(share * len(known)) - 1)] for share in (0.5, 0.95))
    return Latency(len(known), round(p50, 2), round(p95, 2), round(known[-1], 2))
