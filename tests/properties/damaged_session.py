"""The session in which damaged cells run: `python -m tests.properties.damaged_session CHUNK FIRST HOW_MANY [--trials]`.

A process of its own, with a temporary working folder and limits on time and memory, since damaged code runs in it. It
tells its parent by a JSON line when a cell begins ("runs"), when the cell has failed and the engine is at work
("proposes"), and what came of it.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, TextIO

from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import jupyter_quickfix
from jupyter_quickfix.present.diff import apply_hunks, hunks
from jupyter_quickfix.records import Candidate
from tests.properties.damage import damaged

CELL_S = 1.0
MEMORY = 6 << 30


class Overdue(Exception):
    """The damaged cell takes too long. An ordinary exception: then this is the failure that is proposed for."""


class Errors(logging.Handler):
    """Keeps what the package logs as its own errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(logging.Formatter().format(record)[-1500:])


class Session:
    """Runs damaged cells and tells the parent of each."""

    def __init__(self, answers: TextIO, *, trials: bool) -> None:
        self._answers = answers
        self._failed_at = self._ended_at = 0.0
        self.errors = Errors()
        logging.getLogger("jupyter_quickfix").addHandler(self.errors)
        config = Config()
        config.HistoryManager.hist_file = ":memory:"
        config.InteractiveShell.xmode = "Minimal"  # nobody reads the tracebacks, and they take most of the time
        self.shell: Any = InteractiveShell.instance(config=config)
        self.shell.automagic = False  # a cell that is left with one word must not become a command
        # IPython calls them in this order: ours before and after the extension's.
        self.shell.events.register("post_run_cell", self._before)
        self.shell.run_cell(f"%load_ext jupyter_quickfix\n%config QuickFix.trials = {trials}")
        self.shell.events.register("post_run_cell", self._after)
        self._own = frozenset(self.shell.user_ns)
        signal.signal(signal.SIGALRM, _overdue)

    def _before(self, result: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.tell({"at": "proposes"})
        self._failed_at = time.perf_counter()

    def _after(self, result: object) -> None:
        self._ended_at = time.perf_counter()

    def tell(self, what: dict[str, object]) -> None:
        """One line to the parent."""
        self._answers.write(json.dumps(what) + "\n")
        self._answers.flush()

    def is_plain(self, code: str) -> bool:
        """Whether no part of it would run as a magic or in a system shell."""
        try:
            return "get_ipython" not in self.shell.transform_cell(code)
        except SyntaxError:  # then it does not run at all
            return True

    def run(self, setup: str, code: str) -> bool:
        """Run one cell in a clean namespace; whether it failed."""
        for name in [name for name in self.shell.user_ns if name not in self._own and not name.startswith("_")]:
            del self.shell.user_ns[name]  # the shell's own reset collects garbage, which takes most of the time
        self.shell.run_cell(setup)
        self.tell({"at": "runs"})
        signal.setitimer(signal.ITIMER_REAL, CELL_S)
        try:
            result = self.shell.run_cell(code, store_history=True)
        except Overdue:  # it came while IPython itself was at work
            return False
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        error = result.error_before_exec or result.error_in_exec
        if error is None:
            return False
        self._judge(code, type(error).__name__)
        return True

    def _judge(self, code: str, error_type: str) -> None:
        """Say what is wrong with the proposal for the cell that just failed."""
        proposal = jupyter_quickfix.last_proposal()
        wrong = list(self.errors.texts)
        self.errors.texts.clear()
        candidates: tuple[Candidate, ...] = ()
        if proposal is None or proposal.failure.code != code:
            wrong.append("the failure was not captured")
        else:
            candidates = proposal.candidates
        for candidate in candidates:
            wrong.extend(_wrong_with(candidate, code))
        milliseconds = (self._ended_at - self._failed_at) * 1000
        self.tell({"at": "done", "error": error_type, "ms": milliseconds, "shown": len(candidates), "wrong": wrong})


def _wrong_with(candidate: Candidate, code: str) -> list[str]:
    wrong = []
    if apply_hunks(code, hunks(code, candidate.code)) != candidate.code:
        wrong.append(f"{candidate.source}: the hunks do not give the candidate's code")
    if candidate.code == code and not candidate.actions:
        wrong.append(f"{candidate.source}: a candidate that changes nothing")
    if not 0 <= candidate.score <= 1 or not candidate.rationale:
        wrong.append(f"{candidate.source}: score {candidate.score}, rationale {candidate.rationale!r}")
    return wrong


def _overdue(signal_number: int, frame: object) -> None:
    raise Overdue


def main() -> None:
    """Run cells of the chunk from the first on until so many have failed."""
    chunk, number, wanted = (int(argument) for argument in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))
    answers = os.fdopen(os.dup(1), "w")
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        session = Session(answers, trials="--trials" in sys.argv)
        while wanted:
            cell = damaged(chunk, number)
            session.tell({"at": "next", "number": number})
            if session.is_plain(cell.code):
                wanted -= session.run(cell.setup, cell.code)
            number += 1
    session.tell({"at": "end"})


if __name__ == "__main__":
    main()
