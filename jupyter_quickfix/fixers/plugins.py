"""Fixers of other packages, found by the entry point group `jupyter_quickfix.fixers`."""

from __future__ import annotations

import logging
from importlib.metadata import entry_points

from jupyter_quickfix.fixers.base import Fixer

GROUP = "jupyter_quickfix.fixers"
log = logging.getLogger(__name__)


def load_plugins() -> tuple[Fixer, ...]:
    """One instance of every fixer class that other packages register; one that fails to load is logged and left out."""
    loaded = []
    for entry in entry_points(group=GROUP):
        try:
            fixer = entry.load()()
            if not isinstance(fixer, Fixer):
                raise TypeError(f"{entry.value} is not a Fixer")
        except Exception:  # another package's code
            log.exception("The fixer %s of another package could not be loaded", entry.name)
        else:
            loaded.append(fixer)
    return tuple(loaded)
