"""Dicts, sets and deques that a loop changes while it walks through them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.flow import raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of
from jupyter_quickfix.fixers.fault.rewrite import edited, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(
    r"(?:dictionary|Set|OrderedDict|deque|dictionary keys) (?:changed|mutated) (?:size )?during iteration", re.I
)


class ChangedWhileIterating(Fixer):
    """Catches: "dictionary changed size during iteration" and its kin.

    Proposes: the loop over a copy: `for key in list(ages):`.

    Keeps silent when: the loop is not in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("RuntimeError",)
    examples = (
        Fixes(
            setup="ages = {'ann': 3, 'bob': 5}",
            before="for name in ages:\n    if ages[name] > 4:\n        del ages[name]\n    ages['x'] = 1",
            after="for name in list(ages):\n    if ages[name] > 4:\n        del ages[name]\n    ages['x'] = 1",
        ),
        Fixes(
            setup="seen = {1, 2}",
            before="for n in seen:\n    seen.add(n + 10)",
            after="for n in list(seen):\n    seen.add(n + 10)",
        ),
        Silent(
            setup="ages = {'a': 1}\ndef clean():\n    for k in ages:\n        ages[k + 'x'] = 1",
            before="clean()",
            why="another cell's code failed",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not _MESSAGE.search(failure.message) or not raised_here(failure):
            return
        for node in nodes_of(failure, ast.For):
            if node.lineno == failure.line:
                text = source(failure, node.iter)
                why = f"The loop changes `{text}` while it walks through it; a list of it stays as it was."
                yield self.candidate(edited(failure, *wrap(failure, node.iter, "list(")), why, confidence=0.92)
                return
