"""Which cells to run first, and what is said about them."""

from __future__ import annotations

import pytest

from jupyter_quickfix.context.cells import cell_run
from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.fixers import FIXERS
from jupyter_quickfix.records import Candidate, Cell, CellRun, Safety
from tests.session import Session

ORDER = {
    "cell_not_run",
    "restarted_kernel",
    "edited_cell",
    "failed_cell",
    "stale_value",
    "later_cell",
    "unprepared_value",
}


def propose(ipython: Session, code: str, *cells: Cell, runs: tuple[CellRun, ...] = (), known: bool = True) -> Candidate:
    """The one candidate of all the fixers of this kind."""
    failure = ipython.run(code)
    assert failure is not None
    runs = runs or tuple(
        CellRun(cell.id, cell.ran, cell.ok is True, failed_line=1) for cell in cells if cell.ran is not None
    )
    context = gather(failure, ipython.shell.user_ns, cells=cells, cells_known=known, runs=(*runs, cell_run(failure)))
    fixers = [fixer for fixer in FIXERS if fixer.id in ORDER and fixer.catches(failure)]
    (candidate,) = [candidate for fixer in fixers for candidate in fixer.propose(failure, context)]
    return candidate


def targets(candidate: Candidate) -> list[str]:
    return [action.target for action in candidate.actions]


def ran(cell_id: str, text: str, number: int, **more: object) -> Cell:
    return Cell(cell_id, text, number, ran=text, ok=True, **more)  # type: ignore[arg-type]  # fields of the record


def test_a_cell_edited_since_it_ran(ipython: Session) -> None:
    found = propose(ipython, "rate + 1", Cell("a", "rate = 2", 1, ran="rat = 2", ok=True))
    assert targets(found) == ["a"]
    assert found.rationale == "`rate` comes from cell 1, which was edited since it last ran."


def test_a_cell_that_failed_for_want_of_another_is_surer_than_one_that_fails_again(ipython: Session) -> None:
    failed = Cell("b", "rate = base * 2", 2, ran="rate = base * 2", ok=False)
    both = propose(ipython, "rate + 1", Cell("a", "base = 1", 1), failed)
    ipython.run("base = 1")
    alone = propose(ipython, "rate + 1", ran("a", "base = 1", 1), failed)
    assert targets(both) == ["a", "b"]
    assert targets(alone) == ["b"]
    assert both.confidence > 0.8 > 0.5 > alone.confidence
    assert alone.rationale == "`rate` is defined in cell 2, which failed when it last ran: mend that one first."


def test_an_interrupted_cell_is_run_again(ipython: Session) -> None:
    text = "rate = 2"
    cells = (Cell("b", text, 2, ran=text, ok=False),)
    run = CellRun("b", text, False, failed_line=1, error_type="KeyboardInterrupt")
    assert propose(ipython, "rate + 1", *cells, runs=(run,)).confidence > 0.8


def test_side_effects_are_said_and_labelled(ipython: Session) -> None:
    found = propose(ipython, "rate + 1", Cell("a", "rate = 2\nopen('out.csv', 'w').write('x')", 1))
    assert found.safety is Safety.CHANGES_RESULTS
    assert found.actions[0].warning == "writes files"
    assert found.actions[0].detail == "rate = 2"
    assert "cell 1 writes files" in found.rationale


@pytest.mark.parametrize(
    ("line", "safety"),
    [
        ("%pip install nothing", Safety.INSTALLS),
        ("import shutil; shutil.rmtree('out')", Safety.DELETES),
        ("import requests; requests.get('http://localhost')", Safety.CHANGES_RESULTS),
        ("rate = 3  # to_csv('x')", Safety.SAFE),
    ],
)
def test_safety_of_the_cells_to_run(ipython: Session, line: str, safety: Safety) -> None:
    assert propose(ipython, "rate + 1", Cell("a", f"rate = 2\n{line}", 1)).safety is safety


