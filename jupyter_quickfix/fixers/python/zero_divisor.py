"""Divisions by zero."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import evaluate
from jupyter_quickfix.fixers.fault.flow import exact_node, loop_binding
from jupyter_quickfix.fixers.fault.locate import parent
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source
from jupyter_quickfix.records import Candidate, Context, Failure, Safety


class ZeroDivisor(Fixer):
    """Catches: ZeroDivisionError.

    Proposes: a loop from 1 where the divisor is the variable of `range(n)`; else the division only where the divisor is
    not zero.

    Keeps silent when: the division is not in this cell, or its divisor is written as 0.

    Safety: marked as changing results: what a division by zero should give is for the user to say.
    """

    errors: ClassVar[tuple[str, ...]] = ("ZeroDivisionError",)
    examples = (
        Fixes(
            before="total = 0\nfor n in range(4):\n    total += 1 / n",
            after="total = 0\nfor n in range(1, 4):\n    total += 1 / n",
        ),
        Fixes(
            setup="rows = []",
            before="mean = sum(rows) / len(rows)",
            after="mean = (sum(rows) / len(rows) if len(rows) else 0)",
        ),
        Silent(before="1 / 0", why="nothing tells what was meant"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        node = exact_node(failure, ast.BinOp)
        if (
            node is None
            or not isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mod))
            or isinstance(node.right, ast.Constant)
        ):
            return
        divisor = source(failure, node.right)
        if isinstance(node.right, ast.Name):
            loop = loop_binding(failure, node.right.id, node)
            call = loop.iter if loop is not None else None
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "range" and len(call.args) == 1:
                text = f"1, {source(failure, call.args[0])}"
                code = edited(failure, replace(failure, call.args[0], text))
                why = f"`{divisor}` begins at 0; from 1 on it can be divided by."
                yield self.candidate(code, why, confidence=0.6, safety=Safety.CHANGES_RESULTS)
        if evaluate(node.right, context) == 0 or isinstance(node.right, (ast.Call, ast.Name)):
            holder = parent(failure, node)
            guarded = f"{source(failure, node)} if {divisor} else 0"
            if not isinstance(holder, (ast.Return, ast.Assign)) or isinstance(holder, ast.Assign):
                guarded = f"({guarded})"
            code = edited(failure, replace(failure, node, guarded))
            why = f"`{divisor}` is 0 here; what the quotient should be then is for you to say."
            yield self.candidate(code, why, confidence=0.35, safety=Safety.CHANGES_RESULTS)
