"""What is known of one proposal's candidates, and what a trial's end means for them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.proving.reached import lies_in_function, reached
from jupyter_quickfix.rank import merge_equal
from jupyter_quickfix.records import Action, Candidate, Check, Failure, Safety, Verdict

#: How many repairs one candidate may add up.
MAX_STEPS = 4
#: What is left of the source's confidence in a candidate that fails just as the cell did.
FAILED_ALIKE = 0.2
#: Confidence of its source from which a candidate that runs is called proved. On the development sets, of those below it
#: that ran one in five was wrong.
BELIEVED = 0.6
#: Follow-up repairs taken from one trial.
MAX_FOLLOW_UPS = 3

#: What makes two candidates the same trial.
Key = tuple[str, tuple[Action, ...]]


@dataclass(frozen=True, slots=True)
class Tried:
    """How one trial ended. `line` of the new cell raised; `lines` were executed, None where that was not watched.

    `follow_ups` repair, in the state that the trial left, what it failed with; `detail` says why nothing could be told.
    """

    outcome: Literal["ran", "raised", "unknown"]
    error_type: str = ""
    message: str = ""
    detail: str = ""
    line: int | None = None
    lines: frozenset[int] | None = None
    follow_ups: tuple[Candidate, ...] = ()


def key_of(candidate: Candidate) -> Key:
    """What is tried: the cell's new text and what is done before."""
    return candidate.code, candidate.actions


@dataclass
class Work:
    """What is known of one proposal's candidates so far: those found, those grown from trials, and what trials said."""

    found: list[Candidate]
    grown: list[Candidate] = field(default_factory=list)
    trials: dict[Key, Check] = field(default_factory=dict)
    alike: set[Key] = field(default_factory=set)
    surpassed: set[Key] = field(default_factory=set)
    worth_trying: tuple[Candidate, ...] = ()

    def candidates(self) -> list[Candidate]:
        """All of them with what their trials said; a repair of the first step only makes room for the whole one."""
        merged = merge_equal([*self.found, *self.grown])
        return [self._with_trial(candidate) for candidate in merged if key_of(candidate) not in self.surpassed]

    def _with_trial(self, candidate: Candidate) -> Candidate:
        key = key_of(candidate)
        check = self.trials.get(key)
        if check is None:
            return candidate
        confidence = candidate.confidence * (FAILED_ALIKE if key in self.alike else 1.0)
        return dataclasses.replace(candidate, checks=(*candidate.checks, check), confidence=confidence)

    def note(self, candidate: Candidate, tried: Tried, proposal: Proposal) -> None:
        """Take in what a trial said of a candidate."""
        key = key_of(candidate)
        self.trials[key] = _check(candidate, tried, proposal)
        if tried.outcome == "ran":
            self._surpass(candidate)
        elif tried.outcome == "raised" and _fails_alike(candidate, tried, proposal.failure):
            self.alike.add(key)

    def _surpass(self, whole: Candidate) -> None:
        """The steps that led to a candidate that runs are worth nothing by themselves any more."""
        self.surpassed |= {key_of(step) for step in [*self.found, *self.grown] if step.id in whole.grown_from}


def sole_proof(ranked: Sequence[Candidate], failed: str) -> tuple[Candidate, ...]:
    """The ranked candidates for the cell `failed`, with the mark of a proof left to one of them at most.

    Where two that differ both run, running proves neither: the likeliest keeps the mark. One that its own source hardly
    believes in gets none, for much runs that is not meant; nor one that changes a function's body, for one run calls it
    in one way.
    """
    proved = next((candidate for candidate in ranked if candidate.proved), None)
    return tuple(
        _without_mark(candidate, failed, alone=candidate is proved) if candidate.proved else candidate
        for candidate in ranked
    )


def _without_mark(candidate: Candidate, failed: str, *, alone: bool) -> Candidate:
    """The candidate that ran, its mark taken away if it does not deserve it."""
    steps = len(candidate.grown_from) + 1
    if not alone or candidate.confidence < BELIEVED**steps:
        detail = "It runs on a copy of your session, but that alone does not make it the right one."
    elif lies_in_function(failed, candidate.code):
        detail = "It runs on a copy of your session; a change in a function takes more than one call to prove."
    else:
        return candidate
    ran = Check("trial", Verdict.UNKNOWN, detail)
    checks = tuple(ran if check.name == "trial" else check for check in candidate.checks)
    return dataclasses.replace(candidate, checks=checks)


def _fails_alike(candidate: Candidate, tried: Tried, failure: Failure) -> bool:
    """Whether it failed as the cell did: the same error, and not at another line that the candidate left as it was."""
    if (tried.error_type, tried.message) != (failure.error_type, failure.message):
        return False
    if tried.line is None or failure.line is None:
        return True
    old, new = failure.code.split("\n"), candidate.code.split("\n")
    now = new[tried.line - 1].strip() if tried.line <= len(new) else ""
    before = old[failure.line - 1].strip() if failure.line <= len(old) else ""
    return now == before or now not in {line.strip() for line in old}


def _check(candidate: Candidate, tried: Tried, proposal: Proposal) -> Check:
    if tried.outcome == "ran":
        if reached(proposal.failure.code, candidate.code, tried.lines):
            return Check("trial", Verdict.PASSED, "It ran to the end on a throw-away copy of your session.")
        return Check("trial", Verdict.UNKNOWN, "It ran on a copy of your session, but what it changes was not reached.")
    if tried.outcome == "raised":
        message = f"{tried.error_type}: {tried.message}".partition("\n")[0][:200]
        return Check("trial", Verdict.FAILED, f"On a copy of your session it failed with {message}")
    return Check("trial", Verdict.UNKNOWN, tried.detail or "It was not tried out.")


def grown(first: Candidate, follow_ups: Iterable[Candidate]) -> list[Candidate]:
    """One candidate for each follow-up repair: what `first` does and what the follow-up adds, steps explained."""
    if len(first.grown_from) >= MAX_STEPS - 1:
        return []
    order = list(Safety)
    return [
        dataclasses.replace(
            follow_up,
            actions=first.actions,
            rationale=_both(first, follow_up),
            source=first.source if first.source == follow_up.source else f"{first.source}+{follow_up.source}",
            confidence=first.confidence * follow_up.confidence,
            safety=max(first.safety, follow_up.safety, key=order.index),
            grown_from=(*first.grown_from, first.id),
        )
        for follow_up in list(follow_ups)[:MAX_FOLLOW_UPS]
    ]


def _both(first: Candidate, second: Candidate) -> str:
    """The steps, numbered."""
    count = len(first.grown_from) + 1
    before = first.rationale if count > 1 else f"1. {first.rationale}"
    return f"{before} {count + 1}. {second.rationale}"
