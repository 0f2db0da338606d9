"""Make the files: `python -m benchmarks.injected --seed 1 --count 3600 --out build/injected`."""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.injected.choose import choose
from benchmarks.injected.examples import PACKAGES, Example, examples
from benchmarks.injected.forks import each
from benchmarks.injected.renaming import renamed
from benchmarks.injected.screen import Found, screen
from benchmarks.injected.verify import verify
from jupyter_quickfix.bench.isolation import leave_network

#: Seconds for all that is done to one example, and for one case.
_SCREEN_S, _VERIFY_S = 40.0, 15.0
#: Cases that are chosen beyond the wanted number, because not all pass `verify`.
_SURPLUS = 1.35


def main() -> int:
    """Screen, choose, verify, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.injected", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=3600, help="about how many cases (%(default)s)")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="gets dev.jsonl and held_out.jsonl")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--packages", nargs="+", default=list(PACKAGES), choices=list(PACKAGES))
    parser.add_argument("--limit", type=int, help="only so many examples of each package")
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    os.environ["MPLBACKEND"] = "Agg"
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
    warnings.simplefilter("ignore")
    leave_network()  # before anything is imported that starts threads
    chosen_examples = [one for package in arguments.packages for one in _examples(package, arguments)]
    with tempfile.TemporaryDirectory(prefix="injected-") as folder:
        found = _screened(chosen_examples, arguments, Path(folder))
        chosen = list(choose(found, round(arguments.count * _SURPLUS), arguments.seed))
        print(f"{len(found)} cells fail; {len(chosen)} are verified", file=sys.stderr, flush=True)
        done = each(chosen, verify, jobs=arguments.jobs, timeout_s=_VERIFY_S, folder=Path(folder) / "verify")
        rows = [(one, row) for one, row in done if row is not None]
    _write(rows, out, arguments.seed)
    return 0


def _examples(package: str, arguments: argparse.Namespace) -> list[Example]:
    importlib.import_module(package)
    found = list(examples(package))[: arguments.limit]
    if package in ("pandas", "polars"):
        found += [other for one in found if (other := renamed(one, arguments.seed)) is not None]
    print(f"{package}: {len(found)} examples", file=sys.stderr, flush=True)
    return found


def _screened(tasks: Sequence[Example], arguments: argparse.Namespace, folder: Path) -> list[Found]:
    found: list[Found] = []

    def one(example: Example) -> list[Found]:
        return screen(example, arguments.seed)

    done = each(tasks, one, jobs=arguments.jobs, timeout_s=_SCREEN_S, folder=folder / "screen")
    for number, (_, some) in enumerate(done, start=1):
        found += some or []
        if number % 250 == 0:
            print(f"{number} of {len(tasks)} examples, {len(found)} cells fail", file=sys.stderr, flush=True)
    return found


def _write(rows: Sequence[tuple[Found, dict[str, object]]], out: Path, seed: int) -> None:
    out.mkdir(parents=True, exist_ok=True)
    numbers: Counter[str] = Counter()
    with (out / "dev.jsonl").open("w") as dev, (out / "held_out.jsonl").open("w") as held_out:
        for found, row in rows:
            numbers[found.example.id] += 1
            row = {"id": f"injected/{seed}/{found.example.id}#{numbers[found.example.id]}", **row}
            docstring = found.example.id.partition("~")[0]  # both forms of an example on the same side
            digest = hashlib.sha256(f"{seed} {docstring}".encode()).digest()
            (dev if digest[0] % 2 else held_out).write(json.dumps(row) + "\n")
    print(f"{len(rows)} cases in {out}: " + ", ".join(f"{kind} {n}" for kind, n in _counts(rows)), file=sys.stderr)


def _counts(rows: Sequence[tuple[Found, dict[str, object]]]) -> list[tuple[str, int]]:
    return Counter(found.kind for found, _ in rows).most_common()


if __name__ == "__main__":
    sys.exit(main())
