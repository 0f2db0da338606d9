"""The filter itself, interpreted as the kernel would: for each architecture, also the one that this machine is not."""

from __future__ import annotations

import errno
import os
import struct
import sys

import pytest

from jupyter_quickfix.checks.trial.sandbox.seccomp import Architecture, architecture, policy, program

ALLOWED, DENIED, ABSENT, KILLED = "allowed", "denied", "absent", "killed"
PID = 4321
_ANSWERS = {
    0x7FFF0000: ALLOWED,
    0x00050000 | errno.EPERM: DENIED,
    0x00050000 | errno.ENOSYS: ABSENT,
    0x80000000: KILLED,
}
ARCHITECTURES = ("x86_64", "aarch64")


def answer(table: Architecture, number: int, *arguments: int, arch: int | None = None) -> str:
    """Run the filter over one call (struct seccomp_data)."""
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<iIQ6Q", number, table["audit_arch"] if arch is None else arch, 0, *padded)
    code, place, register = program(table, PID), 0, 0
    for _ in range(len(code)):
        operation, if_true, if_false, constant = code[place]
        place += 1
        if operation == 0x20:
            (register,) = struct.unpack_from("<I", data, constant)
        elif operation == 0x54:
            register &= constant
        elif operation == 0x06:
            return _ANSWERS[constant]
        else:
            holds = {0x15: register == constant, 0x25: register > constant, 0x45: bool(register & constant)}[operation]
            place += if_true if holds else if_false
    raise AssertionError("the filter does not end")


@pytest.fixture(params=ARCHITECTURES)
def table(request: pytest.FixtureRequest) -> Architecture:
    found = architecture(request.param)
    assert found is not None
    return found


def test_calls_by_name(table: Architecture) -> None:
    calls = table["calls"]
    denied = {name for names in policy()["denied"].values() for name in names}
    for name, number in calls.items():
        if name in denied:
            assert answer(table, number) == DENIED, name
        elif name in policy()["absent"]:
            assert answer(table, number) == ABSENT, name
    looked_at = set(calls.values())
    for number in set(range(table["last"] + 1)) - looked_at:
        assert answer(table, number) == ALLOWED


def test_every_name_is_known_somewhere() -> None:
    known = {name for name in ARCHITECTURES for name in (architecture(name) or {"calls": {}})["calls"]}
    named = {name for names in policy()["denied"].values() for name in names} | set(policy()["absent"])
    assert named <= known


def test_other_worlds(table: Architecture) -> None:
    assert answer(table, 0, arch=0x40000003) == KILLED  # i386
    assert answer(table, table["last"] + 1) == ABSENT
    assert answer(table, 0x40000000 + 57) == ABSENT  # x32
    assert answer(table, -1) == ABSENT


@pytest.mark.parametrize(
    ("call", "arguments", "expected"),
    [
        ("clone", (0x3D0F00,), ALLOWED),  # a thread, as glibc makes it
        ("clone", (0x1200011,), DENIED),  # fork
        ("clone", (0x4111,), DENIED),  # vfork, posix_spawn
        ("socketpair", (1, 1 | 0o2000000, 0), ALLOWED),
        ("socketpair", (1, 5, 0), ALLOWED),
        ("socketpair", (1, 2, 0), DENIED),
        ("socketpair", (1, 3, 0), DENIED),
        ("socketpair", (2, 1, 0), DENIED),
        ("kill", (PID, 15), ALLOWED),
        ("kill", (PID + 1, 15), DENIED),
        ("kill", (0, 15), DENIED),
        ("kill", (2**32 - 1, 15), DENIED),
        ("tgkill", (PID, 77, 6), ALLOWED),
        ("tgkill", (1, 1, 6), DENIED),
        ("prctl", (1, 0), DENIED),
        ("prctl", (15, 0), ALLOWED),
        ("prlimit64", (0, 7, 0, 2**40), ALLOWED),
        ("prlimit64", (0, 7, 2**40, 0), DENIED),
        ("prlimit64", (0, 7, 4096, 0), DENIED),
        ("sendto", (3, 0, 1, 0, 0), ALLOWED),
        ("sendto", (3, 0, 1, 0, 2**33), DENIED),
        ("fcntl", (3, 1), ALLOWED),
        ("fcntl", (3, 8), DENIED),
        ("fcntl", (3, 1026), DENIED),
        ("ioctl", (0, 0x5401), ALLOWED),
        ("ioctl", (0, 0x5412), DENIED),
        ("ioctl", (0, 0x40086602), DENIED),
        ("openat", (0, 0, os.O_RDONLY), ALLOWED),
        ("openat", (0, 0, 0o1000), DENIED),
        ("openat", (0, 0, 0o1001), ALLOWED),  # Landlock sees this one
    ],
)
def test_calls_by_their_arguments(table: Architecture, call: str, arguments: tuple[int, ...], expected: str) -> None:
    assert answer(table, table["calls"][call], *arguments) == expected


def test_the_numbers_are_those_of_this_machine() -> None:
    """Spot checks against what the C library on this machine uses."""
    table = architecture()
    if table is None or sys.platform != "linux":
        pytest.skip("the system calls of this machine are not known")
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    for call in ("socket", "kill", "prctl"):
        result = library.syscall(ctypes.c_long(table["calls"][call]), -1, -1, -1, -1, -1)
        assert (result, ctypes.get_errno() != errno.ENOSYS) == (-1, True), call
    assert architecture("sparc64") is None
