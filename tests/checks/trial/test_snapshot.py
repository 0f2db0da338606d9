"""The kernel's side: what a snapshot costs it, and that nothing is left."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

import pytest

from jupyter_quickfix.checks.trial import Limits, NoTrials, Snapshot, support, wire
from jupyter_quickfix.checks.trial import snapshot as module
from tests.checks.trial.trying import LIMITS, Namespace, needs_trials

pytestmark = needs_trials

#: Trials of different kinds, in turn.
KINDS = ("x + 1", "1 / 0", "import os; os._exit(1)", "data.append(1)", "open('/etc/hostname')", "raise SystemExit")


def resources() -> dict[str, object]:
    """What a leak would change. Threads and children by number, descriptors by what they are."""
    folder = Path("/proc/self/fd")
    numbers = [name for name in os.listdir(folder) if (folder / name).exists() or (folder / name).is_symlink()]
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {
        "descriptors": len(numbers),
        "threads": threading.active_count(),
        "children": children,
        "signals": handlers(),
    }


def handlers() -> list[object]:
    return [signal.getsignal(number) for number in sorted(signal.valid_signals())]


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
def test_a_thousand_trials_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    data: list[int] = []
    runner = Namespace({"x": 1, "data": data})

    def trials(snapshots: int) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for _ in range(snapshots):
            with Snapshot.take(runner, limits=LIMITS) as snapshot:
                found.append(tuple(snapshot.try_(KINDS[number % len(KINDS)]).outcome for number in range(20)))
        return found

    warm = trials(2)
    gc.collect()
    before, memory, collector = resources(), resident(), gc.get_freeze_count()
    outcomes = trials(50)
    gc.collect()
    assert resources() == before
    assert resident() - memory < 16 * 2**20
    assert set(outcomes) == set(warm)
    assert outcomes[0][: len(KINDS)] == ("ran", "raised", "unknown", "ran", "ran", "raised")
    assert (data, runner.names["x"], gc.get_freeze_count(), gc.isenabled()) == ([], 1, collector, True)
    assert list(tmp_path.iterdir()) == []


def test_closed_more_than_once_and_without_use() -> None:
    snapshot = Snapshot.take(Namespace({}), limits=LIMITS)
    snapshot.close()
    snapshot.close()
    snapshot.cancel()
    assert snapshot.try_("1").detail == "the copy of the session is gone"


def test_forgotten_by_its_owner() -> None:
    before = resources()
    Snapshot.take(Namespace({}), limits=LIMITS)
    gc.collect()
    assert resources() == before


def test_it_ends_by_itself_when_it_is_not_closed() -> None:
    snapshot = Snapshot.take(Namespace({}), limits=Limits(overall_s=0.1))
    try:
        assert snapshot._process is not None
        assert wire.readable([snapshot._process], 20) == [snapshot._process]
    finally:
        snapshot.close()


def test_reaped_by_the_users_own_code() -> None:
    with Snapshot.take(Namespace({}), limits=LIMITS) as snapshot:
        snapshot.cancel()
        os.waitpid(-1, 0)
        assert snapshot.try_("1").outcome == "unknown"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_snapshot_that_is_killed_or_stopped(number: signal.Signals) -> None:
    with Snapshot.take(Namespace({}), limits=Limits(seconds=0.2, overall_s=1, hook_s=0.0)) as snapshot:
        os.kill(snapshot._pid, number)
        assert snapshot.try_("1").outcome == "unknown"


KERNEL = """
import os, signal, sys, time
from jupyter_quickfix.checks.trial import Limits, Snapshot
import threading
snapshot = Snapshot.take(lambda code: exec(code), limits=Limits(seconds=100, overall_s=100))
threading.Thread(target=snapshot.try_, args=("import time; time.sleep(100)",), daemon=True).start()
children = f"/proc/{snapshot._pid}/task/{snapshot._pid}/children"
while not open(children).read():
    time.sleep(0.01)
