"""Alt-a and Alt-r in terminal IPython: accept or reject the fix that stands under the traceback.

They answer only while there is a fix to decide on, so that the keys keep their other meaning the rest of the time.
Accepting fills an empty prompt; text that the user has begun to type is never touched.
"""

from __future__ import annotations

import sys
from typing import Any

from jupyter_quickfix.capture.events import guarded
from jupyter_quickfix.present.magic import FixSession, advice, next_input
from jupyter_quickfix.present.shell import has_keys, has_prompt
from jupyter_quickfix.records import DecisionKind

ACCEPT_KEY = ("escape", "a")
REJECT_KEY = ("escape", "r")


class FixKeys:
    """The two key bindings of one shell; nothing where the shell does not read with prompt_toolkit."""

    def __init__(self, shell: Any, session: FixSession) -> None:
        self._shell = shell
        self._session = session
        self._bindings: Any = None

    def register(self) -> None:
        """Bind the keys."""
        if not has_prompt(self._shell):
            return
        from prompt_toolkit.filters import Condition  # a terminal's affair: kernels need not load it

        active = Condition(self._is_active)
        self._bindings = self._shell.pt_app.key_bindings
        self._bindings.add(*ACCEPT_KEY, filter=active)(self._accept)
        self._bindings.add(*REJECT_KEY, filter=active)(self._reject)

    def unregister(self) -> None:
        """Take the bindings away again."""
        if self._bindings is None:
            return
        self._bindings.remove(self._accept)
        self._bindings.remove(self._reject)
        self._bindings = None

    def _is_active(self) -> bool:
        return has_keys(self._shell) and self._session.current_panel() is not None

    def _accept(self, event: Any) -> None:
        guarded(self._fill, event)

    def _reject(self, event: Any) -> None:
        guarded(self._refuse, event)

    def _fill(self, event: Any) -> None:
        panel = self._session.current_panel()
        buffer = event.current_buffer
        if panel is None or buffer.text.strip():
            event.app.output.bell()
            return
        candidate = panel["candidates"][0]
        code = next_input(panel, candidate)
        self._session.decide(
            panel["proposal_id"], DecisionKind.ACCEPT, candidate_id=candidate["id"], code=code, host="terminal"
        )
        _say_above(advice(panel, candidate))
        buffer.text = code
        buffer.cursor_position = len(code)

    def _refuse(self, event: Any) -> None:
        panel = self._session.current_panel()
        if panel is None:
            return
        self._session.decide(
            panel["proposal_id"],
            DecisionKind.REJECT,
            candidate_id=panel["candidates"][0]["id"],
            host="terminal",
        )
        _say_above(["Quick Fix: rejected; nothing was changed."])


def _say_above(sentences: list[str]) -> None:
    """Write lines above the prompt, which is drawn again below them."""
    if not sentences:
        return
    from prompt_toolkit.application import run_in_terminal  # as above

    run_in_terminal(lambda: sys.stdout.write("\n".join(sentences) + "\n"))
