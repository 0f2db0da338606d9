"""`%fix`: look at the fixes of the last failure and decide, where there is no panel to click or one would rather type.

In terminal IPython an accepted fix stands ready at the next prompt. In a notebook without our JupyterLab extension
(VS Code, Colab) the cell that holds `%fix accept` becomes the repaired cell. The cell that failed is never touched.
"""

from __future__ import annotations

import sys
from typing import Any, Protocol

from jupyter_quickfix.capture.events import guarded
from jupyter_quickfix.errors import QuickFixError, UsageError
from jupyter_quickfix.present.messages import Panel, PanelCandidate
from jupyter_quickfix.present.shell import (
    awaits,
    has_keys,
    has_prompt,
    host_of,
    in_kernel,
    run_after_this_cell,
    submit_next_prompt,
)
from jupyter_quickfix.present.terminal import Look, look_of, render_candidate, render_list
from jupyter_quickfix.present.wording import first_steps, legible
from jupyter_quickfix.records import DecisionKind
from jupyter_quickfix.settings import QuickFix

HELP = """\
%fix            list the fixes of the last failure (one alone is shown)
%fix 2          show the second one as a diff
%fix accept     take the first one: it stands ready at the next prompt, or in place of this cell
%fix accept 2   take the second one
%fix run        take the first one and run it; %fix run 2 the second
%fix edit       take the first one to change it before running; %fix edit 2 the second
%fix reject     none of them is right
%fix help       this page"""

_DECISIONS = {"accept": DecisionKind.ACCEPT, "run": DecisionKind.ACCEPT_AND_RUN, "edit": DecisionKind.EDIT}
_ASKS = "%fix help says what can be asked."


class FixSession(Protocol):
    """What `%fix` and the keys need of the session."""

    @property
    def settings(self) -> QuickFix:
        """The user's settings."""

    def current_panel(self) -> Panel | None:
        """The panel of the newest failure that was not decided on yet. Asked after each Alt key: must be cheap."""

    def decide(
        self,
        proposal_id: str,
        kind: DecisionKind,
        *,
        candidate_id: str | None = None,
        code: str | None = None,
        host: str = "",
    ) -> None:
        """Note a decision. Raises UnknownProposalError."""


class FixMagics:
    """The `%fix` line magic of one shell."""

    def __init__(self, shell: Any, session: FixSession) -> None:
        self._shell = shell
        self._session = session
        self._replaced: Any = None

    def register(self) -> None:
        """Add `%fix` to the shell, keeping a magic of that name that was there before."""
        self._replaced = self._line_magics.get("fix")
        self._shell.register_magic_function(self.fix, "line", "fix")

    def unregister(self) -> None:
        """Take `%fix` away again, and put back the one that was there."""
        if self._line_magics.get("fix") != self.fix:
            return
        del self._line_magics["fix"]
        if self._replaced is not None:
            self._line_magics["fix"] = self._replaced

    def fix(self, line: str) -> None:
        """List, show, accept, run, edit or reject the fixes of the last failure; `%fix help` has the details."""
        guarded(self._fix, line)

    @property
    def _line_magics(self) -> dict[str, Any]:
        magics: dict[str, Any] = self._shell.magics_manager.magics["line"]
        return magics

    def _fix(self, line: str) -> None:
        try:
            self._obey(line.split())
        except QuickFixError as error:
            sys.stderr.write(f"{error}\n")

    def _obey(self, words: list[str]) -> None:
        """Raises UsageError when the words are not a request, or ask for what is not there."""
        verb, number = _parsed(words)
        if verb == "help":
            _say(HELP)
            return
        panel = self._session.current_panel()
        if panel is None:
            _say("There is no fix to show: the last failure has none, or was decided on already.")
            return
        if verb == "reject":
            self._reject(panel, number)
        elif verb in _DECISIONS:
            self._take(panel, verb, number)
        elif number is None and len(panel["candidates"]) > 1:
            _say(render_list(panel, self._look()))
        else:
            chosen(panel, number)
            _say(render_candidate(panel, number or 1, self._look()))

    def _look(self) -> Look:
        colour = bool(self._session.settings.colour)
        return look_of(sys.stdout, colour=colour, keys=has_keys(self._shell), notebook=in_kernel(self._shell))

    def _reject(self, panel: Panel, number: int | None) -> None:
        candidate = chosen(panel, number)
        self._session.decide(
            panel["proposal_id"], DecisionKind.REJECT, candidate_id=candidate["id"], host=host_of(self._shell)
        )
        _say("Rejected; nothing was changed.")

    def _take(self, panel: Panel, verb: str, number: int | None) -> None:
        candidate = chosen(panel, number)
        verb = "run" if verb == "accept" and panel["accept_runs"] and candidate["safety"] == "safe" else verb
        if verb == "run" and candidate["safety"] != "safe" and number is None:
            label = candidate["safety_label"]
            raise UsageError(f"This fix {label}; to run it all the same, say %fix run 1.")
        code = next_input(panel, candidate)
        stuck = in_kernel(self._shell) and awaits(self._shell, code)
        runs = verb == "run" and not _waits(candidate) and not stuck
        self._session.decide(
            panel["proposal_id"],
            DecisionKind.ACCEPT if verb == "run" and not runs else _DECISIONS[verb],
            candidate_id=candidate["id"],
            code=code,
            host=host_of(self._shell),
        )
        for sentence in advice(panel, candidate, runs=runs):
            _say(sentence)
        if verb == "run" and stuck:
            _say("It uses await: run it yourself, it stands ready.")
        self._shell.set_next_input(code, replace=self._is_alone())
        if runs:
            self._run(code)

    def _is_alone(self) -> bool:
        """Whether the running cell holds only `%fix`, so that replacing it loses nothing. Terminals replace nothing."""
        history = self._shell.history_manager.input_hist_raw
        return in_kernel(self._shell) and bool(history) and "\n" not in history[-1].strip()

    def _run(self, code: str) -> None:
        """Run the text as a cell of its own once this one is over: as the next prompt's input, or right after it."""
        if has_prompt(self._shell):
            submit_next_prompt(self._shell)
        else:
            run_after_this_cell(self._shell, code)


