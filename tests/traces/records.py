"""Real records, as capture and the engine make them, for the tests of traces and of its commands."""

from __future__ import annotations

import time

from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import (
    Action,
    Candidate,
    Cause,
    Cell,
    Check,
    Column,
    Context,
    Decision,
    DecisionKind,
    Failure,
    Frame,
    Name,
    Outcome,
    Table,
    Verdict,
    new_id,
)
from jupyter_quickfix.traces.rows import (
    Clean,
    SessionInfo,
    decision_entry,
    failure_entry,
    outcome_entry,
    proposal_entry,
)
from jupyter_quickfix.traces.snapshot import snapshot
from jupyter_quickfix.traces.store import TraceStore


def unchanged(text: str) -> str:
    """A cleaner for tests that are not about secrets."""
    return text


def a_failure(
    code: str = "pritn(df.totl)", *, occurred_at: float | None = None, error_type: str = "NameError"
) -> Failure:
    return Failure(
        id=new_id(),
        code=code,
        error_type=error_type,
        message="name 'pritn' is not defined",
        python=code,
        cell_id="cell-1",
        execution_count=3,
        line=1,
        column=0,
        frames=(Frame("<ipython-input-3>", 1, "<module>", code, cell=3, in_failing_cell=True),),
        causes=(Cause("KeyError", "'totl'", KeyError("totl")),),
        occurred_at=time.time() if occurred_at is None else occurred_at,
        exception=NameError("name 'pritn' is not defined"),
    )


def a_proposal(failure: Failure) -> Proposal:
    context = Context(
        names={"df": Name("df", "value", "DataFrame", "pandas.core.frame", repr="<3 rows>")},
        tables={"df": Table("df", "pandas", (Column("total", "int64"),))},
        cells=(Cell("c0", "import pandas", 1, ran="import pandas", ok=True, execution_count=1),),
    )
    best = Candidate(
        failure.code.replace("pritn", "print"),
        "`print` is near.",
        "misspelled_name",
        0.9,
        checks=(Check("parses", Verdict.PASSED), Check("trial", Verdict.PASSED, "it ran")),
        score=0.8,
    )
    other = Candidate(
        failure.code, "Install it.", "module_not_installed", actions=(Action("install", "pritn", "Install"),)
    )
    return Proposal(failure, context, (best, other), latency_ms=12.5)


def a_decision(proposal: Proposal, kind: DecisionKind = DecisionKind.ACCEPT) -> Decision:
    chosen = proposal.candidates[0]
    return Decision(proposal.id, kind, chosen.id, chosen.code, "panel")


def an_outcome(failure: Failure) -> Outcome:
    return Outcome(failure.id, "print(df.total)", "cell_id", 4)


def fill(
    store: TraceStore, number: int = 1, *, notebook: str = "", began: float | None = None, clean: Clean = unchanged
) -> list[Failure]:
    """Write `number` failures, a minute apart from `began`, each with a proposal, a decision and an outcome."""
    began = time.time() - 60 * number if began is None else began
    session = SessionInfo(began, "kernel", notebook)
    failures = [a_failure(f"pritn({index})", occurred_at=began + 60 * index) for index in range(number)]
    for failure in failures:
        proposal = a_proposal(failure)
        shot = snapshot(proposal, ranker_version="prior-1", features={proposal.candidates[0].id: {"edit": 2.0}})
        for entry in (
            failure_entry(failure, session, clean),
            proposal_entry(shot, clean),
            decision_entry(a_decision(proposal), clean),
            outcome_entry(an_outcome(failure), clean),
        ):
            assert store.write(entry)
    return failures