def test_slow_cells_are_said(ipython: Session) -> None:
    assert "took 90 s" in propose(ipython, "rate + 1", Cell("a", "rate = 2", 1, duration_s=90.0)).rationale


def test_training_is_warned_of_only_where_it_may_take_long(ipython: Session) -> None:
    text = "rate = model.fit(1)"
    quick = Cell("a", text, 1, ran="rate = 1", ok=True, duration_s=0.1)
    assert propose(ipython, "rate + 1", quick).safety is Safety.SAFE
    assert "trains a model" in propose(ipython, "rate + 1", Cell("a", text, 1)).rationale


def test_the_nearest_definition_above_wins_over_one_below(ipython: Session) -> None:
    cells = (Cell("a", "rate = 1", 1), Cell("b", "rate = 2", 2), Cell("c", "rate + 1", 3), Cell("d", "rate = 3", 4))
    assert targets(propose(ipython, "rate + 1", *cells)) == ["b"]


def test_other_names_that_the_cell_lacks_are_provided_too(ipython: Session) -> None:
    cells = (Cell("a", "rate = 1", 1), Cell("b", "price = 2", 2), Cell("c", "unused = 2", 3))
    assert targets(propose(ipython, "rate * price", *cells)) == ["a", "b"]


def test_a_name_that_a_called_function_reads(ipython: Session) -> None:
    ipython.run("def cost(n):\n    return n * rate")
    cells = (Cell("a", "rate = 3", 1), ran("b", "def cost(n):\n    return n * rate", 2), Cell("c", "cost(2)", 3))
    assert targets(propose(ipython, "cost(2)", *cells)) == ["a"]


def test_cells_that_need_each_other_end(ipython: Session) -> None:
    cells = (Cell("a", "one = two", 1), Cell("b", "two = one", 2))
    found = propose(ipython, "two + 1", *cells)
    assert targets(found) == ["a", "b"]
    assert found.confidence < 0.7


def test_a_result_of_a_sql_cell_counts_as_a_definition(ipython: Session) -> None:
    assert targets(propose(ipython, "rows[0]", Cell("a", "%%sql rows <<\nselect 1", 1))) == ["a"]


def test_without_the_notebook_the_history_is_used_and_said(ipython: Session) -> None:
    text = "rate = base * 2"
    run = CellRun("b", text, False, 4, failed_line=1, error_type="KeyboardInterrupt")
    found = propose(ipython, "rate + 1", runs=(run,), known=False)
    assert targets(found) == ["b"]
    assert found.actions[0].label == "Run In [4] again"
    assert "history" in found.rationale


def test_in_a_terminal_the_cells_text_comes_in_front(ipython: Session) -> None:
    run = CellRun(None, "rate = 2", False, 4, failed_line=1, error_type="KeyboardInterrupt")
    found = propose(ipython, "rate + 1", runs=(run,), known=False)
    assert (found.code, found.actions) == ("rate = 2\nrate + 1", ())


def test_a_file_that_a_cell_writes(ipython: Session) -> None:
    text = "with open('made-by-a-cell.txt', 'w') as file:\n    file.write('x')"
    found = propose(ipython, "open('made-by-a-cell.txt').read()", Cell("a", text, 1))
    assert targets(found) == ["a"]
    assert found.rationale.startswith("The file `made-by-a-cell.txt` is made in cell 1, which has not run")


def test_what_this_very_run_changed_does_not_explain_its_failure(ipython: Session) -> None:
    ipython.run("total = [1]")
    failure = ipython.run("total = total[0]\ntotal.absent")
    assert failure is not None
    cells = (ran("a", "total = [1]", 1), Cell(None, failure.code, 2))
    context = gather(
        failure,
        ipython.shell.user_ns,
        cells=cells,
        cells_known=True,
        runs=(CellRun("a", "total = [1]"), cell_run(failure)),
    )
    assert [fixer.id for fixer in FIXERS if fixer.id in ORDER and list(fixer.propose(failure, context))] == []
