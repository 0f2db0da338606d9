"""Two indexes joined by `|`, `&` or `^` as if they were sets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.locate import failing_expression
from jupyter_quickfix.records import Candidate, Context, Failure

_METHODS = {ast.BitOr: "union", ast.BitAnd: "intersection", ast.BitXor: "symmetric_difference", ast.Sub: "difference"}


class IndexAsSet(Fixer):
    """Catches: TypeError or ValueError from `a.index | b.index`, `&`, `^` and `-`, which worked as on sets before pandas 2.

    Proposes: `union`, `intersection`, `symmetric_difference`, `difference`.

    Keeps silent when: the two sides are not both indexes.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError")
    examples = (
        Fixes(
            setup="import pandas as pd\na = pd.Series([1], index=['x'])\nb = pd.Series([1, 2], index=['x', 'y'])",
            before="a.index | b.index",
            after="a.index.union(b.index)",
        ),
        Silent(setup="a, b = [1], [2]", before="a | b", why="lists are no indexes"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        node = failing_expression(failure)
        method = _METHODS.get(type(node.op)) if isinstance(node, ast.BinOp) else None
        if not isinstance(node, ast.BinOp) or method is None:
            return
        if any(_family(side, context) != "index" for side in (node.left, node.right)):
            return
        draft = Draft(failure, context)
        draft.replace(node, f"{draft.tight(node.left)}.{method}({draft.text(node.right)})")
        yield self.candidate(draft.code(), f"Indexes are joined by `{method}`.", confidence=0.93)


def _family(node: ast.expr, context: Context) -> str:
    if isinstance(node, ast.Attribute) and node.attr in ("index", "columns"):
        return "index" if data_of(node.value, context).family in ("frame", "series") else ""
    return data_of(node, context).family
