"""Landlock: this process may write beneath one folder only (https://docs.kernel.org/userspace-api/landlock.html).

It cannot be undone and passes to all threads and children. A process under Landlock cannot trace one that is not,
which closes /proc/<parent>/mem as well.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
from collections.abc import Iterable

from jupyter_quickfix.checks.trial.system import no_new_privileges, syscall

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
#: Removing and making directory entries of every kind, bits 4 to 12: the first version has them all.
_ENTRIES = sum(1 << bit for bit in range(4, 13))
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
#: Rights that mean something on a file that is no directory.
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_BIND_TCP, _CONNECT_TCP = 1, 2
_ABSTRACT_SOCKETS, _SIGNALS = 1, 2


def abi() -> int:
    """The version of Landlock's interface here; 0 where there is none."""
    try:
        return syscall(_CREATE_RULESET, None, 0, _VERSION)
    except OSError:
        return 0


def restrict(writable: str, readable: Iterable[str] | None = None) -> None:
    """Deny this process every change to files outside the folder `writable`, but let it write to /dev/null.

    Where `readable` is given, reading is denied too, outside these paths and `writable`. Raises OSError.
    """
    version = abi()
    reads = _READ_FILE | _READ_DIR
    writes = _writes(version)
    handled = writes | (reads if readable is not None else 0)
    ruleset = _ruleset(version, handled)
    try:
        _allow(ruleset, writable, handled)
        _allow(ruleset, os.devnull, handled & (_WRITE_FILE | _READ_FILE | _TRUNCATE))
        for path in readable or ():
            with contextlib.suppress(OSError):  # it is gone, or this user cannot open it
                _allow(ruleset, path, handled & reads)
        no_new_privileges()
        syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _writes(version: int) -> int:
    """Every right to change something that this version can deny, and running programs."""
    rights = _EXECUTE | _WRITE_FILE | _ENTRIES
    for since, right in ((2, _REFER), (3, _TRUNCATE), (5, _IOCTL_DEV)):
        rights |= right if version >= since else 0
    return rights


def _ruleset(version: int, handled: int) -> int:
    fields = [handled]
    if version >= 4:
        fields.append(_BIND_TCP | _CONNECT_TCP)
    if version >= 6:
        fields.append(_ABSTRACT_SOCKETS | _SIGNALS)
    attributes = struct.pack(f"={len(fields)}Q", *fields)
    return syscall(_CREATE_RULESET, ctypes.c_char_p(attributes), len(attributes), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= _ON_FILES
        rule = struct.pack("=Qi", rights, descriptor)
        syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.c_char_p(rule), 0)
    finally:
        os.close(descriptor)
