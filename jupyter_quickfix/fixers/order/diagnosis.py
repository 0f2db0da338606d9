"""Why the failing cell's inputs are not what the notebook makes them, and which cells to run to mend that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from jupyter_quickfix.context.dataflow.files import PREFIX
from jupyter_quickfix.context.dataflow.flow import Flow
from jupyter_quickfix.context.dataflow.plan import Notebook, Solution, Wrong
from jupyter_quickfix.context.dataflow.records import BASE
from jupyter_quickfix.context.dataflow.runs import RunLog
from jupyter_quickfix.context.dataflow.statements import statements_of
from jupyter_quickfix.fixers.order.evidence import is_evident, missing_name, missing_parts, names_behind
from jupyter_quickfix.fixers.order.listing import Listing, list_cells
from jupyter_quickfix.records import Cell, CellRun, Context, Failure, Language, Stage

#: More cells than this in a proposal say nothing that "Run all above" does not.
MAX_CELLS = 25
_NOT_OURS = ("SyntaxError", "ImportError", "ModuleNotFoundError", "UnboundLocalError", "UsageError", "OSError")
_log = RunLog()


class Cause(StrEnum):
    """What went wrong with a cell's run."""

    NOT_RUN = "not run"
    RESTARTED = "not run since the kernel was restarted"
    FAILED = "failed"
    EDITED = "edited since it ran"
    STALE = "its value was changed since"
    LATER = "defined further down"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`cells` are to be run, in order; `culprit` is the one whose run is to blame, for the part `wrong` of a value.

    `evident`: the failure speaks of this very part. `hopeful`: a run that failed can be expected to end well now.
    `mentioned`: the edit is in what the failure speaks of; `worked`: the failing cell ran well before with this very text.
    `guessed`: the cell's text does not name what is missing, its `import *` may bring it.
    `by` is the run that made the value what it is, where another one than the culprit's did.
    """

    cause: Cause
    cells: tuple[Cell, ...]
    culprit: Cell
    wrong: Wrong
    evident: bool
    hopeful: bool = True
    lacking: frozenset[str] = frozenset()
    mentioned: bool = False
    worked: bool = False
    guessed: bool = False
    by: CellRun | None = None
    known: bool = True


_last: tuple[Failure, tuple[Cell, ...], Diagnosis | None] | None = None


def diagnose(failure: Failure, context: Context) -> Diagnosis | None:
    """What is wrong with the order of runs; None where nothing is, or nothing that would explain the failure."""
    global _last  # all fixers of this kind ask for the same failure in a row
    if _last is not None and _last[0] is failure and _last[1] is context.cells:
        return _last[2]
    found = _diagnose(failure, context) if _may_be_explained(failure) else None
    _last = (failure, context.cells, found)
    return found


def _may_be_explained(failure: Failure) -> bool:
    if failure.language is not Language.PYTHON or failure.stage not in (Stage.RUN, Stage.DISPLAY):
        return False
    return failure.error_type not in _NOT_OURS


def _diagnose(failure: Failure, context: Context) -> Diagnosis | None:
    listing = list_cells(failure, context)
    name = missing_name(failure)
    if listing is None or (failure.error_type == "NameError" and name is None):
        return None
    before, after = _sessions(listing, name, context)
    found = _solve(listing, before, after, name, failure, strict=False)
    if found is None and name is None:
        found = _solve(listing, before, after, name, failure, strict=True)
    if found is None and name is not None:
        found = _starred(listing, after, name)
    return found


def _starred(listing: Listing, after: Flow, name: str) -> Diagnosis | None:
    """A name that no cell makes in so many words may come by `import *` of a cell that has not run."""
    unrun = [cell for cell in listing.above if status(cell) in (Cause.NOT_RUN, Cause.RESTARTED)]
    stars = [cell for cell in unrun if any(statement.star for statement in statements_of(cell.text))]
    if not stars or listing.present(name):
        return None
    order = (*listing.above, listing.failing)
    notebook = Notebook([cell.text for cell in order], listing.present)
    solution = notebook.solve(after)
    chosen = {*(order.index(cell) for cell in stars), *(solution.chosen if solution is not None else ())}
    return Diagnosis(
        cause=status(stars[0]),
        cells=tuple(order[place] for place in sorted(chosen)),
        culprit=stars[0],
        wrong=Wrong(notebook.last, name, BASE, True, 0),
        evident=True,
        guessed=True,
        known=listing.known,
    )


def _sessions(listing: Listing, name: str | None, context: Context) -> tuple[Flow, Flow]:
    """The session on symbols before the failing run and after it."""
    before = _log.after(listing.runs)
    after = before.copy()
    failing = listing.failing_run
    after.run(statements_of(failing.text), None if failing.ok else failing.failed_line)
    for flow in (before, after):
        if name is not None and name not in context.namespace:
            flow.forget(name)
    return before, after


def _solve(
    listing: Listing, before: Flow, after: Flow, name: str | None, failure: Failure, *, strict: bool
) -> Diagnosis | None:
    for order in listing.orders(_wanted(name, failure)):
        notebook = Notebook([cell.text for cell in order], listing.present)
        wrong = _explaining(notebook, before, name, failure, listing, strict)
        if wrong is None:
            continue
        solution = notebook.solve(after, strict=strict)
        if solution is None or not solution.chosen or len(solution.chosen) > MAX_CELLS:
            continue
        if not _mends(notebook, solution, wrong):
            continue
        return _told(listing, order, notebook, solution, wrong, failure)
    return None


def _wanted(name: str | None, failure: Failure) -> frozenset[str]:
    """What the failure says is missing, as cells further down may make it."""
    if name is not None:
        return frozenset({name})
    parts = missing_parts(failure)
    return parts | {PREFIX + part.replace("\\", "/").rpartition("/")[2] for part in parts}


def _explaining(
    notebook: Notebook, before: Flow, name: str | None, failure: Failure, listing: Listing, strict: bool
) -> tuple[Wrong, bool] | None:
    """The wrong part that explains the failure, and whether the failure speaks of it."""
    wrongs = list(notebook.wrongs(before, notebook.last, strict=strict))
    parts = missing_parts(failure)
    evident = [wrong for wrong in wrongs if is_evident(wrong, name, parts)]
    if evident:
        return evident[0], True
    if name is not None or not wrongs:
        return None
    behind = names_behind(failure, listing.failing_run, notebook.footprints[notebook.last].demands)
    related = [wrong for wrong in wrongs if wrong.name in behind]
    return (related[0], False) if related else None


def _mends(notebook: Notebook, solution: Solution, explained: tuple[Wrong, bool]) -> bool:
    """Whether one of the cells to run writes what was wrong."""
    wrong, _ = explained
    return any(_writes(notebook, place, wrong) for place in solution.chosen)


def _writes(notebook: Notebook, place: int, wrong: Wrong) -> bool:
    footprint = notebook.footprints[place]
    return wrong.name in footprint.bases or any(name == wrong.name for name, _ in footprint.columns)


def _told(
    listing: Listing,
    order: Sequence[Cell],
    notebook: Notebook,
    solution: Solution,
    explained: tuple[Wrong, bool],
    failure: Failure,
) -> Diagnosis:
    wrong, evident = explained
    chosen = [order[place] for place in solution.chosen]
    writers = [place for place in solution.chosen if _writes(notebook, place, wrong)]
    if wrong.missing and wrong.name not in listing.held:  # the name itself is not there: who assigns it is meant
        wrong = replace(wrong, column=BASE)
        writers = [place for place in writers if wrong.name in notebook.footprints[place].bound] or writers
    own = order[writers[-1]]
    cause, culprit = status(own), own
    if cause is Cause.STALE:
        others = [cell for cell in reversed(chosen) if status(cell) is not Cause.STALE]
        if others:
            culprit, cause = others[0], status(others[0])
    if own.number > listing.failing.number and listing.known:
        cause, culprit = Cause.LATER, own
    return Diagnosis(
        cause=cause,
        cells=tuple(chosen),
        culprit=culprit,
        wrong=wrong,
        evident=evident,
        hopeful=cause is not Cause.FAILED or _may_succeed(culprit, chosen, order, listing),
        lacking=solution.lacking,
        mentioned=cause is Cause.EDITED and _edit_speaks_of(culprit, missing_parts(failure)),
        worked=_worked(listing),
        by=_changed_by(listing, wrong) if cause is Cause.STALE else None,
        known=listing.known,
    )


def status(cell: Cell) -> Cause:
    """What is to be said of the cell's last run; STALE where it ran well with the text that it has."""
    if cell.ran is None:
        return Cause.RESTARTED if cell.earlier else Cause.NOT_RUN
    if _keys(cell.ran) != _keys(cell.text):
        return Cause.EDITED
    return Cause.STALE if cell.ok else Cause.FAILED


