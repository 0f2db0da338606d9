"""Trials in a real kernel: the panel improves in place while the kernel goes on."""

from __future__ import annotations

from typing import Any

from jupyter_quickfix.present.messages import MIME_TYPE, Panel
from tests.checks.trial.trying import needs_trials
from tests.kernel.frontend import FrontEnd, Message
from tests.kernel.test_kernel import attach, front_end, traces_file

__all__ = ["front_end", "traces_file"]

pytestmark = needs_trials


def settled_panel(front: FrontEnd, proposal_id: str) -> Panel:
    """The panel as it stands when nothing more is to come."""

    def is_last(message: Message) -> bool:
        data: dict[str, Any] = (
            message["content"].get("data", {}) if message["msg_type"] == "update_display_data" else {}
        )
        return MIME_TYPE in data and data[MIME_TYPE]["proposal_id"] == proposal_id and data[MIME_TYPE]["settled"]

    panel: Panel = front.wait_for(is_last)["content"]["data"][MIME_TYPE]
    return panel


def test_the_mark_comes_later_and_in_place(front: FrontEnd) -> None:
    attach(front)
    front.execute("total = 1", "cell-0")
    shown = front.panel("print(totl)", "cell-1")
    assert shown is not None
    assert not shown["settled"]
    assert not shown["candidates"][0]["proved"]
    improved = settled_panel(front, shown["proposal_id"])
    assert improved["candidates"][0]["proved"]
    assert improved["candidates"][0]["id"] == shown["candidates"][0]["id"]


def test_the_next_cell_does_not_wait_nor_notice(front: FrontEnd) -> None:
    attach(front)
    front.execute("import time, threading\ntotal, runs = 1, []", "cell-0")
    shown = front.panel("runs.append(1)\ntime.sleep(0.2)\nprint(totl)", "cell-1")
    assert shown is not None
    front.execute("total = 'changed'\nruns.append(2)", "cell-2")
    improved = settled_panel(front, shown["proposal_id"])
    assert improved["candidates"][0]["proved"]
    messages = front.execute("print(runs, total, threading.active_count() < 50)", "cell-3")
    (printed,) = [message["content"]["text"] for message in messages if message["msg_type"] == "stream"]
    assert printed == "[1, 2] changed True\n"
