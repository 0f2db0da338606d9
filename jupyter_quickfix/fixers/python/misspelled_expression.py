"""A name in the text of `query` or `eval` that is no column there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import span_of
from jupyter_quickfix.fixers.fault.data_values import column_sample, data_of
from jupyter_quickfix.fixers.fault.frames import labels_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.values import UNKNOWN
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure

_UNDEFINED = re.compile(r"name '(\w+)' is not defined|local variable '(\w+)' is not defined")
_SETUP = "import pandas as pd\ndf = pd.DataFrame({'price': [1, 2], 'city': ['a', 'b']})"


class MisspelledExpression(Fixer):
    """Catches: errors from `df.query(…)` and `df.eval(…)`: a name that is no column, a variable without `@`, a text
    without quotes, `=` for `==`.

    Proposes: the nearest column; `@name` for a variable of the session; quotes around a value that a column holds; `==`.

    Keeps silent when: the text is not a literal in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("UndefinedVariableError", "NameError", "ValueError", "SyntaxError")
    examples = (
        Fixes(setup=_SETUP, before="df.query('prise > 1')", after="df.query('price > 1')"),
        Fixes(setup=_SETUP + "\nlimit = 1", before="df.query('price > limit')", after="df.query('price > @limit')"),
        Fixes(setup=_SETUP, before='df.query("city == a")', after="df.query(\"city == 'a'\")"),
        Fixes(setup=_SETUP, before="df.query('price = 1')", after="df.query('price == 1')"),
        Silent(setup=_SETUP, before="df.query('weight > 1')", why="no column comes near"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for call in nodes_of(failure, ast.Call):
            function = call.func
            if not isinstance(function, ast.Attribute) or function.attr not in ("query", "eval") or not call.args:
                continue
            text = call.args[0]
            if not on_failing_lines(failure, call) or not isinstance(text, ast.Constant) or type(text.value) is not str:
                continue
            value = data_of(function.value, context).value
            labels = labels_of(value) if value is not UNKNOWN else None
            match = _UNDEFINED.search(failure.message)
            if match and labels is not None:
                wrong = next(group for group in match.groups() if group)
                yield from self._name(wrong, text, labels.names, value, failure, context)
            elif "cannot assign without a target" in failure.message or "invalid syntax" in failure.message:
                yield from self._comparison(text, failure, context)
            return

    def _name(
        self,
        wrong: str,
        text: ast.Constant,
        columns: tuple[str, ...],
        frame: object,
        failure: Failure,
        context: Context,
    ) -> Iterator[Candidate]:
        def with_(new: str, why: str, sure: float) -> Candidate | None:
            start, end = span_of(failure.python, text)
            literal = failure.code[start:end]
            opening = re.match(r"\w*(?:'{3}|\"{3}|['\"])", literal)
            at = opening.end() if opening else 0  # the literal's own quote is none of the expression's
            inner = re.sub(rf"(?<![\w@`'\"]){re.escape(wrong)}(?!\w)", lambda _: new, literal[at:])
            changed = literal[:at] + inner
            draft = Draft(failure, context).put(start, end, changed)
            return self.candidate(draft.code(), why, confidence=sure) if changed != literal else None

        found = []
        if wrong in context.namespace or wrong in context.frame_locals:
            found.append(with_(f"@{wrong}", "A variable of the session is written with `@`.", 0.94))
        for name, likeness in closest(wrong, columns):
            written = name if name.isidentifier() else f"`{name}`"
            found.append(with_(written, f"The nearest column is {name!r}.", round(0.95 * likeness, 3)))
        if not found and any(wrong in column_sample(frame, name) for name in columns[:50]):
            quote = '"' if failure.code[span_of(failure.python, text)[0]] == "'" else "'"
            found.append(with_(f"{quote}{wrong}{quote}", f"{wrong!r} is a value, which stands in quotes.", 0.9))
        yield from (candidate for candidate in found if candidate is not None)

    def _comparison(self, text: ast.Constant, failure: Failure, context: Context) -> Iterator[Candidate]:
        start, end = span_of(failure.python, text)
        literal = failure.code[start:end]
        changed = re.sub(r"(?<![=!<>])=(?!=)", "==", literal)
        changed = changed.replace("&&", "&").replace("||", "|")
        if changed != literal:
            draft = Draft(failure, context).put(start, end, changed)
            yield self.candidate(draft.code(), "Equality is asked by `==`.", confidence=0.92)
