"""The name of a method or of a colour, given as text and misspelled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import text_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.values import resolve
from jupyter_quickfix.fixers.renaming.calls import requoted
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure

_COLOURS = ("matplotlib.colors.CSS4_COLORS", "matplotlib.colors.BASE_COLORS")


class MisspelledValue(Fixer):
    """Catches: AttributeError for a method that was named by text (`agg('summ')`, `transform('meen')`), ValueError for a
    colour that Matplotlib does not know.

    Proposes: the nearest method of the object that was asked, the nearest colour's name.

    Keeps silent when: none comes near, or the text is not in the failing lines.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "AttributeError")
    examples = (
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1], 'b': [2]})",
            before="df.groupby('a').agg({'b': 'summ'})",
            after="df.groupby('a').agg({'b': 'sum'})",
        ),
        Fixes(
            setup="import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt",
            before='line = plt.plot([1, 2], color="reed")',
            after='line = plt.plot([1, 2], color="red")',
        ),
        Silent(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1], 'b': [2]})",
            before="df.groupby('a').agg('zebra')",
            why="no method comes near",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for node in nodes_of(failure, ast.Constant):
            wrong = node.value
            if type(wrong) is not str or wrong not in failure.message or not on_failing_lines(failure, node):
                continue
            for place, (name, likeness) in enumerate(closest(wrong, dict.fromkeys(_known(wrong, failure)), limit=2)):
                draft = Draft(failure, context)
                draft.replace(node, requoted(text_of(failure.code, node), repr(name)))
                sure = round(0.97 * likeness, 3) if place == 0 else 0.3
                yield self.candidate(draft.code(), f"{wrong!r} is not known here; {name!r} is.", confidence=sure)


def _known(wrong: str, failure: Failure) -> Iterator[str]:
    exception = failure.exception
    if isinstance(exception, AttributeError):
        # Through the class: a subclass of the user's may have properties of these names.
        owner = AttributeError.__dict__["obj"].__get__(exception)
        if owner is not None and AttributeError.__dict__["name"].__get__(exception) == wrong:
            yield from (name for name in safe.attributes(owner) if not name.startswith("_"))
    elif "color" in failure.message.lower() or "RGBA" in failure.message:
        for path in _COLOURS:
            table = resolve(path)
            yield from table if isinstance(table, dict) else ()
