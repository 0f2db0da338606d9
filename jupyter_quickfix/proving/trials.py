"""Trials for one failure: a snapshot of the session, what runs in it, and follow-up repairs carried back from it.

    Trials.begin (main thread: one fork) ─► try_(cells) ─► in a copy: run, watch which lines, repair what still fails ─► Tried

What comes back was written by a process that ran the candidate: it is read field by field and taken as text.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jupyter_quickfix.capture.failure import build_failure
from jupyter_quickfix.checks.trial import Limits, NoTrials, Result, Snapshot, untriable
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.proving.watch import WatchedSession
from jupyter_quickfix.proving.work import MAX_FOLLOW_UPS, Tried
from jupyter_quickfix.records import Candidate, Failure, Safety
from jupyter_quickfix.settings import QuickFix

log = logging.getLogger(__name__)

#: A cell that ran long before it failed gets more time, up to so many times the usual.
MAX_STRETCH = 5.0
_MAX_TEXT = 100_000

#: Repairs a failure in the namespace given; called in a trial's own process.
FollowUps = Callable[[Failure, dict[str, Any]], Sequence[Candidate]]


class Trials:
    """The trials of one proposal, until closed."""

    def __init__(self, snapshot: Snapshot, namespace: Mapping[str, object]) -> None:
        self._snapshot = snapshot
        self._namespace = namespace

    @classmethod
    def begin(cls, shell: Any, proposal: Proposal, settings: QuickFix, follow_ups: FollowUps) -> Trials | None:
        """Copy the session as it stands; None where that cannot be. On the main thread, when no user code runs."""
        session = WatchedSession(shell)

        def report(code: str, error: BaseException | None) -> dict[str, object]:
            cell = json.loads(code)[-1]
            repairs = () if error is None else follow_ups(_failure(error, cell, shell), shell.user_ns)
            return {
                "lines": sorted(session.lines),
                "follow_ups": [_sent(repair) for repair in repairs[:MAX_FOLLOW_UPS]],
            }

        taken = proposal.failure.duration_s or 0.0
        seconds = min(settings.trial_seconds + 2 * taken, MAX_STRETCH * settings.trial_seconds)
        try:
            snapshot = Snapshot.take(session, report=report, limits=Limits(seconds=seconds))
        except NoTrials as reason:
            log.info("Nothing is tried out: %s", reason)
            return None
        return cls(snapshot, shell.user_ns)

    def try_(self, cells: Sequence[str]) -> Tried:
        """Run the cells one after another in a copy of the session, and tell how that ended."""
        for cell in cells:
            reason = untriable(cell, self._namespace)
            if reason is not None:
                return Tried("unknown", detail=f"It was not tried out: {reason}.")
        return _tried(self._snapshot.try_(json.dumps(list(cells))))

    def cancel(self) -> None:
        """Have the trial under way end as unknown; returns at once."""
        self._snapshot.cancel()

    def close(self) -> None:
        """Let the snapshot go."""
        self._snapshot.close()


def _failure(error: BaseException, cell: str, shell: Any) -> Failure:
    """The failure of a candidate, in its trial's process."""
    return build_failure(
        error,
        cell,
        transformed=shell.transform_cell(cell),
        counts=getattr(shell.compile, "_filename_map", {}),
        transform=shell.transform_cell,
    )


def _sent(repair: Candidate) -> dict[str, object]:
    return {
        "code": repair.code,
        "rationale": repair.rationale,
        "source": repair.source,
        "confidence": repair.confidence,
        "safety": repair.safety.value,
        "acts": bool(repair.actions),
    }


def _tried(result: Result) -> Tried:
    extra = result.extra if isinstance(result.extra, dict) else {}
    lines, repairs = extra.get("lines"), extra.get("follow_ups")
    return Tried(
        result.outcome,
        error_type=result.error_type,
        message=result.message,
        detail=f"It was not tried out to the end: {result.detail}." if result.detail else "",
        line=result.line,
        lines=frozenset(line for line in lines if type(line) is int) if isinstance(lines, list) else None,
        follow_ups=tuple(_received(repairs)) if isinstance(repairs, list) else (),
    )


def _received(repairs: list[object]) -> list[Candidate]:
    """The follow-up repairs that are what they should be; one that would act before the cell runs is left out."""
    return [
        Candidate(repair["code"], repair["rationale"], repair["source"], repair["confidence"], Safety(repair["safety"]))
        for repair in repairs[:MAX_FOLLOW_UPS]
        if isinstance(repair, dict) and _is_sound(repair)
    ]


def _is_sound(repair: dict[str, Any]) -> bool:
    texts = [repair.get(name) for name in ("code", "rationale", "source", "safety")]
    confidence = repair.get("confidence")
    return (
        all(type(text) is str and len(text) <= _MAX_TEXT for text in texts)
        and texts[3] in set(Safety)
        and type(confidence) is float
        and 0.0 <= confidence <= 1.0
        and repair.get("acts") is False
    )
