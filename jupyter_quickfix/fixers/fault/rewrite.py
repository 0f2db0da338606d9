"""Edits that most repairs are made of: put something around an expression, take its text, add a statement."""

from __future__ import annotations

import ast

from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of
from jupyter_quickfix.records import Failure

#: Expressions that bind more tightly than any operator: `.x`, `[0]` or `()` can follow them as they stand.
ATOMS = (
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Call,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
    ast.JoinedStr,
)


def source(failure: Failure, node: ast.AST) -> str:
    """The node's text as the user wrote it."""
    start, end = span_of(failure.python, node)
    return failure.code[start:end]


def replace(failure: Failure, node: ast.AST, text: str) -> Edit:
    """The edit that puts `text` where the node stands."""
    return Edit(*span_of(failure.python, node), text)


def wrap(failure: Failure, node: ast.AST, before: str, after: str = ")") -> list[Edit]:
    """The edits that put `before` and `after` around the node; its own parentheses become the call's."""
    start, end = span_of(failure.python, node)
    if before.endswith("(") and after == ")" and _in_own_parentheses(failure, start, end):
        return [Edit(start - 1, start - 1, before[:-1])]
    if isinstance(node, ast.GeneratorExp) and before.endswith("(") and after == ")":
        return [Edit(start, start, before[:-1])]  # its brackets are the call's
    return [Edit(start, start, before), Edit(end, end, after)]


def _in_own_parentheses(failure: Failure, start: int, end: int) -> bool:
    """Whether parentheses stand around it that are not a call's."""
    code = failure.code
    if start < 1 or code[start - 1 : start] != "(" or code[end : end + 1] != ")":
        return False
    before = code[: start - 1].rstrip(" ")[-1:]
    return not (before.isalnum() or before in ("_", ")", "]", "}", '"', "'"))


def primary(failure: Failure, node: ast.expr) -> str:
    """The node's text so that `.x`, `[0]` or `()` can follow."""
    text = source(failure, node)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    return text if isinstance(node, ATOMS) or is_text else f"({text})"


def edited(failure: Failure, *edits: Edit) -> str:
    """The cell with the edits made."""
    return apply_edits(failure.code, set(edits))


def indent_of(failure: Failure, node: ast.stmt) -> str | None:
    """The white space before a statement, None where it does not begin its line."""
    line = failure.code.split("\n")[node.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    return indent if not line[: node.col_offset].strip() and len(indent) == node.col_offset else None


def before_statement(failure: Failure, node: ast.stmt, text: str) -> Edit | None:
    """The edit that puts a statement on a line of its own before `node`, at the same depth; None where it cannot be."""
    indent = indent_of(failure, node)
    if indent is None:
        return None
    start, _ = span_of(failure.python, node)
    return Edit(start, start, f"{text}\n{indent}")


def without_statement(failure: Failure, node: ast.stmt) -> Edit | None:
    """The edit that takes out a statement that has its lines for itself."""
    if indent_of(failure, node) is None:
        return None
    start, end = span_of(failure.python, node)
    begin = failure.code.rfind("\n", 0, start) + 1
    rest = failure.code[end:].partition("\n")[0]
    if rest.strip() and not rest.strip().startswith("#"):
        return None
    stop = end + len(rest)
    return Edit(begin, stop + 1, "") if stop < len(failure.code) else Edit(max(begin - 1, 0), stop, "")