def _parsed(words: list[str]) -> tuple[str, int | None]:
    """The verb ("list" where none is given) and the number. Raises UsageError."""
    verb, *rest = words or ["list"]
    if _is_number(verb):
        verb, rest = "show", [verb, *rest]
    known = ("list", "show", "reject", "help", *_DECISIONS)
    if verb not in known:
        raise UsageError(f"%fix knows no '{legible(verb)[:40]}'. {_ASKS}")
    if len(rest) > 1 or (rest and not _is_number(rest[0])):
        raise UsageError(f"After '%fix {verb}' comes one number or nothing. {_ASKS}")
    return verb, int(rest[0]) if rest else None


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) < 10


def chosen(panel: Panel, number: int | None) -> PanelCandidate:
    """Candidate `number` (from 1), the first when none is given. Raises UsageError."""
    count = len(panel["candidates"])
    if number is not None and not 1 <= number <= count:
        have = "There is one fix" if count == 1 else f"There are {count} fixes"
        raise UsageError(f"{have}, and no number {number}. %fix lists them.")
    return panel["candidates"][(number or 1) - 1]


def next_input(panel: Panel, candidate: PanelCandidate) -> str:
    """The text that accepting puts at the prompt or into the cell: installs come first, alone where no code changes."""
    installs = [f"%pip install {action['target']}" for action in candidate["actions"] if action["kind"] == "install"]
    if installs and candidate["code"] == panel["code"]:
        return "\n".join(installs)
    return "\n".join([*installs, candidate["code"]])


def advice(panel: Panel, candidate: PanelCandidate, *, runs: bool = False) -> list[str]:
    """What the user still has to do after accepting, in words; `runs` says that what stands ready is run at once."""
    sentences = []
    runs_first = [action for action in candidate["actions"] if action["kind"] == "run_cell"]
    if runs_first:
        sentences.append(first_steps({**candidate, "actions": runs_first}))
    if len(runs_first) < len(candidate["actions"]):
        then = ", then run your cell again" if candidate["code"] == panel["code"] else ""
        sentences.append(f"Installing{then}." if runs else f"Run the install that stands ready{then}.")
    return sentences


def _waits(candidate: PanelCandidate) -> bool:
    """Whether other cells have to be run first, which only the user can do here."""
    return any(action["kind"] == "run_cell" for action in candidate["actions"])


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
