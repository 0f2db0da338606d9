"""Put results of several engines on the same cases side by side: `python -m benchmarks.compare NAME=RESULTS.jsonl…`.

Each file is what `jupyter quickfix bench … --out` wrote. Only cases that count for every engine are compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from jupyter_quickfix.bench.report import table

Row = Mapping[str, object]
Results = Mapping[tuple[str, str], Row]


def main() -> int:
    """Read and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare", description=__doc__)
    parser.add_argument("results", nargs="+", metavar="NAME=RESULTS.jsonl")
    engines = {name: read(Path(path)) for name, _, path in (one.partition("=") for one in parser.parse_args().results)}
    print("\n".join(compared(engines)))
    return 0


def read(path: Path) -> Results:
    """Results that count, by file and case."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["status"] in ("measured", "no_answer"):
            found[Path(row["file"]).name, row["id"]] = row
    return found


def compared(engines: Mapping[str, Results]) -> list[str]:
    """The table's lines: for each file one line an engine, and one for all files together."""
    common = set.intersection(*(set(results) for results in engines.values()))
    by_file: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(common):
        by_file[key[0]].append(key)
    groups = {**by_file, "all files": sorted(common)} if len(by_file) > 1 else by_file
    rows = [
        (f"{name}, {engine}", str(len(keys)), *_shares([results[key] for key in keys]))
        for name, keys in groups.items()
        for engine, results in engines.items()
    ]
    return list(table(("cases, engine", "n", "shown", "repaired@1", "repaired@3", "wrong-first"), rows))


def _shares(rows: Sequence[Row]) -> tuple[str, ...]:
    verdicts = [_verdicts(row) for row in rows]
    shown = sum(bool(some) for some in verdicts)
    first = sum(some[:1] == ["repairs"] for some in verdicts)
    three = sum("repairs" in some[:3] for some in verdicts)
    return tuple(f"{number / len(rows):.1%}" for number in (shown, first, three, shown - first))


def _verdicts(row: Row) -> list[str]:
    candidates = row["candidates"]
    assert isinstance(candidates, list)
    return [candidate["verdict"] for candidate in candidates]


if __name__ == "__main__":
    sys.exit(main())
