"""The tables of the benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.order.play import Played
from benchmarks.shell import spread
from jupyter_quickfix.bench.report import table

HEAD = (
    "kind of fault",
    "n",
    "restored",
    "restored, no needless cell",
    "wrong-first",
    "(shown at once)",
    "silent",
    "cells to run",
)


def report(played: Sequence[Played], kinds: Sequence[str], notebooks: int) -> str:
    """By kind of fault, by error, and the latency."""
    rows = [_row(kind, [p for p, k in zip(played, kinds, strict=True) if k == kind]) for kind in sorted(set(kinds))]
    rows.append(_row("all", list(played)))
    errors = Counter(each.error.partition(":")[0] for each in played)
    by_error = [_row(name, [p for p in played if p.error.startswith(name + ":")]) for name, _ in errors.most_common(8)]
    p50, p95, longest = spread([each.milliseconds for each in played]) if played else (0.0, 0.0, 0.0)
    return "\n".join(
        [
            *table(HEAD, rows),
            "",
            *table(("error", *HEAD[1:]), by_error),
            "",
            f"{len(played)} faults in {notebooks} notebooks. Target: restored in 90 %, without a needless cell in 80 %.",
            f"From the front end's answer to the improved proposal: p50 {p50:.1f} ms, p95 {p95:.1f} ms, max {longest:.1f} ms.",
        ]
    )


def _row(name: str, played: list[Played]) -> tuple[str, ...]:
    n = len(played)
    restored = [each for each in played if each.outcome == "restored"]
    wrong = [each for each in played if each.outcome == "wrong"]
    shown = [each for each in wrong if each.score >= 0.5]
    silent = [each for each in played if each.outcome == "silent"]
    minimal = [each for each in restored if not each.needless]
    steps = sum(each.steps for each in restored) / max(1, len(restored))
    counts = (_share(len(each), n) for each in (restored, minimal, wrong, shown, silent))
    return (name, str(n), *counts, f"{steps:.1f}")


def _share(count: int, n: int) -> str:
    return f"{count} ({count / n:.0%})" if n else "0"
