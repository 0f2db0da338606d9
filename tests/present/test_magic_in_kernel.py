"""`%fix` in a real kernel without our labextension, as VS Code and Colab have it: the cell of the magic becomes the fix."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import Empty

import pytest

from tests.kernel.frontend import FrontEnd, Message, kernel


@pytest.fixture
def front(tmp_path: Path) -> Iterator[FrontEnd]:
    with kernel(tmp_path / "traces.db") as opened:
        opened.execute("import tests.terminal.scripted")
        opened.execute("%load_ext jupyter_quickfix")
        yield opened


def reply(front: FrontEnd) -> Message:
    """The newest reply to an execute request."""
    newest: Message = {}
    while True:
        try:
            message = front.client.get_shell_msg(timeout=10 if not newest else 0.2)
        except Empty:
            return newest
        if message["msg_type"] == "execute_reply":
            newest = message["content"]


def printed(messages: list[Message]) -> str:
    return "".join(message["content"]["text"] for message in messages if message["msg_type"] == "stream")


def test_it_replaces_its_own_cell_and_lists_in_colour(front: FrontEnd) -> None:
    front.execute("pritn(1 + 1)", "first")
    assert reply(front)["status"] == "error"
    assert "It may be `repr`." in printed(front.execute("%fix", "second"))
    assert "\x1b[32;7mrepr" in printed(front.execute("%fix 2", "second"))
    assert reply(front)["payload"] == []
    assert printed(front.execute("%fix accept", "second")) == ""
    answered = reply(front)
    assert answered["status"] == "ok"
    assert answered["payload"] == [{"source": "set_next_input", "text": "print(1 + 1)", "replace": True}]


def test_run_replaces_its_own_cell_and_shows_the_result_there(front: FrontEnd) -> None:
    front.execute("pritn(1 + 1)", "first")
    messages = front.execute("%fix run", "second")
    assert printed(messages) == "2\n"
    answered = reply(front)
    assert answered["status"] == "ok"
    assert answered["payload"] == [{"source": "set_next_input", "text": "print(1 + 1)", "replace": True}]
    assert printed(front.execute("print(In[-3:-1])")).endswith(", 'print(1 + 1)']\n")


def test_what_fails_again_gets_a_panel_of_its_own(front: FrontEnd) -> None:
    front.execute("pritn(1 / 0)", "first")
    messages = front.execute("%fix run", "second")
    assert [message["content"]["ename"] for message in messages if message["msg_type"] == "error"] == [
        "ZeroDivisionError"
    ]
    assert "There is no fix to show" in printed(front.execute("%fix"))
