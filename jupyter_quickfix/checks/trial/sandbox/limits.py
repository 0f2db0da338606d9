"""How much a trial may take, and how much memory there is to take."""

from __future__ import annotations

import contextlib
import mmap
import os
import re
from dataclasses import dataclass
from pathlib import Path

with contextlib.suppress(ImportError):  # not on every system, and this package is imported on all
    import resource

_MIB = 1024 * 1024
#: Limits of a trial's memory that nobody set: a share of what is free, and bounds on it.
_SHARE, _AT_LEAST, _AT_MOST = 0.4, 256 * _MIB, 2048 * _MIB
#: A trial is stopped when less than this is left on the machine, or of the container's allowance.
RESERVE_BYTES = 192 * _MIB
#: Kernels skip a core dump, piped or not, at exactly this limit.
_NO_CORE = 1
_UNLIMITED = 1 << 60
_PAGE = mmap.PAGESIZE


@dataclass(frozen=True)
class Limits:
    """`seconds` for one trial and `overall_s` for all trials of one failure, by the clock on the wall.

    `memory_bytes` is what a trial may take beyond what the session holds (None: a share of what is free), `file_bytes`
    the largest file in its scratch folder. `hook_s` is the time for `report`. Under `tight`, meant for code that a model
    wrote, a trial cannot read the home folder's dot-files or other users' files either.
    """

    seconds: float = 2.0
    overall_s: float = 6.0
    memory_bytes: int | None = None
    file_bytes: int = 64 * _MIB
    hook_s: float = 0.5
    tight: bool = False

    def memory(self) -> int:
        """The memory that a trial may take, in bytes."""
        if self.memory_bytes is not None:
            return self.memory_bytes
        return max(_AT_LEAST, min(_AT_MOST, int(available_memory() * _SHARE)))


def limit_resources(limits: Limits, memory: int) -> None:
    """Limit this process. `RLIMIT_DATA` counts new private memory; what is copied on write it does not: see `Watch`."""
    held = _kilobytes("/proc/self/status", "VmData") * 1024
    seconds = int(limits.seconds + limits.hook_s) + 2
    for kind, value in (
        (resource.RLIMIT_DATA, held + memory),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, _NO_CORE),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (bound, bound))
    with contextlib.suppress(OSError):  # the first to go when memory runs out
        Path("/proc/self/oom_score_adj").write_text("1000")


class Watch:
    """Says when a running trial takes too much memory: looked at every few milliseconds, so mostly in microseconds.

    New memory is resident memory. What is copied on write was resident before; each page of it costs a fault, so when
    there were as many faults as pages allowed, the kernel is asked to count, which takes it milliseconds.
    """

    def __init__(self, pid: int, memory: int) -> None:
        self._pid = pid
        self._memory = memory
        self._resident, self._faulted = self._now()

    def exceeded(self) -> bool:
        """Whether the process has taken more than it may, or the machine is short of memory."""
        resident, faulted = self._now()
        if resident - self._resident > self._memory or available_memory() < RESERVE_BYTES:
            return True
        if faulted - self._faulted > self._memory:
            self._faulted = faulted - self._memory // 2
            return _kilobytes(f"/proc/{self._pid}/smaps_rollup", "Private_Dirty") * 1024 > self._memory
        return False

    def _now(self) -> tuple[int, int]:
        """Bytes that are resident, and bytes of all pages that were ever touched for the first time."""
        try:
            with open(f"/proc/{self._pid}/statm") as statm, open(f"/proc/{self._pid}/stat") as stat:
                resident = int(statm.read().split()[1])
                return resident * _PAGE, int(stat.read().rpartition(")")[2].split()[7]) * _PAGE
        except (OSError, IndexError, ValueError):
            return 0, 0


def available_memory() -> int:
    """Bytes that can still be taken, by the machine's memory and by the control group's allowance."""
    machine = _kilobytes("/proc/meminfo", "MemAvailable") * 1024 or _UNLIMITED
    return min(machine, *(_left(group) for group in _groups()), _UNLIMITED)


def page_tables_bytes() -> int:
    """The size of this process's page tables, which a fork copies: what decides how long it takes."""
    return _kilobytes("/proc/self/status", "VmPTE") * 1024


def _kilobytes(path: str, name: str) -> int:
    with contextlib.suppress(OSError):
        with open(path) as file:
            match = re.search(rf"^{name}:\s+(\d+) kB", file.read(), re.MULTILINE)
        if match:
            return int(match.group(1))
    return 0


def _groups() -> list[tuple[str, str, str]]:
    """Folder, limit file and usage file of each control group that limits memory; found once for a process."""
    global _found
    if _found is None:
        _found = [*_groups_v2(), *_groups_v1()]
    return _found


_found: list[tuple[str, str, str]] | None = None


def _groups_v2() -> list[tuple[str, str, str]]:
    return [(folder, "memory.max", "memory.current") for folder in _folders("", "/sys/fs/cgroup", "memory.max")]


def _groups_v1() -> list[tuple[str, str, str]]:
    names = "memory.limit_in_bytes", "memory.usage_in_bytes"
    return [(folder, *names) for folder in _folders("memory", "/sys/fs/cgroup/memory", names[0])]


def _folders(controller: str, mount: str, file: str) -> list[str]:
    """The process's own group and those around it, as far as they are visible here."""
    found = []
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            if controller in controllers.split(","):
                parts = [part for part in path.split("/") if part and part != ".."]
                found = [os.path.join(mount, *parts[:count]) for count in range(len(parts), -1, -1)]
    return [folder for folder in found if os.path.exists(os.path.join(folder, file))]


def _left(group: tuple[str, str, str]) -> int:
    """What the group may still take; file pages that can be dropped do not count as taken."""
    folder, limit_file, usage_file = group
    with contextlib.suppress(OSError, ValueError):
        limit = Path(folder, limit_file).read_text().strip()
        if limit == "max" or int(limit) >= _UNLIMITED:
            return _UNLIMITED
        usage = int(Path(folder, usage_file).read_text())
        match = re.search(r"^(?:total_)?inactive_file (\d+)", Path(folder, "memory.stat").read_text(), re.MULTILINE)
        return max(0, int(limit) - usage + (int(match.group(1)) if match else 0))
    return _UNLIMITED
