"""Did a trial come by what a candidate changes? A cell that only defines a function runs whatever is in it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from difflib import SequenceMatcher


def reached(old: str, new: str, lines: frozenset[int] | None) -> bool:
    """Whether a run that executed `lines` (of the new text, from 1) came by what changed. None: that was not watched.

    A change that only takes lines away, or that touches lines without code of their own (the second line of a call), is
    reached with the statement around it.
    """
    if lines is None:
        return True
    text = new.split("\n")
    return all(
        any(line in lines for line in inside) or _around(inside, lines, text) for inside in _changed_lines(old, new)
    )


def lies_in_function(old: str, new: str) -> bool:
    """Whether anything that changed stands in a function's body, which one run calls with some of its arguments only."""
    try:
        tree = ast.parse(new)
    except (SyntaxError, ValueError):  # magics: the lines are not Python as they stand
        return False
    bodies = [
        range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    return any(line in body for inside in _changed_lines(old, new) for line in inside for body in bodies)


def _changed_lines(old: str, new: str) -> list[range]:
    """The stretches of the new text that changed, lines from 1; where lines only went, the line that follows."""
    matcher = SequenceMatcher(None, old.split("\n"), new.split("\n"), autojunk=False)
    return [
        range(first + 1, max(last, first + 1) + 1) for tag, _, _, first, last in matcher.get_opcodes() if tag != "equal"
    ]


def _around(inside: range, lines: frozenset[int], text: Sequence[str]) -> bool:
    """Whether the statement that a stretch without executed lines belongs to was executed."""
    try:
        tree = ast.parse("\n".join(text))
    except (SyntaxError, ValueError):  # magics: the lines are not Python as they stand
        return any(line <= inside.start for line in lines)
    innermost: ast.stmt | None = None
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or not node.lineno <= inside.start <= (node.end_lineno or node.lineno):
            continue
        if innermost is None or node.lineno >= innermost.lineno:
            innermost = node
    if innermost is None:  # a blank line or a comment between statements
        return True
    if isinstance(innermost, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return innermost.lineno in lines and inside.start <= innermost.body[0].lineno
    return innermost.lineno in lines
