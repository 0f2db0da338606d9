"""An IndexError with its live values: which container, how long it is, and which index was asked for."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.fault.evaluate import evaluate
from jupyter_quickfix.fixers.fault.flow import exact_node, raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.records import Context, Failure

_INDEXED = (list, tuple, str, range, bytes)


@dataclass(frozen=True, slots=True)
class Overrun:
    """`container[at]`, or `container.pop(at)`, where `at` is `index` and the container has `length` items."""

    node: ast.Subscript | ast.Call
    container: ast.expr
    at: ast.expr
    length: int
    index: int

    @property
    def past_end(self) -> bool:
        """Whether it is beyond the last item, rather than before the first."""
        return self.index >= self.length

    @property
    def excess(self) -> int:
        """How far beyond the last item."""
        return self.index - self.length + 1


def read_overrun(failure: Failure, context: Context) -> Overrun | None:
    """The failing index; None where length or index cannot be told."""
    if not raised_here(failure):
        return None
    node = exact_node(failure, ast.Subscript)
    if node is not None:
        return _overrun(node, node.value, node.slice, context)
    call = exact_node(failure, ast.Call)
    if call is not None and isinstance(call.func, ast.Attribute) and call.func.attr == "pop" and len(call.args) == 1:
        return _overrun(call, call.func.value, call.args[0], context)
    found = [
        overrun
        for each in nodes_of(failure, ast.Subscript)
        if on_failing_lines(failure, each) and (overrun := _overrun(each, each.value, each.slice, context)) is not None
    ]
    return found[0] if len(found) == 1 else None


def read_assignment(node: ast.Subscript, context: Context) -> Overrun | None:
    """An item that is assigned beyond the end."""
    return _overrun(node, node.value, node.slice, context)


def _overrun(node: ast.Subscript | ast.Call, container: ast.expr, at: ast.expr, context: Context) -> Overrun | None:
    index, value = evaluate(at, context), evaluate(container, context)
    if type(index) is not int or not is_one_of(type(value), _INDEXED):
        return None
    length = len(value)  # type: ignore[arg-type]  # one of Python's own sequences
    return None if -length <= index < length else Overrun(node, container, at, length, index)
