"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["works", "missing", "unused"]

#: "unused" is for what is optional and not there: nothing is wrong.
MARKS: dict[State, str] = {"works": "✓", "missing": "✗", "unused": "–"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; `how` says how to get what is missing. Without what is `core`, nothing works at all."""

    name: str
    state: State
    says: str
    how: str = ""
    core: bool = False
