"""Where a cell makes a column or key: in a dict, in `columns=[…]`, or by assigning to it."""

from __future__ import annotations

import ast

from jupyter_quickfix.fixers.fault.locate import ancestors, nodes_of, parent
from jupyter_quickfix.records import Failure

_NAMING = ("columns", "names", "schema", "index")


def defining_places(name: object, failure: Failure) -> list[ast.Constant]:
    """The literals of the cell, before the line that failed, that give a table or dict this key."""
    return [
        node
        for node in nodes_of(failure, ast.Constant)
        if type(node.value) is type(name) and node.value == name and _before(node, failure) and _defines(node, failure)
    ]


def _before(node: ast.Constant, failure: Failure) -> bool:
    return failure.line is not None and node.lineno < failure.line


def _defines(node: ast.Constant, failure: Failure) -> bool:
    holder = parent(failure, node)
    if isinstance(holder, ast.Dict):
        return node in holder.keys
    if isinstance(holder, ast.Subscript):
        return isinstance(holder.ctx, ast.Store)
    for above in ancestors(failure, node):
        if isinstance(above, ast.keyword):
            return above.arg in _NAMING
        if isinstance(above, ast.Call | ast.stmt):
            return False
    return False
