"""`%fix`, in a real IPython shell: what it says, what it puts ready, what it records."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyter_quickfix.errors import UnknownProposalError
from jupyter_quickfix.present.magic import HELP, FixMagics, next_input
from jupyter_quickfix.present.messages import Panel
from jupyter_quickfix.records import Action, DecisionKind, Safety
from jupyter_quickfix.settings import QuickFix
from tests.present.conftest import MISSPELLED, THREE, candidate, panel_of, panels, proposal
from tests.session import Session

NEW = [made.code for made in THREE]


class Decisions:
    """A session that only notes decisions."""

    def __init__(self) -> None:
        self.settings = QuickFix()
        self.panel: Panel | None = panels()["three"]
        self.made: list[tuple[str, DecisionKind, str | None, str | None, str]] = []
        self.forgotten = False

    def current_panel(self) -> Panel | None:
        return self.panel

    def decide(
        self,
        proposal_id: str,
        kind: DecisionKind,
        *,
        candidate_id: str | None = None,
        code: str | None = None,
        host: str = "",
    ) -> None:
        if self.forgotten:
            raise UnknownProposalError("This proposal is no longer live; run the cell again to get a new one.")
        self.made.append((proposal_id, kind, candidate_id, code, host))


class Shell:
    """An IPython session with `%fix`, and what the magic put ready at the next prompt."""

    def __init__(self, session: Session, decisions: Decisions) -> None:
        self.shell = session.shell
        self.decisions = decisions
        self.ready: list[tuple[str, bool]] = []
        self.shell.set_next_input = lambda code, replace=False: self.ready.append((code, replace))
        self.magics = FixMagics(self.shell, decisions)
        self.magics.register()

    def run(self, line: str) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            result = self.shell.run_cell(line, store_history=True)
        assert result.success
        return out.getvalue()


@pytest.fixture
def decisions() -> Decisions:
    return Decisions()


@pytest.fixture
def shell(ipython: Session, decisions: Decisions) -> Iterator[Shell]:
    opened = Shell(ipython, decisions)
    yield opened
    opened.magics.unregister()


def test_it_lists(shell: Shell) -> None:
    said = shell.run("%fix")
    assert said.startswith("Quick Fix: `pritn` is not defined\n1  `pritn` looks like")
    assert "\n3  Cell 3 defines" in said
    assert shell.run("%fix list") == said
    assert shell.ready == []
    assert shell.decisions.made == []


def test_it_shows_one(shell: Shell) -> None:
    assert "  + from rich import print as pritn" in shell.run("%fix 2")
    assert "2 of 3" in shell.run("%fix show 2")


def test_a_single_fix_is_shown_at_once(shell: Shell) -> None:
    shell.decisions.panel = panels()["proved"]
    assert "  + print(1)" in shell.run("%fix")


@pytest.mark.parametrize(("line", "number"), [("%fix accept", 0), ("%fix accept 1", 0), ("%fix accept 2", 1)])
def test_accept_puts_the_code_ready(shell: Shell, line: str, number: int) -> None:
    assert shell.run(line) == ""
    assert shell.ready == [(NEW[number], False)]
    accepted = DecisionKind.ACCEPT
    assert shell.decisions.made == [("proposal-1", accepted, f"candidate-{number + 1}", NEW[number], "terminal")]


def test_edit_is_recorded_as_such(shell: Shell) -> None:
    shell.run("%fix edit 2")
    assert shell.ready == [(NEW[1], False)]
    assert [kind for _, kind, *_ in shell.decisions.made] == [DecisionKind.EDIT]


def test_reject_changes_nothing(shell: Shell) -> None:
    assert shell.run("%fix reject") == "Rejected; nothing was changed.\n"
    assert shell.ready == []
    assert shell.decisions.made == [("proposal-1", DecisionKind.REJECT, "candidate-1", None, "terminal")]


def test_in_a_notebook_the_cell_of_the_magic_is_replaced(shell: Shell) -> None:
    shell.shell.kernel = object()
    shell.run("%fix accept")
    shell.run("%fix accept\nmine = 1")
    assert shell.ready == [(NEW[0], True), (NEW[0], False)], "a cell that holds more is never replaced"
    assert {host for *_, host in shell.decisions.made} == {"magic"}


def test_run_runs_it_as_a_cell_of_its_own(ipython: Session, shell: Shell) -> None:
    shell.decisions.panel = panel_of(proposal("vlaue = 41", candidate("value = 41", "so")))
    shell.run("%fix run")
    assert shell.shell.user_ns["value"] == 41
    assert [run.code for run in ipython.runs] == ["%fix run", "value = 41"]
    assert [kind for _, kind, *_ in shell.decisions.made] == [DecisionKind.ACCEPT_AND_RUN]
    shell.run("1")
    assert [run.code for run in ipython.runs][2:] == ["1"], "it runs once"


def test_run_in_a_notebook_runs_under_the_same_cell(ipython: Session, shell: Shell) -> None:
    shell.shell.kernel = object()
    shell.decisions.panel = panel_of(proposal("raise KeyError(1)", candidate("raise KeyError(2)", "so")))
    with contextlib.redirect_stdout(io.StringIO()):
        shell.shell.run_cell("%fix run", store_history=True, cell_id="here")
    assert shell.ready == [("raise KeyError(2)", True)]
    assert [(failure.code, failure.cell_id) for failure in ipython.failures] == [("raise KeyError(2)", "here")]


def test_await_is_left_to_the_user_in_a_notebook(shell: Shell) -> None:
    shell.shell.kernel = object()
    shell.decisions.panel = panel_of(proposal("awiat x()", candidate("await x()", "so")))
    assert "run it yourself" in shell.run("%fix run")
    assert shell.ready == [("await x()", True)]


def test_accept_runs_when_the_user_set_it_and_it_is_safe(shell: Shell) -> None:
    shell.decisions.settings.accept_runs = True
    made = candidate("value = 42", "so")
    shell.decisions.panel = panel_of(proposal("vlaue = 42", made), shell.decisions.settings)
    shell.run("%fix accept")
    assert shell.shell.user_ns["value"] == 42
    unsafe = candidate("other = 42", "so", safety=Safety.CHANGES_RESULTS)
    shell.decisions.panel = panel_of(proposal("ohter = 42", unsafe), shell.decisions.settings)
    shell.run("%fix accept")
    assert "other" not in shell.shell.user_ns


def test_what_is_not_safe_is_run_only_when_named(shell: Shell) -> None:
    unsafe = candidate("value = 43", "so", safety=Safety.DELETES)
    shell.decisions.panel = panel_of(proposal("vlaue = 43", unsafe))
    assert shell.run("%fix run") == "This fix deletes files; to run it all the same, say %fix run 1.\n"
    assert (shell.decisions.made, shell.ready) == ([], [])
    shell.run("%fix run 1")
    assert shell.shell.user_ns["value"] == 43


def test_cells_to_run_first_are_named_and_nothing_is_run(shell: Shell) -> None:
    assert shell.run("%fix run 3") == "First: run cell 3.\n"
    assert shell.ready == [(MISSPELLED, False)]
    assert [kind for _, kind, *_ in shell.decisions.made] == [DecisionKind.ACCEPT]


def test_an_install_is_put_ready(shell: Shell) -> None:
    shell.decisions.panel = panels()["install"]
    assert shell.run("%fix accept") == "Run the install that stands ready, then run your cell again.\n"
    assert shell.ready == [("%pip install scikit-learn", False)]
    shell.decisions.made.clear()
    ran: list[str] = []
    shell.shell.register_magic_function(ran.append, "line", "pip")
    assert shell.run("%fix run 1") == "Installing, then run your cell again.\n"
    assert ran == ["install scikit-learn"]


def test_an_install_with_new_code_comes_first_in_one_cell() -> None:
    action = Action("install", "polars", "install polars")
    panel = panel_of(proposal("pl.read(x)", candidate("import polars as pl\npl.read(x)", "so", actions=(action,))))
    assert next_input(panel, panel["candidates"][0]) == "%pip install polars\nimport polars as pl\npl.read(x)"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%fix 4", "There are 3 fixes, and no number 4. %fix lists them."),
        ("%fix 0", "There are 3 fixes, and no number 0. %fix lists them."),
        ("%fix accept 9", "There are 3 fixes, and no number 9. %fix lists them."),
        ("%fix acept", "%fix knows no 'acept'. %fix help says what can be asked."),
        ("%fix accept one", "After '%fix accept' comes one number or nothing. %fix help says what can be asked."),
        ("%fix 1 2", "After '%fix show' comes one number or nothing. %fix help says what can be asked."),
        (f"%fix {'9' * 5000}", f"%fix knows no '{'9' * 40}'. %fix help says what can be asked."),
        ("%fix -1", "%fix knows no '-1'. %fix help says what can be asked."),
    ],
)
def test_a_wrong_request_gets_one_clear_line(shell: Shell, line: str, said: str) -> None:
    assert shell.run(line) == said + "\n"
    assert (shell.decisions.made, shell.ready) == ([], [])


def test_with_no_failure_it_says_so(shell: Shell) -> None:
    shell.decisions.panel = None
    for line in ("%fix", "%fix 1", "%fix accept", "%fix run", "%fix reject"):
        assert shell.run(line).startswith("There is no fix to show")
    assert shell.run("%fix help") == HELP + "\n"


def test_a_proposal_that_is_gone_is_said_and_nothing_is_put_ready(shell: Shell) -> None:
    shell.decisions.forgotten = True
    assert shell.run("%fix accept") == "This proposal is no longer live; run the cell again to get a new one.\n"
    assert shell.ready == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_no_request_ever_fails(shell: Shell, line: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        shell.magics.fix(line)
    assert "Traceback" not in out.getvalue()


def test_a_magic_of_that_name_comes_back(ipython: Session) -> None:
    def mine(line: str) -> None:
        """The user's own."""

    line_magics: dict[str, Any] = ipython.shell.magics_manager.magics["line"]
    ipython.shell.register_magic_function(mine, "line", "fix")
    magics = FixMagics(ipython.shell, Decisions())
    magics.register()
    magics.unregister()
    assert line_magics["fix"] is mine
    magics.unregister()
    assert line_magics["fix"] is mine
