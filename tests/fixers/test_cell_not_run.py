"""Which cells to run first, and what their text says about them."""

from __future__ import annotations

import pytest

from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.fixers.names.cell_names import has_effects, names_of
from jupyter_quickfix.fixers.python.cell_not_run import CellNotRun
from jupyter_quickfix.records import Candidate, Cell, Safety
from tests.session import Session


def propose(ipython: Session, code: str, *cells: Cell) -> list[Candidate]:
    failure = ipython.run(code)
    assert failure is not None
    context = gather(failure, ipython.shell.user_ns, cells=cells, cells_known=True)
    return list(CellNotRun().propose(failure, context))


def test_a_cell_edited_since_it_ran(ipython: Session) -> None:
    found = propose(ipython, "rate + 1", Cell("a", "rate = 2", 1, ran="rat = 2", ok=True))
    assert [action.target for action in found[0].actions] == ["a"]
    assert found[0].rationale == "`rate` is defined in cell 1, which was edited since it last ran."


def test_a_cell_that_failed_is_surer_when_what_it_lacked_comes_first(ipython: Session) -> None:
    failed = Cell("b", "rate = base * 2", 2, ran="rate = base * 2", ok=False)
    alone = propose(ipython, "rate + 1", failed)
    both = propose(ipython, "rate + 1", Cell("a", "base = 1", 1), failed)
    assert [action.target for action in both[0].actions] == ["a", "b"]
    assert both[0].confidence > alone[0].confidence


def test_cells_of_the_history_have_no_id_and_cannot_be_run(ipython: Session) -> None:
    assert propose(ipython, "rate + 1", Cell(None, "rate = 2", 1)) == []


def test_side_effects_are_said_and_labelled(ipython: Session) -> None:
    found = propose(ipython, "rate + 1", Cell("a", "rate = 2\ndf.to_csv('out.csv')", 1))
    assert found[0].safety is Safety.CHANGES_RESULTS
    assert "files" in found[0].rationale


def test_slow_cells_are_said(ipython: Session) -> None:
    assert "took 90 s" in propose(ipython, "rate + 1", Cell("a", "rate = 2", 1, duration_s=90.0))[0].rationale


def test_the_nearest_definition_above_wins_over_one_below(ipython: Session) -> None:
    cells = (Cell("a", "rate = 1", 1), Cell("b", "rate = 2", 2), Cell("c", "rate + 1", 3), Cell("d", "rate = 3", 4))
    assert [action.target for action in propose(ipython, "rate + 1", *cells)[0].actions] == ["b"]


def test_other_names_that_the_cell_lacks_are_provided_too(ipython: Session) -> None:
    cells = (Cell("a", "rate = 1", 1), Cell("b", "price = 2", 2), Cell("c", "unused = 2", 3))
    assert [action.target for action in propose(ipython, "rate * price", *cells)[0].actions] == ["a", "b"]


def test_cells_that_need_each_other_end(ipython: Session) -> None:
    cells = (Cell("a", "one = two", 1), Cell("b", "two = one", 2))
    assert [action.target for action in propose(ipython, "two + 1", *cells)[0].actions] == ["a", "b"]


def test_a_result_of_a_sql_cell_counts_as_a_definition(ipython: Session) -> None:
    found = propose(ipython, "rows[0]", Cell("a", "%%sql rows <<\nselect 1", 1))
    assert [action.target for action in found[0].actions] == ["a"]


def test_a_parameter_of_that_name_is_no_definition(ipython: Session) -> None:
    assert propose(ipython, "rate + 1", Cell("a", "def f(rate):\n    rate = 2\n    return rate", 1)) == []


@pytest.mark.parametrize(
    ("text", "defines", "at_once", "changes"),
    [
        ("import numpy as np\nx = np.ones(n)", {"np", "x"}, {"n"}, set()),
        ("df = df.dropna()", {"df"}, {"df"}, set()),
        ("for i in rows:\n    total += i", {"i", "total"}, {"rows", "total"}, set()),
        ("def f():\n    return later\n", {"f"}, set(), set()),
        ("df['a'] = [k for k in ks]", set(), {"df", "ks"}, {"df"}),
        ("model.fit(X)", set(), {"model", "X"}, {"model"}),
        ("x = %sql select 1\n!ls", {"x"}, set(), set()),
        ("print(len([1]))", set(), set(), set()),
        ("class A(Base):\n    k = size", {"A"}, {"Base", "size"}, set()),
        ("no valid Python", set(), set(), set()),
    ],
)
def test_names_of_a_cell(text: str, defines: set[str], at_once: set[str], changes: set[str]) -> None:
    names = names_of(text)
    assert (set(names.defines), set(names.at_once), set(names.changes)) == (defines, at_once, changes)


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("!pip install x", True),
        ("%pip install x", True),
        ("open('a.txt', 'w').write('x')", True),
        ("con.execute('DROP TABLE t')", True),
        ("open('a.txt').read()", False),
        ("x = 1  # to_csv", False),
    ],
)
def test_effects_of_a_cell(text: str, effects: bool) -> None:
    assert has_effects(text) is effects
