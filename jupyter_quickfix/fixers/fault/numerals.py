"""Texts that hold numbers, as people and files write them."""

from __future__ import annotations

import re

_INTEGER = re.compile(r"\s*[+-]?\d+(?:_\d+)*\s*")
_DECIMAL = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
#: Digits in groups of three, with a currency or per cent sign.
_GROUPED = re.compile(r"\s*[$€£]?\s*[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*%?\s*")
_MAX_LENGTH = 60


def converter(value: object) -> str | None:
    """`int` or `float`, whichever reads this text; None for everything else."""
    if type(value) is not str or len(value) > _MAX_LENGTH:
        return None
    if _INTEGER.fullmatch(value):
        return "int"
    return "float" if _DECIMAL.fullmatch(value) else None


def is_grouped(value: object) -> bool:
    """Whether the text is a number such as `1,234.50`."""
    return type(value) is str and len(value) <= _MAX_LENGTH and _GROUPED.fullmatch(value) is not None
