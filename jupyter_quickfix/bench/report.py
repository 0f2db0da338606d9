"""The report as people read it: Markdown tables with aligned columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jupyter_quickfix.bench.summary import Counts, Latency, Summary

_TITLES = {
    "error_type": "error type",
    "file": "file",
    "cls": "class",
    "tier": "tier",
    "category": "category",
    "quick": "size of the fix",
    "source": "source of the first candidate",
}
_HEAD = (
    "n",
    "shown",
    "repaired@1",
    "repaired@3",
    "wrong-first",
    "(action)",
    "(raises)",
    "proved",
    "proved-but-wrong",
    "silent",
)
_LEFT_OUT = {
    "does_not_fail": "do not fail here (other versions of the libraries)",
    "setup_failed": "failed in their setup",
    "skipped": "need a package that is not installed",
}


def report(summary: Summary) -> str:
    """The whole report."""
    return "\n".join(_lines(summary))


def _lines(summary: Summary) -> Iterator[str]:
    for key, groups in summary.groups.items():
        if groups:
            yield from table((_TITLES[key], *_HEAD), [(name, *_cells(counts)) for name, counts in groups.items()])
            yield ""
    yield from table(("together", *_HEAD), [("all cases", *_cells(summary.all))])
    yield ""
    if summary.weighted:
        yield _weighted(summary.weighted)
    yield f"Latency from error to proposal: {_latency(summary.latency)}."
    yield f"Latency from error to proved proposal: {_latency(summary.proved_latency)}."
    if summary.other_error:
        yield f"{summary.other_error} cases fail here with another error than in their file; they count as in the file."
    for status, number in summary.left_out.items():
        reasons = ", ".join(
            f"{reason} ×{times}" for reason, times in list(summary.details[status].items())[:5] if reason
        )
        yield f"Left out: {number} cases {_LEFT_OUT[status]}{f' ({reasons})' if reasons else ''}."
    for reason, times in summary.details.get("no_answer", {}).items():
        yield f"No answer (counted as silent): {times} cases, {reason}."
    if summary.faults:
        yield f"ERRORS OF OURS: {sum(summary.faults.values())}"
        for fault, times in summary.faults.items():
            yield f"  {times} × {fault}"
    yield f"Measured in {summary.seconds:.0f} s."


def _weighted(rates: Mapping[str, float]) -> str:
    return (
        f"Weighted by how often each error type stops a real notebook (Python cases, {rates['covered']:.0%} of crashes "
        f"covered): repaired@1 {rates['repaired_1']:.1%}, repaired@3 {rates['repaired_3']:.1%}, "
        f"wrong-first {rates['wrong_first']:.1%}, shown {rates['shown']:.1%}."
    )


def _latency(latency: Latency | None) -> str:
    if latency is None:
        return "none"
    return f"p50 {latency.p50:.1f} ms, p95 {latency.p95:.1f} ms, max {latency.max:.1f} ms (n = {latency.n})"


def _cells(counts: Counts) -> tuple[str, ...]:
    def part(number: int) -> str:
        return f"{number} ({number / counts.n:.0%})" if number else "0"

    return (
        str(counts.n),
        part(counts.shown),
        part(counts.repaired_1),
        part(counts.repaired_3),
        part(counts.wrong_first),
        str(counts.action_first),
        str(counts.raises_first),
        str(counts.proved),
        str(counts.proved_but_wrong),
        part(counts.silent),
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A Markdown table whose columns line up in a terminal too: the first to the left, the rest to the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]

    def line(row: Sequence[str]) -> str:
        first, *rest = row
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
        return f"| {' | '.join(cells)} |"

    yield line(head)
    yield f"|{'-' * (widths[0] + 2)}|{'|'.join('-' * (width + 1) + ':' for width in widths[1:])}|"
    yield from map(line, rows)
