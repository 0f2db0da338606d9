"""Values of the wrong type, size, shape or place, and options that do not exist."""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator

from benchmarks.injected.cells import Cell, columns, type_name
from benchmarks.injected.spelling import miscased, misspelled


def _numbers(cell: Cell) -> Iterator[ast.Constant]:
    for node in cell.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            yield node


def text_for_a_number(cell: Cell) -> Iterator[str]:
    """`df.head(3)` → `df.head("3")`."""
    arguments = {id(item) for call in cell.calls() for item in (*call.args, *(word.value for word in call.keywords))}
    operands = {id(side) for node in cell.nodes if isinstance(node, ast.BinOp) for side in (node.left, node.right)}
    for node in _numbers(cell):
        if id(node) in arguments | operands:
            yield cell.with_node(node, f"'{cell.source(node)}'")


def number_for_text(cell: Cell) -> Iterator[str]:
    """`str(n) + "%"` → `n + "%"`: a conversion left out."""
    for call in cell.calls():
        if (
            isinstance(call.func, ast.Name)
            and call.func.id in ("str", "int", "float", "list", "tuple")
            and len(call.args) == 1
        ):
            yield cell.with_node(call, cell.source(call.args[0]))


def list_for_an_array(cell: Cell) -> Iterator[str]:
    """`np.array([1, 2])` → `[1, 2]`; `pd.Series([1, 2])` → `[1, 2]`."""
    for call in cell.calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in ("array", "asarray", "Series", "Index", "arange") and call.args:
            if isinstance(call.args[0], ast.List) and not call.keywords:
                yield cell.with_node(call, cell.source(call.args[0]))
            elif name == "arange" and not call.keywords:
                inner = ", ".join(cell.source(item) for item in call.args)
                yield cell.with_node(call, f"range({inner})")


def option_misspelled(cell: Cell) -> Iterator[str]:
    """`how="left"` → `how="lfet"`: a word out of a fixed choice."""
    known = columns(cell.scope)
    for call in cell.calls():
        for item in call.keywords:
            value = item.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value not in known:
                word = value.value
                if len(word) > 2 and word.replace("_", "").replace("-", "").isalpha():
                    new = miscased(word, cell.rng) if cell.rng.random() < 0.25 else misspelled(word, cell.rng)
                    quote = cell.source(value)[0]
                    yield cell.with_node(value, f"{quote}{new}{quote}")


def index_off_by_one(cell: Cell) -> Iterator[str]:
    """The last element asked for by one too many."""
    for node in cell.nodes:
        if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
            continue
        value, index = cell.known(node.value), node.slice
        if isinstance(index, ast.Constant) and isinstance(index.value, int) and not isinstance(index.value, bool):
            size = _size(value)
            for new in sorted({index.value + 1, size} - {index.value}):
                yield cell.with_node(index, str(new))
        elif isinstance(index, ast.UnaryOp) and isinstance(index.operand, ast.Constant):
            yield cell.with_node(
                index.operand, str(int(index.operand.value) + 1) if isinstance(index.operand.value, int) else "1"
            )


def _size(value: object) -> int:
    if isinstance(value, list | tuple | str) or type_name(value) in ("ndarray", "Series"):
        with contextlib.suppress(TypeError):  # an array without dimensions
            return len(value)  # type: ignore[arg-type]  # those have one
    return 0


def axis_out_of_range(cell: Cell) -> Iterator[str]:
    """`axis=1` → `axis=2`."""
    for call in cell.calls():
        for item in call.keywords:
            if item.arg == "axis" and isinstance(item.value, ast.Constant) and isinstance(item.value.value, int):
                yield cell.with_node(item.value, str(item.value.value + 1))


def transposed(cell: Cell) -> Iterator[str]:
    """A matrix the wrong way round: `a @ b` → `a.T @ b`; `.T` left out."""
    for node in cell.nodes:
        if isinstance(node, ast.Attribute) and node.attr == "T":
            yield cell.with_node(node, cell.source(node.value))
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "transpose"
            and not node.args
        ):
            yield cell.with_node(node, cell.source(node.func.value))
    for call in cell.calls():
        for item in call.args:
            if not isinstance(item, ast.Name) or type_name(cell.known(item)) not in ("ndarray", "DataFrame"):
                continue
            if getattr(cell.known(item), "ndim", 0) == 2:
                yield cell.with_node(item, f"{item.id}.T")


def reshape_missing(cell: Cell) -> Iterator[str]:
    """`x.reshape(-1, 1)` → `x`; `a[:, None]` → `a`; `df[["a"]]` → `df["a"]`; `[[1, 2]]` → `[1, 2]` as the only argument."""
    for call in cell.calls():
        if isinstance(call.func, ast.Attribute) and call.func.attr == "reshape":
            yield cell.with_node(call, cell.source(call.func.value))
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if (
            method in ("predict", "transform", "fit_transform", "predict_proba", "score", "decision_function")
            and call.args
        ):
            first = call.args[0]
            if isinstance(first, ast.List) and len(first.elts) == 1 and isinstance(first.elts[0], ast.List):
                yield cell.with_node(first, cell.source(first.elts[0]))
    for node in cell.nodes:
        if isinstance(node, ast.Subscript):
            inner = cell.source(node.slice)
            if inner in (":, None", ":, np.newaxis", "np.newaxis, :", "None, :"):
                yield cell.with_node(node, cell.source(node.value))
            if isinstance(node.slice, ast.List) and len(node.slice.elts) == 1:
                yield cell.with_node(node.slice, cell.source(node.slice.elts[0]))


def size_off_by_one(cell: Cell) -> Iterator[str]:
    """`reshape(2, 3)` → `reshape(2, 4)`."""
    for call in cell.calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in ("reshape", "array_split", "split", "swapaxes", "moveaxis", "resize", "tile"):
            for node in ast.walk(call):
                if isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value > 1:
                    yield cell.with_node(node, str(node.value + 1))
