"""Two arrays whose shapes do not go together in an operation or a join."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import Data, data_of
from jupyter_quickfix.fixers.fault.locate import failing_expression, failing_node
from jupyter_quickfix.records import Candidate, Context, Failure

_BROADCAST = re.compile(r"operands could not be broadcast together")
_PRODUCT = re.compile(
    r"matmul: Input operand \d has a mismatch|shapes .* not aligned|Dot product shape mismatch|matrices are not aligned"
)
_JOIN = re.compile(r"all the input array(?:s must have same number of dimensions| dimensions)")
_PRODUCTS = frozenset({"dot", "matmul"})
_SETUP = "import numpy as np\na, b, c = np.ones((3, 2)), np.ones(3), np.ones((3, 2))"


class MismatchedShapes(Fixer):
    """Catches: "operands could not be broadcast together", "matmul: Input operand 1 has a mismatch", "shapes not aligned",
    "all the input arrays must have same number of dimensions".

    Proposes: the transpose that fits a product or a sum, `[:, None]` for one number a row, the vector as a row or column
    where arrays are joined; the other order of a product.

    Keeps silent when: the arrays' shapes are not known, or none of these makes them fit.

    Safety: safe; only forms whose shapes fit are offered.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError",)
    examples = (
        Fixes(setup=_SETUP, before="a @ c", after="a @ c.T"),
        Fixes(setup=_SETUP, before="np.dot(a, c)", after="np.dot(a, c.T)"),
        Fixes(setup=_SETUP, before="a * b", after="a * b[:, None]"),
        Fixes(
            setup=_SETUP,
            before="np.concatenate([a, b], axis=1)",
            after="np.concatenate([a, b[:, None]], axis=1)",
        ),
        Silent(setup="import numpy as np", before="np.ones(3) + np.ones(2)", why="nothing makes these fit"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        message = failure.message
        if not (_BROADCAST.search(message) or _PRODUCT.search(message) or _JOIN.search(message)):
            return
        if _JOIN.search(message):
            yield from self._joined(failure, context)
            return
        pair = _operands(failure)
        if pair is None:
            return
        left, right = (data_of(node, context) for node in pair)
        if not left.shape or not right.shape or -1 in (*left.shape, *right.shape):
            return
        if _PRODUCT.search(message):
            yield from self._product(pair, left, right, failure, context)
        else:
            yield from self._aligned(pair, left, right, failure, context)

    def _product(
        self, pair: tuple[ast.expr, ast.expr], left: Data, right: Data, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        inner = left.shape[-1]
        if len(right.shape) == 2 and right.shape[1] == inner:
            yield self._with(pair[1], "{}.T", "The second factor fits transposed.", 0.75, failure, context)
        if len(left.shape) == 2 and left.shape[0] == right.shape[0]:
            yield self._with(pair[0], "{}.T", "The first factor fits transposed.", 0.7, failure, context)
        if len(right.shape) > 1 and right.shape[-1] == left.shape[0]:
            draft = Draft(failure, context)
            draft.replace(pair[0], draft.text(pair[1])).replace(pair[1], draft.text(pair[0]))
            yield self.candidate(draft.code(), "The factors fit in the other order.", confidence=0.5)

    def _aligned(
        self, pair: tuple[ast.expr, ast.expr], left: Data, right: Data, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        for node, own, other in ((pair[1], right, left), (pair[0], left, right)):
            if len(own.shape) == 1 and len(other.shape) == 2 and own.shape[0] == other.shape[0]:
                form = "{}[:, None]" if own.family == "array" else "{}.to_numpy()[:, None]"
                yield self._with(node, form, "One number for each row stands in a column.", 0.88, failure, context)
            elif len(own.shape) == 2 and own.shape[::-1] == other.shape:
                sure = 0.75 if node is pair[1] else 0.5
                yield self._with(node, "{}.T", "The shapes agree when one is transposed.", sure, failure, context)

    def _joined(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not call.args or not isinstance(call.args[0], (ast.List, ast.Tuple)):
            return
        name = str(getattr(call.func, "attr", ""))
        axis = next((keyword.value for keyword in call.keywords if keyword.arg == "axis"), None)
        columns = name == "hstack" or (isinstance(axis, ast.Constant) and axis.value in (1, -1))
        items = [(node, data_of(node, context).shape) for node in call.args[0].elts]
        wide = next((shape for _, shape in items if len(shape) == 2), None)
        flat = [node for node, shape in items if len(shape) == 1]
        if wide is None or not flat:
            return
        fits = all(shape[0] == (wide[0] if columns else wide[1]) for _, shape in items if len(shape) == 1)
        if fits:
            draft = Draft(failure, context)
            for node in flat:
                draft.replace(node, f"{draft.tight(node)}[{':, None' if columns else 'None, :'}]")
            what = "column" if columns else "row"
            yield self.candidate(draft.code(), f"The vector joins the table as a {what}.", confidence=0.9)

    def _with(self, node: ast.expr, form: str, why: str, sure: float, failure: Failure, context: Context) -> Candidate:
        draft = Draft(failure, context)
        draft.replace(node, form.format(draft.tight(node)))
        return self.candidate(draft.code(), why, confidence=sure)


def _operands(failure: Failure) -> tuple[ast.expr, ast.expr] | None:
    node = failing_expression(failure) or failing_node(failure, ast.BinOp)
    if isinstance(node, ast.BinOp):
        return node.left, node.right
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return node.left, node.comparators[0]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if len(node.args) == 2:
            return node.args[0], node.args[1]
        if node.func.attr in _PRODUCTS and len(node.args) == 1:
            return node.func.value, node.args[0]
    return None
