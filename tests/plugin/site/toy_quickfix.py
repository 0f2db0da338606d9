"""A package of somebody else's that brings a fixer of its own."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_quickfix.fixers import Fixer
from jupyter_quickfix.records import Candidate, Context, Failure


class SilentKlingon(Fixer):
    """Catches: `qapla` that is not defined.  Proposes: a greeting."""

    errors = ("NameError",)

    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        if "'qapla'" in failure.message:
            greeting = failure.code.replace("qapla", "'nuqneH'")
            yield self.candidate(greeting, "In this house we greet like this.", confidence=0.9)


class NotAFixer:
    """Registered by mistake."""
