"""One IPython session with Quick Fix switched on: listens to the shell, shows what the engine proposes, takes decisions.

`start` and `stop` are what `%load_ext` and `%unload_ext` do; `stop` undoes all of it.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from typing import Any

from jupyter_quickfix.capture import Capture, Run
from jupyter_quickfix.capture.events import guarded
from jupyter_quickfix.engine import Engine
from jupyter_quickfix.errors import UnknownProposalError
from jupyter_quickfix.present.comm import FrontEnd
from jupyter_quickfix.present.display import Display
from jupyter_quickfix.present.keys import FixKeys
from jupyter_quickfix.present.magic import FixMagics
from jupyter_quickfix.present.messages import CellsAnswer, Decided, FrontendSettings, Panel, Welcome
from jupyter_quickfix.present.panel import build_panel
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Candidate, Decision, DecisionKind, Failure, Language, Stage
from jupyter_quickfix.settings import QuickFix
from jupyter_quickfix.traces.recorder import Recorder
from jupyter_quickfix.version import __version__

log = logging.getLogger(__name__)

#: Seconds that the front end has for its answer before the proposal counts as settled without it.
ANSWER_WITHIN_S = 2.0
#: Seconds that a terminal waits for the marks of trials before it prints.
MARKS_WITHIN_S = 0.2


class Session:
    """Quick Fix in one shell."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.settings = QuickFix(parent=shell)
        self.engine = Engine(self.settings)
        self.recorder = Recorder(self.settings, on_problem=self._say)
        self.front_end = FrontEnd(self)
        self.display = Display(shell, self.settings, lambda: self.front_end.attached, self.decided)
        self._capture = Capture(shell, self)
        self._magics = FixMagics(shell, self)
        self._keys = FixKeys(shell, self)
        self._preparing = threading.Thread(target=guarded, args=(self._prepare,), name="quickfix-prepare", daemon=True)
        self._shown: set[str] = set()
        self._answers: dict[str, Callable[[], None]] = {}
        self._open: tuple[tuple[Candidate, ...], Panel | None] = ((), None)

    def start(self) -> None:
        """Begin: listen, register `%fix` and the keys, greet front ends; what takes time goes to a thread."""
        self.shell.configurables.append(self.settings)
        self._magics.register()
        self._keys.register()
        if self.display.in_kernel:
            self.front_end.open()
        self.recorder.session_started({"front_end": "kernel" if self.display.in_kernel else "terminal"})
        self._capture.start()
        self._preparing.start()

    def wait_until_ready(self, seconds: float) -> None:
        """Wait until what `start` left to a thread is done; before that, failures are repaired too, only slower."""
        self._preparing.join(seconds)

    def stop(self) -> None:
        """Undo `start`."""
        self.engine.cancel_trials()
        self._capture.stop()
        self._keys.unregister()
        self._magics.unregister()
        self.front_end.close()
        self.recorder.close()
        if self.settings in self.shell.configurables:
            self.shell.configurables.remove(self.settings)

    def _prepare(self) -> None:
        """Off the main thread: load the fixers, find those of other packages, begin the index of installed packages."""
        own = self.engine.fixers  # first: it keeps threads from importing them at once
        from jupyter_quickfix.fixers.names import package_index  # with the fixers: loaded by now
        from jupyter_quickfix.fixers.plugins import load_plugins  # as above
        from jupyter_quickfix.fixers.syntax.token_model import token_model  # as above

        self.engine.fixers = (*own, *load_plugins())
        package_index.shared().begin()
        token_model()

    # What capture tells.

    def failed(self, failure: Failure, started_at: float) -> None:
        """A cell failed: propose, show, ask the front end for more, record."""
        self.engine.ran(failure)
        if not self.settings.enabled:
            return
        proposal = self.engine.propose(failure, self.shell.user_ns, started_at)
        came = proposal.expect()  # what begins below must not settle it one by one
        self.recorder.failure(failure)
        self.recorder.proposal(proposal, self.engine.ranker.version)
        self._ask_cells(proposal)
        if not self.engine.would_prove(proposal):
            came()
        if self.display.in_kernel:
            self._show(proposal)
            proposal.on_settled = self._settled
            self.engine.prove(proposal, self.shell, started_at, self._improved)
        else:  # a terminal prints once: the marks are worth a moment that nobody notices
            self.engine.prove(proposal, self.shell, started_at, self._improved)
            self.engine.wait_for_trials(MARKS_WITHIN_S)
            self._show(proposal)
        came()

    def _settled(self, proposal: Proposal) -> None:
        """Nothing more is to come: the panel need not say any longer that something may."""
        if proposal.id in self._shown:
            guarded(self._update, proposal)

    def _ask_cells(self, proposal: Proposal) -> None:
        """Ask the front end for the notebook's cells, where another cell may explain the failure.

        What failed while running may have its cause there; what does not parse has it in its own text.
        """
        failure = proposal.failure
        explained = failure.stage in (Stage.RUN, Stage.DISPLAY) and failure.language is Language.PYTHON
        if failure.cell_id is None or not explained or not self.front_end.attached:
            return
        self._answers[proposal.id] = came = proposal.expect()
        self.front_end.ask_cells(proposal.id, failure.cell_id)
        stays_away = threading.Timer(ANSWER_WITHIN_S, came)  # its page may be closed
        stays_away.daemon = True
        stays_away.start()

    def succeeded(self, run: Run) -> None:
        """A cell ran: the outcome of the failures that waited for it."""
        self.engine.ran(run)
        self.engine.cancel_trials(of_cell=run.cell_id)
        for outcome in self.engine.desk.outcomes(run):
            self.recorder.outcome(outcome)

    def _show(self, proposal: Proposal) -> None:
        panel = build_panel(proposal, self.settings)
        if panel is None:
            self.display.reserve(proposal.id)
            return
        self.display.show(panel)
        self._shown.add(proposal.id)

    # What front ends, widgets, `%fix` and the keys tell.

    def welcome(self) -> Welcome:
        """The greeting to a front end."""
        return Welcome(type="welcome", version=__version__, enabled=self.settings.enabled)

    def adopt_settings(self, settings: FrontendSettings) -> None:
        """Take over what the user set on JupyterLab's settings page."""
        for name, value in settings.items():
            if self.settings.has_trait(name):
                setattr(self.settings, name, value)

    def panel_of(self, proposal_id: str) -> Panel | None:
        """The kernel's own copy of a live proposal's panel."""
        with contextlib.suppress(UnknownProposalError):
            return build_panel(self.engine.desk.get(proposal_id), self.settings)
        return None

    def current_panel(self) -> Panel | None:
        """The panel of the newest failure, until it is decided on. Kept between calls: every Alt key asks for it."""
        proposal = self.engine.desk.open()
        if proposal is None:
            return None
        if self._open[0] is not proposal.candidates:
            self._open = (proposal.candidates, build_panel(proposal, self.settings))
        return self._open[1]

    def cells_told(self, answer: CellsAnswer) -> None:
        """The notebook's cells are known: repair again with them, and improve the panel in place."""
        with contextlib.suppress(UnknownProposalError):
            proposal = self.engine.desk.get(answer["proposal_id"])
            cells = self.engine.history.cells(answer["cells"])
            improved = self.engine.improve(proposal, cells)
            if (came := self._answers.pop(proposal.id, None)) is not None:
                came()
            if improved:
                self._improved(proposal)

    def _improved(self, proposal: Proposal) -> None:
        self.recorder.proposal_improved(proposal)
        self._update(proposal)

    def _update(self, proposal: Proposal) -> None:
        panel = build_panel(proposal, self.settings)
        if panel is None:
            return
        self.display.update(panel, shown=proposal.id in self._shown)
        self._shown.add(proposal.id)
        self.front_end.updated(panel)

    def decided(self, decision: Decided) -> None:
        """A panel or widget tells of a decision."""
        self.decide(
            decision["proposal_id"],
            DecisionKind(decision["kind"]),
            candidate_id=decision["candidate_id"],
            code=decision["code"],
            host=decision.get("host", "panel"),
        )

    def decide(
        self,
        proposal_id: str,
        kind: DecisionKind,
        *,
        candidate_id: str | None = None,
        code: str | None = None,
        host: str = "",
    ) -> None:
        """Note and record a decision. Raises UnknownProposalError."""
        decision = Decision(proposal_id, kind, candidate_id, code, host)
        self.engine.desk.decide(decision)
        self.recorder.decision(decision)

    def _say(self, message: str) -> None:
        """Say once what is wrong with the trace database, where the user reads it but no cell is disturbed."""
        log.warning(message)


_sessions: list[Session] = []


def start(shell: Any) -> Session:
    """Switch on in `shell`; a second time changes nothing."""
    running = next((session for session in _sessions if session.shell is shell), None)
    if running is not None:
        return running
    session = Session(shell)
    session.start()
    _sessions.append(session)
    return session


def stop(shell: Any) -> None:
    """Switch off in `shell`."""
    for session in [session for session in _sessions if session.shell is shell]:
        _sessions.remove(session)
        session.stop()


def current() -> Session | None:
    """The session that was switched on last."""
    return _sessions[-1] if _sessions else None
