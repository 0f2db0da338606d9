"""Records to rows of the trace database: an `Entry` is what one transaction writes, and is plain JSON.

Every text of the user's goes through `clean`, which redacts; ids, numbers and our own fixed words do not.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from jupyter_quickfix.records import Decision, Failure, Name, Outcome, new_id
from jupyter_quickfix.traces.snapshot import ContextSnapshot, ProposalSnapshot
from jupyter_quickfix.version import __version__

Value = str | int | float | None
Clean = Callable[[str], str]


class Row(NamedTuple):
    """One row to insert, or to change where its id is known already; columns that are absent keep what they hold."""

    table: str
    values: dict[str, Value]


Entry = list[Row]


@dataclass(frozen=True, slots=True)
class SessionInfo:
    """One kernel's or terminal's life, as far as the user switched Quick Fix on in it."""

    started_at: float
    front_end: str = ""
    notebook: str = ""
    id: str = field(default_factory=new_id)


def session_row(session: SessionInfo, clean: Clean) -> Row:
    """The session and what it runs on."""
    try:
        ipython = version("ipython")
    except PackageNotFoundError:
        ipython = ""
    return Row(
        "sessions",
        {
            "id": session.id,
            "started_at": session.started_at,
            "front_end": clean(session.front_end),
            "notebook": clean(session.notebook),
            "package_version": __version__,
            "python_version": platform.python_version(),
            "ipython_version": ipython,
            "platform": f"{sys.platform} {platform.machine()}",
        },
    )


def failure_entry(failure: Failure, session: SessionInfo, clean: Clean) -> Entry:
    """A failure, and its session in case that was forgotten meanwhile."""
    frames = [
        {
            "filename": clean(frame.filename),
            "line": frame.line,
            "function": clean(frame.function),
            "text": clean(frame.text),
            "cell": frame.cell,
            "in_failing_cell": frame.in_failing_cell,
        }
        for frame in failure.frames
    ]
    causes = [{"error_type": clean(cause.error_type), "message": clean(cause.message)} for cause in failure.causes]
    row = Row(
        "failures",
        {
            "id": failure.id,
            "session_id": session.id,
            "occurred_at": failure.occurred_at,
            "cell_id": failure.cell_id,
            "execution_count": failure.execution_count,
            "language": failure.language.value,
            "stage": failure.stage.value,
            "error_type": clean(failure.error_type),
            "message": clean(failure.message),
            "code": clean(failure.code),
            "line": failure.line,
            "column": failure.column,
            "end_line": failure.end_line,
            "end_column": failure.end_column,
            "frames": _json(frames),
            "causes": _json(causes),
            "duration_s": failure.duration_s,
        },
    )
    return [session_row(session, clean), row]


def proposal_entry(proposal: ProposalSnapshot, clean: Clean) -> Entry:
    """A proposal and its candidates, best first."""
    values: dict[str, Value] = {
        "id": proposal.id,
        "failure_id": proposal.failure_id,
        "latency_ms": proposal.latency_ms,
        "settled": int(proposal.settled),
    }
    if proposal.ranker_version is not None:
        values["ranker_version"] = clean(proposal.ranker_version)
        values["created_at"] = proposal.taken_at
    if proposal.experiment_arm is not None:
        values["experiment_arm"] = clean(proposal.experiment_arm)
    if proposal.context is not None:
        values["context"] = _json(_context(proposal.context, clean))
    return [Row("proposals", values), *_candidate_rows(proposal, clean)]


def _candidate_rows(proposal: ProposalSnapshot, clean: Clean) -> Iterable[Row]:
    for rank, candidate in enumerate(proposal.candidates, start=1):
        values: dict[str, Value] = {
            "id": candidate.id,
            "proposal_id": proposal.id,
            "rank": rank,
            "code": clean(candidate.code),
            "rationale": clean(candidate.rationale),
            "source": candidate.source,
            "confidence": candidate.confidence,
            "safety": candidate.safety.value,
            "score": candidate.score,
            "proved": int(candidate.proved),
            "actions": _json(
                [
                    {"kind": action.kind, "target": clean(action.target), "label": clean(action.label)}
                    for action in candidate.actions
                ]
            ),
            "checks": _json(
                [
                    {"name": check.name, "verdict": check.verdict.value, "detail": clean(check.detail)}
                    for check in candidate.checks
                ]
            ),
        }
        if candidate.id in proposal.features:
            values["features"] = _json(dict(proposal.features[candidate.id]))
        yield Row("candidates", values)


def decision_entry(decision: Decision, clean: Clean) -> Entry:
    """A decision."""
    values: dict[str, Value] = {
        "id": decision.id,
        "proposal_id": decision.proposal_id,
        "candidate_id": decision.candidate_id,
        "decided_at": decision.decided_at,
        "kind": decision.kind.value,
        "code": None if decision.code is None else clean(decision.code),
        "host": clean(decision.host),
    }
    return [Row("decisions", values)]


def outcome_entry(outcome: Outcome, clean: Clean) -> Entry:
    """The run that went well in the end."""
    values: dict[str, Value] = {
        "id": outcome.id,
        "failure_id": outcome.failure_id,
        "ran_at": outcome.ran_at,
        "code": clean(outcome.code),
        "matched_by": outcome.matched_by,
        "execution_count": outcome.execution_count,
    }
    return [Row("outcomes", values)]


def _context(context: ContextSnapshot, clean: Clean) -> Mapping[str, Any]:
    return {
        "names": [_name(name, clean) for name in context.names],
        "tables": [
            {
                "name": clean(table.name),
                "kind": table.kind,
                "columns": [[clean(column.name), clean(column.dtype)] for column in table.columns],
                "index": [clean(level) for level in table.index],
            }
            for table in context.tables
        ],
        "cells": [
            {
                "number": cell.number,
                "execution_count": cell.execution_count,
                "ran": clean(cell.ran or ""),
                "ok": cell.ok,
            }
            for cell in context.cells
        ],
    }


def _name(name: Name, clean: Clean) -> Mapping[str, Any]:
    # Redacted as an assignment: that `'hunter2'` is a password shows only beside the name `password`.
    assigned = f"{name.name} = "
    return {
        "name": clean(name.name),
        "kind": name.kind,
        "type": clean(f"{name.module}.{name.type_name}" if name.module else name.type_name),
        "signature": None if name.signature is None else clean(name.signature),
        "repr": clean(assigned + name.repr).removeprefix(assigned) if name.repr else "",
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
