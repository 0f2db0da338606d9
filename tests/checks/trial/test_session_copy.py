"""Cells run in the copy as IPython runs them, and nothing of it reaches the session or the front end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from jupyter_quickfix.checks.trial import Result, SessionCopy, Snapshot
from tests.checks.trial.trying import LIMITS, needs_trials
from tests.session import Session, ipython_session

__all__ = ["ipython_session"]
pytestmark = [needs_trials, pytest.mark.filterwarnings("default")]
Try = Callable[[str], Result]


@pytest.fixture(name="try_")
def trying(ipython: Session) -> Iterator[Try]:
    """Takes the snapshot at the first call."""
    taken: list[Snapshot] = []

    def try_(code: str) -> Result:
        if not taken:
            taken.append(Snapshot.take(SessionCopy(ipython.shell), limits=LIMITS))
        return taken[0].try_(code)

    yield try_
    for snapshot in taken:
        snapshot.close()


def test_a_cell_sees_the_session_and_leaves_it_alone(ipython: Session, try_: Try) -> None:
    ipython.run("x = 1\nitems = [1]")
    assert try_("x += 1\nitems.append(2)\nassert (x, items) == (2, [1, 2])").outcome == "ran"
    assert try_("assert (x, items) == (1, [1])").outcome == "ran", "each candidate has a copy of its own"
    assert (ipython.shell.user_ns["x"], ipython.shell.user_ns["items"]) == (1, [1])


def test_later_cells_do_not_change_the_copy(ipython: Session, try_: Try) -> None:
    ipython.run("x = 1")
    assert try_("x").outcome == "ran"
    ipython.run("del x")
    assert try_("assert x == 1").outcome == "ran"


@pytest.mark.parametrize(
    ("code", "error_type", "line"),
    [
        ("y = 1\n1 / 0", "ZeroDivisionError", 2),
        ("def f():\n    return missing\n\nf()", "NameError", 2),
        ("def f(:\n    pass", "SyntaxError", 1),
        ("x = 1\nreturn x", "SyntaxError", 2),
        ("import json\njson.loads('{')", "JSONDecodeError", 2),
        ("%time 1 / 0", "ZeroDivisionError", None),
        ("class Broken:\n    def __repr__(self):\n        1 / 0\nBroken()", "ZeroDivisionError", 3),
        (
            "from IPython.display import display\nclass B:\n    def _repr_html_(self):\n        1 / 0\ndisplay(B())",
            "ZeroDivisionError",
            4,
        ),
        ("raise SystemExit(3)", "SystemExit", 1),
        ("%nosuchmagic", "UsageError", None),
        ("raise ExceptionGroup('several', [ValueError(1)])", "ExceptionGroup", 1),
    ],
)
def test_errors_and_where_they_are(try_: Try, code: str, error_type: str, line: int | None) -> None:
    result = try_(code)
    assert (result.outcome, result.error_type) == ("raised", error_type)
    if line is not None:
        assert result.line == line


@pytest.mark.parametrize(
    "code",
    [
        "print('shown' * 10**6)",
        "import sys\nprint('shown', file=sys.stderr)\nsys.__stdout__.write('x')",
        "1 + 1",
        "%time x = 1\nassert x == 1",
        "%%time\nx = 1",
        "%%capture out\nprint('in')\n",
        "from IPython.display import display, clear_output, HTML\ndisplay(HTML('<b>x</b>'))\nclear_output()",
        "import logging\nlogging.getLogger('somewhere').warning('careful')",
        "import warnings\nwarnings.warn('careful')",
        "get_ipython().set_next_input('x')",
        "f = lambda: None\nf?",
        "a = 1;",
        "",
    ],
)
def test_what_ipython_allows_runs(try_: Try, code: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert try_(code).outcome == "ran"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "code",
    [
        "input('Name? ')",
        "import getpass\ngetpass.getpass()",
        "import sys\nsys.stdin.readline()",
        "import sys\nfor line in sys.stdin:\n    pass",
        "breakpoint()",
        "try:\n    input()\nexcept BaseException:\n    pass",
    ],
)
def test_questions_end_it(try_: Try, code: str) -> None:
    assert (try_(code).outcome, try_(code).detail) == ("unknown", "it asks for input")


def test_hooks_do_not_fire(ipython: Session, try_: Try) -> None:
    heard: list[str] = []
    ipython.shell.events.register("post_run_cell", lambda result: heard.append("post"))
    ipython.shell.events.register("pre_run_cell", lambda info: 1 / 0)
    before = len(ipython.failures)
    assert try_("assert not heard_of").error_type == "NameError"
    assert try_("1").outcome == "ran"
    assert (heard, len(ipython.failures)) == ([], before)


def test_future_statements_and_counts_are_the_sessions(ipython: Session, try_: Try) -> None:
    ipython.run("from __future__ import annotations")
    count = ipython.shell.execution_count
    assert try_("def f(x: no_such_type): ...").outcome == "ran"
    assert ipython.shell.execution_count == count


def test_a_running_event_loop_stays_in_the_way(ipython: Session) -> None:
    import asyncio

    async def in_a_kernel() -> Result:
        with Snapshot.take(SessionCopy(ipython.shell), limits=LIMITS) as snapshot:
            return snapshot.try_("import asyncio\nawaiting = asyncio.sleep(0)\nasyncio.run(awaiting)")

    result = asyncio.run(in_a_kernel())
    assert (result.outcome, result.error_type) == ("raised", "RuntimeError")
    with Snapshot.take(SessionCopy(ipython.shell), limits=LIMITS) as snapshot:
        assert snapshot.try_("import asyncio\nasyncio.run(asyncio.sleep(0))").outcome == "ran"


def test_report_runs_in_the_state_that_the_candidate_left(ipython: Session) -> None:
    shell = ipython.shell

    def report(code: str, error: BaseException | None) -> object:
        return {"code": code, "error": str(error), "x": shell.user_ns["x"]}

    with Snapshot.take(SessionCopy(shell), report=report, limits=LIMITS) as snapshot:
        result = snapshot.try_("x = 42\nraise ValueError('no')")
        assert result.extra == {"code": "x = 42\nraise ValueError('no')", "error": "no", "x": 42}
        assert snapshot.try_("x = 42").extra == {"code": "x = 42", "error": "None", "x": 42}


@pytest.mark.parametrize("fault", ["raise KeyError", "return object()", "while True: pass", "return 'x' * 10**7"])
def test_a_failing_hook_costs_its_answer_only(ipython: Session, fault: str) -> None:
    scope: dict[str, Callable[[str, BaseException | None], object]] = {}
    exec(f"def report(code, error):\n    {fault}", scope)
    with Snapshot.take(SessionCopy(ipython.shell), report=scope["report"], limits=LIMITS) as snapshot:
        result = snapshot.try_("1 / 0")
    assert (result.outcome, result.error_type, result.extra) == ("raised", "ZeroDivisionError", None)
