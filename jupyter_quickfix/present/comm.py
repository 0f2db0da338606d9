"""The comm between the kernel and the labextension: who is there, is this proposal live, which cells exist, what was decided.

The kernel opens it when the extension is loaded, and a front end that connects later adopts it or opens its own. Messages
may be handled on another thread than the main one while a cell runs (JupyterLab puts comms on a subshell): everything
behind `Answers` must be thread-safe.
"""

from __future__ import annotations

import logging
from typing import Any, Protocol, cast

from jupyter_quickfix.present.messages import (
    COMM_TARGET,
    CellsAnswer,
    CellsQuestion,
    Confirmed,
    Decided,
    FrontendMessage,
    FrontendSettings,
    KernelMessage,
    Panel,
    Updated,
    Welcome,
)

log = logging.getLogger(__name__)


class Answers(Protocol):
    """What the engine does with a front end's messages."""

    def adopt_settings(self, settings: FrontendSettings) -> None:
        """The user set these on JupyterLab's settings page."""

    def panel_of(self, proposal_id: str) -> Panel | None:
        """The kernel's own copy of a live proposal, None when it is not live."""

    def cells_told(self, answer: CellsAnswer) -> None:
        """The notebook's cells, as asked for."""

    def decided(self, decision: Decided) -> None:
        """The user decided."""

    def welcome(self) -> Welcome:
        """The greeting to a front end."""


class FrontEnd:
    """All comms with front ends of this kernel. Quiet where there is no kernel or nobody listens."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._comms: list[Any] = []
        self._manager: Any = None
        self.attached = False

    def open(self) -> None:
        """Register the target, and open a comm for the front ends that are already there."""
        from comm import create_comm, get_comm_manager  # only where there is a kernel

        self._manager = get_comm_manager()
        self._manager.register_target(COMM_TARGET, self._opened)
        self._listen(create_comm(target_name=COMM_TARGET, data={}))

    def close(self) -> None:
        """Close all comms and take the target back."""
        for each in list(self._comms):
            each.close()
        self._comms.clear()
        if self._manager is not None:
            self._manager.unregister_target(COMM_TARGET, self._opened)
            self._manager = None
        self.attached = False

    def ask_cells(self, proposal_id: str, cell_id: str) -> None:
        """Ask which cells the notebook holds; the answer comes to `cells_told`."""
        if self.attached:
            self._send(CellsQuestion(type="cells?", proposal_id=proposal_id, cell_id=cell_id))

    def updated(self, panel: Panel) -> None:
        """Tell the front ends of an improved proposal."""
        if self.attached:
            self._send(Updated(type="updated", proposal_id=panel["proposal_id"], panel=panel))

    def _send(self, message: KernelMessage) -> None:
        for each in self._comms:
            each.send(dict(message))

    def _opened(self, opened: Any, message: dict[str, Any]) -> None:
        """A front end opened a comm of its own; what it opened with is its first message."""
        self._listen(opened)
        if message["content"].get("data"):
            self._received(opened, message)

    def _listen(self, opened: Any) -> None:
        opened.on_msg(lambda message: self._received(opened, message))
        opened.on_close(lambda _: self._closed(opened))
        self._comms.append(opened)

    def _closed(self, closed: Any) -> None:
        if closed in self._comms:
            self._comms.remove(closed)

    def _received(self, sender: Any, message: dict[str, Any]) -> None:
        try:
            answer = self._answer(cast(FrontendMessage, message["content"]["data"]))
            if answer is not None:
                sender.send(dict(answer))
        except Exception:  # a malformed message must not disturb the kernel
            log.exception("Quick Fix could not handle a message from the front end")

    def _answer(self, message: FrontendMessage) -> KernelMessage | None:
        if message["type"] == "hello":
            self.attached = True
            self._answers.adopt_settings(message["settings"])
            return self._answers.welcome()
        if message["type"] == "confirm":
            panel = self._answers.panel_of(message["proposal_id"])
            return Confirmed(type="confirmed", proposal_id=message["proposal_id"], live=panel is not None, panel=panel)
        if message["type"] == "settings":
            self._answers.adopt_settings(message["settings"])
        elif message["type"] == "cells":
            self._answers.cells_told(message)
        elif message["type"] == "decision":
            self._answers.decided(message)
        return None
