"""Screen one example: cut it into cells, damage each cell in many ways, and keep what then fails.

Runs in a child of its own. Damaged cells run one after another on copies of the session, which is quick and nearly right;
`verify` runs each case that was chosen in a process of its own.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import io
import signal
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from types import FrameType
from typing import NoReturn

from benchmarks.injected.cells import Cell
from benchmarks.injected.examples import Example
from benchmarks.injected.kinds import KINDS

#: Seconds for one cell.
CELL_S = 2.0
_CELL_SIZES = (1, 1, 1, 2, 2, 2, 3, 3, 4)
_MAX_CELLS = 4
_MAX_PER_KIND = 2


@dataclass(frozen=True)
class Found:
    """A damaged cell that fails."""

    example: Example
    kind: str
    setup: str
    buggy: str
    fixed: str
    error_type: str
    error_message: str


class _TimeUp(BaseException):
    """The cell took too long."""


def screen(example: Example, seed: int) -> list[Found]:
    """The failing cells that this example yields, in the order in which they were tried."""
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _time_up)
    rng = Random(f"{seed} {example.id}")
    found: list[Found] = []
    scope: dict[str, object] = {"__name__": "__main__"}
    done: list[str] = []
    for cell in _cells(example.statements, rng):
        before = _copied(scope)
        if _error(cell, scope) is not None:
            break
        if not _only_imports(cell):
            found += _damaged(example, "\n".join(done), cell, before, scope, rng)
        done.append(cell)
    return found


def _time_up(number: int, frame: FrameType | None) -> NoReturn:
    raise _TimeUp


def _cells(statements: Sequence[str], rng: Random) -> list[str]:
    """Neighbouring statements put together; an import often stands in the cell of what follows it."""
    cells: list[str] = []
    place = 0
    while place < len(statements) and len(cells) < _MAX_CELLS * 2:
        size = rng.choice(_CELL_SIZES)
        cells.append("\n".join(statements[place : place + size]))
        place += size
    return cells


def _only_imports(cell: str) -> bool:
    return all(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.parse(cell).body)


def _damaged(
    example: Example, setup: str, text: str, before: dict[str, object], after: dict[str, object], rng: Random
) -> Iterator[Found]:
    cell = Cell(text, after, example.package, rng)
    tried: set[str] = {text}
    for kind, (make, _) in KINDS.items():
        news = [new for new in make(cell) if new.strip() and new not in tried]
        for new in rng.sample(news, min(len(news), _MAX_PER_KIND)):
            tried.add(new)
            error = _error(new, _copied(before))
            if isinstance(error, Exception) and not isinstance(error, MemoryError | RecursionError | OSError):
                yield Found(example, kind, setup, new, text, type(error).__name__, str(error)[:500])


def _error(code: str, scope: dict[str, object]) -> BaseException | None:
    """What running the code in the scope raises."""
    signal.setitimer(signal.ITIMER_REAL, CELL_S)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(code, "<cell>", "exec", dont_inherit=True), scope)
    except BaseException as error:
        return error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return None


def _copied(scope: dict[str, object]) -> dict[str, object]:
    """A scope whose values can be changed without harm to the first; what cannot be copied is shared."""
    memo: dict[int, object] = {}
    new: dict[str, object] = {}
    for name, value in scope.items():
        if name == "__builtins__" or type(value).__name__ == "module":
            new[name] = value
            continue
        try:
            new[name] = copy.deepcopy(value, memo)
        except Exception:  # a generator, a lock: rare, and `verify` runs it again anyway
            new[name] = value
    return new
