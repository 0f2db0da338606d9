"""seccomp: a filter over system calls, in the kernel's own small language (classic BPF, linux/filter.h).

Everything is allowed that is not named here, since code must run as it runs in the session. A call that is denied fails
with EPERM, as if the user had no right to it; calls that only bring a newer way of doing something fail with ENOSYS, upon
which the C library takes the older way, that the filter can look into. Calls newer than the tables do not exist either.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import json
import os
import platform
import struct
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import TypedDict

from jupyter_quickfix.checks.trial.system import libc, no_new_privileges

_CLONE_THREAD = 0x00010000
_AF_UNIX, _SOCK_STREAM, _SOCK_SEQPACKET, _SOCK_TYPE = 1, 1, 5, 0xF
_PR_SET_PDEATHSIG = 1
_O_ACCMODE, _O_TRUNC = 0o3, 0o1000
#: F_SETOWN, F_SETSIG, F_SETOWN_EX, F_SETLEASE, F_NOTIFY: signals to others.
_FCNTL = (8, 10, 15, 1024, 1026)
#: TCSETS to TCSETAF, TIOCSTI, TIOCSWINSZ, TIOCSCTTY, TIOCNOTTY, TIOCLINUX; FIOSETOWN, SIOCSPGRP; FS_IOC_SETFLAGS and
#: FS_IOC_FSSETXATTR, which ask for no right to write.
_IOCTL = (*range(0x5402, 0x5409), 0x5412, 0x5414, 0x540E, 0x5422, 0x541C, 0x8901, 0x8902, 0x40086602, 0x401C5820)

_LOAD, _JUMP_EQUAL, _JUMP_GREATER, _JUMP_SET, _AND, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x54, 0x06
_KILL, _ALLOW, _ERRNO = 0x80000000, 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16  # offsets in struct seccomp_data
_X32 = 0x40000000
_PR_SET_SECCOMP, _FILTER = 22, 2
#: Keep the processor's own speculation guard as it is: turning it on slows Python by a tenth.
_SPEC_ALLOW = 1 << 2
_SECCOMP = {"x86_64": 317, "aarch64": 277}

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, constant


class Architecture(TypedDict):
    """`audit_arch` is how the kernel names it; `last` the highest number that the table knows."""

    audit_arch: int
    last: int
    calls: dict[str, int]


class Policy(TypedDict):
    """What `syscalls.json` holds: calls denied whatever their arguments (by what they are about), calls that shall not be
    there, so that the C library takes an older one, and the numbers for each machine.
    """

    denied: dict[str, list[str]]
    absent: list[str]
    numbers: dict[str, Architecture]


@functools.cache
def policy() -> Policy:
    """The table, read once."""
    table: Policy = json.loads((files("jupyter_quickfix.checks.trial.sandbox") / "syscalls.json").read_text())
    return table


def architecture(machine: str = "") -> Architecture | None:
    """The numbers of system calls on this machine (or on the one named); None where they are not known."""
    found = policy()["numbers"].get(machine or platform.machine())
    return found if found is not None and struct.calcsize("P") == 8 else None


def program(table: Architecture, pid: int) -> list[Instruction]:
    """The filter, for a process with this id: it may signal itself."""
    calls = table["calls"]
    body: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, table["audit_arch"]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_GREATER, 0, 1, table["last"]),  # among them all of the x32 interface
        (_RETURN, 0, 0, _ENOSYS),
    ]
    denied = [name for names in policy()["denied"].values() for name in names]
    for names, answer in ((denied, _EPERM), (policy()["absent"], _ENOSYS)):
        for number in sorted(calls[name] for name in names if name in calls):
            body += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, answer)]
    for name, checks in _looked_into(pid):
        if name in calls:
            body += [(_JUMP_EQUAL, 0, len(checks), calls[name]), *checks]
    return [*body, (_RETURN, 0, 0, _ALLOW)]


def install(table: Architecture | None = None) -> None:
    """Put this process, which must have one thread, under the filter for good. Raises OSError."""
    table = table or architecture()
    if table is None:
        raise OSError(errno.ENOSYS, f"the system calls of {platform.machine()} are not known")
    instructions = program(table, os.getpid())
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in instructions)
    held = ctypes.create_string_buffer(code, len(code))
    filter_ = struct.pack("@HP", len(instructions), ctypes.addressof(held))
    no_new_privileges()
    for flags in (_SPEC_ALLOW, 0):
        number = ctypes.c_long(_SECCOMP[platform.machine()])
        if libc().syscall(number, ctypes.c_long(1), ctypes.c_long(flags), ctypes.c_char_p(filter_)) == 0:
            return
    raise OSError(ctypes.get_errno(), "the kernel takes no seccomp filter")


def _looked_into(pid: int) -> Iterable[tuple[str, list[Instruction]]]:
    """Calls that depend on their arguments; each block ends in an answer. Arguments are compared by their low halves."""
    yield "clone", [_argument(0), (_JUMP_SET, 1, 0, _CLONE_THREAD), *_answers(_EPERM)]
    yield "socketpair", _socketpair()
    for name in ("kill", "tgkill"):
        yield name, [_argument(0), (_JUMP_EQUAL, 1, 0, pid), *_answers(_EPERM)]
    yield "prctl", _denied_values(0, (_PR_SET_PDEATHSIG,))
    yield "prlimit64", _allowed_if_zero(2)  # reading limits, not setting them
    yield "sendto", _allowed_if_zero(4)  # to the other end, not to an address
    yield "fcntl", _denied_values(1, _FCNTL)
    yield "ioctl", _denied_values(1, _IOCTL)
    yield "open", _truncates_unseen(1)
    yield "openat", _truncates_unseen(2)


def _argument(index: int, half: int = 0) -> Instruction:
    return (_LOAD, 0, 0, _ARGUMENTS + 8 * index + 4 * half)


def _answers(denial: int) -> list[Instruction]:
    """The two ends of a test: reached first, the denial; jumped to, the permission."""
    return [(_RETURN, 0, 0, denial), (_RETURN, 0, 0, _ALLOW)]


def _denied_values(index: int, values: Sequence[int]) -> list[Instruction]:
    tests = [(_JUMP_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [_argument(index), *tests, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _EPERM)]


def _allowed_if_zero(index: int) -> list[Instruction]:
    """For pointers: both halves must be zero."""
    return [_argument(index), (_JUMP_EQUAL, 0, 2, 0), _argument(index, 1), (_JUMP_EQUAL, 1, 0, 0), *_answers(_EPERM)]


def _socketpair() -> list[Instruction]:
    """Unix streams only: a datagram socket could be sent to any address."""
    return [
        _argument(0),
        (_JUMP_EQUAL, 0, 4, _AF_UNIX),
        _argument(1),
        (_AND, 0, 0, _SOCK_TYPE),
        (_JUMP_EQUAL, 2, 0, _SOCK_STREAM),
        (_JUMP_EQUAL, 1, 0, _SOCK_SEQPACKET),
        *_answers(_EPERM),
    ]


def _truncates_unseen(index: int) -> list[Instruction]:
    """Opened for reading, yet truncated: Linux allows it, and the first versions of Landlock do not see it."""
    return [
        _argument(index),
        (_JUMP_SET, 0, 3, _O_TRUNC),
        (_AND, 0, 0, _O_ACCMODE),
        (_JUMP_EQUAL, 0, 1, os.O_RDONLY),
        *_answers(_EPERM),
    ]
