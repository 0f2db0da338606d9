"""From error to proposal: how long the next prompt waits for us after a cell failed.

Sessions with 20, 200 and 2,000 names and 20 pandas DataFrames of 12 columns in scope. A set of failing cells of the usual
kinds is run over and over; what lies between the end of the cell and the next prompt is timed, everything included:
capture, context, fixers, checks, ranking, showing and recording. The first failure of a session, which loads what is
loaded lazily, is told apart. Budgets, at 200 names: p50 under 30 ms, p95 under 150 ms.
"""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from benchmarks.shell import AfterCell, build_index, new_shell, run_quietly, scratch, spread
from jupyter_quickfix.bench.report import table

NAMES = (20, 200, 2000)
ROUNDS = 10
SCHEMAS = """
import pandas as pd
for number in range(20):
    columns = {f"{word}_{number}": [1.0, 2.0] for word in (
        "customer", "order", "amount", "price", "region", "city", "quantity", "discount", "created", "updated", "status",
        "comment")}
    globals()[f"table_{number}"] = pd.DataFrame(columns)
del number, columns
"""
FAILURES = (
    "total = measurment_3 + 1",
    "frame = pandas.DataFrame()",
    "np.arange(3)",
    "table_3['custmer_3'].sum()",
    "table_4.amuont_4.mean()",
    "table_5.groupby('regoin_5').sum()",
    "'a b'.spilt()",
    "sorted([3, 1], revers=True)",
    "import panda as pd",
    "print(sum([1, 2, 3])",
    "for value in [1, 2]\n    print(value)",
    "name = 'open",
    "pip3 install requests",
    "title = “quoted”",
    "{'one': 1}['on']",
    "[1, 2].push(3)",
    "1 / 0",
    "int('three')",
    "\n".join([*(f"step_{number} = {number}" for number in range(198)), "print(step_1977)"]),
)


def main() -> None:
    """Measure each size in a process of its own and print the table."""
    if len(sys.argv) == 2:
        print(_measure(int(sys.argv[1])))
        return
    build_index()
    rows = []
    for number in NAMES:
        command = [sys.executable, "-m", "benchmarks.latency", str(number)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        rows.append((f"{number:,} names, 20 schemas", *done.stdout.split()))
    head = ("in scope", "failures", "p50 (ms)", "p95 (ms)", "max (ms)", "first of the session (ms)", "shown")
    print("\n".join(table(head, rows)))
    print(f"\n{len(FAILURES)} failing cells, {ROUNDS} times each. Budget at 200 names: p50 30 ms, p95 150 ms.")


def _measure(names: int) -> str:
    with scratch():
        shell = new_shell()
        watch = AfterCell(shell)
        run_quietly(shell, "%load_ext jupyter_quickfix")
        watch.last()
        _fill(shell, names)
        first = _fail(shell, watch, "print(lne([1]))")
        times = []
        shown = 0
        for _ in range(ROUNDS):
            for cell in FAILURES:
                times.append(_fail(shell, watch, cell))
                shown += _has_proposal()
        p50, p95, longest = spread(times)
        return f"{len(times)} {p50:.1f} {p95:.1f} {longest:.1f} {first:.1f} {shown / len(times):.0%}"


def _fill(shell: Any, names: int) -> None:
    values = (1.5, "text", [1, 2], {"key": 1}, len)
    shell.push({f"measurement_{number}": values[number % len(values)] for number in range(names)}, interactive=True)
    assert run_quietly(shell, SCHEMAS).success


def _fail(shell: Any, watch: AfterCell, cell: str) -> float:
    result = run_quietly(shell, cell)
    assert not result.success, f"does not fail: {cell}"
    return watch.milliseconds


def _has_proposal() -> bool:
    import jupyter_quickfix  # loaded as an extension by now

    proposal = jupyter_quickfix.last_proposal()
    return proposal is not None and bool(proposal.candidates)


if __name__ == "__main__":
    main()
