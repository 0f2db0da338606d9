"""Which keys or columns an error says are missing: each library has its own sentence for it."""

from __future__ import annotations

import re

from jupyter_quickfix.records import Failure

#: Messages that name columns which are missing; the groups hold a list or one name.
_MISSING = (
    re.compile(r"None of (?:\w*Index\()?\[(.*?)\]"),
    re.compile(r"\[(.*?)\] not (?:in index|found in axis)"),
    re.compile(r"columns expected but not found: \[(.*?)\]"),
    re.compile(r"Missing column provided to '\w+': (.*)"),
    re.compile(r"Columns? not found: (.*)", re.DOTALL),
    re.compile(r"unable to find column (\"[^\"]*\")"),
    re.compile(r"^(\"[^\"]*\") not found"),
    re.compile(r"Could not interpret (?:value|input) `?([^`]*?)`? for"),
    re.compile(r"The following '?\w+'? were not found[^:]*: \[(.*?)\]"),
    re.compile(r"The following \w+ or \w+ are not present[^:]*: \[(.*?)\]"),
    re.compile(r"Column\(s\) \[(.*?)\] do not exist"),
    re.compile(r"^\{(.*?)\} not found in (?:left|right) columns"),
    re.compile(r"^Index\(\[(.*?)\]"),
    re.compile(r"Requested level \((.*?)\) does not match"),
    re.compile(r"^Level (.+) not found$"),
    re.compile(r"(?:Length|Name): ('.*?') not found"),
)
_NAMES = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"|(-?\d+)")
#: Polars' errors whose whole message is the name.
_BARE = ("SchemaFieldNotFoundError", "StructFieldNotFoundError")
_VALID = re.compile(r"valid columns: \[(.*?)\]")


def missing_keys(failure: Failure) -> list[object]:
    """The keys that the error says are missing."""
    exception = failure.exception
    arguments: tuple[object, ...] = BaseException.__dict__["args"].__get__(exception) if exception is not None else ()
    message = failure.message
    if isinstance(exception, KeyError) and len(arguments) == 1:
        key = arguments[0]
        if type(key) is int or (type(key) is str and not any(pattern.search(key) for pattern in _MISSING)):
            return [key]
        message = key if type(key) is str else message  # `str` of a KeyError puts its text in quotes
    if failure.error_type in _BARE:
        return [message.partition("\n")[0].strip('"')]
    for pattern in _MISSING:
        match = pattern.search(message)
        if match:
            quoted = [a or b or (int(number) if number else "") for a, b, number in _NAMES.findall(match.group(1))]
            return quoted[:10] or [match.group(1)]
    return []


def offered_columns(failure: Failure) -> list[str]:
    """The columns that the message itself lists, as Polars' does."""
    match = _VALID.search(failure.message)
    return [a or b for a, b, _ in _NAMES.findall(match.group(1))] if match else []


def speaks_of_levels(failure: Failure) -> bool:
    """Whether a level of an index is missing, not a column."""
    return "Level " in failure.message or "level " in failure.message
