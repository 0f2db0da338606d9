"""What the code tried to do beyond its own memory, as Python's audit events tell.

The sandbox makes such a call fail. Code may catch that and go on, and would then run to its end by another way than in the
session; and a library's error about it looks like an error of the code. So the trial of code that tried is inconclusive.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable

_NETWORK = "it wants to use the network"
_PROGRAM = "it wants to start another program"
_SIGNAL = "it wants to send a signal to another process"
_FILE = "it wants to change files"
_DATABASE = "it wants to open a database"

_ALWAYS = {
    "socket.connect": _NETWORK,
    "socket.bind": _NETWORK,
    "socket.sendto": _NETWORK,
    "socket.getaddrinfo": _NETWORK,
    "socket.gethostbyname": _NETWORK,
    "urllib.Request": _NETWORK,
    "os.system": _PROGRAM,
    "os.exec": _PROGRAM,
    "os.fork": _PROGRAM,
    "os.forkpty": _PROGRAM,
    "os.posix_spawn": _PROGRAM,
    "os.spawn": _PROGRAM,
    "pty.spawn": _PROGRAM,
    "os.killpg": _SIGNAL,
}
#: Events whose first argument is a path (or descriptor) that would be changed; the second is one too, if it is a path.
_CHANGES = (
    *("os.remove", "os.rename", "os.rmdir", "os.link", "os.truncate", "os.chmod", "os.chown", "os.utime"),
    *("os.setxattr", "os.removexattr", "shutil.rmtree", "shutil.move"),
)
#: Programs that libraries ask about the machine, living well without an answer.
_PROBES = ("lscpu", "uname", "ldconfig", "gcc", "cc", "ld", "nproc", "sysctl", "nvidia-smi", "objdump", "hostname")
#: Where libraries keep what they could do without: caches and settings.
_UNIMPORTANT = re.compile(r"/\.[^/]+/|/__pycache__/|/site-packages/|/dist-packages/|^/proc/self/|^/dev/null$")


class Attempts:
    """The first thing that was tried, if any, once `watch` was called. What lies beneath `scratch` may be changed."""

    def __init__(self, scratch: str) -> None:
        self._scratch = os.path.join(os.path.realpath(scratch), "")
        self._readers: dict[str, Callable[[tuple[object, ...]], str]] = {
            "open": self._opened,
            "os.kill": _signalled,
            "subprocess.Popen": _started,
            "sqlite3.connect": self._connected,
            "os.mkdir": self._made,
            "os.symlink": self._linked,
            **dict.fromkeys(_CHANGES, self._changed),
        }
        self.first = ""

    def watch(self) -> None:
        """Begin. An audit hook stays until its process ends."""
        sys.addaudithook(self._heard)

    def note(self, what: str) -> None:
        """Something was tried."""
        self.first = self.first or what

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.first:
            return
        if event in _ALWAYS:
            self.first = _ALWAYS[event]
        elif (reader := self._readers.get(event)) is not None:
            try:
                self.first = reader(arguments)
            except Exception:  # an odd path object, say; the sandbox stands without this
                return

    def _opened(self, arguments: tuple[object, ...]) -> str:
        path, mode, flags = arguments
        if isinstance(path, int):
            return ""
        writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else False
        if isinstance(flags, int):
            writes = writes or bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
        return _FILE if writes and self._matters(path) else ""

    def _changed(self, arguments: tuple[object, ...]) -> str:
        paths = [path for path in arguments[:2] if isinstance(path, str | bytes | os.PathLike)]
        return _FILE if any(self._matters(path) and os.path.lexists(path) for path in paths) else ""

    def _made(self, arguments: tuple[object, ...]) -> str:
        path = os.fsdecode(arguments[0])  # type: ignore[arg-type]  # a path; whatever else it is fails, and is caught
        return _FILE if self._matters(path) and not os.path.lexists(path) else ""

    def _linked(self, arguments: tuple[object, ...]) -> str:
        return self._made(arguments[1:])

    def _connected(self, arguments: tuple[object, ...]) -> str:
        database = os.fsdecode(arguments[0])  # type: ignore[arg-type]  # as above
        in_memory = database in ("", ":memory:") or "mode=memory" in database
        return "" if in_memory or not self._matters(database) else _DATABASE

    def _matters(self, path: object) -> bool:
        full = os.path.realpath(os.fsdecode(path))  # type: ignore[arg-type]  # as above
        return not os.path.join(full, "").startswith(self._scratch) and not _UNIMPORTANT.search(full)


def _signalled(arguments: tuple[object, ...]) -> str:
    return "" if arguments[0] == os.getpid() else _SIGNAL


def _started(arguments: tuple[object, ...]) -> str:
    program = os.path.basename(os.fsdecode(arguments[0]))  # type: ignore[arg-type]  # the executable
    return "" if program in _PROBES else _PROGRAM
