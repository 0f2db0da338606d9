"""What becomes a panel, what stays silent, and what the panel says."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.present.diff import apply_hunks
from jupyter_quickfix.present.messages import MIME_TYPE
from jupyter_quickfix.present.panel import SAFETY_LABELS, build_panel, mime_bundle
from jupyter_quickfix.records import Check, Safety, Verdict
from jupyter_quickfix.settings import QuickFix
from tests.present.conftest import MISSPELLED, THREE, candidate, panel_of, panels, proposal


def test_nothing_good_to_say_is_no_panel() -> None:
    assert build_panel(proposal("pritn(1)"), QuickFix()) is None
    weak = candidate("print(1)", "perhaps", score=0.19)
    assert build_panel(proposal("pritn(1)", weak), QuickFix()) is None
    assert build_panel(proposal("pritn(1)", weak), QuickFix(floor=0.1)) is not None


def test_no_more_than_the_limit() -> None:
    many = [candidate(f"print({number})", "so", id=f"c{number}", score=0.9 - number / 10) for number in range(9)]
    panel = panel_of(proposal("pritn(1)", *many))
    assert [shown["id"] for shown in panel["candidates"]] == ["c0", "c1", "c2", "c3", "c4"]
    assert len(panel_of(proposal("pritn(1)", *many), QuickFix(max_candidates=2))["candidates"]) == 2


def test_it_is_quiet_below_the_threshold_and_when_not_shown_by_itself() -> None:
    sure, unsure = candidate("print(1)", "so", score=0.6), candidate("print(1)", "so", score=0.59)
    assert not panel_of(proposal("pritn(1)", sure))["quiet"]
    assert panel_of(proposal("pritn(1)", unsure))["quiet"]
    assert panel_of(proposal("pritn(1)", sure), QuickFix(auto_show=False))["quiet"]


def test_it_holds_what_the_front_end_needs() -> None:
    panel = panel_of(proposal(MISSPELLED, *THREE))
    assert panel["proposal_id"] == "proposal-1"
    assert panel["cell_id"] == "cell-1"
    assert panel["code"] == MISSPELLED
    assert panel["title"] == "`pritn` is not defined"
    assert panel["candidates"][2]["actions"] == [{"kind": "run_cell", "target": "abc", "label": "run cell 3"}]
    assert panel["candidates"][2]["hunks"] == []
    for shown in panel["candidates"]:
        assert apply_hunks(panel["code"], shown["hunks"]) == shown["code"]


def test_safety_is_said_in_words() -> None:
    def said(safety: Safety) -> str:
        return panel_of(proposal("x", candidate("y", "so", safety=safety)))["candidates"][0]["safety_label"]

    assert said(Safety.SAFE) == ""
    assert said(Safety.INSTALLS) == "installs a package"
    assert said(Safety.DELETES) == "deletes files"
    assert said(Safety.CHANGES_RESULTS) == "may change results"
    assert set(SAFETY_LABELS) == set(Safety)


def test_only_a_trial_that_ran_is_a_proof() -> None:
    for verdict, proved in ((Verdict.PASSED, True), (Verdict.FAILED, False), (Verdict.UNKNOWN, False)):
        panel = panel_of(proposal("x", candidate("y", "so", checks=(Check("trial", verdict),))))
        assert panel["candidates"][0]["proved"] is proved


def test_every_check_explains_itself() -> None:
    for name in ("parses", "resolves", "explains", "trial"):
        for verdict in Verdict:
            shown = panel_of(proposal("x", candidate("y", "so", checks=(Check(name, verdict),))))["candidates"][0]
            assert shown["checks"][0]["detail"].endswith(".")
    own = candidate("y", "so", checks=(Check("trial", Verdict.FAILED, "It raised KeyError: 'x'."),))
    assert panel_of(proposal("x", own))["candidates"][0]["checks"][0]["detail"] == "It raised KeyError: 'x'."


def test_the_bundle_has_all_formats_and_is_json() -> None:
    for panel in panels().values():
        bundle = mime_bundle(panel)
        assert set(bundle) == {MIME_TYPE, "text/html", "text/plain"}
        assert json.loads(json.dumps(bundle)) == bundle


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_text_makes_a_panel(code: str, new: str, rationale: str, message: str) -> None:
    made = proposal(code, candidate(new, rationale), error_type="ValueError", message=message)
    assert mime_bundle(panel_of(made)) == mime_bundle(panel_of(made))
