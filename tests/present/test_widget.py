"""The widget: holds the panel, passes decisions on, and says so when it was not built."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from jupyter_quickfix.errors import UnknownProposalError
from jupyter_quickfix.present import widget
from jupyter_quickfix.present.diff import hunks
from jupyter_quickfix.present.messages import VERSION, Decided, Panel, PanelCandidate

OLD, NEW = "pritn(1)", "print(1)"


def panel(title: str = "There is no name pritn") -> Panel:
    candidate = PanelCandidate(
        id="candidate",
        code=NEW,
        rationale="The nearest name is print.",
        source="misspelled_name",
        safety="safe",
        safety_label="",
        score=0.9,
        proved=False,
        actions=[],
        checks=[],
        hunks=hunks(OLD, NEW),
    )
    return Panel(
        version=VERSION,
        proposal_id="proposal",
        cell_id=None,
        language="python",
        title=title,
        error_type="NameError",
        code=OLD,
        quiet=False,
        accept_runs=False,
        settled=True,
        candidates=[candidate],
    )


def message(kind: str) -> dict[str, Any]:
    decided = {"proposal_id": "proposal", "candidate_id": "candidate", "kind": kind, "code": None, "host": "widget"}
    return {"type": "decision", **decided}


def receive(made: Any, content: object) -> None:
    """Let the widget have a message as its comm would."""
    made._handle_custom_msg(content, [])


def test_holds_the_panel_and_shows_a_better_one() -> None:
    made = widget.proposal_widget(panel(), lambda _: None)
    assert made.panel == panel()
    made.panel = dict(panel("better"))
    assert made.get_state()["panel"]["title"] == "better"


def test_passes_decisions_on_and_nothing_else() -> None:
    decisions: list[Decided] = []
    made = widget.proposal_widget(panel(), decisions.append)
    receive(made, message("copy"))
    for other in ({"type": "hello"}, "decision", None, ["decision"]):
        receive(made, other)
    assert decisions == [cast(Decided, message("copy"))]


def test_answers_that_it_is_live(monkeypatch: pytest.MonkeyPatch) -> None:
    made = widget.proposal_widget(panel(), lambda _: None)
    sent: list[Any] = []
    monkeypatch.setattr(made, "send", sent.append)
    receive(made, {"type": "confirm", "proposal_id": "proposal"})
    assert sent == [{"type": "confirmed", "proposal_id": "proposal", "live": True, "panel": panel()}]


def test_a_decision_that_comes_too_late_is_logged_only(caplog: pytest.LogCaptureFixture) -> None:
    def refuse(_: Decided) -> None:
        raise UnknownProposalError("This proposal is no longer live.")

    receive(widget.proposal_widget(panel(), refuse), message("copy"))
    assert "UnknownProposalError" in caplog.text


def test_says_what_to_do_where_it_was_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(widget, "files", lambda _: tmp_path)
    made = widget.proposal_widget(panel(), lambda _: None)
    assert "make build" in str(made._esm)
    assert "export default" in str(made._esm)


def test_takes_the_built_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "widget.js").write_text("export default { render() {} };", encoding="utf-8")
    monkeypatch.setattr(widget, "files", lambda _: tmp_path)
    assert widget.script() == "export default { render() {} };"
