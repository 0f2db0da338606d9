"""What a successful cell costs with the extension loaded, and without.

One session; rounds of the same cell are run in turn with the extension loaded and unloaded, so that a machine that slows
down meanwhile slows both. Each round's median is taken, and the difference of each pair of neighbours; the table shows
the medians of those. Budget: under 0.1 ms added.
"""

from __future__ import annotations

import statistics
import time
from typing import Any

from benchmarks.shell import build_index, new_shell, run_quietly, scratch
from jupyter_quickfix.bench.report import table

ROUNDS = 20
CELLS_A_ROUND = 200
WARM_UP = 50
CELLS = {
    "one assignment": "x = 1",
    "20 lines": "\n".join(f"value_{number} = {number} * 2" for number in range(20)),
    "200 lines": "\n".join(f"value_{number} = {number} * 2" for number in range(200)),
}


def main() -> None:
    """Measure and print the table."""
    build_index()
    rows = []
    with scratch():
        shell = new_shell()
        for title, cell in CELLS.items():
            without, with_it = _measure(shell, cell)
            added = statistics.median(b - a for a, b in zip(without, with_it, strict=True))
            plain = statistics.median(without)
            rows.append((title, f"{plain:.3f}", f"{plain + added:.3f}", f"{added:.3f}", f"{1 + added / plain:.3f}"))
    head = ("a successful cell of", "without (ms)", "with (ms)", "added (ms)", "ratio")
    print("\n".join(table(head, rows)))
    print(f"\nMedians of {ROUNDS} pairs of rounds of {CELLS_A_ROUND} cells. Budget: 0.1 ms added.")


def _measure(shell: Any, cell: str) -> tuple[list[float], list[float]]:
    """Medians of the rounds without and with the extension, in milliseconds."""
    without, with_it = [], []
    for _ in range(ROUNDS):
        without.append(_round(shell, cell))
        run_quietly(shell, "%load_ext jupyter_quickfix")
        with_it.append(_round(shell, cell))
        run_quietly(shell, "%unload_ext jupyter_quickfix")
    return without, with_it


def _round(shell: Any, cell: str) -> float:
    times = []
    for number in range(WARM_UP + CELLS_A_ROUND):
        began = time.perf_counter()
        shell.run_cell(cell, store_history=False)
        if number >= WARM_UP:
            times.append(time.perf_counter() - began)
    return statistics.median(times) * 1000


if __name__ == "__main__":
    main()
