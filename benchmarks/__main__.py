"""Run the benchmarks and keep their tables: `python -m benchmarks [NAME…]`, names as in `BENCHMARKS`; all by default."""

from __future__ import annotations

import subprocess
import sys
import time

from benchmarks.record import record

BENCHMARKS = ("overhead", "latency", "load_ext", "trace_write", "trials", "syntax_damage")


def main() -> int:
    """Each benchmark in a process of its own, so that none warms another's caches."""
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No benchmark is called {unknown[0]!r}; there are {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    for name in names:
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        began = time.monotonic()
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode:
            print(f"benchmarks.{name} failed with exit code {done.returncode}; its error is above.", file=sys.stderr)
            return 1
        print(f"## {name}\n\n{done.stdout}")
        record(name, f"python -m benchmarks.{name}", done.stdout)
        print(f"({time.monotonic() - began:.0f} s)\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
