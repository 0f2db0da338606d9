"""What the bench found out about one case, and its line in the file of results."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from jupyter_quickfix.bench.cases import Case
from jupyter_quickfix.bench.session import Candidate


class Status(StrEnum):
    """Whether a case counts in the rates."""

    MEASURED = "measured"
    DOES_NOT_FAIL = "does_not_fail"  # in this environment: other versions of the libraries
    SETUP_FAILED = "setup_failed"
    NO_ANSWER = "no_answer"  # the session was killed at the time limit, or died: counts as silent
    SKIPPED = "skipped"  # a package that it needs is not installed

    @property
    def counts(self) -> bool:
        """Whether such a case is part of the rates."""
        return self in (Status.MEASURED, Status.NO_ANSWER)


class Verdict(StrEnum):
    """What the judge said of a candidate."""

    REPAIRS = "repairs"
    WRONG = "wrong"  # it runs, and does not do what the known fix does
    RAISES = "raises"  # an error still, often the cell's next one: no repair
    TIMEOUT = "timeout"  # while judging: no repair
    ACTION = "action"  # an install or run-cells proposal that leaves the cell as it was: cannot be judged
    NOT_JUDGED = "not_judged"  # beyond the third


@dataclass(frozen=True)
class Result:
    """One case, its candidates (best first) and a verdict for each."""

    case: Case
    status: Status
    detail: str = ""
    failed_with: str = ""
    latency_ms: float | None = None
    proved_ms: float | None = None
    candidates: tuple[Candidate, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    faults: tuple[str, ...] = field(default=())

    @cached_property
    def shown(self) -> bool:
        """Whether anything was proposed."""
        return bool(self.candidates)

    def repaired(self, first: int) -> bool:
        """Whether one of the `first` candidates repairs the case."""
        return Verdict.REPAIRS in self.verdicts[:first]

    def first_is(self, verdict: Verdict) -> bool:
        """Whether this is the verdict on the first candidate."""
        return self.verdicts[:1] == (verdict,)

    def proved(self, *, wrong: bool = False) -> bool:
        """Whether one of the judged candidates carries the mark of a trial; `wrong`: and does not repair."""
        judged = zip(self.candidates, self.verdicts, strict=True)
        return any(
            candidate["proved"]
            and (
                verdict in (Verdict.WRONG, Verdict.RAISES, Verdict.TIMEOUT)
                if wrong
                else verdict is not Verdict.NOT_JUDGED
            )
            for candidate, verdict in judged
        )

    def to_json(self) -> str:
        """Its line in the file of results."""
        return json.dumps(
            {
                "id": self.case.id,
                "file": self.case.file,
                "lang": self.case.lang,
                "error_type": self.case.error_type,
                "failed_with": self.failed_with,
                "status": self.status,
                "detail": self.detail,
                "latency_ms": self.latency_ms,
                "proved_ms": self.proved_ms,
                "candidates": [
                    {**candidate, "verdict": verdict}
                    for candidate, verdict in zip(self.candidates, self.verdicts, strict=True)
                ],
                "faults": list(self.faults),
            },
            ensure_ascii=False,
        )
