"""What a trial may read under tight rules: everything but the home folder's dot-files and what is other users'.

Landlock knows no exceptions, so what is allowed has to be spelled out around them. Folders that hold something forbidden
cannot be listed themselves.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: What only root reads; under root it takes a rule. With it, what services keep.
_OF_THE_SYSTEM = (
    "/etc/shadow",
    "/etc/gshadow",
    "/etc/sudoers",
    "/etc/sudoers.d",
    "/etc/ssh",
    "/etc/ssl/private",
    "/run/secrets",
    "/var/lib",
    "/var/log",
    "/var/spool",
)
_FIRST_ORDINARY_USER = 1000
#: What libraries take long to make again, and what holds no secret.
_HARMLESS = (".cache/matplotlib", ".config/matplotlib", ".cache/fontconfig", ".cache/jupyter-quickfix")


def readable_paths() -> tuple[str, ...]:
    """Paths that may be read, with all beneath them."""
    home = os.path.realpath(Path.home())
    hidden = _dot_files(home)
    forbidden = {*hidden, *_other_homes(home), *(os.path.realpath(path) for path in _OF_THE_SYSTEM)}
    needed = {os.path.realpath(path) for path in (*sys.path, sys.prefix, sys.base_prefix) if path}
    needed |= {os.path.join(home, path) for path in _HARMLESS}
    return (*_around("/", forbidden), *sorted(path for path in needed if _is_beneath(path, forbidden)))


def _around(folder: str, forbidden: set[str]) -> list[str]:
    """The largest folders and files beneath `folder` that hold nothing forbidden."""
    if folder in forbidden:
        return []
    inside = os.path.join(folder, "")
    if not any(path.startswith(inside) for path in forbidden):
        return [folder]
    try:
        entries = [entry.path for entry in os.scandir(folder) if not entry.is_symlink()]
    except OSError:
        return []
    return [path for entry in entries for path in _around(entry, forbidden)]


def _dot_files(home: str) -> set[str]:
    try:
        return {entry.path for entry in os.scandir(home) if entry.name.startswith(".")}
    except OSError:
        return set()


def _other_homes(home: str) -> set[str]:
    """Where other people keep their files."""
    import pwd  # not on every system, and this package is imported on all

    users = [user for user in pwd.getpwall() if user.pw_uid == 0 or user.pw_uid >= _FIRST_ORDINARY_USER]
    folders = {entry.path for entry in os.scandir("/home")} if os.path.isdir("/home") else set()
    others = {os.path.realpath(user.pw_dir) for user in users} | folders
    return {path for path in others if path not in ("/", home) and not home.startswith(path + "/")}


def _is_beneath(path: str, forbidden: set[str]) -> bool:
    """Whether Python's own folder lies in something forbidden (~/.local/lib/python3.11) and holds nothing forbidden itself."""
    return any(path.startswith(other + "/") for other in forbidden) and not any(
        other.startswith(path + "/") for other in forbidden
    )
