"""The operation behind "unsupported operand type(s)" and its kin: its node, its two sides and the names of their types."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from jupyter_quickfix.fixers.fault.flow import exact_node
from jupyter_quickfix.fixers.fault.locate import ancestors, nodes_of, on_failing_lines
from jupyter_quickfix.records import Failure

_UNSUPPORTED = re.compile(r"unsupported operand type\(s\) for (.+?): '([\w.]+)' and '([\w.]+)'")
_CONCATENATE = re.compile(r"can only concatenate (\w+) \(not \"([\w.]+)\"\) to \w+")
_MULTIPLY = re.compile(r"can't multiply sequence by non-int of type '([\w.]+)'")
NUMBERS = frozenset({"int", "float", "bool", "complex", "Decimal", "Fraction", "decimal.Decimal", "fractions.Fraction"})
#: Builtin functions and methods as a value: somebody forgot to call them.
CALLABLES = frozenset({"builtin_function_or_method", "method", "function", "type", "method_descriptor"})


@dataclass(frozen=True, slots=True)
class Operands:
    """`left symbol right`; `left_type` is empty where the message does not say it."""

    node: ast.BinOp | ast.AugAssign
    symbol: str
    left: ast.expr
    right: ast.expr
    left_type: str
    right_type: str

    @property
    def in_place(self) -> bool:
        """Whether it is `left += right`."""
        return isinstance(self.node, ast.AugAssign)


def read_operands(failure: Failure) -> Operands | None:
    """The failing operation; None where the cell's own code did not raise it or the message is another."""
    symbol, left, right = "+", "", ""
    if (match := _UNSUPPORTED.search(failure.message)) is not None:
        symbol, left, right = match.groups()
    elif (match := _CONCATENATE.search(failure.message)) is not None:
        left, right = match.groups()
    elif (match := _MULTIPLY.search(failure.message)) is not None:
        symbol, right = "*", match.group(1)
    else:
        return None
    symbol = symbol.split(" ")[0].removesuffix("=")
    node = exact_node(failure, ast.BinOp) or exact_node(failure, ast.AugAssign) or _only_operation(failure)
    if isinstance(node, ast.BinOp):
        return Operands(node, symbol, node.left, node.right, left, right)
    if isinstance(node, ast.AugAssign):
        return Operands(node, symbol, node.target, node.value, left, right)
    return None


def _only_operation(failure: Failure) -> ast.AugAssign | None:
    """A one-line `x += y` whose span the interpreter did not record."""
    if failure.column is not None:
        return None
    found = [node for node in nodes_of(failure, ast.AugAssign) if on_failing_lines(failure, node)]
    return found[0] if len(found) == 1 else None


def chained(failure: Failure, node: ast.AST) -> list[ast.expr]:
    """What is added to the right of a failing `+` in the same chain: `a + b + c + d`."""
    found: list[ast.expr] = []
    below = node
    for above in ancestors(failure, node):
        if not isinstance(above, ast.BinOp) or not isinstance(above.op, ast.Add) or above.left is not below:
            break
        found.append(above.right)
        below = above
    return found
