"""Ask CPython's own compiler whether a text compiles, and where it says that it does not. Nothing is ever executed."""

from __future__ import annotations

import ast
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

#: Messages of the tokenizer: it may report them although the parser fails earlier.
_TOKENIZER = (
    "unterminated",
    "was never closed",
    "unmatched",
    "does not match opening",
    "invalid character",
    "(unicode",
)
#: Words in messages of the passes after parsing: the text has a tree, and the tree is not a program.
_AFTER_PARSING = (
    "outside",
    "not properly in loop",
    "duplicate argument",
    "global",
    "nonlocal",
    "__future__",
    "future feature",
    "assignment expression cannot",
    "no binding",
)


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Where and why a text does not compile. Offsets in characters; `end` may equal `start`."""

    message: str
    start: int
    end: int
    line: int
    level: int  # 0: the tokenizer's, 1: the parser's, 2: the compiler's after it parsed


#: On a busy machine a search may take this many times its budget by the clock, and still be within it by its own work.
PATIENCE = 2.5


class Budget:
    """How many more texts may be tried: by number, by this thread's own time, and by the clock, whichever ends first."""

    def __init__(self, milliseconds: float, tries: int) -> None:
        self._work_until = time.thread_time() + milliseconds / 1000
        self._clock_until = time.perf_counter() + PATIENCE * milliseconds / 1000
        self._tries = tries

    @property
    def spent(self) -> bool:
        """Whether nothing more may be tried."""
        return self._tries <= 0 or time.thread_time() > self._work_until or time.perf_counter() > self._clock_until

    def use(self) -> None:
        """Count one try."""
        self._tries -= 1


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the compiler's warnings about tried texts from the user (and from becoming errors)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def fault_of(text: str) -> SyntaxFault | None:
    """The first reason why `text` does not compile as a cell (top-level await allowed), None where it does."""
    try:
        compile(text, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return _fault(error, text)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        return SyntaxFault(str(error), 0, 0, 1, 0)
    return None


def _fault(error: SyntaxError, text: str) -> SyntaxFault:
    message = error.msg or ""
    lines = text.split("\n")
    line = min(max(error.lineno or 1, 1), len(lines))
    start = _offset(lines, line, error.offset)
    end_line = error.end_lineno if error.end_lineno and error.end_lineno <= len(lines) else line
    end = _offset(lines, end_line, error.end_offset) if error.end_offset else start
    return SyntaxFault(message, start, max(start, end), line, _level(message))


def _offset(lines: list[str], line: int, column: int | None) -> int:
    before = sum(len(text) + 1 for text in lines[: line - 1])
    return before + min(max((column or 1) - 1, 0), len(lines[line - 1]))


def _level(message: str) -> int:
    if any(words in message for words in _TOKENIZER):
        return 0
    if any(words in message for words in _AFTER_PARSING):
        return 2
    return 1
