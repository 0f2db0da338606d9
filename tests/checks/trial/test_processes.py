"""A trial starts no program, harms no process, and may have threads of its own."""

from __future__ import annotations

import atexit
import ctypes
import os
import signal
import threading
from pathlib import Path

import pytest

from tests.checks.trial.trying import Trier, needs_trials

pytestmark = needs_trials

PROGRAMS = {
    "subprocess": "import subprocess; subprocess.run(['touch', mark])",
    "shell": "import subprocess; subprocess.run('touch ' + mark, shell=True, check=True)",
    "os.system": "import os; os.system('touch ' + mark)",
    "os.popen": "import os; os.popen('touch ' + mark).read()",
    "posix_spawn": "import os; os.posix_spawn('/usr/bin/touch', ['touch', mark], {})",
    "exec": "import os; os.execv('/usr/bin/touch', ['touch', mark])",
    "fork": "import os; os.fork() or open(mark, 'w')",
    "forkpty": "import os; os.forkpty()",
    "multiprocessing": "import multiprocessing; multiprocessing.get_context('fork').Process(target=print).start()",
    "C system": "import ctypes; n = ctypes.CDLL(None).system(b'touch ' + mark.encode()); assert n != 0; raise PermissionError",
    "C fork": "import ctypes; n = ctypes.CDLL(None).fork(); assert n < 0; raise PermissionError",
    "caught": "import os\ntry:\n    os.fork()\nexcept OSError:\n    pass",
}


@pytest.mark.parametrize("way", PROGRAMS)
def test_no_program_is_started(attempt: Trier, tmp_path: Path, way: str) -> None:
    assert attempt(PROGRAMS[way], mark=str(tmp_path / "mark")).outcome == "unknown"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.kill(session, 9)",
        "import os; os.kill(os.getppid(), 9)",
        "import os; os.kill(0, 9)",
        "import os; os.kill(-1, 9)",
        "import os; os.killpg(group, 9)",
        "import signal, os; signal.pidfd_send_signal(os.pidfd_open(session), 9)",
        "import ctypes; n = ctypes.CDLL(None).kill(session, 9); assert n < 0; raise PermissionError",
        "import ctypes; n = ctypes.CDLL(None).syscall(234, session, session, 9); assert n < 0; raise PermissionError",
        "import resource; resource.prlimit(session, resource.RLIMIT_NOFILE, (3, 3))",
        "import os; os.setpriority(os.PRIO_PROCESS, session, 19)",
        "import os; os.sched_setaffinity(session, {0})",
        "import fcntl, os; r, w = os.pipe(); fcntl.fcntl(r, fcntl.F_SETOWN, session)",
    ],
)
def test_no_process_is_harmed(attempt: Trier, code: str) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: received.append(number))
    try:
        result = attempt(code, session=os.getpid(), group=os.getpgid(0))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert result.outcome == "unknown", result
    assert received == []


@pytest.mark.parametrize(
    "code",
    [
        "open(f'/proc/{session}/mem', 'r+b', buffering=0)",
        "f = open(f'/proc/{session}/mem', 'rb', buffering=0); f.seek(address); assert f.read(8) != secret, 'read'",
        "open(f'/proc/{session}/fd/{number}', 'ab').write(b'x')",
        "open(f'/proc/{session}/comm', 'w').write('x')",
        "open('/proc/self/oom_score_adj', 'w').write('-1000')",
    ],
)
def test_the_sessions_memory_and_files_are_out_of_reach(attempt: Trier, tmp_path: Path, code: str) -> None:
    secret = ctypes.create_string_buffer(b"original")
    with open(tmp_path / "file", "wb", buffering=0) as file:
        names = {
            "session": os.getpid(),
            "number": file.fileno(),
            "address": ctypes.addressof(secret),
            "secret": b"original",
        }
        assert attempt(code, **names).outcome == "unknown"
    assert (tmp_path / "file").read_bytes() == b""


@pytest.mark.parametrize(("call", "arguments"), [("process_vm_writev", 6), ("process_vm_readv", 6), ("ptrace", 4)])
def test_the_sessions_memory_cannot_be_written_by_call(attempt: Trier, call: str, arguments: int) -> None:
    value = ctypes.create_string_buffer(b"original", 9)
    code = f"""
        import ctypes, errno
        class Vector(ctypes.Structure):
            _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
        here = ctypes.create_string_buffer(b"tampered", 9)
        local = Vector(ctypes.addressof(here), 8)
        remote = Vector(address, 8)
        library = ctypes.CDLL(None, use_errno=True)
        if {call!r} == "ptrace":
            n = library.ptrace(16, session, 0, 0)
        else:
            n = library.{call}(session, ctypes.byref(local), 1, ctypes.byref(remote), 1, 0)
        assert (n, ctypes.get_errno()) == (-1, errno.EPERM), (n, ctypes.get_errno())
    """
    assert attempt(code, session=os.getpid(), address=ctypes.addressof(value)).outcome == "ran"
    assert value.value == b"original"


def test_threads_work(attempt: Trier) -> None:
    code = """
        import threading
        from concurrent.futures import ThreadPoolExecutor
        found = []
        thread = threading.Thread(target=found.append, args=(1,))
        thread.start()
        thread.join()
        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(abs, [-1, -2])) == [1, 2]
        assert found == [1]
    """
    assert attempt(code).outcome == "ran"


def test_a_thread_that_goes_on_ends_with_the_trial(attempt: Trier, tmp_path: Path) -> None:
    code = "import threading, time; threading.Thread(target=time.sleep, args=(1000,)).start()"
    assert attempt(code).outcome == "ran"


def test_exit_handlers_do_not_run(attempt: Trier) -> None:
    ours, theirs = os.pipe()
    handler = os.write
    atexit.register(handler, theirs, b"session")
    try:
        assert (
            attempt(
                "import atexit; atexit.register(os_write, descriptor, b'x')", os_write=os.write, descriptor=theirs
            ).outcome
            == "ran"
        )
        assert attempt("import os; os._exit(0)").outcome == "unknown"
        os.set_blocking(ours, False)
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)
    finally:
        atexit.unregister(handler)
        os.close(ours)
        os.close(theirs)


def test_signal_handlers_of_the_session_do_not_run(attempt: Trier) -> None:
    handled: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: handled.append(number))
    try:
        result = attempt("import os, signal; os.kill(os.getpid(), signal.SIGUSR1)", handled=handled)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert (result.outcome, handled) == ("unknown", [])


def test_its_own_signals_work(attempt: Trier) -> None:
    code = """
        import os, signal, time
        got = []
        signal.signal(signal.SIGALRM, lambda number, frame: got.append(number))
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        signal.pause()
        os.kill(os.getpid(), signal.SIGALRM)
        assert len(got) == 2
    """
    assert attempt(code).outcome == "ran"


def test_a_lock_that_another_thread_holds(attempt: Trier) -> None:
    """It is never released in the copy: the trial runs into its deadline, and the session is not held up."""
    from dataclasses import replace

    attempt.limits = replace(attempt.limits, seconds=0.3)
    lock, taken, leave = threading.Lock(), threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            taken.set()
            leave.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait()
    try:
        assert attempt("with lock: pass", lock=lock).detail == "it took too long to try"
    finally:
        leave.set()
        thread.join()
