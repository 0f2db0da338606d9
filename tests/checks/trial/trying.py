"""Try code on a copy of this very process, as a kernel would."""

from __future__ import annotations

import textwrap

import pytest

from jupyter_quickfix.checks.trial import Limits, Result, Snapshot, unsupported

#: Generous, for machines that do many things at once; nothing here needs that long.
LIMITS = Limits(seconds=10.0, overall_s=60.0)

needs_trials = pytest.mark.skipif(unsupported() is not None, reason=f"no trials here: {unsupported()}")


class Namespace:
    """Runs code in a dictionary, as a session without IPython."""

    cell_names = ("<cell>",)

    def __init__(self, names: dict[str, object]) -> None:
        self.names = names

    def __call__(self, code: str) -> BaseException | None:
        exec(compile(code, "<cell>", "exec"), self.names)
        return None


class Trier:
    """Takes a snapshot and has one piece of code tried in it."""

    def __init__(self) -> None:
        self.limits = LIMITS

    def __call__(self, code: str, **names: object) -> Result:
        with Snapshot.take(Namespace({"__name__": "__main__", **names}), limits=self.limits) as snapshot:
            return snapshot.try_(textwrap.dedent(code))


@pytest.fixture
def attempt() -> Trier:
    """`attempt(code, name=value, …)` → Result."""
    return Trier()
