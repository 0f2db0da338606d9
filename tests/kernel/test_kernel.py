"""A real ipykernel: the panel under the error, the comm, the notebook's cells, decisions and the trace database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyter_quickfix.present.display import WIDGET_MIME_TYPE
from jupyter_quickfix.present.messages import COMM_TARGET, MIME_TYPE
from tests.kernel.frontend import FrontEnd, Message, kernel


@pytest.fixture(name="traces")
def traces_file(tmp_path: Path) -> Path:
    return tmp_path / "traces.db"


@pytest.fixture(name="front")
def front_end(traces: Path) -> Iterator[FrontEnd]:
    with kernel(traces) as opened:
        opened.execute("%load_ext jupyter_quickfix")
        yield opened


def attach(front: FrontEnd, **settings: object) -> None:
    """Adopt the comm that the kernel opened, as the labextension does."""
    opened = front.wait_for(
        lambda message: message["msg_type"] == "comm_open" and message["content"]["target_name"] == COMM_TARGET
    )
    front.comm_id = opened["content"]["comm_id"]
    front.say(type="hello", frontend="test", settings=settings)
    assert front.hear("welcome")["enabled"] is True


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(query).fetchall()


def test_the_panel_is_under_the_error(front: FrontEnd) -> None:
    attach(front)
    front.execute("total = 1")
    messages = front.execute("print(totl)", "cell-1")
    kinds = [message["msg_type"] for message in messages]
    assert kinds.index("error") < kinds.index("display_data")
    (shown,) = [message for message in messages if message["msg_type"] == "display_data"]
    panel = shown["content"]["data"][MIME_TYPE]
    assert panel["candidates"][0]["code"] == "print(total)"
    assert (panel["cell_id"], panel["code"]) == ("cell-1", "print(totl)")
    assert shown["content"]["transient"]["display_id"] == panel["proposal_id"]
    assert {"text/html", "text/plain"} <= set(shown["content"]["data"])
    assert WIDGET_MIME_TYPE not in shown["content"]["data"]


def test_the_kernel_confirms_its_own_proposals_only(front: FrontEnd) -> None:
    attach(front)
    panel = front.panel("total = 1\nprint(totl)", "cell-1")
    assert panel is not None
    front.say(type="confirm", proposal_id=panel["proposal_id"])
    confirmed = front.hear("confirmed")
    assert confirmed["live"] is True
    assert confirmed["panel"]["candidates"] == panel["candidates"]
    front.say(type="confirm", proposal_id="from-another-session")
    assert front.hear("confirmed")["live"] is False


def test_a_page_loaded_later_opens_a_comm_of_its_own(front: FrontEnd) -> None:
    front.open_comm()
    front.say(type="hello", frontend="late", settings={})
    assert front.hear("welcome")["enabled"] is True


def test_the_notebooks_cells_bring_the_cell_to_run_first(front: FrontEnd) -> None:
    attach(front)
    assert front.panel("monthly + 1", "cell-2") is None
    question = front.hear("cells?")
    assert question["cell_id"] == "cell-2"
    cells = [
        {"id": "cell-1", "number": 1, "source": "monthly = 41", "execution_count": None},
        {"id": "cell-2", "number": 2, "source": "monthly + 1", "execution_count": 2},
    ]
    front.say(type="cells", proposal_id=question["proposal_id"], cells=cells)
    updated = front.hear("updated")["panel"]
    step = {"kind": "run_cell", "target": "cell-1", "label": "Run cell 1", "detail": "monthly = 41"}
    assert updated["candidates"][0]["actions"] == [step]

    def is_shown(message: Message) -> bool:
        return "display_data" in message["msg_type"] and MIME_TYPE in message["content"]["data"]

    shown = front.wait_for(is_shown)
    assert shown["content"]["data"][MIME_TYPE] == updated
    assert shown["parent_header"]["msg_type"] == "execute_request"


def test_decisions_and_outcomes_are_recorded(front: FrontEnd, traces: Path) -> None:
    attach(front)
    panel = front.panel("total = 1\nprint(totl)", "cell-1")
    assert panel is not None
    best = panel["candidates"][0]
    front.say(
        type="decision",
        proposal_id=panel["proposal_id"],
        candidate_id=best["id"],
        kind="accept",
        code=best["code"],
        host="jupyterlab",
    )
    front.execute(best["code"], "cell-1")
    front.execute("%unload_ext jupyter_quickfix")
    assert rows(traces, "SELECT code, error_type FROM failures") == [("total = 1\nprint(totl)", "NameError")]
    assert rows(traces, "SELECT kind, code, host FROM decisions") == [("accept", best["code"], "jupyterlab")]
    assert rows(traces, "SELECT code, matched_by FROM outcomes") == [(best["code"], "cell_id")]


def test_settings_of_the_settings_page_reach_the_kernel(front: FrontEnd, traces: Path) -> None:
    attach(front, threshold=1.0, traces=False)
    panel = front.panel("total = 1\nprint(totl)", "cell-1")
    assert panel is not None
    assert panel["quiet"] is True
    front.say(type="settings", settings={"enabled": False})
    front.execute("import time; time.sleep(0.2)")
    assert front.panel("total = 1\nprint(totl)", "cell-1") is None
    front.execute("%unload_ext jupyter_quickfix")
    assert not traces.exists() or rows(traces, "SELECT count(*) FROM failures") == [(0,)]


def test_without_the_labextension_the_panel_is_a_widget(front: FrontEnd) -> None:
    messages = front.execute("total = 1\nprint(totl)", "cell-1")
    (shown,) = [message for message in messages if message["msg_type"] == "display_data"]
    assert WIDGET_MIME_TYPE in shown["content"]["data"]
    assert MIME_TYPE in shown["content"]["data"]


def test_malformed_messages_disturb_nothing(front: FrontEnd) -> None:
    attach(front)
    for data in ({}, {"type": "decision"}, {"type": "nonsense"}, {"type": "cells", "proposal_id": 5, "cells": None}):
        front.say(**data)
    assert front.panel("total = 1\nprint(totl)", "cell-1") is not None


def test_unloading_leaves_nothing_behind(front: FrontEnd) -> None:
    front.execute("%unload_ext jupyter_quickfix")
    assert front.panel("total = 1\nprint(totl)", "cell-1") is None
    messages = front.execute("%fix")
    assert any(message["msg_type"] == "error" or "not found" in str(message["content"]) for message in messages)
    assert any(message["msg_type"] == "comm_close" for message in front.published)
