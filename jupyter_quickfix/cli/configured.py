"""What the user's IPython configuration says, for commands that run outside IPython."""

from __future__ import annotations

import os
from pathlib import Path

FILES = ("ipython_config", "ipython_kernel_config")


def profile_folder(profile: str) -> Path:
    """Where IPython keeps a profile (`ipython locate`), found without the half second that importing IPython takes.

    Unlike IPython we do not fall back to a temporary folder where this one cannot be written.
    """
    return Path(os.environ.get("IPYTHONDIR") or "~/.ipython").expanduser() / f"profile_{profile}"


def trace_path(profile: str = "default") -> str:
    """`c.QuickFix.trace_path` of a profile; empty where it is not set or the configuration cannot be read."""
    from traitlets.config.loader import (
        ConfigFileNotFound,
        JSONFileConfigLoader,
        PyFileConfigLoader,
    )  # only for verbs that need it

    folder = str(profile_folder(profile))
    chosen = ""
    for name in FILES:
        for loader in (
            PyFileConfigLoader(f"{name}.py", path=folder),
            JSONFileConfigLoader(f"{name}.json", path=folder),
        ):
            try:
                config = loader.load_config()
            except ConfigFileNotFound:
                continue
            except Exception:  # the file is the user's program; IPython itself tells them what is wrong with it
                continue
            chosen = str(config.get("QuickFix", {}).get("trace_path", chosen))
    return chosen
