"""Names that a cell of this notebook defines, but that cell has not run here."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.undefined import find_undefined, raised_in_session, undefined_name
from jupyter_quickfix.fixers.names.cell_names import CellNames, has_effects, mentions, names_of
from jupyter_quickfix.records import Action, Candidate, Cell, Context, Failure, Safety

#: A proposal to run more cells than this says nothing that "Run all above" does not.
_MAX_CELLS = 12
#: A cell that took longer than this, in seconds, is worth a warning.
_SLOW = 20.0


@dataclass(slots=True)
class _Plan:
    """The cells to run, and the names that nobody defines though they are read at once."""

    cells: dict[int, Cell] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)


class CellNotRun(Fixer):
    """Names that a cell of this notebook defines, but that cell has not run here.

    Catches: NameError where another cell defines or imports the name and was never run in this kernel, failed, or was
    edited since it ran.
    Proposes: to run that cell first, and before it the cells that it needs or that change what it makes, in the
    notebook's order; the failing cell stays as it is.
    Keeps silent when: the notebook's cells are not known, no cell defines the name, or a dozen cells would not do.
    Safety: changes results where a cell seems to write files, install or change tables; the sentence says so.
    """

    errors = ("NameError",)
    examples = (
        Fixes("total + 1", "total + 1", cells=(("total = 5", False), ("total + 1", True)), actions=("Run cell 1",)),
        Fixes(
            "area(2)",
            "area(2)",
            cells=(
                ("import math", False),
                ("unrelated = 1", False),
                ("def area(r):\n    return math.pi * r", False),
                ("area(2)", True),
            ),
            actions=("Run cell 1", "Run cell 3"),
        ),
        Fixes(
            "sales.keys()",
            "sales.keys()",
            cells=(
                ("sales = {}", False),
                ("sales['north'] = 3", False),
                ("sales = dict(sorted(sales.items()))", False),
                ("sales.keys()", True),
                ("sales = None", False),
            ),
            actions=("Run cell 1", "Run cell 2", "Run cell 3"),
        ),
        Fixes(
            "rate * price",
            "rate * price",
            setup="price = 3",
            cells=(("rate = 2\nprice = 3", False), ("rate * price", True)),
            actions=("Run cell 1",),
        ),
        Fixes("late", "late", cells=(("late", True), ("late = 1", False)), actions=("Run cell 2",)),
        Silent("total + 1", "no cell defines it", cells=(("toal = 5", False), ("total + 1", True))),
        Silent("total + 1", "the notebook's cells are not known", setup="x = 1"),
        Silent("total + 1", "it is only a string or an attribute there", cells=(("a = 'total = 5'", False),)),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """At most one candidate: the smallest set of cells, in order."""
        name = undefined_name(failure)
        if name is None or not raised_in_session(failure) or name in context.namespace:
            return
        found = find_undefined(failure)
        if found is not None and found.home is not None and found.home.kind != "module":
            return
        here = _place_of(failure, context)
        cells = [cell for cell in context.cells if cell.id is not None and cell.number != here]
        definer = _definer(name, here, cells)
        if definer is None:
            return
        plan = _plan(name, definer, names_of(failure.code), here, cells, context)
        if not 0 < len(plan.cells) <= _MAX_CELLS:
            return
        ordered = [plan.cells[number] for number in sorted(plan.cells)]
        effects = [cell for cell in ordered if has_effects(cell.text)]
        yield self.candidate(
            failure.code,
            _rationale(name, definer, ordered, effects),
            confidence=_confidence(definer, plan, here),
            safety=Safety.CHANGES_RESULTS if effects else Safety.SAFE,
            actions=tuple(Action("run_cell", cell.id or "", f"Run cell {cell.number}") for cell in ordered),
        )


def _place_of(failure: Failure, context: Context) -> float:
    """The failing cell's number among the notebook's cells; past the end when it is not one of them."""
    for cell in context.cells:
        if failure.cell_id is not None and cell.id == failure.cell_id:
            return cell.number
    texts = [cell.number for cell in context.cells if cell.text == failure.code]
    return texts[-1] if texts else float("inf")


def _definer(name: str, before: float, cells: list[Cell]) -> Cell | None:
    """The cell whose definition is meant: the nearest above, else the first below."""
    defining = [cell for cell in cells if mentions(cell.text, name) and name in names_of(cell.text).defines]
    above = [cell for cell in defining if cell.number < before]
    if above:
        return above[-1]
    return defining[0] if defining else None


def _plan(name: str, definer: Cell, failing: CellNames, here: float, cells: list[Cell], context: Context) -> _Plan:
    """The cells to run for `name`, and for whatever else the failing cell reads and other cells above it define."""
    plan = _Plan()
    _add(plan, name, definer, here, cells, context)
    for other in sorted(failing.needs - {name}):
        if _is_missing(other, context):
            source = _definer(other, here, [cell for cell in cells if cell.number < here])
            if source is not None:
                _add(plan, other, source, here, cells, context)
    return plan


def _add(plan: _Plan, name: str, definer: Cell, before: float, cells: list[Cell], context: Context) -> None:
    """Put a cell and everything that it needs into the plan."""
    if definer.number in plan.cells or len(plan.cells) > _MAX_CELLS:
        return
    plan.cells[definer.number] = definer
    names = names_of(definer.text)
    for need in sorted(names.needs):
        if need != name and not _is_missing(need, context):
            continue
        source = _definer(need, definer.number, [cell for cell in cells if cell.number < definer.number])
        if source is not None:
            _add(plan, need, source, definer.number, cells, context)
        elif need in names.at_once:
            plan.lacking.add(need)
    for cell in cells:
        if definer.number < cell.number < before and mentions(cell.text, name) and name in names_of(cell.text).changes:
            _add(plan, name, cell, cell.number, cells, context)


def _is_missing(name: str, context: Context) -> bool:
    return name not in context.namespace and not hasattr(builtins, name)


def _confidence(definer: Cell, plan: _Plan, here: float) -> float:
    if definer.ran is None:
        confidence = 0.95
    elif definer.ran != definer.text:
        confidence = 0.92
    else:  # it ran with this very text: it failed, or the name was deleted since
        confidence = 0.8 if definer.ok is False and len(plan.cells) > 1 else 0.55
    if definer.number > here:
        confidence -= 0.1
    return confidence - (0.3 if plan.lacking else 0.0)


def _rationale(name: str, definer: Cell, ordered: list[Cell], effects: list[Cell]) -> str:
    if definer.ran is None:
        state = "has not run in this session"
    elif definer.ok is False:
        state = "failed when it last ran"
    elif definer.ran != definer.text:
        state = "was edited since it last ran"
    else:
        state = "ran, but the name was deleted since"
    text = f"`{name}` is defined in cell {definer.number}, which {state}"
    others = [str(cell.number) for cell in ordered if cell is not definer]
    if others:
        cells = others[0] if len(others) == 1 else ", ".join(others[:-1]) + f" and {others[-1]}"
        text += f"; cell{'s' if len(others) > 1 else ''} {cells} {'belong' if len(others) > 1 else 'belongs'} to it"
    if effects:
        text += f"; cell {effects[0].number} seems to do more than define names (files, installs or tables)"
    slow = [cell for cell in ordered if (cell.duration_s or 0.0) > _SLOW]
    if slow:
        text += f"; cell {slow[0].number} took {slow[0].duration_s:.0f} s last time"
    return text + "."
