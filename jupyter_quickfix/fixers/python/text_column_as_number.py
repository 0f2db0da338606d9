"""A column or array of text computed or compared with as if it held numbers, or numbers joined to text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import Data, data_of, sample_at
from jupyter_quickfix.fixers.fault.locate import failing_expression, failing_node, failing_statement
from jupyter_quickfix.fixers.number_texts import Cleaning, is_number
from jupyter_quickfix.records import Candidate, Context, Failure

_SETUP = "import pandas as pd\ndf = pd.DataFrame({'p': ['1', '2'], 'n': [3, 4], 'c': ['x', 'y']})"
_WIDE = ("series", "index", "array")
_REDUCTIONS = frozenset({"mean", "sum", "std", "var", "median", "max", "min", "prod", "cumsum", "round", "corr", "diff",
                         "quantile", "abs"})  # fmt: skip
_TEXT = re.compile(
    r"not supported between|unsupported operand|can't multiply sequence|can only concatenate|must be str|"
    r"[Cc]ould not convert|[Ii]nvalid comparison|did not contain a loop|cannot perform|ufunc|not compatible|"
    r"not supported for dtype|dtype.*str|resolved dtypes"
)


class TextColumnAsNumber(Fixer):
    """Catches: TypeError from arithmetic, a comparison or a statistic on a column or array whose numbers are text, and
    from `text + numbers` between columns.

    Proposes: `.astype(int)` or `.astype(float)` on the text where it holds numbers; `.astype(str)` on the numbers where
    text is joined; the number without quotes where a column of numbers is compared with a text.

    Keeps silent when: the text holds no numbers and is not joined.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError", "UFuncTypeError", "UFuncNoLoopError")
    examples = (
        Fixes(setup=_SETUP, before="double = df['p'] * 2.0", after="double = df['p'].astype(int) * 2.0"),
        Fixes(setup=_SETUP, before="df['d'] = df['n'] - df['p']", after="df['d'] = df['n'] - df['p'].astype(int)"),
        Fixes(setup=_SETUP, before="big = df[df['p'] > 1]", after="big = df[df['p'].astype(int) > 1]"),
        Fixes(
            setup=_SETUP,
            before="df['l'] = df['c'] + '-' + df['n']",
            after="df['l'] = df['c'] + '-' + df['n'].astype(str)",
        ),
        Fixes(setup=_SETUP, before="big = df[df['n'] > '3']", after="big = df[df['n'] > 3]"),
        Fixes(
            setup="import numpy as np\na = np.array(['1', '2'])", before="np.mean(a)", after="np.mean(a.astype(int))"
        ),
        Silent(setup=_SETUP, before="df['c'] * 2.5", why="the text holds no numbers"),
        Silent(before="'a' * 2.5", why="no column is involved"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not _TEXT.search(failure.message):
            return
        node = failing_expression(failure) or _operation(failure)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield from self._pair(node.left, node.comparators[0], False, failure, context)
        elif isinstance(node, ast.BinOp):
            yield from self._pair(node.left, node.right, isinstance(node.op, ast.Add), failure, context)
        elif isinstance(node, ast.Call):
            yield from self._statistic(node, failure, context)
        elif isinstance(statement := failing_statement(failure), ast.AugAssign):
            target = statement.target
            if isinstance(target, (ast.Name, ast.Subscript, ast.Attribute)):
                yield from self._pair(target, statement.value, isinstance(statement.op, ast.Add), failure, context)

    def _pair(
        self, left: ast.expr, right: ast.expr, joins: bool, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        sides = [(left, data_of(left, context)), (right, data_of(right, context))]
        if not any(data.family in _WIDE for _, data in sides):
            return
        texts = [(node, data, _texts(node, data, context)) for node, data in sides]
        converted = [(node, Cleaning(found)) for node, _, found in texts if found]
        draft = Draft(failure, context)
        target = failing_statement(failure)
        targeted = isinstance(target, ast.AugAssign) and target.target is left
        if joins and converted and not all(is_number(text) for _, _, found in texts for text in found):
            numbers = [(node, data) for node, data, found in texts if not found]
            for node, data in numbers:
                if data.family in _WIDE:
                    draft.after(node, ".astype(str)") if draft.tight(node) == draft.text(node) else draft.before(
                        node, "("
                    ).after(node, ").astype(str)")
                elif data.family == "number":
                    draft.before(node, "str(").after(node, ")")
                else:
                    return
            if numbers:
                yield self.candidate(draft.code(), "Numbers become text before they are joined to it.", confidence=0.9)
            return
        readable = [(node, cleaning) for node, cleaning in converted if cleaning.leaves_numbers()]
        if not readable or len(readable) < len(converted) or targeted:
            return
        for node, cleaning in readable:
            if isinstance(node, ast.Constant):
                draft.replace(node, cleaning.applied(str(node.value)).strip())
            elif data_of(node, context).family in _WIDE:
                kind = "int" if cleaning.leaves_whole() else "float"
                draft.replace(node, f"{cleaning.on_column(draft.tight(node))}.astype({kind})")
            else:
                return
        yield self.candidate(
            draft.code(), "The text holds numbers, which have to be read as such first.", confidence=0.88
        )

    def _statistic(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not isinstance(call.func, ast.Attribute):
            return
        holder = call.func.value
        node = holder if call.func.attr in _REDUCTIONS and data_of(holder, context).family in _WIDE else None
        if node is None and call.args and data_of(call.args[0], context).family in _WIDE:
            node = call.args[0]
        if node is None:
            return
        cleaning = Cleaning(_texts(node, data_of(node, context), context))
        if not cleaning.leaves_numbers():
            return
        draft = Draft(failure, context)
        kind = "int" if cleaning.leaves_whole() else "float"
        draft.replace(node, f"{cleaning.on_column(draft.tight(node))}.astype({kind})")
        yield self.candidate(
            draft.code(), "The text holds numbers, which have to be read as such first.", confidence=0.88
        )


def _operation(failure: Failure) -> ast.expr | None:
    return failing_node(failure, ast.Compare) or failing_node(failure, ast.BinOp)


def _texts(node: ast.expr, data: Data, context: Context) -> list[str]:
    """Texts that the operand holds; empty where it holds none, or other things too."""
    if data.family == "str" and type(data.value) is str:
        return [data.value]
    if data.family not in _WIDE or data.dtype not in ("O", "U"):
        return []
    if isinstance(node, ast.BinOp):
        return _texts(node.left, data_of(node.left, context), context) or _texts(
            node.right, data_of(node.right, context), context
        )
    found = [item for item in sample_at(node, context) if item is not None]
    return [item for item in found if type(item) is str] if all(type(item) is str for item in found) else []
