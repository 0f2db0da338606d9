"""Decide whether a candidate repairs its case. Runs in a process of its own, where nothing was proposed.

Python: a `judge.py` beside the case file decides by its `repairs(case, code)`; without one, the built-in judge does,
with the same meaning: no exception, the case's `check` passes, and the state that is left is the state that the known fix
leaves, so that deleting or swallowing the line that failed is no repair. SQL: the cell runs and `rows` are the
expected ones, in any order unless the case says `ordered`; in tier C it is enough that it runs.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypedDict

from jupyter_quickfix.bench.databases import names
from jupyter_quickfix.bench.state import agrees, both, execute, run

#: Relative difference up to which two numbers are equal; expected ones are written with six decimals.
TOLERANCE = 1e-6

Row = Mapping[str, Any]


class Judgement(TypedDict):
    """Whether it repairs; and where it raised instead, the exception's class (`AssertionError` is the check's)."""

    repairs: bool
    raised: str


def judge(case: Row, code: str, beside: str | None = None) -> Judgement:
    """Judge `code`, run as the cell after the case's setup. `beside` is the judge.py to use, if any."""
    decide = repairs_sql if case["lang"] == "sql" else _load(beside) if beside else repairs
    try:
        return Judgement(repairs=decide(case, code), raised="")
    except BaseException as error:  # a candidate may raise anything, SystemExit included: then it does not repair
        return Judgement(repairs=False, raised=type(error).__name__)


def _load(path: str) -> Callable[[Row, str], bool]:
    spec = importlib.util.spec_from_file_location("case_judge", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def decide(case: Row, code: str) -> bool:
        return bool(module.repairs(dict(case), code))

    return decide


def repairs(case: Row, code: str) -> bool:
    """The built-in judge for Python. Raises what the candidate raises."""
    if case.get("check_kind") == "compile":
        compile(code, "<cell>", "exec", dont_inherit=True)
        return True
    setup = case.get("setup") or ""
    wanted = case.get("expect") or _left_by_fix(case)
    state, namespace = run(setup, code)
    if wanted and not agrees(state, wanted):
        return False
    if case.get("check"):
        execute(case["check"], "<check>", namespace)
    return True


def _left_by_fix(case: Row) -> Mapping[str, object] | None:
    """What the known fix leaves behind each time, where the case has no check of its own that would say more."""
    if not case.get("fixed") or case.get("check"):
        return None
    setup = case.get("setup") or ""
    return both(run(setup, case["fixed"])[0], run(setup, case["fixed"])[0])


def repairs_sql(case: Row, code: str) -> bool:
    """The judge for SQL: run the cell on a fresh database and look at `rows`. Raises what the candidate raises."""
    namespace = names(case["engine"], case["setup"])
    execute(code, "<cell>", namespace)
    rows = namespace.get("rows")
    if not isinstance(rows, list):
        return False
    if case.get("tier") == "C":
        return True
    expected = case.get("expected_rows") or []
    number = case.get("expected_n_rows")
    if len(rows) != (len(expected) if number is None else number):
        return False
    return holds_rows(rows, expected, ordered=bool(case.get("ordered")))


def holds_rows(got: Sequence[Sequence[object]], want: Sequence[Sequence[object]], *, ordered: bool) -> bool:
    """Whether a result holds the wanted rows: as its first ones if `ordered`, else anywhere, each as often as wanted.

    Case files keep the first rows of a long result only; its number of rows is looked at by the caller.
    """
    left = [tuple(_plain(value) for value in row) for row in got]
    right = [tuple(_plain(value) for value in row) for row in want]
    if ordered:
        return len(left) >= len(right) and all(map(_same_row, left, right))
    for row in right:
        place = next((place for place, other in enumerate(left) if _same_row(row, other)), None)
        if place is None:
            return False
        del left[place]
    return True


def _plain(value: object) -> object:
    """An engine's value as JSON would hold it."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal | float):
        return float(value)
    if isinstance(value, date | datetime | time | timedelta) or value is None:
        return None if value is None else str(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value if isinstance(value, str) else str(value)


def _same_row(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(map(_same, one, other))


def _same(one: object, other: object) -> bool:
    if isinstance(one, bool | int | float) and isinstance(other, bool | int | float):
        both_nan = one != one and other != other
        return both_nan or math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return one == other
