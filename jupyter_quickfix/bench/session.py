"""Run one case in a real IPython session with the extension loaded, and take what was proposed.

Runs in a process of its own, forked by the zygote. It is given `Visible` and nothing else of the case.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from typing import Any, TypedDict

from jupyter_quickfix.bench.cases import Visible
from jupyter_quickfix.bench.databases import cell_text, names

#: Candidates kept of a proposal; the first three are judged.
MAX_CANDIDATES = 10
#: Seconds that the extension has to load its fixers.
READY_WITHIN_S = 30.0


#: The budget of fixers that are given time.
PATIENCE_MS = 10_000.0


class Options(TypedDict):
    """How the session is changed before it is measured: a module whose `FIXERS` replace the built-in ones; no deadlines."""

    fixers: str | None
    patient: bool


class Candidate(TypedDict):
    """A candidate as it was proposed."""

    code: str
    source: str
    rationale: str
    confidence: float
    score: float
    safety: str
    actions: list[str]
    checks: dict[str, str]
    proved: bool


class Measured(TypedDict):
    """What happened. `status`: proposed, silent, does_not_fail, setup_failed or no_extension."""

    status: str
    detail: str
    failed_with: str
    latency_ms: float | None
    proved_ms: float | None
    candidates: list[Candidate]
    faults: list[str]


class _Faults(logging.Handler):
    """Keeps what the engine logs as its own errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            line += f" [{_trail(record.exc_info[1])}]"
        self.lines.append(line)


def measure(case: Visible, wait_s: float, stage: Callable[[str], None], options: Options | None = None) -> Measured:
    """Run the case. `stage` is told what is about to begin, so that a timeout can be laid at the right door."""
    faults = _Faults()
    logger = logging.getLogger("jupyter_quickfix")
    logger.addHandler(faults)
    stage("extension")
    shell = _shell()
    loaded = shell.run_cell("%load_ext jupyter_quickfix", store_history=True)
    if not loaded.success:
        return _without("no_extension", _said(_error(loaded)), faults)
    _await_preparation()
    if options:
        _apply(options)
    stage("setup")
    error = _set_up(shell, case)
    if error is not None:
        return _without("setup_failed", _said(error), faults)
    stage("cell")
    cell = case["buggy"] if case["lang"] == "python" else cell_text(case["engine"], case["buggy"])
    result = shell.run_cell(cell, store_history=True)
    error = _error(result)
    if error is None:
        return _without("does_not_fail", "", faults)
    stage("proposal")
    measured = _proposed(cell, wait_s)
    measured["failed_with"] = type(error).__name__
    measured["faults"] = faults.lines
    return measured


def _shell() -> Any:
    from IPython.core.interactiveshell import InteractiveShell  # in the child only: the zygote has it loaded
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.xmode = "Minimal"  # nobody reads the tracebacks, and they take most of the time
    return InteractiveShell.instance(config=config)


def _await_preparation() -> None:
    """Let the extension load what it loads in the background: every user's first failure comes later than that."""
    from jupyter_quickfix.session import current  # the extension, loaded by now

    session = current()
    assert session is not None, "the extension was loaded above"
    session.wait_until_ready(READY_WITHIN_S)


def _apply(options: Options) -> None:
    from jupyter_quickfix.session import current  # the extension, loaded by now

    session = current()
    assert session is not None, "the extension was loaded above"
    if options["fixers"]:
        session.engine.fixers = tuple(importlib.import_module(options["fixers"]).FIXERS)
    if options["patient"]:
        session.settings.budget_ms = session.settings.hard_stop_ms = PATIENCE_MS


def _set_up(shell: Any, case: Visible) -> BaseException | None:
    if case["lang"] == "sql":
        try:
            shell.push(names(case["engine"], case["setup"]))
        except Exception as error:  # any engine's own
            return error
        return None
    if not case["setup"].strip():
        return None
    result = shell.run_cell(case["setup"], store_history=True)
    return _error(result)


def _proposed(cell: str, wait_s: float) -> Measured:
    import jupyter_quickfix  # the extension, loaded by now

    proposal = jupyter_quickfix.last_proposal()
    if proposal is None or proposal.failure.code != cell:
        return _without("silent", "", None)
    proposal.wait(wait_s)
    candidates = [
        Candidate(
            code=candidate.code,
            source=candidate.source,
            rationale=candidate.rationale,
            confidence=candidate.confidence,
            score=candidate.score,
            safety=str(candidate.safety),
            actions=[f"{action.kind} {action.target}" for action in candidate.actions],
            checks={check.name: str(check.verdict) for check in candidate.checks},
            proved=candidate.proved,
        )
        for candidate in proposal.candidates[:MAX_CANDIDATES]
    ]
    measured = _without("proposed" if candidates else "silent", "", None)
    measured["latency_ms"], measured["proved_ms"] = proposal.latency_ms, proposal.proved_ms
    measured["candidates"] = candidates
    return measured


def _without(status: str, detail: str, faults: _Faults | None) -> Measured:
    return Measured(
        status=status,
        detail=detail,
        failed_with="",
        latency_ms=None,
        proved_ms=None,
        candidates=[],
        faults=faults.lines if faults else [],
    )


def _error(result: Any) -> BaseException | None:
    error: BaseException | None = result.error_before_exec or result.error_in_exec
    return error


def _said(error: BaseException | None) -> str:
    return f"{type(error).__name__}: {error}"[:500]


def _trail(error: BaseException) -> str:
    """The exception and the innermost line of ours that it came through."""
    place, entry = "", error.__traceback__
    while entry is not None:
        if "jupyter_quickfix" in entry.tb_frame.f_code.co_filename:
            place = (
                f"{entry.tb_frame.f_code.co_filename.rpartition('jupyter_quickfix')[2].lstrip('/')}:{entry.tb_lineno}"
            )
        entry = entry.tb_next
    return f"{type(error).__name__}: {error} at {place}"[:300]
