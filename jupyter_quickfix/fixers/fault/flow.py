"""Where a failing expression stands: its function, its loops, and the assignments that its names come from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TypeVar

from jupyter_quickfix.fixers.edits import offset_of, span_of, tree_of
from jupyter_quickfix.fixers.fault.locate import ancestors, failing_node, nodes_of
from jupyter_quickfix.records import Failure

Node = TypeVar("Node", bound=ast.AST)
Function = ast.FunctionDef | ast.AsyncFunctionDef
Loop = ast.For | ast.AsyncFor | ast.While


def raised_here(failure: Failure) -> bool:
    """Whether the user's innermost code is this cell's: library frames may lie below, another cell's may not."""
    own = [frame for frame in failure.frames if frame.in_failing_cell or frame.cell is not None]
    return bool(own) and own[-1].in_failing_cell


def exact_node(failure: Failure, kind: type[Node]) -> Node | None:
    """The node of this kind that is just the failing instruction's span; else the one that ends where it ends."""
    if not raised_here(failure) or failure.line is None or failure.column is None:
        return None
    try:
        start = offset_of(failure.code, failure.line, failure.column)
        end = offset_of(failure.code, failure.end_line or failure.line, failure.end_column or 0)
    except ValueError:
        return None
    for node in nodes_of(failure, kind):
        if getattr(node, "lineno", None) == failure.line and span_of(failure.python, node) == (start, end):
            return node
    return None if issubclass(kind, (ast.BinOp, ast.Compare)) else failing_node(failure, kind)


def function_of(failure: Failure, node: ast.AST) -> Function | None:
    """The function that the node stands in."""
    return next((above for above in ancestors(failure, node) if isinstance(above, Function)), None)


def statement_of(failure: Failure, node: ast.AST) -> ast.stmt | None:
    """The statement that the node stands in (or is)."""
    if isinstance(node, ast.stmt):
        return node
    return next((above for above in ancestors(failure, node) if isinstance(above, ast.stmt)), None)


def loops_of(failure: Failure, node: ast.AST) -> list[Loop]:
    """The loops around the node within its function, innermost first."""
    found: list[Loop] = []
    for above in ancestors(failure, node):
        if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            break
        if isinstance(above, Loop):
            found.append(above)
    return found


def own_nodes(failure: Failure, function: Function | None) -> Iterator[ast.AST]:
    """The nodes of a function's own body, or of the cell's top level; those of functions inside are left out."""
    tree = tree_of(failure)
    stack: list[ast.AST] = list(function.body if function is not None else tree.body if tree is not None else ())
    stack.reverse()
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def assignments(failure: Failure, name: str, near: ast.AST) -> list[ast.Assign]:
    """The plain assignments `name = …` in the function (or top level) that `near` stands in."""
    return [
        node
        for node in own_nodes(failure, function_of(failure, near))
        if isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == name
    ]


def parameters(function: Function | None) -> list[str]:
    """The names of a function's parameters, the receiver left out."""
    if function is None:
        return []
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def bound_names(target: ast.AST) -> set[str]:
    """The names that a target binds."""
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def loop_binding(failure: Failure, name: str, near: ast.AST) -> ast.For | ast.comprehension | None:
    """The innermost loop or comprehension around `near` that binds the name."""
    for above in ancestors(failure, near):
        if isinstance(above, ast.For) and name in bound_names(above.target):
            return above
        if isinstance(above, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
            for generator in above.generators:
                if name in bound_names(generator.target):
                    return generator
        if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            return None
    return None
