"""Dates compared with, or moved by, something that is not of their kind: text, whole numbers, another time zone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import Data, data_of, sample_at
from jupyter_quickfix.fixers.fault.locate import failing_expression, failing_node
from jupyter_quickfix.fixers.fault.values import UNKNOWN, type_of, value_of
from jupyter_quickfix.fixers.names.imported import dotted_path
from jupyter_quickfix.records import Candidate, Context, Failure

_ZONES = re.compile(
    r"tz-naive and tz-aware|offset-naive and offset-aware|dtype=datetime64\[\w+(?:, [^\]]+)?\] and (?:Timestamp|datetime)"
)
_TEXT = re.compile(r"'str' and '(?:Timestamp|datetime\.\w+|Timedelta)'|'(?:Timestamp|datetime\.\w+)' and '(?:str|int)'|"
                   r"Invalid comparison between dtype=datetime64\[\w+\] and (?:date|str)|to datetime\.date|and 'datetime\.date'|"
                   r"'datetime\.date' and 'datetime\.datetime'|cannot compare|Cannot compare Timestamp")  # fmt: skip
_WHOLE = re.compile(
    r"Addition/subtraction of integers|'(?:datetime\.\w+|Timestamp)' and 'int'|'int' and 'datetime\.\w+'"
)


class IncomparableDates(Fixer):
    """Catches: a date compared with or subtracted from text, a whole number added to a date, dates with and without a
    time zone, `datetime` with `date`.

    Proposes: `pd.to_datetime` on the text, `pd.Timedelta(days=…)` for the number, the same time zone (or none) on both
    sides, `.date()` on the finer one.

    Keeps silent when: neither side is known to be a date.

    Safety: safe; a time zone is only dropped where the other side has none, and the panel says so.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'when': ['2024-01-02', '2024-03-01']})",
            before="late = df[df['when'] > pd.Timestamp('2024-02-01')]",
            after="late = df[pd.to_datetime(df['when']) > pd.Timestamp('2024-02-01')]",
        ),
        Fixes(
            setup="import pandas as pd, datetime\ns = pd.Series(pd.to_datetime(['2024-01-02', '2024-03-01']))",
            before="late = s[s > datetime.date(2024, 2, 1)]",
            after="late = s[s > pd.Timestamp(datetime.date(2024, 2, 1))]",
        ),
        Fixes(
            setup="import pandas as pd\nday = pd.Timestamp('2024-01-02')",
            before="day + 1",
            after="day + pd.Timedelta(days=1)",
        ),
        Fixes(
            setup="import datetime\nday = datetime.date(2024, 1, 2)",
            before="day - 7",
            after="day - datetime.timedelta(days=7)",
        ),
        Fixes(
            setup="from datetime import datetime, timezone\nstart = datetime(2024, 1, 1, tzinfo=timezone.utc)",
            before="age = datetime.now() - start",
            after="age = datetime.now(timezone.utc) - start",
        ),
        Fixes(
            setup="import datetime as dt\nnow = dt.datetime(2024, 1, 2)\nday = dt.date(2024, 1, 1)",
            before="now - day",
            after="now.date() - day",
        ),
        Silent(before="'a' < 1", why="no date is involved"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        pair = _operands(failure)
        if pair is None:
            return
        sides = [(node, _Side(node, failure, context)) for node in pair]
        if not any(side.is_date for _, side in sides) and not any(side.is_text for _, side in sides):
            return
        for (node, side), (_, other) in (sides, sides[::-1]):
            yield from self._one_side(node, side, other, failure, context)

    def _one_side(
        self, node: ast.expr, side: _Side, other: _Side, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        message, draft = failure.message, Draft(failure, context)
        if _WHOLE.search(message) and side.is_number and other.is_date:
            if other.is_plain:
                draft.replace(node, f"{draft.module('datetime')}.timedelta(days={draft.text(node)})")
                if draft.module("datetime") and _class_named("timedelta", context):
                    draft = Draft(failure, context).replace(node, f"timedelta(days={draft.text(node)})")
            elif side.data.elementwise:
                draft.replace(node, f"{draft.module('pandas')}.to_timedelta({draft.text(node)}, unit='D')")
            else:
                draft.replace(node, f"{draft.module('pandas')}.Timedelta(days={draft.text(node)})")
            yield self.candidate(
                draft.code(), "A date is moved by a span of time, not by a bare number.", confidence=0.85
            )
        elif _ZONES.search(message):
            yield from self._zones(node, side, other, failure, context)
        elif _TEXT.search(message):
            if side.is_text and other.is_date:
                draft.replace(node, f"{draft.module('pandas')}.to_datetime({draft.text(node)})")
                yield self.candidate(draft.code(), "The text has to be read as a date first.", confidence=0.9)
            elif side.kind == "date" and other.data.dtype == "M":
                draft.replace(node, f"{draft.module('pandas')}.Timestamp({draft.text(node)})")
                yield self.candidate(draft.code(), "A column of times is compared with a `Timestamp`.", confidence=0.9)
            elif side.kind == "datetime" and other.kind == "date":
                draft.replace(node, f"{draft.tight(node)}.date()")
                yield self.candidate(draft.code(), "Both sides have to be dates without a time.", confidence=0.8)

    def _zones(
        self, node: ast.expr, side: _Side, other: _Side, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        draft = Draft(failure, context)
        path = dotted_path(node.func, failure, context) if isinstance(node, ast.Call) else None
        if isinstance(node, ast.Call) and _is_now(node) and not node.args and not node.keywords:
            zone = "timezone.utc" if _class_named("timezone", context) else f"{draft.module('datetime')}.timezone.utc"
            if path is not None and path.startswith("pandas"):
                zone = "'UTC'"
            name = draft.text(node.func).replace("utcnow", "now").replace("today", "now")
            draft.replace(node, f"{name}({zone})")
            yield self.candidate(
                draft.code(), "The other side has a time zone; the time now needs one too.", confidence=0.85
            )
            return
        zone_argument = _zone_argument(node)
        if (
            zone_argument is not None
            and isinstance(node, ast.Call)
            and other.data.elementwise
            and other.has_zone is False
        ):
            start = draft.text(node).rindex(",", 0, draft.text(node).rindex(draft.text(zone_argument)))
            draft.replace(node, draft.text(node)[:start] + ")")
            yield self.candidate(draft.code(), "The column has no time zone, so neither has what it is compared with.",
                                 confidence=0.8)  # fmt: skip
        elif side.has_zone and other.has_zone is False:
            accessor = ".dt" if side.data.family == "series" else ""
            text = f"{draft.tight(node)}{accessor}.tz_localize(None)" if not side.is_plain else (
                f"{draft.tight(node)}.replace(tzinfo=None)")  # fmt: skip
            yield self.candidate(draft.replace(node, text).code(), "Only one side has a time zone.", confidence=0.6)


class _Side:
    """One operand, as far as dates are concerned."""

    def __init__(self, node: ast.expr, failure: Failure, context: Context) -> None:
        self.data: Data = data_of(node, context)
        value = value_of(node, context)
        kind = type(value) if value is not UNKNOWN else type_of(node, context)
        self.kind = _kind_name(node, kind, failure, context)
        self.is_plain = self.kind in ("date", "datetime")
        self.is_date = self.data.dtype == "M" or self.is_plain or self.kind == "Timestamp"
        self.is_number = self.data.family == "number" or self.data.dtype in ("i", "u")
        self.is_text = self.data.family == "str" or (
            self.data.dtype in ("O", "U") and any(type(item) is str for item in sample_at(node, context))
        )
        self.has_zone = _has_zone(self.data, value)


def _kind_name(node: ast.expr, kind: type | None, failure: Failure, context: Context) -> str:
    if kind is not None:
        name = type.__dict__["__name__"].__get__(kind)
        return name if name in ("date", "datetime", "Timestamp") else ""
    if isinstance(node, ast.Call):
        if _is_now(node):
            path = dotted_path(node.func, failure, context) or ""
            return "Timestamp" if path.startswith("pandas") else "datetime"
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("max", "min"):
            return "Timestamp" if data_of(node.func.value, context).dtype == "M" else ""
        path = dotted_path(node.func, failure, context) or ""
        return path.rpartition(".")[2] if path.rpartition(".")[2] in ("date", "datetime", "Timestamp") else ""
    return ""


def _has_zone(data: Data, value: object) -> bool | None:
    if data.family == "series" and data.dtype == "M":
        try:
            return getattr(object.__getattribute__(data.value, "_mgr").blocks[0].dtype, "tz", None) is not None
        except Exception:  # not a live column
            return False
    if safe.type_name(value) in ("datetime.datetime", "pandas._libs.tslibs.timestamps.Timestamp"):
        return value.tzinfo is not None  # type: ignore[attr-defined]  # exactly one of these classes
    return False if data.dtype == "M" else None


def _zone_argument(node: ast.expr) -> ast.keyword | None:
    if not isinstance(node, ast.Call):
        return None
    return next((keyword for keyword in node.keywords if keyword.arg in ("tz", "tzinfo")), None)


def _is_now(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Attribute) and node.func.attr in ("now", "utcnow", "today")


def _class_named(name: str, context: Context) -> bool:
    return safe.is_class(context.namespace.get(name))


def _operands(failure: Failure) -> tuple[ast.expr, ast.expr] | None:
    node = failing_expression(failure) or failing_node(failure, ast.Compare) or failing_node(failure, ast.BinOp)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return node.left, node.comparators[0]
    return (node.left, node.right) if isinstance(node, ast.BinOp) else None
