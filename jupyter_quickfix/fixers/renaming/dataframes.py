"""The removed pandas methods whose replacement depends on their arguments: `.ix`, `.sort`, `.append`."""

from __future__ import annotations

import ast

from jupyter_quickfix.fixers.edits import Edit, span_of, text_of
from jupyter_quickfix.fixers.fault.attribute_fault import AttributeFault
from jupyter_quickfix.fixers.fault.frames import Labels, labels_of
from jupyter_quickfix.fixers.fault.locate import call_of, parent
from jupyter_quickfix.fixers.fault.values import UNKNOWN, type_of, value_of
from jupyter_quickfix.fixers.renaming.templates import receiver_text, rename_edit
from jupyter_quickfix.records import Context, Failure

_SORT_ARGUMENTS = {"columns": "by", "cols": "by", "column": "by"}


def ix_edits(fault: AttributeFault, node: ast.Attribute, failure: Failure, context: Context) -> list[Edit]:
    """`.loc` for labels, `.iloc` for positions; one after the other where rows and columns differ in that."""
    holder = parent(failure, node)
    if not isinstance(holder, ast.Subscript) or holder.value is not node:
        return [rename_edit(failure, node, "loc")]
    labels = labels_of(fault.receiver.value)
    axes = list(holder.slice.elts) if isinstance(holder.slice, ast.Tuple) else [holder.slice]
    series = labels is not None and labels.kind == "series"
    known = [_row_labels(labels, series), labels.keys if labels and not series else ()]
    ways = [_way(axis, axis_labels, context) for axis, axis_labels in zip(axes, known, strict=False)]
    told = {way for way in ways if way}
    if len(told) < 2 or len(axes) != 2:
        return [rename_edit(failure, node, told.pop() if told else "loc")]
    rows, columns = (text_of(failure.code, axis) for axis in axes)
    start, end = span_of(failure.python, holder)
    everything = ":, " if isinstance(axes[0], (ast.Slice, ast.List)) else ""  # one row is a Series, of one axis
    return [Edit(start, end, f"{receiver_text(failure, node)}.{ways[0]}[{rows}].{ways[1]}[{everything}{columns}]")]


def _row_labels(labels: Labels | None, series: bool) -> tuple[object, ...]:
    if labels is None:
        return ()
    return labels.keys if series else labels.rows


def _way(axis: ast.expr, labels: tuple[object, ...], context: Context) -> str:
    """Whether one axis is asked by label or by position; empty for a full slice, which is both."""
    if isinstance(axis, ast.Slice):
        edges = [edge for edge in (axis.lower, axis.upper) if edge is not None]
        if not edges:
            return ""
        axis = edges[0]
    if isinstance(axis, (ast.List, ast.Tuple)) and axis.elts:
        axis = axis.elts[0]
    if isinstance(axis, ast.UnaryOp):
        axis = axis.operand
    value = value_of(axis, context)
    integer_labels = not labels or type(labels[0]) is int
    return "iloc" if type(value) is int and not integer_labels else "loc"


def sort_edits(node: ast.Attribute, failure: Failure) -> list[Edit]:
    """`sort(columns=…)` → `sort_values(by=…)`; without a column it sorted the index."""
    call = call_of(failure, node)
    if call is None:
        return [rename_edit(failure, node, "sort_values")]
    named = [keyword for keyword in call.keywords if keyword.arg in _SORT_ARGUMENTS]
    by_column = bool(call.args or named) or any(keyword.arg == "by" for keyword in call.keywords)
    edits = [rename_edit(failure, node, "sort_values" if by_column else "sort_index")]
    for keyword in named:
        start = span_of(failure.python, keyword)[0]
        assert keyword.arg is not None
        edits.append(Edit(start, start + len(keyword.arg), _SORT_ARGUMENTS[keyword.arg]))
    return edits


def appended_text(node: ast.Attribute, failure: Failure, context: Context) -> str | None:
    """What goes into `pd.concat([frame, …])` for `frame.append(…)`: frames as they are, a row as a frame of one row."""
    call = call_of(failure, node)
    if call is None or not call.args:
        return None
    other = call.args[0]
    text = text_of(failure.code, other)
    if isinstance(other, ast.List):
        inner = text[1:-1].strip()
        rows = all(isinstance(element, (ast.Dict, ast.DictComp)) for element in other.elts)
        return f"{{pd}}.DataFrame({text})" if rows and other.elts else inner
    kind = type_of(other, context)
    if kind is dict or isinstance(other, ast.Dict):
        return f"{{pd}}.DataFrame([{text}])"
    if kind is list:
        value = value_of(other, context)
        rows = value is not UNKNOWN and type(value) is list and bool(value) and type(value[0]) is dict
        return f"{{pd}}.DataFrame({text})" if rows else f"*{text}"
    if kind is not None and type.__dict__["__name__"].__get__(kind) == "Series":
        return f"{text}.to_frame().T"
    return text
