"""How implausible a repaired cell reads: what compiles is not yet what somebody meant.

Only statements that the repair touched are judged. Penalties add to the cost of the repair's steps, on the same scale.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from jupyter_quickfix.fixers.edits import parse
from jupyter_quickfix.fixers.fault.scopes import analyse

BUILTINS = frozenset(dir(builtins)) | {"get_ipython", "display", "__file__", "In", "Out", "_"}


def plausibility(before: str, after: str, names: frozenset[str]) -> tuple[float, int]:
    """The penalty for how the changed part of `after` reads, and how many of its names nothing binds.

    `after` compiles; `names` are those in scope before the cell.
    """
    try:
        tree = ast.parse(after)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 5.0, 0
    first, last = changed_lines(before, after)
    nodes = list(ast.walk(tree))
    penalty = sum(_statement(node, tree) for node in _touched(nodes, first, last))
    return penalty, min(4, len(_unresolved(nodes, first, last, names)))


def loose_names(after: str, names: frozenset[str]) -> int:
    """How many names of the whole text no scope around them binds: lines that left their block take some along."""
    tree = parse(after)
    if tree is None:
        return 0
    loose = {
        name
        for scope in analyse(tree).walk()
        for name in scope.used
        if name not in names and name not in BUILTINS and scope.home(name) is None
    }
    return min(4, len(loose))


def changed_lines(before: str, after: str) -> tuple[int, int]:
    """First and last line (from 1) of `after` that differ from `before`."""
    old, new = before.split("\n"), after.split("\n")
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    tail = 0
    while tail < min(len(old), len(new)) - first and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return first + 1, max(first + 1, len(new) - tail)


def _touched(nodes: list[ast.AST], first: int, last: int) -> Iterator[ast.AST]:
    for node in nodes:
        if isinstance(node, (ast.stmt, ast.expr)) and node.lineno <= last and (node.end_lineno or node.lineno) >= first:
            yield node


def _statement(node: ast.AST, tree: ast.Module) -> float:
    if isinstance(node, ast.Expr):
        return _bare(node, node is tree.body[-1])
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        return _test(node.test)
    if isinstance(node, ast.Call):
        return _call(node)
    if isinstance(node, ast.AnnAssign):
        return 0.0 if _is_type(node.annotation) and node.value is not None else 0.7
    if isinstance(node, ast.Subscript):
        return _subscript(node)
    if isinstance(node, ast.Compare):
        return _compare(node)
    if isinstance(node, ast.For):
        return (
            0.8 if isinstance(node.iter, ast.Tuple) and any(isinstance(e, ast.Compare) for e in node.iter.elts) else 0.0
        )
    if isinstance(node, (ast.Set, ast.List, ast.Tuple)):
        return 0.3 if any(isinstance(element, ast.Compare) for element in node.elts) and len(node.elts) > 1 else 0.0
    if isinstance(node, ast.BinOp):
        return _binary(node)
    if isinstance(node, ast.arg):
        return 0.0
    return 0.0


def _bare(node: ast.Expr, last: bool) -> float:
    """An expression as a statement: its value is lost unless it ends the cell."""
    value = node.value
    if isinstance(value, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)):
        return 0.0
    if isinstance(value, ast.Constant) and (isinstance(value.value, str) or value.value is ...):
        return 0.2
    if isinstance(value, ast.Tuple):
        return 0.3 if last and not any(isinstance(element, ast.Call) for element in value.elts) else 0.8
    if isinstance(value, ast.Compare):
        return 0.35 if last else 0.6
    return 0.0 if last else 0.5


def _test(test: ast.expr) -> float:
    """A condition that is always true."""
    return 0.8 if isinstance(test, (ast.Tuple, ast.Lambda, ast.JoinedStr)) or _is_text(test) else 0.0


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _call(node: ast.Call) -> float:
    if isinstance(node.func, (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.BinOp, ast.Compare, ast.JoinedStr)):
        return 1.0
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if (
        not node.args
        and not node.keywords
        and name in ("len", "range", "int", "abs", "sum", "max", "min", "sorted", "enumerate")
    ):
        return 0.8
    penalty = 0.0
    first = node.args[0] if node.args else None
    if name in ("len", "sorted", "set", "list", "tuple", "enumerate", "sum", "zip", "reversed") and first is not None:
        penalty += 0.6 if isinstance(first, (ast.Compare, ast.BoolOp)) or _arithmetic(first) else 0.0
    if name in ("range", "len", "abs", "int", "float", "str", "ord", "chr") and node.args:
        penalty += 0.6 if isinstance(node.args[0], (ast.Compare, ast.BoolOp)) and name != "int" else 0.0
    if name in ("len", "abs", "ord", "chr", "sum", "sorted", "set", "list") and len(node.args) > 2:
        penalty += 0.8
    return penalty


def _arithmetic(node: ast.expr) -> bool:
    """`x + 1`, `x // 2`: a number."""
    return (
        isinstance(node, ast.BinOp)
        and (
            isinstance(node.op, (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod))
            or _is_number(node.left)
            or _is_number(node.right)
        )
        and not isinstance(node.left, (ast.List, ast.Call))
    )


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (int, float))


def _is_type(node: ast.expr) -> bool:
    return (
        isinstance(node, (ast.Name, ast.Attribute, ast.Subscript))
        or _is_text(node)
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr))
    )


def _subscript(node: ast.Subscript) -> float:
    if isinstance(node.value, (ast.Constant, ast.Tuple, ast.Set, ast.Lambda)) and not _is_text(node.value):
        return 0.8
    if isinstance(node.value, ast.List):
        return 0.4 if isinstance(node.slice, ast.Tuple) else 0.0
    return 0.4 if isinstance(node.slice, (ast.Compare, ast.BoolOp)) and isinstance(node.value, ast.Call) else 0.0


def _compare(node: ast.Compare) -> float:
    penalty = 0.0
    for operator, right in zip(node.ops, node.comparators, strict=True):
        if isinstance(operator, (ast.In, ast.NotIn)) and isinstance(right, ast.Constant) and not _is_text(right):
            penalty += 0.8
        if isinstance(operator, (ast.Is, ast.IsNot)) and _is_number(right):
            penalty += 0.4
    return penalty


def _binary(node: ast.BinOp) -> float:
    if isinstance(node.op, (ast.Mult, ast.Div)) and _is_text(node.left) and _is_text(node.right):
        return 0.8
    return 0.5 if isinstance(node.right, (ast.Lambda, ast.Compare)) else 0.0


def _unresolved(nodes: list[ast.AST], first: int, last: int, names: frozenset[str]) -> set[str]:
    """Names used on the changed lines that nothing binds."""
    used = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and first <= node.lineno <= last
    }
    unknown = used - names - BUILTINS
    if not unknown or any(isinstance(node, ast.alias) and node.name == "*" for node in nodes):
        return set()
    return unknown - set(_bound(nodes))


def _bound(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif (isinstance(node, ast.ExceptHandler) and node.name) or (
            isinstance(node, (ast.MatchAs, ast.MatchStar)) and node.name
        ):
            yield node.name
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names
