"""Trials in a real ipykernel: nothing of theirs reaches the front end, and the kernel goes on as if nothing had been."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.checks.trial.trying import needs_trials
from tests.kernel.frontend import FrontEnd, Message, kernel

pytestmark = needs_trials

#: As the engine does it: the snapshot at the end of the failing cell, the trials on a thread.
HOOK = """
import threading
from jupyter_quickfix.checks.trial import Limits, SessionCopy, Snapshot
candidates, results, threads = [], [], []
def after(result):
    if result.success or not candidates:
        return
    snapshot = Snapshot.take(SessionCopy(get_ipython()), limits=Limits(seconds=10, overall_s=60))
    def work():
        with snapshot:
            results[:] = [snapshot.try_(code) for code in candidates]
    thread = threading.Thread(target=work)
    threads[:] = [thread]
    thread.start()
get_ipython().events.register("post_run_cell", after)
"""
TOLD = "threads[0].join()\nimport json\nprint(json.dumps([[r.outcome, r.error_type, r.detail] for r in results]))"


@pytest.fixture(name="front")
def front_end(tmp_path: Path) -> Iterator[FrontEnd]:
    with kernel(tmp_path / "traces.db") as opened:
        assert not [message for message in opened.execute(HOOK) if message["msg_type"] == "error"]
        yield opened


def text(messages: list[Message]) -> str:
    return "".join(message["content"]["text"] for message in messages if message["msg_type"] == "stream")


def tried(front: FrontEnd, *candidates: str, failing: str = "1 / 0") -> list[list[str]]:
    """The outcomes; the failing cell must have published its error and nothing else."""
    front.execute(f"candidates[:] = {list(candidates)!r}")
    published = front.execute(failing)
    assert [m["msg_type"] for m in published if m["msg_type"] not in ("status", "execute_input")] == ["error"]
    answer = front.execute(TOLD)
    assert front.published == [] or all(m["msg_type"] == "status" for m in front.published)
    found: list[list[str]] = json.loads(text(answer))
    return found


def test_outcomes(front: FrontEnd) -> None:
    front.execute("x = 1")
    outcomes = tried(
        front,
        "print('out' * 1000); x",
        "from IPython.display import display, HTML; display(HTML('<b>x</b>'))",
        "import sys; sys.stderr.write('error'); sys.stdout.flush()",
        "import warnings; warnings.warn('careful')",
        "get_ipython().display_pub.publish({'text/plain': 'x'})",
        "missing",
        "input('?')",
        "import asyncio; asyncio.run(asyncio.sleep(0))",
        "import logging; logging.getLogger('ipykernel').error('x')",
        "import os; os._exit(0)",
        "exit",
        "import threading; t = threading.Thread(target=print, args=('x',)); t.start(); t.join()",
        "get_ipython().kernel.session.send(get_ipython().kernel.iopub_socket, 'stream', {'name': 'stdout', 'text': 'x'})",
        "import comm; c = comm.create_comm(target_name='t', data={}); c.send({'x': 1}); c.close()",
        "import subprocess; subprocess.run(['ls'])",
    )
    assert [outcome for outcome, _, _ in outcomes] == [
        *["ran"] * 5,
        "raised",
        "unknown",
        "raised",
        "ran",
        "unknown",
        *["ran"] * 4,
        "unknown",
    ], outcomes
    assert outcomes[7][1] == "RuntimeError"
    assert text(front.execute("print(x)")) == "1\n"


def test_plots(front: FrontEnd) -> None:
    pytest.importorskip("matplotlib")
    front.execute("%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert tried(front, "plt.plot([1, 2]); plt.show()", "plt.plot([1, 2], [1])")[0][0] == "ran"
    shown = front.execute("plt.plot([3]); plt.show()")
    assert [m["msg_type"] for m in shown].count("display_data") == 1


def test_widgets(front: FrontEnd) -> None:
    pytest.importorskip("ipywidgets")
    front.execute("import ipywidgets\nslider = ipywidgets.IntSlider()")
    front.published.clear()
    outcomes = tried(front, "slider.value = 50\nipywidgets.Button()", "assert slider.value == 0")
    assert [outcome for outcome, _, _ in outcomes] == ["ran", "ran"]


#: Pipes and handles of processes are what trials open; files of the history come and go with its thread.
STATE = """
import os, threading
def target(number):
    try:
        return os.readlink("/proc/self/fd/" + number).partition(":")[0]
    except OSError:
        return ""
print(sorted(thread.name for thread in threading.enumerate() if "History" not in thread.name))
print(sorted(name for name in map(target, os.listdir("/proc/self/fd")) if name in ("pipe", "anon_inode", "socket")))
print(open(f"/proc/self/task/{os.getpid()}/children").read())
"""


def test_the_kernel_is_the_same_afterwards(front: FrontEnd) -> None:
    tried(front, "1", "2")
    before = text(front.execute(STATE))
    for _ in range(5):
        tried(front, "1", "import os; os._exit(0)", "missing")
    assert text(front.execute(STATE)) == before


def test_the_next_cell_does_not_wait(front: FrontEnd) -> None:
    front.execute("candidates[:] = ['import time; time.sleep(1000)']")
    front.execute("1 / 0")
    assert text(front.execute("print('next', threads[0].is_alive())")) == "next True\n"
    front.manager.interrupt_kernel()
    assert text(front.execute("print('after the interrupt', threads[0].is_alive())")) == "after the interrupt True\n"
