"""When to say nothing: errors that the user raised or caused on purpose, and those no change of the cell can mend."""

from __future__ import annotations

import ast

from jupyter_quickfix.fixers.edits import parse, tree_of
from jupyter_quickfix.records import Failure, Frame

#: Raised to stop; never a mistake in the cell.
STOPPED = frozenset({"KeyboardInterrupt", "SystemExit", "GeneratorExit", "CancelledError", "StdinNotImplementedError"})
#: The world outside the cell: nothing in its text is wrong.
OUTSIDE = frozenset({"MemoryError", "PermissionError", "ConnectionError", "TimeoutError", "BrokenPipeError"})


def stopped(failure: Failure) -> bool:
    """Whether the run was stopped rather than failed."""
    return failure.error_type in STOPPED


def needs_certainty(failure: Failure) -> bool:
    """Whether only a certain fix may be shown: a deliberate `raise` or `assert` in the user's code, or an outside cause."""
    if failure.error_type in OUTSIDE or _is_outside(failure):
        return True
    if not failure.frames:
        return False
    last = failure.frames[-1]
    return (last.in_failing_cell or last.cell is not None) and _raises(failure, last)


def _is_outside(failure: Failure) -> bool:
    exception = failure.exception
    return exception is not None and any(base.__name__ in OUTSIDE for base in type(exception).__mro__)


def _raises(failure: Failure, frame: Frame) -> bool:
    """Whether the statement that this frame stands at raises on purpose."""
    tree = tree_of(failure) if frame.in_failing_cell else parse(frame.text.strip())
    if tree is None:
        return frame.text.strip().startswith(("raise ", "raise\n", "assert "))
    line = frame.line if frame.in_failing_cell else 1
    return any(
        isinstance(node, (ast.Raise, ast.Assert)) and node.lineno <= line <= (node.end_lineno or node.lineno)
        for node in ast.walk(tree)
    )
