"""Looking for files near the working directory, and at the first bytes of one: bounded in number, time and size."""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator

_MAX_ENTRIES = 4_000
_MAX_S = 0.04
_MAX_DEPTH = 3
_HEAD = 1 << 16
_SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "env", "build", "dist"})


def nearby_files(directory: str) -> list[str]:
    """Files and folders below a directory and its next two parents' own entries, as paths relative to it."""
    found: list[str] = []
    deadline = time.perf_counter() + _MAX_S
    for path in _below(directory, "", 0, deadline):
        found.append(path)
        if len(found) >= _MAX_ENTRIES:
            return found
    for up in ("..", os.path.join("..", "..")):
        parent = os.path.normpath(os.path.join(directory, up))
        if parent in ("/", os.path.expanduser("~")) or parent == os.path.dirname(parent):
            break
        for path in _below(parent, "", _MAX_DEPTH - 1, deadline):
            found.append(os.path.join(up, path))
            if len(found) >= _MAX_ENTRIES:
                return found
    return found


def _below(directory: str, prefix: str, depth: int, deadline: float) -> Iterator[str]:
    if time.perf_counter() > deadline:
        return
    folders: list[str] = []
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name in _SKIPPED:
                    continue
                yield os.path.join(prefix, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
    except OSError:
        return
    if depth < _MAX_DEPTH:
        for name in sorted(folders)[:60]:
            yield from _below(os.path.join(directory, name), os.path.join(prefix, name), depth + 1, deadline)


def head_of(path: str, directory: str) -> bytes:
    """The first bytes of a plain file; empty where it is none, or cannot be read."""
    full = os.path.join(directory, os.path.expanduser(path))
    try:
        if not stat.S_ISREG(os.stat(full).st_mode):
            return b""
        with open(full, "rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError):
        return b""


def encoding_of(head: bytes) -> str | None:
    """The likeliest encoding of bytes that are not UTF-8; None where they are no text."""
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if head.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    odd, even = head[1::2].count(0), head[::2].count(0)
    if head and max(odd, even) > len(head) * 0.3:
        return "utf-16-le" if odd > even else "utf-16-be"
    if b"\x00" in head:
        return None
    # The bytes 0x80 to 0x9f are letters and quotes in Windows' code page, and control characters in Latin-1.
    return "cp1252" if re.search(rb"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]", head) else "latin-1"
