"""A scratch life for measured code: own working folder, own home, no network.

It keeps accidents in (stray files, settings, traces, a download that hangs); it is no jail for hostile code.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import NoReturn

_PR_SET_CHILD_SUBREAPER = 36
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_SIOCSIFFLAGS = 0x8914
_UP_AND_RUNNING = 0x1 | 0x40
#: Folders that Jupyter, IPython and Quick Fix write to, each beneath the scratch home.
_FOLDERS = ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "XDG_CONFIG_HOME")


def leave_network() -> bool:
    """Move this process to a network of its own that has only the loopback device; whether it worked.

    To be called while it has one thread. Where the system does not allow it, Python's sockets refuse to connect to
    anything but this machine, which stops the libraries that notebooks download with.
    """
    done = sys.platform == "linux" and _own_network()
    if not done:
        _refuse_connections()
    return done


def _own_network() -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWNET) != 0:  # allowed to root only; others need a user namespace around it
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return False
        try:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
            Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        except OSError:
            pass  # files then look as if nobody owned them, which hurts no case
    try:
        import fcntl  # Linux only, as is all of this

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as device:
            fcntl.ioctl(device, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _UP_AND_RUNNING))
    except OSError:
        pass  # without loopback only Spark suffers, and says so
    return True


def _refuse_connections() -> None:
    original = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        local = self.family == getattr(socket, "AF_UNIX", None)
        host = address[0] if isinstance(address, tuple) and address else None
        if not local and host not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH))
        original(self, address)  # type: ignore[arg-type]  # whatever the caller gave

    def getaddrinfo(*arguments: object, **options: object) -> NoReturn:
        raise socket.gaierror(socket.EAI_AGAIN, "no network while measuring")

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]  # the point
    socket.getaddrinfo = getaddrinfo


def adopt_orphans() -> None:
    """Become the parent of every process whose own parent ends: then none of them escapes `end_children`."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_children() -> None:
    """Kill all children and, as they are adopted, the children of these; no process of a case outlives it."""
    tasks = Path("/proc/self/task")
    while tasks.is_dir():
        children = [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
        if not children:
            return
        for child in children:
            with contextlib.suppress(ProcessLookupError, ChildProcessError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)


def enter(folder: Path, cache: Path) -> None:
    """Make `folder` this process's working folder and home. `cache` is shared by all: an index is built once."""
    work, home = folder / "work", folder / "home"
    work.mkdir(parents=True)
    home.mkdir()
    os.chdir(work)
    os.environ["HOME"] = str(home)
    for name in _FOLDERS:
        os.environ[name] = str(home / name.lower())
    os.environ["XDG_DATA_HOME"] = str(home / "share")
    os.environ["XDG_CACHE_HOME"] = str(cache)
