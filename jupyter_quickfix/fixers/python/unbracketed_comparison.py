"""Comparisons joined by `&`, `|` or negated by `~` without the brackets they need."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import parse, span_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.records import Candidate, Context, Failure

_SETUP = "import pandas as pd\ndf = pd.DataFrame({'price': [1, 2, 3], 'city': ['a', 'b', 'a']})"
_SIGNS = {ast.BitAnd: "&", ast.BitOr: "|"}


class UnbracketedComparison(Fixer):
    """Catches: errors from `&`, `|` and `~` applied to parts of a comparison: they bind more tightly than `==` and `<`,
    so that `df.a == 1 & df.b == 2` asks for `1 & df.b` first.

    Proposes: brackets around each comparison.

    Keeps silent when: the failing line has no comparison with `&`, `|` or `~` inside.

    Safety: safe; the operators and operands stay the same.
    """

    errors: ClassVar[tuple[str, ...]] = (
        "TypeError",
        "ValueError",
        "ComputeError",
        "InvalidOperationError",
        "UFuncTypeError",
    )
    examples = (
        Fixes(
            setup=_SETUP,
            before="some = df[df['city'] == 'a' & df['price'] > 1]",
            after="some = df[(df['city'] == 'a') & (df['price'] > 1)]",
        ),
        Fixes(
            setup=_SETUP,
            before="some = df[df.price > 2 | df.price < 1]",
            after="some = df[(df.price > 2) | (df.price < 1)]",
        ),
        Fixes(setup=_SETUP, before="rest = df[~df['city'] == 'a']", after="rest = df[~(df['city'] == 'a')]"),
        Silent(setup=_SETUP, before="df['city'] & df['city'] + 1", why="no comparison is involved"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for compare in nodes_of(failure, ast.Compare):
            if not on_failing_lines(failure, compare):
                continue
            draft = Draft(failure, context)
            if _split(draft, compare) or _negate(draft, compare):
                why = "`&`, `|` and `~` bind more tightly than a comparison, which therefore needs brackets."
                yield self.candidate(draft.code(), why, confidence=0.93)
                return


def _split(draft: Draft, node: ast.Compare) -> bool:
    """Write `a == 1 & b == 2` as `(a == 1) & (b == 2)`: a joined operand ends one comparison and begins the next."""
    terms, python = [node.left, *node.comparators], draft.failure.python
    joints = [_joints(term, draft) for term in terms]
    if not any(joints) or not all(joints[1:-1]):
        return False
    pairs = [pair for found in joints for pair in found]
    starts = [span_of(python, node)[0], *(span_of(python, right)[0] for _, right in pairs)]
    ends = [*(span_of(python, left)[1] for left, _ in pairs), span_of(python, node)[1]]
    for start, end in zip(starts, ends, strict=True):
        part = parse(f"({python[start:end]})")
        if part is None or not isinstance(part.body[0], ast.Expr):
            return False
        if isinstance(part.body[0].value, ast.Compare):
            draft.put(start, start, "(").put(end, end, ")")
    return True


def _joints(term: ast.expr, draft: Draft) -> list[tuple[ast.expr, ast.expr]]:
    """The operand pairs around each `&` or `|` at the top of a term."""
    if not isinstance(term, ast.BinOp) or type(term.op) not in _SIGNS or draft.is_bracketed(term):
        return []
    return [*_joints(term.left, draft), (term.left, term.right)]


def _negate(draft: Draft, node: ast.Compare) -> bool:
    left = node.left
    if not isinstance(left, ast.UnaryOp) or not isinstance(left.op, ast.Invert) or draft.is_bracketed(left):
        return False
    draft.before(left.operand, "(").after(node, ")")
    return True
