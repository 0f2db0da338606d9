"""A front end that speaks Jupyter's protocol to a real kernel, as the labextension does."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.manager import KernelManager

from jupyter_quickfix.present.messages import COMM_TARGET, MIME_TYPE, Panel

Message = dict[str, Any]
TIMEOUT_S = 60.0


class FrontEnd:
    """Executes cells, keeps what the kernel publishes, and talks over the comm."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT_S)
        self.comm_id = ""
        self.published: list[Message] = []

    def execute(self, code: str, cell_id: str | None = None) -> list[Message]:
        """Run a cell and return what was published for it, until the kernel is idle."""
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        message = self.client.session.msg(
            "execute_request", {**content, "stop_on_error": True}, metadata={"cellId": cell_id} if cell_id else {}
        )
        self.client.shell_channel.send(message)
        return self._until_idle(message["header"]["msg_id"])

    def panel(self, code: str, cell_id: str | None = None) -> Panel | None:
        """The panel under a cell."""
        for message in self.execute(code, cell_id):
            if message["msg_type"] == "display_data" and MIME_TYPE in message["content"]["data"]:
                panel: Panel = message["content"]["data"][MIME_TYPE]
                return panel
        return None

    def open_comm(self) -> None:
        """Open a comm from this side, as a page does that was loaded after the extension."""
        self.comm_id = uuid.uuid4().hex
        self._send("comm_open", {"comm_id": self.comm_id, "target_name": COMM_TARGET, "data": {}})

    def say(self, **data: object) -> None:
        """Send one message over the comm."""
        self._send("comm_msg", {"comm_id": self.comm_id, "data": data})

    def hear(self, kind: str) -> Message:
        """The next comm message of this type."""
        heard = self.wait_for(
            lambda message: message["msg_type"] == "comm_msg" and message["content"]["data"].get("type") == kind
        )
        data: Message = heard["content"]["data"]
        return data

    def wait_for(self, wanted: Any) -> Message:
        """The first message, heard already or still to come, that is wanted."""
        for message in self.published:
            if wanted(message):
                self.published.remove(message)
                return message
        while True:
            fresh: Message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            if wanted(fresh):
                return fresh
            self.published.append(fresh)

    def _send(self, kind: str, content: Mapping[str, object]) -> None:
        self.client.shell_channel.send(self.client.session.msg(kind, dict(content)))

    def _until_idle(self, parent: str) -> list[Message]:
        found: list[Message] = []
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=TIMEOUT_S)
            except Empty:  # the kernel died or hangs: the assertion that follows says where
                raise AssertionError(f"the kernel said nothing for {TIMEOUT_S:.0f} s") from None
            if message["parent_header"].get("msg_id") != parent:
                self.published.append(message)
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
            found.append(message)
            if message["msg_type"].startswith(("comm", "update")):  # these may come before idle or after
                self.published.append(message)


@contextlib.contextmanager
def kernel(traces: Path) -> Iterator[FrontEnd]:
    """A front end on a fresh kernel whose traces go to this file."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env={**os.environ, "JUPYTER_QUICKFIX_TRACES": str(traces)})
    front_end = FrontEnd(manager)
    try:
        yield front_end
    finally:
        front_end.client.stop_channels()
        manager.shutdown_kernel(now=True)
