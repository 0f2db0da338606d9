"""Points in time as users give them, and as we show them."""

from __future__ import annotations

import argparse
import re
import time
from datetime import datetime

from jupyter_quickfix.traces.selection import Selection

_UNITS = {"m": 60.0, "h": 3600.0, "d": 86400.0, "w": 7 * 86400.0}


def moment(text: str) -> float:
    """Seconds since 1970 of a date, a date with time (local unless it says otherwise), or an age such as 7d or 12h."""
    age = re.fullmatch(r"(\d+(?:\.\d+)?)([mhdw])", text.strip())
    if age:
        return time.time() - float(age.group(1)) * _UNITS[age.group(2)]
    try:
        return datetime.fromisoformat(text.strip()).timestamp()
    except (ValueError, OverflowError, OSError):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time; write a date (2026-01-31), a time (2026-01-31T12:00) or an age (7d, 12h, 30m)"
        ) from None


def shown(seconds: float) -> str:
    """Local date and time, to the minute."""
    return datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")


def add_period(parser: argparse.ArgumentParser) -> None:
    """Declare `--since` and `--before`."""
    parser.add_argument("--since", type=moment, metavar="WHEN", help="only failures since: 2026-01-31, or 7d, 12h")
    parser.add_argument("--before", type=moment, metavar="WHEN", help="only failures before: the same")


def selection(arguments: argparse.Namespace) -> Selection:
    """The conditions that were given."""
    return Selection(
        since=arguments.since,
        before=arguments.before,
        error_type=getattr(arguments, "error_type", None),
        notebook=getattr(arguments, "notebook", None),
    )