print(snapshot._pid, open(children).read(), snapshot._folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_does_not_outlive_the_kernel() -> None:
    done = subprocess.run([sys.executable, "-c", KERNEL], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    snapshot, trial, folder = done.stdout.split()
    for _ in range(500):
        if not any(alive(pid) for pid in (snapshot, trial)) and not os.path.exists(folder):
            return
        time.sleep(0.02)
    raise AssertionError(f"still there: {snapshot} {trial} {folder}")


def alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_only_the_main_thread_takes_one() -> None:
    found: list[str] = []

    def take() -> None:
        with pytest.raises(NoTrials) as refused:
            Snapshot.take(Namespace({}), limits=LIMITS)
        found.append(str(refused.value))

    thread = threading.Thread(target=take)
    thread.start()
    thread.join()
    assert found == ["only the main thread may copy the session"]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("unsupported", lambda: "Landlock is not available here", "Landlock is not available here"),
        ("page_tables_bytes", lambda: 2**40, "the session is too large to be copied in passing"),
        ("available_memory", lambda: 2**20, "too little memory is free"),
    ],
)
def test_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch, name: str, value: object, says: str) -> None:
    monkeypatch.setattr(module, name, value)
    with pytest.raises(NoTrials, match=says):
        Snapshot.take(Namespace({}), limits=LIMITS)


def test_a_fork_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = resources()

    def fork() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(module, "fork_quietly", fork)
    with pytest.raises(NoTrials, match="temporarily unavailable"):
        Snapshot.take(Namespace({}), limits=LIMITS)
    assert resources() == before


def test_warnings_about_forks_are_not_shown_and_those_of_the_session_not_again(monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        scope = {"__name__": "cell", "__warningregistry__": {}}
        cell = compile("import warnings\nwarnings.warn('once')", "<cell>", "exec")
        exec(cell, scope)
        os_fork = os.fork

        def fork() -> int:
            warnings.warn("careful, threads", DeprecationWarning, stacklevel=2)
            return os_fork()

        with monkeypatch.context() as patched:
            patched.setattr(os, "fork", fork)
            snapshot = Snapshot.take(Namespace({}), limits=LIMITS)
        snapshot.close()
        exec(cell, scope)
        assert [str(warning.message) for warning in caught] == ["once"]


def test_it_can_be_imported_where_there_are_no_trials() -> None:
    program = (
        "import asyncio, ctypes, subprocess, sys, tempfile, threadpoolctl\n"  # they ask for the platform as well
        "sys.modules.update(fcntl=None, resource=None, pwd=None)\nsys.platform = 'win32'\n"
        "from jupyter_quickfix.checks.trial import NoTrials, Snapshot, unsupported, untriable\n"
        "assert untriable('x', {}) is None\nprint(unsupported())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "that needs Linux\n"


def test_after_a_slow_fork() -> None:
    pace = support.Pace()
    pace.forked(2**17, 0.2)
    assert (pace.allows(2**20), pace.allows(4 * 2**20), pace.allows(2**30)) == (True, True, False)
    pace.forked(4 * 2**20, 0.02)
    assert (pace.allows(40 * 2**20), pace.allows(60 * 2**20)) == (True, False)
    pace.forked(4 * 2**20, 1.0)
    assert (pace.allows(2**20), pace.allows(4 * 2**20)) == (True, False)
    for _ in range(10):
        pace.refused()
    assert pace.allows(4 * 2**20), "perhaps the machine was only busy"


def test_without_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial that cannot be confined does not run."""
    monkeypatch.setattr(
        "jupyter_quickfix.checks.trial.sandbox.seccomp.install", lambda: (_ for _ in ()).throw(OSError(1, "no filter"))
    )
    with Snapshot.take(Namespace({}), limits=LIMITS) as snapshot:
        assert snapshot.try_("raise KeyError").detail == "it could not be confined (no filter)"
    assert support.unsupported() is None
