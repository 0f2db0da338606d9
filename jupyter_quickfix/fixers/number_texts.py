"""Numbers as people write them in tables: with thousands separators, currency and percent signs, or none at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$")
_WHOLE = re.compile(r"\s*[-+]?\d+\s*$")
_SIGNS = re.compile(r"[$€£¥₹]")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(?!\d)")
_DECIMAL_COMMA = re.compile(r"^\s*[-+]?\d+,\d+\s*$")


def is_number(text: object) -> bool:
    """Whether `float` reads it."""
    return type(text) is str and _PLAIN.match(text) is not None


def is_whole(text: object) -> bool:
    """Whether `int` reads it."""
    return type(text) is str and _WHOLE.match(text) is not None


class Cleaning:
    """What has to go from texts so that they read as numbers."""

    def __init__(self, texts: Iterable[object]) -> None:
        self._texts = [text for text in texts if type(text) is str]
        odd = [text for text in self._texts if not is_number(text)]
        self.decimal_comma = bool(odd) and all(_DECIMAL_COMMA.match(text) and not _GROUPED.search(text) for text in odd)
        self.dropped = "".join(
            sign
            for sign, present in (
                ("$", any("$" in text for text in odd)),
                ("€", any("€" in text for text in odd)),
                ("£", any("£" in text for text in odd)),
                ("¥", any("¥" in text for text in odd)),
                ("₹", any("₹" in text for text in odd)),
                (",", any(_GROUPED.search(text) for text in odd) and not self.decimal_comma),
                ("%", any(text.rstrip().endswith("%") for text in odd)),
                (" ", any(re.search(r"\d \d{3}\b", text) for text in odd)),
                ("_", False),
            )
            if present
        )

    @property
    def needed(self) -> bool:
        return bool(self.dropped) or self.decimal_comma

    def applied(self, text: str) -> str:
        """The text without what has to go."""
        if self.decimal_comma:
            return text.replace(",", ".")
        return "".join(character for character in text if character not in self.dropped)

    def leaves_numbers(self) -> bool:
        """Whether all texts are numbers then."""
        return bool(self._texts) and all(is_number(self.applied(text)) for text in self._texts)

    def leaves_whole(self) -> bool:
        return bool(self._texts) and all(is_whole(self.applied(text)) for text in self._texts)

    def on_column(self, column: str) -> str:
        """The expression that cleans a pandas column."""
        if self.decimal_comma:
            return f"{column}.str.replace(',', '.')"
        if not self.dropped:
            return column
        if self.dropped == "%":
            return f"{column}.str.rstrip('%')"
        if len(self.dropped) == 1:
            return f"{column}.str.replace({self.dropped!r}, '', regex=False)"
        return f"{column}.str.replace(r'[{self.dropped}]', '', regex=True)"
