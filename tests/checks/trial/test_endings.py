"""However a trial ends, the session goes on, and an odd end is `unknown`."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from jupyter_quickfix.checks.trial import Limits, Snapshot
from tests.checks.trial.trying import LIMITS, Namespace, Trier, needs_trials

pytestmark = needs_trials


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time; time.sleep(100)",
        "import re; re.match('(a+)+$', 'a' * 40 + 'b')",
        "import signal; signal.pause()",
    ],
)
def test_too_long(attempt: Trier, code: str) -> None:
    attempt.limits = replace(attempt.limits, seconds=0.3)
    assert (attempt(code).outcome, attempt(code).detail) == ("unknown", "it took too long to try")


def test_what_ignores_everything_is_killed_all_the_same(attempt: Trier) -> None:
    attempt.limits = replace(attempt.limits, seconds=0.3)
    code = """
        import signal
        for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        while True:
            try:
                while True: pass
            except BaseException:
                pass
    """
    assert attempt(code).detail == "it took too long to try"


@pytest.mark.parametrize(
    "code",
    [
        "import ctypes; ctypes.string_at(0)",
        "import os; os._exit(0)",
        "import os; os._exit(1)",
        "import os; os.abort()",
        "import os; os.kill(os.getpid(), 9)",
        "import os; os.closerange(0, 10_000); os._exit(0)",
        "import os, ctypes; ctypes.CDLL(None).exit(0)",
        "import sys; sys.setrecursionlimit(10**8)\ndef f(): return f()\nf()",
    ],
)
def test_sudden_ends(attempt: Trier, code: str) -> None:
    result = attempt(code)
    assert result.outcome == "unknown", result


def test_recursion_is_an_error_of_the_code(attempt: Trier) -> None:
    assert attempt("def f(): return f()\nf()").error_type == "RecursionError"


FORGERIES = {
    "noise": "b'noise' * 100",
    "a long length": "b'\\xff\\xff\\xff\\xff'",
    "half a message": "b'\\x00\\x00\\x10\\x00['",
    "no JSON": "b'\\x00\\x00\\x00\\x03abc'",
    "deep JSON": "b'\\x00\\x01\\x00\\x00' + b'[' * 65536",
    "a result without the token": "(lambda d: len(d).to_bytes(4, 'big') + d)(json.dumps(['', 'result', good]).encode())",
    "an object": "(lambda d: len(d).to_bytes(4, 'big') + d)(json.dumps(good).encode())",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_results(attempt: Trier, forgery: str) -> None:
    attempt.limits = replace(attempt.limits, seconds=1.0)
    code = f"""
        import json, os
        good = dict(outcome="ran", error_type="", message="", line=None, detail="", seconds=0.0, extra=None)
        for number in range(3, 300):
            try:
                os.write(number, {FORGERIES[forgery]})
            except OSError:
                pass
        os._exit(0)
    """
    assert attempt(code).outcome == "unknown"


def test_a_forgery_does_not_spoil_the_next_trial() -> None:
    with Snapshot.take(Namespace({}), limits=LIMITS) as snapshot:
        forged = "import os\nfor n in range(3, 300):\n    try: os.write(n, b'x' * 1000)\n    except OSError: pass\nos._exit(0)"
        assert snapshot.try_(forged).outcome == "unknown"
        assert snapshot.try_("1").outcome == "ran"
        assert snapshot.try_("1 / 0").outcome == "raised"


@pytest.mark.parametrize(
    "code",
    [
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        "class E(Exception):\n    def __str__(self): return 'x' * 10**6\nraise E",
        "raise ValueError('\\ud800 lone')",
        "raise type('E' * 1000, (Exception,), {})('name')",
        "raise type('', (Exception,), {})('no name')",
        "raise ValueError(chr(0) * 3)",
        "class E(BaseException): pass\nraise E",
        "raise GeneratorExit",
        "e = ValueError(1)\ne.__cause__ = e\nraise e",
    ],
)
def test_odd_errors_are_told(attempt: Trier, code: str) -> None:
    result = attempt(code)
    assert result.outcome == "raised"
    assert len(result.message) <= 4000
    assert result.message.encode("utf-8") is not None


def test_the_time_for_all_trials_is_limited() -> None:
    with Snapshot.take(Namespace({}), limits=Limits(seconds=5.0, overall_s=0.4)) as snapshot:
        assert snapshot.try_("while True: pass").detail == "it took too long to try"
        assert snapshot.try_("1").detail == "there was no time left to try it"


def test_cancelled_from_another_thread() -> None:
    with Snapshot.take(Namespace({}), limits=Limits(seconds=60.0, overall_s=60.0)) as snapshot:
        found: list[str] = []
        thread = threading.Thread(target=lambda: found.append(snapshot.try_("while True: pass").outcome))
        thread.start()
        time.sleep(0.1)
        snapshot.cancel()
        thread.join(20)
        assert found == ["unknown"]
        assert snapshot.try_("1").outcome == "unknown"
