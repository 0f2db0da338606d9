"""`jupyter quickfix bench`: how many real failing cells are repaired, shown wrong, or met with silence."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from jupyter_quickfix.bench.cases import Case, read_cases
from jupyter_quickfix.bench.pool import Pool
from jupyter_quickfix.bench.progress import Progress
from jupyter_quickfix.bench.report import report
from jupyter_quickfix.bench.results import Result
from jupyter_quickfix.bench.session import Options
from jupyter_quickfix.bench.summary import summarise
from jupyter_quickfix.bench.weights import read_weights
from jupyter_quickfix.errors import UsageError

HELP = "Run case files through real sessions and report what is repaired"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("cases", nargs="+", metavar="CASES.jsonl", help="files of cases, one JSON object a line")
    parser.add_argument("--out", metavar="RESULTS.jsonl", help="write one line per case: candidates, verdicts, latency")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N cases of each file")
    parser.add_argument("--only", nargs="+", default=[], metavar="ID", help="only the cases with these ids")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="cases at a time (one a processor)"
    )
    parser.add_argument(
        "--fixers", metavar="MODULE", help="measure the FIXERS of this module in place of the built-in ones"
    )
    parser.add_argument(
        "--patient",
        action="store_true",
        help="no deadline for fixers: repair rates that a busy machine does not change; latencies then mean nothing",
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=20.0,
        metavar="S",
        help="seconds a session or a judged candidate may take (%(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Measure and report. Raises UsageError for input that cannot be used; writes nothing before it is checked."""
    for name in ("limit", "jobs", "timeout"):
        value = getattr(arguments, name)
        if value is not None and value <= 0:
            raise UsageError(f"--{name} is {value:g}; it must be more than 0.")
    if arguments.fixers and importlib.util.find_spec(arguments.fixers) is None:
        raise UsageError(f"There is no module {arguments.fixers}; --fixers names one that holds a tuple FIXERS.")
    cases = read_cases(arguments.cases, limit=arguments.limit, only=arguments.only)
    weights = read_weights(arguments.cases)
    if arguments.out is None:
        results, seconds = _measure(cases, arguments, None)
    else:
        with _open(arguments.out) as out:
            results, seconds = _measure(cases, arguments, out)
    summary = summarise(results, weights, seconds)
    print(json.dumps(summary.to_dict(), indent=2) if arguments.json else report(summary))
    return 0


def _open(path: str) -> TextIO:
    try:
        return Path(path).open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); give another file to --out.") from None


def _pool(arguments: argparse.Namespace, cases: int) -> Pool:
    changed = arguments.fixers or arguments.patient
    options = Options(fixers=arguments.fixers, patient=arguments.patient) if changed else None
    return Pool(jobs=min(arguments.jobs, cases), timeout_s=arguments.timeout, options=options)


def _measure(cases: Sequence[Case], arguments: argparse.Namespace, out: TextIO | None) -> tuple[list[Result], float]:
    """Measure every case; each result is written as soon as it is known, so that an interrupt loses nothing."""
    progress = Progress(len(cases), sys.stderr)
    results: list[Result] = []
    for result in _pool(arguments, len(cases)).run(cases):
        results.append(result)
        if out is not None:
            out.write(result.to_json() + "\n")
            out.flush()
        progress.step()
    progress.end()
    return results, progress.seconds
