"""What trials cost: the fork that the kernel's main thread waits for, and the time until a candidate is proved.

Each kind of session in a process of its own. A snapshot is taken `SNAPSHOTS` times, and two candidates are tried in each:
the first also pays for settling the snapshot. Then 1,000 trials in a row, and what they leave behind. Budgets: with a
trial, error to proved proposal p50 under 120 ms; what the main thread waits is part of the 30 ms before the panel.
"""

from __future__ import annotations

import gc
import itertools
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.shell import new_shell, run_quietly, scratch, spread

SNAPSHOTS = 15
#: Title and the cells that make the session.
SESSIONS = {
    "small session": "x = 1",
    "pandas, scikit-learn, matplotlib imported": "import pandas, sklearn.cluster, matplotlib.pyplot",
    "2 GB of arrays": "import numpy as np\narrays = [np.ones(2**25) for _ in range(8)]",
    "1 million strings": "strings = [str(number) for number in range(1_000_000)]",
    "4 million strings": "strings = [str(number) for number in range(4_000_000)]",
    "8 million strings": "strings = [str(number) for number in range(8_000_000)]",
}
CANDIDATE = "total = sum(range(100))\ntotal"
MANY = 1_000


def main() -> None:
    """Measure and print the tables."""
    if len(sys.argv) > 1:
        print(json.dumps(_many() if sys.argv[1] == "many" else _once(sys.argv[1])))
        return
    from jupyter_quickfix.bench.report import table

    rows = []
    for title, cell in SESSIONS.items():
        told = _fresh(cell)
        figures = [f"{min(times):.1f} / {spread(times)[0]:.1f} / {max(times):.1f}" for times in told["times"]]
        rows.append((title, f"{told['resident'] / 2**20:.0f}", f"{told['page_tables'] / 2**20:.1f}", *figures))
    head = ("session", "MB", "page tables (MB)", "fork (ms)", "first trial (ms)", "next trial (ms)", "close (ms)")
    print("\n".join(table(head, rows)))
    print(
        f"\nFastest / median / slowest of {SNAPSHOTS} snapshots: the fastest is what the machine can do, the others"
        " what else it did. The main thread waits for the fork only."
    )
    left = _fresh("many")
    print(
        f"{MANY} trials in a row ({left['seconds']:.0f} s): {left['ran']} ran, the session grew by"
        f" {left['grown'] / 2**20:.1f} MB, {left['descriptors']} descriptors, {left['threads']} threads and"
        f" {left['children']} processes were left behind."
    )


def _fresh(cell: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.trials", cell]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _once(cell: str) -> dict[str, Any]:
    from jupyter_quickfix.checks.trial import SessionCopy, Snapshot, unsupported
    from jupyter_quickfix.checks.trial.sandbox.limits import page_tables_bytes

    assert unsupported() is None, unsupported()
    with scratch():
        shell = new_shell()
        assert run_quietly(shell, cell).success
        times: list[list[float]] = [[], [], [], []]
        for _ in range(SNAPSHOTS):
            run_quietly(shell, "1 / 0")
            marks = [time.perf_counter()]
            with Snapshot.take(SessionCopy(shell)) as snapshot:
                marks.append(time.perf_counter())
                for _ in range(2):
                    result = snapshot.try_(CANDIDATE)
                    assert result.outcome == "ran", result
                    marks.append(time.perf_counter())
            marks.append(time.perf_counter())
            for place, (began, ended) in enumerate(itertools.pairwise(marks)):
                times[place].append((ended - began) * 1000)
        return {"times": times, "resident": _resident(), "page_tables": page_tables_bytes()}


def _many() -> dict[str, Any]:
    from jupyter_quickfix.checks.trial import Limits, SessionCopy, Snapshot

    with scratch():
        shell = new_shell()
        run_quietly(shell, SESSIONS["pandas, scikit-learn, matplotlib imported"])
        before: tuple[int, ...] = ()
        began, ran = 0.0, 0
        for number in range(MANY // 10 + 5):
            if number == 5:  # warm: what is allocated once is there
                gc.collect()
                before, began, ran = _held(), time.perf_counter(), 0
            with Snapshot.take(SessionCopy(shell), limits=Limits(seconds=20, overall_s=60)) as snapshot:
                ran += sum(snapshot.try_(CANDIDATE).outcome == "ran" for _ in range(10))
        seconds = time.perf_counter() - began
        gc.collect()
        grown, descriptors, threads, children = (now - then for now, then in zip(_held(), before, strict=True))
    return {
        "ran": ran,
        "seconds": seconds,
        "grown": grown,
        "descriptors": descriptors,
        "threads": threads,
        "children": children,
    }


def _held() -> tuple[int, ...]:
    """Bytes resident, descriptors, threads, child processes."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return _resident(), len(os.listdir("/proc/self/fd")), threading.active_count(), len(children)


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
