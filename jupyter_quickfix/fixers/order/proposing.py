"""A diagnosis as a candidate: the cells to run, what to warn of, and one sentence that says why."""

from __future__ import annotations

from jupyter_quickfix.context.dataflow.effects import Effect, effects_of
from jupyter_quickfix.context.dataflow.files import PREFIX
from jupyter_quickfix.fixers.order.diagnosis import Cause, Diagnosis
from jupyter_quickfix.records import Action, Cell, Safety

#: A run that took longer than this, in seconds, is worth a warning; training that took less is not.
SLOW_S = 20.0
QUICK_S = 3.0
#: Characters of a cell's first line that are shown.
MAX_DETAIL = 60

_CONFIDENCE = {
    # (the failure speaks of it, it only follows)
    Cause.NOT_RUN: (0.95, 0.75),
    Cause.RESTARTED: (0.95, 0.8),
    Cause.EDITED: (0.92, 0.65),
    Cause.FAILED: (0.88, 0.6),
    Cause.STALE: (0.88, 0.6),
    Cause.LATER: (0.85, 0.6),
}
_HOPELESS = 0.45
_GUESSED = 0.55
_FROM_HISTORY = 0.85


def confidence(found: Diagnosis) -> float:
    """The probability that running these cells makes the failing one work."""
    evident, related = _CONFIDENCE[found.cause]
    value = evident if found.evident else related
    if found.cause is Cause.EDITED and found.mentioned:
        value = max(value, 0.9)
    if found.worked:
        value = max(value, 0.9)
    if found.guessed:
        value = _GUESSED
    if not found.hopeful:
        value = min(value, _HOPELESS)
    if found.lacking:
        value -= 0.3
    return value if found.known else value * _FROM_HISTORY


def actions(found: Diagnosis) -> tuple[Action, ...]:
    """The cells as steps, named as the user sees them."""
    return tuple(
        Action("run_cell", cell.id or "", label(cell, found.known), detail=first_line(cell.text), warning=warning(cell))
        for cell in found.cells
    )


def label(cell: Cell, known: bool) -> str:
    """What the step is called: the cell's number in the notebook, or its execution count where only that is known."""
    return f"Run cell {cell.number}" if known else f"Run In [{cell.number}] again"


def first_line(text: str) -> str:
    """The cell's first line that says something."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    told = next((line for line in lines if not line.startswith("#")), lines[0] if lines else "")
    return told if len(told) <= MAX_DETAIL else told[: MAX_DETAIL - 1] + "…"


def warning(cell: Cell) -> str:
    """What running the cell does besides, in words; empty where nothing is known of it."""
    words = [str(effect) for effect in effects_of(cell.text) if effect is not Effect.TRAINS]
    if Effect.TRAINS in effects_of(cell.text) and (cell.duration_s is None or cell.duration_s > QUICK_S):
        words.append(str(Effect.TRAINS))
    if cell.duration_s is not None and cell.duration_s > SLOW_S:
        words.append(f"took {cell.duration_s:.0f} s last time")
    return ", ".join(words)


def safety(found: Diagnosis) -> Safety:
    """The gravest thing that one of the cells does."""
    effects = {effect for cell in found.cells for effect in effects_of(cell.text)}
    if Effect.DELETES in effects:
        return Safety.DELETES
    if Effect.INSTALLS in effects:
        return Safety.INSTALLS
    return Safety.CHANGES_RESULTS if any(warning(cell) for cell in found.cells) else Safety.SAFE


def rationale(found: Diagnosis) -> str:
    """One sentence: what is wrong, since when, and which cells belong to the repair."""
    text = f"{_subject(found)} {_predicate(found)}"
    others = [cell for cell in found.cells if cell is not found.culprit]
    if others:
        text += f"; {_cells(others)} {'belong' if len(others) > 1 else 'belongs'} to it"
    warned = [(cell, warning(cell)) for cell in found.cells if warning(cell)]
    if warned:
        cell, words = warned[0]
        text += f"; {name_of(cell, found.known)} {words}"
    if not found.known:
        text += " (from this session's history: the notebook's cells are not known)"
    return text + "."


def name_of(cell: Cell, known: bool) -> str:
    """The cell as it is called in a sentence."""
    return f"cell {cell.number}" if known else f"In [{cell.number}]"


def _subject(found: Diagnosis) -> str:
    wrong = found.wrong
    part = wrong.column
    if wrong.name.startswith(PREFIX):
        return f"The file `{wrong.name.removeprefix(PREFIX)}`"
    if part.startswith("table "):
        return f"The table `{part.removeprefix('table ')}`"
    return f"`{wrong.name}[{part!r}]`" if part and not part.isidentifier() else _dotted(wrong.name, part)


def _dotted(name: str, part: str) -> str:
    return f"`{part}` of `{name}`" if part else f"`{name}`"


def _predicate(found: Diagnosis) -> str:
    cell = name_of(found.culprit, found.known)
    is_name = not found.wrong.column and not found.wrong.name.startswith(PREFIX)
    made = "defined" if is_name else "made"
    if found.guessed:
        return f"may come by the `import *` of {cell}, which has not run in this session"
    if found.cause is Cause.NOT_RUN:
        return f"is {made} in {cell}, which has not run in this session"
    if found.cause is Cause.RESTARTED:
        return f"is {made} in {cell}, which has not run since the kernel was restarted"
    if found.cause is Cause.EDITED:
        if found.culprit.ok is False:
            return f"is {made} in {cell}, which failed and was edited since"
        return f"comes from {cell}, which was edited since it last ran"
    if found.cause is Cause.FAILED:
        return f"is {made} in {cell}, which failed when it last ran" + (
            "" if found.hopeful else ": mend that one first"
        )
    if found.cause is Cause.LATER:
        return f"is {made} only further down, in {cell}: run it first, or move it above"
    return f"is not what {cell} made: {_changed(found)}"


def _changed(found: Diagnosis) -> str:
    run = found.by
    if run is None or run.cell_id == found.culprit.id:
        return "it ran before cells that it builds on, or more than once"
    where = next((cell for cell in found.cells if cell.id == run.cell_id), None)
    if where is not None:
        return f"{name_of(where, found.known)} has run out of order or more than once"
    count = f"In [{run.execution_count}]" if run.execution_count else "another run"
    return f"{count} changed it since"


def _cells(cells: list[Cell]) -> str:
    numbers = [str(cell.number) for cell in cells]
    if len(numbers) == 1:
        return f"cell {numbers[0]}"
    return "cells " + ", ".join(numbers[:-1]) + f" and {numbers[-1]}"
