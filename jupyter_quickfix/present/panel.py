"""A proposal as data that every front end can show: the panel, and the bundle of formats it is published in.

The labextension and the widget read the panel itself; nbviewer, GitHub and nbconvert show its HTML, plain consoles its
text. All three are made from the same `Panel`, so that they cannot say different things.
"""

from __future__ import annotations

from typing import Literal, cast

from jupyter_quickfix.present.diff import hunks
from jupyter_quickfix.present.messages import MIME_TYPE, VERSION, Panel, PanelAction, PanelCandidate, PanelCheck
from jupyter_quickfix.present.plain_words import title
from jupyter_quickfix.present.static import to_html, to_text
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Action, Candidate, Check, Safety, Verdict
from jupyter_quickfix.settings import QuickFix

#: What a candidate that is not safe does, in words.
SAFETY_LABELS: dict[Safety, str] = {
    Safety.SAFE: "",
    Safety.CHANGES_RESULTS: "may change results",
    Safety.INSTALLS: "installs a package",
    Safety.DELETES: "deletes files",
}

#: What a check's verdict means, for checks that bring no sentence of their own.
_DETAILS: dict[tuple[str, Verdict], str] = {
    ("parses", Verdict.PASSED): "The new cell is well formed.",
    ("parses", Verdict.FAILED): "The new cell is not well formed.",
    ("parses", Verdict.UNKNOWN): "Whether the new cell is well formed could not be told.",
    ("resolves", Verdict.PASSED): "Every name, column and argument it uses is there.",
    ("resolves", Verdict.FAILED): "It uses a name, column or argument that is not there.",
    ("resolves", Verdict.UNKNOWN): "Whether everything it uses is there could not be told.",
    ("explains", Verdict.PASSED): "The database's own analyser accepts it.",
    ("explains", Verdict.FAILED): "The database's own analyser refuses it.",
    ("explains", Verdict.UNKNOWN): "The database's own analyser could not be asked.",
    ("trial", Verdict.PASSED): "It ran to the end on a throw-away copy of your session.",
    ("trial", Verdict.FAILED): "It failed on a throw-away copy of your session.",
    ("trial", Verdict.UNKNOWN): "It was not tried out.",
}


def build_panel(proposal: Proposal, settings: QuickFix) -> Panel | None:
    """The panel of a proposal; None when no candidate is good enough to be shown.

    The best one decides: below `settings.floor` there is no panel. At most `settings.max_candidates` are shown. The panel
    is quiet while its best candidate is below `settings.threshold`, or always where the user switched `auto_show` off.
    """
    shown = proposal.candidates[: settings.max_candidates]
    if not shown or shown[0].score < settings.floor:
        return None
    failure = proposal.failure
    return Panel(
        version=VERSION,
        proposal_id=proposal.id,
        cell_id=failure.cell_id,
        language=failure.language.value,
        title=title(failure),
        error_type=failure.error_type,
        code=failure.code,
        quiet=not settings.auto_show or shown[0].score < settings.threshold,
        accept_runs=bool(settings.accept_runs),
        settled=proposal.settled,
        candidates=[_candidate(candidate, failure.code) for candidate in shown],
    )


def mime_bundle(panel: Panel) -> dict[str, object]:
    """The panel in every format a front end may pick from, as `display_pub.publish` takes it."""
    return {MIME_TYPE: panel, "text/html": to_html(panel), "text/plain": to_text(panel)}


def _candidate(candidate: Candidate, code: str) -> PanelCandidate:
    return PanelCandidate(
        id=candidate.id,
        code=candidate.code,
        rationale=candidate.rationale,
        source=candidate.source,
        safety=candidate.safety.value,
        safety_label=_safety_label(candidate),
        score=round(candidate.score, 4),
        proved=candidate.proved,
        actions=[_action(action) for action in candidate.actions],
        checks=[_check(check) for check in candidate.checks],
        hunks=hunks(code, candidate.code),
    )


def _safety_label(candidate: Candidate) -> str:
    """What makes it unsafe: what the cells to be run do besides, else what the kind of its safety says."""
    warnings = dict.fromkeys(action.warning for action in candidate.actions if action.warning)
    if candidate.safety is Safety.SAFE or not warnings:
        return SAFETY_LABELS[candidate.safety]
    return ", ".join(warnings)


def _action(action: Action) -> PanelAction:
    kind = cast(Literal["run_cell", "install"], action.kind)
    shown = PanelAction(kind=kind, target=action.target, label=action.label)
    if action.detail:
        shown["detail"] = action.detail
    if action.warning:
        shown["warning"] = action.warning
    return shown


def _check(check: Check) -> PanelCheck:
    name = cast(Literal["parses", "resolves", "explains", "trial"], check.name)
    detail = check.detail or _DETAILS.get((check.name, check.verdict), "")
    return PanelCheck(name=name, verdict=check.verdict.value, detail=detail)