def _may_succeed(culprit: Cell, chosen: list[Cell], order: Sequence[Cell], listing: Listing) -> bool:
    """Whether a cell that failed can be expected to run now: it was interrupted, or lacked what other cells make."""
    runs = [place for place, run in enumerate(listing.runs) if run.cell_id == culprit.id and run.text == culprit.ran]
    if not runs:
        return False
    if listing.runs[runs[-1]].error_type == "KeyboardInterrupt":
        return True
    place = list(order).index(culprit)
    notebook = Notebook([cell.text for cell in order[: place + 1]], lambda _: False)
    then = RunLog().after(listing.runs[: runs[-1]])
    return next(notebook.wrongs(then, place, strict=True), None) is not None


def _worked(listing: Listing) -> bool:
    failing = listing.failing
    keys = _keys(failing.text)
    return any(run.ok and run.cell_id == failing.id and _keys(run.text) == keys for run in listing.runs)


def _keys(text: str) -> list[int]:
    return [statement.key for statement in statements_of(text)]


def _edit_speaks_of(culprit: Cell, parts: frozenset[str]) -> bool:
    """Whether the edit put in or took out a word that the failure's message holds."""
    before, now = culprit.ran or "", culprit.text
    return any(_mentions(before, part) is not _mentions(now, part) for part in parts)


def _mentions(text: str, part: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _changed_by(listing: Listing, wrong: Wrong) -> CellRun | None:
    """The last run that wrote the name."""
    for run in reversed(listing.runs):
        for statement in statements_of(run.text):
            written = {
                *statement.binds,
                *statement.changes,
                *statement.deletes,
                *(name for name, _ in statement.columns),
            }
            if wrong.name in written:
                return run
    return None
