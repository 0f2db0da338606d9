"""`python -m benchmarks.order [--faults N] [--seed S] [--only NOTEBOOK] [--out FILE]`: play seeded faults and print the tables."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Before numpy and its friends are loaded: their threads would not survive the forks.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT"):
    os.environ[variable] = "1"
os.environ["MPLBACKEND"] = "Agg"

from benchmarks.order.faults import KINDS, Fault  # noqa: E402  # after the variables
from benchmarks.order.notebooks import Notebook, load_all  # noqa: E402
from benchmarks.order.report import report  # noqa: E402
from benchmarks.shell import build_index, scratch  # noqa: E402

#: Tries to make one fault of a kind in a notebook: many a permutation does no harm.
TRIES = 10
MODULES = (
    "numpy",
    "pandas",
    "matplotlib.pyplot",
    "scipy.stats",
    "sklearn.linear_model",
    "sklearn.ensemble",
    "duckdb",
    "sqlite3",
)


def main() -> int:
    """Play and report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip())
    parser.add_argument("--faults", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a part of the notebooks' names")
    parser.add_argument("--kind", default="", help="a part of the kinds' names")
    parser.add_argument("--out", type=Path, help="JSON Lines with what came of each fault")
    parser.add_argument("--minutes", type=float, default=60.0, help="stop after this time with what there is")
    options = parser.parse_args()
    out = options.out.resolve() if options.out else None
    notebooks = [notebook for notebook in load_all() if options.only in notebook.name]
    build_index()
    for module in MODULES:
        __import__(module)
    with scratch():
        from benchmarks.order.play import Player  # in the scratch home: it opens a session

        began = time.monotonic()
        player = Player()
        played = []
        notebooks = [notebook for notebook in notebooks if _runs(player, notebook)]
        for notebook, fault in _faults(notebooks, options.seed, options.kind):
            found = player.play(fault, notebook)
            if found.outcome == "no fault":
                if found.detail:
                    print(f"{notebook.name}: {fault.kind}: {found.detail}", file=sys.stderr)
                continue
            played.append((fault, found))
            if len(played) >= options.faults or time.monotonic() - began > 60 * options.minutes:
                break
        if out:
            rows = [{**vars(fault), **vars(found), "shown": None, "steps_run": None} for fault, found in played]
            out.write_text("".join(json.dumps(row, default=vars) + "\n" for row in rows), encoding="utf-8")
        print(report([found for _, found in played], [fault.kind for fault, _ in played], len(notebooks)))
        print(f"Seed {options.seed}; played in {time.monotonic() - began:.0f} s.")
    return 0


def _runs(player: Any, notebook: Notebook) -> bool:
    """Whether it runs from the top: with other versions of the libraries it may not."""
    try:
        player.clean(notebook)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return False
    return True


def _faults(notebooks: list[Notebook], seed: int, kind: str) -> Iterator[tuple[Notebook, Fault]]:
    """Faults without end: every kind in every notebook in turn."""
    rng = random.Random(seed)
    for _ in range(10_000):
        for notebook in notebooks:
            for make in KINDS:
                if kind in make.__name__:
                    yield notebook, make(notebook, rng)


if __name__ == "__main__":
    sys.exit(main())
