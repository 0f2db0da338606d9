"""Which format a date was written in: the usual ones, tried on the text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import product

_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%Y.%m.%d", "%Y%m%d",
          "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y", "%d-%b-%Y", "%d-%B-%Y", "%d/%m/%y",
          "%m/%d/%y", "%y-%m-%d", "%d-%m-%y", "%d.%m.%y", "%b-%d-%Y", "%d-%b-%y", "%d %b, %Y", "%A, %B %d, %Y",
          "%a %b %d %Y", "%Y-%m", "%m/%Y", "%B %Y", "%b %Y", "%b-%Y", "%Y")  # fmt: skip
_TIMES = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", "T%H:%M", " %H:%M:%S.%f", "T%H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p",
          "T%H:%M:%SZ", "T%H:%M:%S.%fZ", "T%H:%M:%S%z", " %H:%M:%S%z", " %H:%M:%S %z", "%H%M%S", ", %H:%M",
          ", %I:%M %p")  # fmt: skip
_ALONE = ("%H:%M:%S", "%H:%M", "%I:%M %p", "%H:%M:%S.%f", "%M:%S")


_SIGNS = re.compile(r"[A-Za-z0-9]+")
_PART = re.compile(r"%[A-Za-z]")


def formats_of(text: str, near: str = "") -> list[str]:
    """The formats that read the text, those most like `near` first."""
    if len(text) > 60:
        return []
    signs = _SIGNS.sub("", text)
    like = [format_ for format_ in dict.fromkeys(_candidates(near)) if _SIGNS.sub("", _PART.sub("", format_)) == signs]
    found = [format_ for format_ in like if _reads(format_, text)]  # each trial compiles a pattern: few are tried
    return sorted(found, key=lambda format_: _alike(format_, near), reverse=True)[:4] if near else found[:4]


def day_first(text: str) -> bool:
    """Whether the text reads as a date only with the day before the month."""
    formats = formats_of(text)
    return any(format_.startswith("%d") for format_ in formats) and not any(
        format_.startswith(("%m", "%Y")) for format_ in formats
    )


def _candidates(near: str) -> Iterator[str]:
    if near:  # the user's own format with another separator, month style or order
        for separator, other in product("-/. ", "-/. "):
            if separator in near:
                yield near.replace(separator, other)
        yield near.replace("%y", "%Y")
        yield near.replace("%Y", "%y")
        yield near.replace("%b", "%B")
        yield near.replace("%B", "%b")
        yield near.replace("%H", "%I").rstrip() + " %p"
    for date, time in product(_DATES, _TIMES):
        yield date + time
    yield from _ALONE


def _reads(format_: str, text: str) -> bool:
    try:
        dt.datetime.strptime(text, format_)
    except (ValueError, TypeError):
        return False
    return True


def _alike(format_: str, near: str) -> tuple[int, int]:
    """How many of the same parts it has, and whether they come in the same order."""
    own = [format_[place + 1] for place, sign in enumerate(format_[:-1]) if sign == "%"]
    other = [near[place + 1] for place, sign in enumerate(near[:-1]) if sign == "%"]
    return len(set(own) & set(other)) - len(set(own) ^ set(other)), own == other
