"""Shapes of expressions that name a part of a value: constant keys, chains of attributes, grouped tables."""

from __future__ import annotations

import ast

from jupyter_quickfix.context.dataflow.vocabulary import WHOLE


def root_of(node: ast.expr) -> tuple[str | None, str | None]:
    """The name that a chain of attributes and subscripts starts at, and the constant key or attribute after it."""
    first: str | None = None
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            first = None if node.attr in WHOLE else node.attr
        else:
            keys = constants(node.slice)
            first = keys[0] if keys and len(keys) == 1 else None
        node = node.value
    return (node.id, first) if isinstance(node, ast.Name) else (None, None)


def moved_columns(call: ast.Call) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Columns that a table's `drop` or `rename` reads, and those that are others afterwards; None for other calls."""
    method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    words = {word.arg: word.value for word in call.keywords}
    if method == "drop":
        dropped = words.get("columns")
        axis = words.get("axis")
        if dropped is None and isinstance(axis, ast.Constant) and axis.value in (1, "columns") and call.args:
            dropped = call.args[0]
        columns = constants(dropped) if dropped is not None else None
        return (columns, columns) if columns else None
    names = words.get("columns")
    if method == "rename" and isinstance(names, ast.Dict):
        old = [constants(key) for key in names.keys if key is not None]
        new = [constants(value) for value in names.values]
        if old and all(old) and all(new) and len(old) == len(names.keys):
            before = tuple(column for each in old for column in each or ())
            return before, (*before, *(column for each in new for column in each or ()))
    return None


def constants(node: ast.expr) -> tuple[str, ...] | None:
    """The text or texts of a constant, or of a list of constants."""
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return tuple(texts) if texts and len(texts) == len(parts) else None


def located(node: ast.Subscript) -> str | None:
    """The table of `df.loc[rows, columns]` with constant columns."""
    owner = node.value
    if not (isinstance(owner, ast.Attribute) and owner.attr in ("loc", "at") and isinstance(owner.value, ast.Name)):
        return None
    two = isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2
    return owner.value.id if two and constants(node.slice.elts[1]) else None  # type: ignore[attr-defined]  # as asked


def grouped(node: ast.expr) -> str | None:
    """The table of a chain `df.groupby("key")…` with constant keys."""
    while isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute) and function.attr == "groupby":
                return function.value.id if isinstance(function.value, ast.Name) and names_columns(node) else None
            node = function
        else:
            node = node.value
    return None


def names_columns(node: ast.Call) -> bool:
    """Whether the arguments are all constants, some of them texts: the names of columns."""
    values = [*node.args, *(word.value for word in node.keywords)]
    plain = all(isinstance(value, ast.Constant) or constants(value) for value in values)
    return plain and any(constants(value) for value in values)


def text_of(node: ast.expr) -> str | None:
    """A constant text, or a formatted one with its fields left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "?" for part in node.values)
        return "".join(part for part in parts if isinstance(part, str))
    return None


def table_column(table: str) -> str:
    """Tables of a database are columns of its connection; the mark keeps them apart from attributes."""
    return f"table {table}"


def is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def is_module_like(name: str) -> bool:
    """Names that usually stand for modules: `np.put`, `plt.clear` change no object of the notebook."""
    return name in {"np", "pd", "plt", "sns", "px", "tf", "torch", "os", "sys", "json", "re", "math", "random", "sp"}
