"""Python's `and`, `or`, `not`, `in` and chained comparisons rewritten as operators that work element by element."""

from __future__ import annotations

import ast
import itertools
import re

from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import span_of
from jupyter_quickfix.fixers.fault.data_values import data_of

_WORD = re.compile(r"\b(and|or)\b")
_SIGNS = {"and": "&", "or": "|"}


def vectorise(draft: Draft, node: ast.expr) -> bool:
    """Draft the elementwise form of a logical expression. Returns whether there is one."""
    if isinstance(node, ast.BoolOp):
        return _operators(draft, node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _negation(draft, node)
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        return _chain(draft, node)
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return _membership(draft, node)
    return False


def _operators(draft: Draft, node: ast.BoolOp) -> bool:
    for value in node.values:
        if not vectorise(draft, value):
            _bracket(draft, value)
    for left, right in zip(node.values, node.values[1:], strict=False):
        start, end = span_of(draft.failure.python, left)[1], span_of(draft.failure.python, right)[0]
        word = _WORD.search(draft.failure.python, start, end)
        if word is None:
            return False
        draft.put(*word.span(), _SIGNS[word.group()])
    return True


def _negation(draft: Draft, node: ast.UnaryOp) -> bool:
    start, inner = span_of(draft.failure.python, node)[0], node.operand
    gap = draft.failure.python[start : span_of(draft.failure.python, inner)[0]]
    draft.put(start, start + len("not") + len(gap[3:]) - len(gap[3:].lstrip()), "~")
    if not vectorise(draft, inner):
        _bracket(draft, inner)
    return True


def _chain(draft: Draft, node: ast.Compare) -> bool:
    """`1 < column < 3` → `(1 < column) & (column < 3)`."""
    terms = [node.left, *node.comparators]
    python = draft.failure.python
    parts = []
    for left, right in itertools.pairwise(terms):
        sign = python[span_of(python, left)[1] : span_of(python, right)[0]].strip()
        if "(" in sign or ")" in sign:
            return False
        parts.append(f"({draft.text(left)} {sign} {draft.text(right)})")
    draft.replace(node, " & ".join(parts))
    return True


def _membership(draft: Draft, node: ast.Compare) -> bool:
    """`column in values` → `column.isin(values)`."""
    family = data_of(node.left, draft.context).family
    if family not in ("series", "index", "frame", "array"):
        return False
    values = draft.text(node.comparators[0])
    negated = "~" if isinstance(node.ops[0], ast.NotIn) else ""
    if family == "array":
        draft.replace(node, f"{negated}{draft.module('numpy')}.isin({draft.text(node.left)}, {values})")
    else:
        draft.replace(node, f"{negated}{draft.tight(node.left)}.isin({values})")
    return True


def _bracket(draft: Draft, node: ast.expr) -> None:
    if draft.tight(node) != draft.text(node):
        draft.before(node, "(").after(node, ")")
