"""Tables that a SQL text reads and writes, as far as words tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"[\"`\[]?([\w.]+)"
_CREATES = re.compile(
    rf"\bcreate\s+(?:or\s+replace\s+)?(?:temp\w*\s+)?(?:table|view)\s+(?:if\s+not\s+exists\s+)?{_NAME}", re.IGNORECASE
)
_CHANGES = re.compile(
    rf"\b(?:insert\s+(?:or\s+\w+\s+)?into|update|delete\s+from|alter\s+table|drop\s+(?:table|view)(?:\s+if\s+exists)?)\s+{_NAME}",
    re.IGNORECASE,
)
_READS = re.compile(rf"\b(?:from|join)\s+{_NAME}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tables:
    """Tables by their lower-case names."""

    creates: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    reads: frozenset[str] = frozenset()


def tables_of(text: str) -> Tables:
    """The tables that one or several statements of SQL create, change and read."""
    return Tables(*(frozenset(name.lower() for name in each.findall(text)) for each in (_CREATES, _CHANGES, _READS)))


def is_sql(text: str) -> bool:
    """Whether the text begins as SQL does."""
    return (
        re.match(r"\s*(?:--[^\n]*\n\s*)*(?:select|with|create|insert|update|delete|drop|alter|from)\b", text, re.I)
        is not None
    )
