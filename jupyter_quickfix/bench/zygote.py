"""The process that forks one child per case: it has imported what takes long, and has done nothing else.

Run as `python -m jupyter_quickfix.bench.zygote FOLDER CACHE MODULE…`. Requests come as JSON lines on standard input,
one at a time; each is answered by one JSON line on standard output. The child gets a scratch folder, no network, and a time
limit that ends in SIGKILL for it and all that it started.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from jupyter_quickfix.bench.isolation import adopt_orphans, end_children, enter, leave_network

Stage = Callable[[str], None]
Reply = dict[str, Any]


def main() -> None:
    """Import the modules, say so, then answer requests until standard input ends."""
    folder, cache, *modules = sys.argv[1:]
    # What child processes print must not mix with the answers.
    requests, replies = os.fdopen(os.dup(0), "r"), os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    leave_network()
    adopt_orphans()
    os.environ["MPLBACKEND"] = "Agg"
    for module in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    if "IPython.core.interactiveshell" in sys.modules:
        _warm_up()
    _reply(replies, {"outcome": "ready"})
    for number, line in enumerate(requests):
        request = json.loads(line)
        scratch = Path(folder) / str(number)
        _reply(replies, _answer(request, scratch, Path(cache)))
        shutil.rmtree(scratch, ignore_errors=True)


def _warm_up() -> None:
    """Fail in a shell that is thrown away: IPython loads half of itself then, which would be done anew in each child."""
    from IPython.core.interactiveshell import InteractiveShell  # loaded already
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.enabled = False  # its thread would not survive the fork
    config.InteractiveShell.xmode = "Minimal"
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        config.InteractiveShell.ipython_dir = folder
        with contextlib.redirect_stdout(nowhere):
            InteractiveShell.instance(config=config).run_cell("1 / 0")
            InteractiveShell.instance().run_cell("def")
    InteractiveShell.clear_instance()
    assert threading.active_count() == 1, "a thread of the warm-up is left, and would be cut off by the fork"


def _reply(replies: IO[str], reply: Reply) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


def _answer(request: Reply, scratch: Path, cache: Path) -> Reply:
    """Fork, and wait for the child's answer until the time is up."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(request, writing, scratch, cache)
    os.close(writing)
    deadline = time.monotonic() + float(request["timeout"])
    try:
        return _await(reading, deadline)
    finally:
        for target in (-child, child):  # its process group, once it has one
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(target, signal.SIGKILL)
        os.waitpid(child, 0)
        end_children()  # some start a session of their own, which the group's end does not reach
        os.close(reading)


def _await(reading: int, deadline: float) -> Reply:
    received, stage = b"", ""
    while True:
        while b"\n" in received:
            line, _, received = received.partition(b"\n")
            message: Reply = json.loads(line)
            if "stage" not in message:
                return message
            stage = message["stage"]
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return {"outcome": "timeout", "stage": stage}
        piece = os.read(reading, 1 << 16)
        if not piece:
            return {"outcome": "died", "stage": stage}
        received += piece


def _be_child(request: Reply, writing: int, scratch: Path, cache: Path) -> None:
    """Do what is asked, tell the answer, and end without the parent's exit handlers."""
    try:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 2)
        enter(scratch, cache)

        def stage(name: str) -> None:
            _send(writing, {"stage": name})

        try:
            reply: Reply = {"outcome": "done", "value": _perform(request, stage)}
        except BaseException:  # a fault of the bench itself: the parent says so and stops
            reply = {"outcome": "fault", "detail": traceback.format_exc()[-2000:]}
        _send(writing, reply)
    finally:
        os._exit(0)


def _perform(request: Reply, stage: Stage) -> object:
    if request["task"] == "prepare":
        from jupyter_quickfix.fixers.names import package_index  # each child needs one of these three

        package_index.shared().begin()
        return package_index.shared().wait(request["timeout"])
    if request["task"] == "measure":
        from jupyter_quickfix.bench.session import measure  # as above

        return measure(request["case"], request["wait"], stage, request.get("options"))
    from jupyter_quickfix.bench.judge import judge  # as above

    return judge(request["case"], request["code"], request["judge"])


def _send(writing: int, message: Reply) -> None:
    data = json.dumps(message, default=str).encode() + b"\n"
    while data:
        data = data[os.write(writing, data) :]


if __name__ == "__main__":
    main()
