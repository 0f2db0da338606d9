"""Names in scope, the history of cells, and how `gather` puts them together."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.context import names as names_module
from jupyter_quickfix.context.cells import MAX_TEXT, CellHistory, cell_run
from jupyter_quickfix.context.gather import gather
from jupyter_quickfix.context.names import LazyNames, describe, plain_namespace
from jupyter_quickfix.records import Cell, CellRun, Failure, Name
from tests.session import Session


def test_names_are_described() -> None:
    def function(a: int, b: str = "x") -> None: ...

    assert describe("f", function) == Name(
        "f", "function", "function", __name__, "(a: int, b: str = 'x')", "<function>"
    )
    assert describe("df", pd.DataFrame({"a": [1]})).repr == "<DataFrame 1 × 1>"
    assert describe("pd", pd).module == "pandas"
    assert (describe("Session", Session).kind, describe("Session", Session).signature) == ("class", "()")


def test_the_shell_keeps_its_own_names_to_itself(ipython: Session) -> None:
    ipython.run("_mine = 1; value = 2")
    ipython.run("value")
    names = LazyNames(ipython.shell.user_ns)
    listed = set(names)
    assert {"_mine", "value", "get_ipython"} <= listed
    assert not listed & {"In", "Out", "_", "__", "_i", "_ih", "_oh", "_dh", "_i1", "_2", "__name__", "__builtins__"}
    assert len(names) == len(listed)
    assert "value" in names
    assert "absent" not in names
    with pytest.raises(KeyError):
        names["absent"]


def test_iteration_describes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    described: list[str] = []
    monkeypatch.setattr(names_module, "describe", lambda name, value: described.append(name))
    names = LazyNames({f"name_{number}": number for number in range(2_000)})
    assert len(list(names)) == 2_000
    assert described == []
    names["name_7"]
    assert len(described) == 1


def test_an_ordinary_namespace_is_handed_on_as_it_is() -> None:
    live = {"a": 1}
    assert plain_namespace(live) is live
    assert plain_namespace({"a": 1, 3: 4}) == {"a": 1}  # type: ignore[dict-item]  # what is tested


def test_history_keeps_the_last_run_of_each_cell_in_order() -> None:
    history = CellHistory()
    history.ran(CellRun("one", "a = 1", True, 1, 0.1))
    history.ran(CellRun("two", "b = 2", True, 2, 0.2))
    history.ran(CellRun("one", "a = 3", False, 3, 0.3))
    history.ran(CellRun(None, "c", True, 4, 0.4))
    history.ran(CellRun(None, "c", True, 5, 0.5))
    assert history.cells() == (
        Cell("two", "b = 2", 2, "b = 2", True, 2, 0.2),
        Cell("one", "a = 3", 3, "a = 3", False, 3, 0.3),
        Cell(None, "c", 4, "c", True, 4, 0.4),
        Cell(None, "c", 5, "c", True, 5, 0.5),
    )


def test_the_notebook_says_which_cells_there_are() -> None:
    history = CellHistory()
    history.ran(CellRun("one", "a = 1", True, 1, 0.1))
    history.ran(CellRun("deleted", "gone = 1", True, 2, 0.1))
    told = [
        {"id": "zero", "number": 1, "source": "never = 1", "execution_count": 1},  # the count of another session
        {"id": "one", "number": 3, "source": "a = 2  # edited since", "execution_count": 1},
    ]
    assert history.cells(told) == (
        Cell("zero", "never = 1", 1, earlier=True),
        Cell("one", "a = 2  # edited since", 3, "a = 1", True, 1, 0.1),
    )


def test_a_run_without_an_id_is_matched_by_count_and_text() -> None:
    history = CellHistory()
    history.ran(CellRun(None, "a = 1", True, 7, 0.1))
    (same, other) = history.cells(
        [
            {"id": "x", "number": 1, "source": "a = 1", "execution_count": 7},
            {"id": "y", "number": 2, "source": "b = 1", "execution_count": 7},
        ]
    )
    assert (same.ran, other.ran) == ("a = 1", None)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "number", "source", "execution_count"]), st.none() | st.integers() | st.text()
        )
    )
)
def test_what_a_front_end_tells_may_be_anything(told: list[dict[str, Any]]) -> None:
    history = CellHistory()
    history.ran(CellRun(None, "a", True, 1, 0.0))
    assert len(history.cells(told)) <= len(told)


def test_history_is_bounded() -> None:
    history = CellHistory(max_runs=3)
    for number in range(10):
        history.ran(CellRun(f"cell-{number}", "x" * (MAX_TEXT + 5), True, number))
    assert [cell.id for cell in history.cells()] == ["cell-7", "cell-8", "cell-9"]
    assert {len(cell.text) for cell in history.cells()} == {MAX_TEXT}
    assert [run.cell_id for run in history.log] == ["cell-7", "cell-8", "cell-9"]


def test_the_log_keeps_every_run_of_a_cell() -> None:
    history = CellHistory()
    history.ran(CellRun("one", "a = 1"))
    history.ran(CellRun("one", "a = 2"))
    assert [run.text for run in history.log] == ["a = 1", "a = 2"]


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("a = 1\nb = 1 / 0", 2),
        ("def f():\n    return 1 / 0\n\nf()", 4),
        ("a = (", 0),
        ("a = 1\nclass C:\n    def __repr__(self): return 1 / 0\nC()", None),
    ],
)
def test_a_failed_run_says_how_far_it_came(ipython: Session, code: str, line: int | None) -> None:
    failure = ipython.run(code)
    assert failure is not None
    assert cell_run(failure).failed_line == line


def locals_of(ipython: Session, *cells: str) -> dict[str, object]:
    failure = None
    for cell in cells:
        failure = ipython.run(cell)
    assert failure is not None
    return dict(gather(failure, ipython.shell.user_ns).frame_locals)


def test_locals_of_a_function_of_another_cell(ipython: Session) -> None:
    assert locals_of(ipython, "def f(a):\n    b = 2\n    return c", "f(1)") == {"a": 1, "b": 2}


def test_locals_of_the_users_frame_under_a_librarys(ipython: Session) -> None:
    found = locals_of(ipython, "import json\ndef f(text):\n    depth = 1\n    return json.loads(text)", "f('{')")
    assert found == {"text": "{", "depth": 1}


def test_locals_around_a_comprehension_and_a_lambda(ipython: Session) -> None:
    found = locals_of(
        ipython, "def f(rows):\n    scale = 2\n    return sorted(rows, key=lambda r: r * scalee)", "f([1])"
    )
    assert found == {"rows": [1], "scale": 2, "r": 1}
    found = locals_of(ipython, "def g(rows):\n    scale = 2\n    return [row * scalee for row in rows]", "g([1])")
    assert {name: found[name] for name in ("rows", "scale", "row")} == {"rows": [1], "scale": 2, "row": 1}


def test_the_namespace_is_not_taken_for_locals(ipython: Session) -> None:
    assert locals_of(ipython, "a = 1\nb") == {}


def test_a_class_body_with_a_mapping_of_its_own_is_not_read(ipython: Session) -> None:
    cells = (
        "class M(type):\n    def __prepare__(n, b): return D()\nclass D(dict):\n    def items(self): raise SystemExit",
        "class C(metaclass=M):\n    inner = 1\n    absent",
    )
    assert locals_of(ipython, *cells) == {}


def test_gathering_survives_a_deleted_folder(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert gather(Failure("f", "x", "NameError", ""), {}).cwd == "."


def test_tables_are_handed_on() -> None:
    first = gather(Failure("f", "x", "NameError", ""), {"d": {"a": 1}})
    assert list(first.tables) == ["d"]
    assert gather(first_failure := Failure("f", "x", "NameError", ""), {}, tables=first.tables).tables is first.tables
    assert first_failure.id == "f"
