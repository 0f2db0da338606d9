"""Which failures a command or a cleaning means: the conditions, and the SQL for them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Failures that meet all conditions given; times in seconds since 1970; `notebook` a path or the end of one."""

    since: float | None = None
    before: float | None = None
    error_type: str | None = None
    notebook: str | None = None

    def where(self) -> tuple[str, tuple[str | float, ...]]:
        """A condition on `failures JOIN sessions`, and its parameters."""
        conditions: list[str] = []
        parameters: list[str | float] = []
        for condition, value in (
            ("failures.occurred_at >= ?", self.since),
            ("failures.occurred_at < ?", self.before),
            ("failures.error_type = ?", self.error_type),
        ):
            if value is not None:
                conditions.append(condition)
                parameters.append(value)
        if self.notebook is not None:
            # The end of a path, at a separator; compared as text, so that % and _ in names mean themselves.
            conditions.append(
                "(sessions.notebook = ? OR substr(replace(sessions.notebook, char(92), '/'), -length(?) - 1) = '/' || ?)"
            )
            parameters += [self.notebook] * 3
        return " AND ".join(conditions) or "1", tuple(parameters)
