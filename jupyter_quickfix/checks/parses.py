"""Does the candidate's Python compile?"""

from __future__ import annotations

import ast
import warnings

from jupyter_quickfix.capture import read_cell
from jupyter_quickfix.records import Check, Language, Verdict


def parses(code: str) -> Check | None:
    """Whether the cell compiles, magics left out; None for cells in another language than Python.

    Compiling finds what parsing does not: `return` outside a function, `nonlocal` at module level.
    """
    source = read_cell(code)
    if source.language is not Language.PYTHON:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a SyntaxWarning is for the user's own run to show
            compile(source.python, "<candidate>", "exec", dont_inherit=True, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return Check("parses", Verdict.FAILED, f"Python does not accept it: {error.msg}.")
    except (ValueError, RecursionError, MemoryError):
        return Check("parses", Verdict.FAILED, "Python does not accept it.")
    return Check("parses", Verdict.PASSED, "Python accepts the repaired cell.")
