"""A column, table or array used where Python wants one truth value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.elementwise import vectorise
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.locate import (
    ancestors,
    failing_expression,
    failing_statement,
    nodes_of,
    parent,
)
from jupyter_quickfix.records import Candidate, Context, Failure

_SETUP = "import pandas as pd\ndf = pd.DataFrame({'price': [1, 2, 3], 'city': ['a', 'b', 'a']})"
_EXTREMES = {"max": "maximum", "min": "minimum"}


class AmbiguousTruth(Fixer):
    """Catches: "The truth value of a Series (DataFrame, array, Expr) is ambiguous": `and`, `or`, `not`, chained
    comparisons and `in` on columns, a table or comparison as the condition of `if`, `max(column, 3)`.

    Proposes: `&`, `|`, `~` with brackets; `numpy.where` for a choice by elements; `.empty` for a table, `.any()` and
    `.all()` for a column as a condition; inside `apply`, the value in hand in place of the whole column.

    Keeps silent when: the condition stands in a library or in an earlier cell.

    Safety: safe; each form says one thing that the condition can have meant.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "TypeError")
    examples = (
        Fixes(
            setup=_SETUP,
            before="dear = df[df['price'] > 1 and df['city'] == 'a']",
            after="dear = df[(df['price'] > 1) & (df['city'] == 'a')]",
        ),
        Fixes(
            setup=_SETUP, before="other = df[not df['city'].isin(['a'])]", after="other = df[~df['city'].isin(['a'])]"
        ),
        Fixes(setup=_SETUP, before="some = df[1 < df.price < 3]", after="some = df[(1 < df.price) & (df.price < 3)]"),
        Fixes(setup=_SETUP, before="if not df:\n    print('none')", after="if df.empty:\n    print('none')"),
        Fixes(
            setup=_SETUP, before="if df['price'] > 2:\n    print(1)", after="if (df['price'] > 2).any():\n    print(1)"
        ),
        Fixes(
            setup=_SETUP,
            before="df['size'] = 'big' if df['price'] > 2 else 'small'",
            after="import numpy as np\ndf['size'] = np.where(df['price'] > 2, 'big', 'small')",
        ),
        Fixes(
            setup=_SETUP,
            before="df['size'] = df['price'].apply(lambda p: 'big' if df['price'] > 2 else 'small')",
            after="df['size'] = df['price'].apply(lambda p: 'big' if p > 2 else 'small')",
        ),
        Fixes(
            setup="import numpy as np\na = np.array([1, 2])",
            before="if a == np.array([1, 2]):\n    print(1)",
            after="if (a == np.array([1, 2])).all():\n    print(1)",
        ),
        Fixes(
            setup="import numpy as np\na = np.array([1, 2])",
            before="b = max(a, 2)",
            after="b = np.maximum(a, 2)",
        ),
        Silent(before="raise ValueError('The truth value of a Series is ambiguous.')", why="raised on purpose"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if "truth value of a" not in failure.message:
            return
        node = _asked(failure)
        if node is None or isinstance(failing_statement(failure), ast.Raise):
            return
        yield from self._inside_apply(node, failure, context)
        yield from self._choices(node, failure, context)
        if isinstance(node, ast.Call):
            yield from self._extreme(node, failure, context)
            return
        test = _is_test(node, failure)
        draft = Draft(failure, context)
        if not test and vectorise(draft, node):
            why = (
                "`and`, `or`, `not` and `in` ask for one truth value; `&`, `|`, `~` and `isin` work element by element."
            )
            yield self.candidate(draft.code(), why, confidence=0.92)
        elif test:
            yield from self._reduced(node, failure, context)

    def _reduced(self, node: ast.expr, failure: Failure, context: Context) -> Iterator[Candidate]:
        """The condition of `if`: one truth value out of many."""
        negated = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
        inner = node.operand if isinstance(node, ast.UnaryOp) else node
        family = data_of(inner, context).family
        if not family and "DataFrame" in failure.message:
            family = "frame"
        if family == "frame" and not isinstance(inner, (ast.Compare, ast.BoolOp)):
            text = Draft(failure, context).tight(inner)
            for form, sure in ((f"{text}.empty", 0.85),) if negated else ((f"not {text}.empty", 0.8),):
                draft = Draft(failure, context).replace(node, form)
                yield self.candidate(draft.code(), "A table is asked whether it has rows by `.empty`.", confidence=sure)
            return
        wholly = _compares_equal(inner) or isinstance(failing_statement(failure), ast.Assert)
        for word in ("all", "any") if wholly else ("any", "all"):
            draft = Draft(failure, context)
            vectorise(draft, inner)
            if isinstance(inner, (ast.BoolOp, ast.Compare)) or draft.tight(inner) != draft.text(inner):
                draft.before(inner, "(").after(inner, f").{word}()")
            else:
                draft.after(inner, f".{word}()")
            more = "every one" if word == "all" else "at least one"
            sure = (0.6 if wholly else 0.5) if word == ("all" if wholly else "any") else 0.35
            yield self.candidate(draft.code(), f"`.{word}()` asks whether {more} of the values holds.", confidence=sure)

    def _extreme(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        draft = Draft(failure, context)
        if name in _EXTREMES and len(call.args) == 2 and not call.keywords:
            draft.replace(call.func, f"{draft.module('numpy')}.{_EXTREMES[name]}")
            yield self.candidate(
                draft.code(), f"NumPy's `{_EXTREMES[name]}` compares element by element.", confidence=0.85
            )
        elif name in ("max", "min", "sum", "any", "all") and len(call.args) == 1 and not call.keywords:
            draft.replace(call, f"{draft.tight(call.args[0])}.{name}()")
            yield self.candidate(draft.code(), f"Its own `{name}` takes all elements into account.", confidence=0.7)
        elif name == "bool" and len(call.args) == 1 and data_of(call.args[0], context).family == "frame":
            draft.replace(call, f"not {draft.tight(call.args[0])}.empty")
            yield self.candidate(draft.code(), "A table is asked whether it has rows by `.empty`.", confidence=0.7)

    def _choices(self, node: ast.expr, failure: Failure, context: Context) -> Iterator[Candidate]:
        """A choice by elements: a conditional expression, or an `if` whose branches set the same column."""
        above = parent(failure, node)
        why = "`numpy.where` chooses element by element."
        if isinstance(above, ast.IfExp) and above.test is node:
            draft = Draft(failure, context)
            texts = _condition(node, failure, context), draft.text(above.body), draft.text(above.orelse)
            draft.replace(above, f"{draft.module('numpy')}.where({', '.join(texts)})")
            yield self.candidate(draft.code(), why, confidence=0.85)
        elif isinstance(above, ast.If) and above.test is node and (sides := _assigned(above)) is not None:
            target, yes, no = sides
            draft = Draft(failure, context)
            texts = _condition(node, failure, context), draft.text(yes), draft.text(no)
            draft.replace(above, f"{draft.text(target)} = {draft.module('numpy')}.where({', '.join(texts)})")
            yield self.candidate(draft.code(), why, confidence=0.8)

    def _inside_apply(self, node: ast.expr, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`column.apply(lambda x: … column …)`: the function is given one value and looks at the whole column."""
        chain = list(ancestors(failure, node))
        inner = next((above for above in chain if isinstance(above, ast.Lambda)), None)
        call = parent(failure, inner) if inner is not None else None
        if inner is None or not isinstance(call, ast.Call) or len(inner.args.args) != 1:
            return
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in ("apply", "map"):
            return
        column = ast.dump(call.func.value)
        places = [each for each in ast.walk(inner.body) if isinstance(each, ast.expr) and ast.dump(each) == column]
        if not places:
            return
        draft, given = Draft(failure, context), inner.args.args[0].arg
        for place in places:
            draft.replace(place, given)
        why = f"The function is called with one value at a time, `{given}`; here it looked at the whole column."
        yield self.candidate(draft.code(), why, confidence=0.9)


def _asked(failure: Failure) -> ast.expr | None:
    """The whole expression whose truth was asked; Python blames the statement where `not` or `and` stands in a condition."""
    node = failing_expression(failure)
    if isinstance(node, ast.IfExp):
        return node.test
    if node is not None:
        return _whole(node, failure)
    for statement in nodes_of(failure, ast.stmt):
        if isinstance(statement, (ast.If, ast.While, ast.Assert)) and statement.lineno == failure.line:
            return statement.test
    return None


def _whole(node: ast.expr, failure: Failure) -> ast.expr:
    """The whole logical expression around the part that failed."""
    above = parent(failure, node)
    while isinstance(above, ast.BoolOp) or (isinstance(above, ast.UnaryOp) and isinstance(above.op, ast.Not)):
        node, above = above, parent(failure, above)
    return node


def _is_test(node: ast.expr, failure: Failure) -> bool:
    above = parent(failure, node)
    if isinstance(above, (ast.If, ast.While, ast.IfExp, ast.Assert)):
        return above.test is node
    return isinstance(above, ast.comprehension) and node in above.ifs


def _compares_equal(node: ast.expr) -> bool:
    """Whether whole arrays are compared for being the same."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq):
        return False
    return not isinstance(node.comparators[0], ast.Constant) and not isinstance(node.left, ast.Constant)


def _assigned(statement: ast.If) -> tuple[ast.expr, ast.expr, ast.expr] | None:
    """Target and both values of `if …: t = a` `else: t = b`."""
    if len(statement.body) != 1 or len(statement.orelse) != 1:
        return None
    yes, no = statement.body[0], statement.orelse[0]
    if not (isinstance(yes, ast.Assign) and isinstance(no, ast.Assign) and len(yes.targets) == 1):
        return None
    same = len(no.targets) == 1 and ast.dump(yes.targets[0]) == ast.dump(no.targets[0])
    target = yes.targets[0]
    return (target, yes.value, no.value) if same and isinstance(target, (ast.Subscript, ast.Attribute)) else None


def _condition(node: ast.expr, failure: Failure, context: Context) -> str:
    """The text of the condition in its elementwise form."""
    draft = Draft(failure, context)
    if not vectorise(draft, node):
        return draft.text(node)
    before, after = len(failure.code), draft.code()
    start = failure.code.index(draft.text(node))
    return after[start : start + len(draft.text(node)) + len(after) - before]
