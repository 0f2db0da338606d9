"""What a trial found out, and the strict reading of what a child sends.

The code that was tried ran in the process that sends: it could have written anything there. So the shape, the types and
the sizes are checked, and nothing of it is ever run or trusted further than text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, cast

Outcome = Literal["ran", "raised", "unknown"]

_OUTCOMES = ("ran", "raised", "unknown")
_MAX_NAME, _MAX_TEXT, _MAX_LINE = 200, 4_000, 1_000_000
#: Bounds on what `report` returns: how deep, and how many characters, keys and items in all.
_MAX_DEPTH, _MAX_WEIGHT = 8, 200_000


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one trial.

    `ran`: to the end, without an exception. `raised`: an exception of the code's own (`error_type`, `message`, and `line`
    of the cell, from 1). `unknown`: it could not be found out, and `detail` is one sentence why. `seconds` is the wall time
    of the trial. `extra` is what `report` returned, as JSON has it; it comes from the child, so take it as text.
    """

    outcome: Outcome
    error_type: str = ""
    message: str = ""
    line: int | None = None
    detail: str = ""
    seconds: float = 0.0
    extra: object = None


class Forged(Exception):
    """What came is not what our own code sends."""


def unknown(detail: str, seconds: float = 0.0) -> Result:
    """A trial that said nothing."""
    return Result("unknown", detail=detail, seconds=seconds)


def to_message(result: Result) -> dict[str, object]:
    """The result as JSON, cut to the sizes that `from_message` takes."""
    return {
        "outcome": result.outcome,
        "error_type": _clean(result.error_type)[:_MAX_NAME],
        "message": _clean(result.message)[:_MAX_TEXT],
        "line": result.line if result.line is not None and 0 < result.line <= _MAX_LINE else None,
        "detail": _clean(result.detail)[:_MAX_TEXT],
        "seconds": result.seconds,
        "extra": result.extra,
    }


def from_message(message: object) -> Result:
    """Read what `to_message` wrote. Raises Forged for anything else."""
    if type(message) is not dict or set(message) != set(Result.__dataclass_fields__):
        raise Forged("not the fields of a result")
    outcome, line, seconds = message["outcome"], message["line"], message["seconds"]
    if outcome not in _OUTCOMES:
        raise Forged("no such outcome")
    error_type, text, detail = (_text(message[name], limit) for name, limit in _TEXTS)
    if line is not None and (type(line) is not int or not 0 < line <= _MAX_LINE):
        raise Forged("no line number")
    if type(seconds) not in (int, float) or not math.isfinite(seconds) or seconds < 0:
        raise Forged("no duration")
    if (outcome == "raised") != bool(error_type) or (outcome == "ran" and (text or detail)):
        raise Forged("an outcome that contradicts itself")
    extra = checked_extra(message["extra"])
    return Result(cast(Outcome, outcome), error_type, text, line, detail, float(seconds), extra)


def with_extra(result: Result, extra: object) -> Result:
    """The result with what `report` returned. Raises Forged."""
    return replace(result, extra=checked_extra(extra))


def checked_extra(value: object) -> object:
    """The value, if it is JSON of a moderate size. Raises Forged."""
    if _weight(value, 0) > _MAX_WEIGHT:
        raise Forged("too large")
    return value


_TEXTS = (("error_type", _MAX_NAME), ("message", _MAX_TEXT), ("detail", _MAX_TEXT))


def _text(value: object, limit: int) -> str:
    if type(value) is not str or len(value) > limit:
        raise Forged("no text, or too long")
    return value


def _weight(value: object, depth: int) -> int:
    if depth > _MAX_DEPTH:
        raise Forged("too deep")
    if value is None or type(value) in (bool, int):
        return 1 if abs(int(value or 0)) < 2**63 else _MAX_WEIGHT + 1  # type: ignore[call-overload]  # None, bool or int
    if type(value) is float and math.isfinite(value):
        return 1
    if type(value) is str:
        return 1 + len(value)
    if type(value) is list:
        return 1 + sum(_weight(item, depth + 1) for item in value)
    if type(value) is dict and all(type(key) is str for key in value):
        return 1 + sum(len(key) + _weight(item, depth + 1) for key, item in value.items())
    raise Forged("no JSON")


def _clean(text: str) -> str:
    """The text without lone surrogates, which JSON carries but no panel or database takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
