"""One number for many error types, weighted by how often each stops a real notebook.

A pooled rate mostly measures what the case files happen to hold. `weights.json` beside them says how often each error
type occurs among crashes of public notebooks; the types it does not list share "other".
"""

from __future__ import annotations

import builtins
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from jupyter_quickfix.bench.results import Result
from jupyter_quickfix.errors import InputFileError

OTHER = "other"


def read_weights(paths: Sequence[str]) -> dict[str, float] | None:
    """`by_error_type` of the first weights.json beside one of the case files; None where there is none."""
    for path in paths:
        beside = Path(path).resolve().parent / "weights.json"
        if not beside.is_file():
            continue
        try:
            weights = json.loads(beside.read_text(encoding="utf-8"))["by_error_type"]
            return {str(name): float(weight) for name, weight in weights.items()}
        except (ValueError, TypeError, KeyError, AttributeError, OSError):
            raise InputFileError(
                f"{beside}: needs an object 'by_error_type' of error types and their shares."
            ) from None
    return None


def weighted_as(error_type: str, weights: Mapping[str, float]) -> str:
    """The listed type that an error counts as: its own, else the nearest built-in class above it that is listed."""
    kind = getattr(builtins, error_type, None)
    bases = kind.__mro__ if isinstance(kind, type) else ()
    names = [error_type, *(base.__name__ for base in bases)]
    return next((name for name in names if name in weights), OTHER)


def weighted(results: Sequence[Result], weights: Mapping[str, float]) -> dict[str, float] | None:
    """Rates over the Python cases, each error type counting by its weight; None when there is none of them.

    Types without a case drop out and the rest is scaled to one; `covered` is the share of crashes that remains.
    """
    by_type: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.case.lang == "python" and result.status.counts:
            by_type[weighted_as(result.case.error_type, weights)].append(result)
    covered = sum(weights.get(name, 0.0) for name in by_type)
    if not covered:
        return None

    def rate(values: Mapping[str, float]) -> float:
        return sum(weights.get(name, 0.0) * value for name, value in values.items()) / covered

    def share(test: str) -> dict[str, float]:
        return {name: sum(_holds(result, test) for result in group) / len(group) for name, group in by_type.items()}

    return {test: rate(share(test)) for test in ("shown", "repaired_1", "repaired_3", "wrong_first")} | {
        "covered": covered
    }


def _holds(result: Result, test: str) -> bool:
    return {
        "shown": result.shown,
        "repaired_1": result.repaired(1),
        "repaired_3": result.repaired(3),
        "wrong_first": result.shown and not result.repaired(1),
    }[test]
