"""A quiet IPython session in a temporary home, for measuring in this process; and how measurements are summed up."""

from __future__ import annotations

import contextlib
import math
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

#: The longest time that building the index may take.
INDEX_S = 180.0


def build_index() -> None:
    """Have the index of installed packages in a cache that this process and its children share.

    Every session would else begin to build it, and what runs in the background then would be measured instead.
    """
    import platformdirs  # here only: `load_ext` measures these very imports

    from jupyter_quickfix.fixers.names import package_index

    os.environ["XDG_CACHE_HOME"] = str(platformdirs.user_cache_path("jupyter-quickfix", appauthor=False) / "bench")
    package_index.shared().begin()
    package_index.shared().wait(INDEX_S)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """A temporary home and working folder: measuring must not touch the user's traces, nor grow with them."""
    with tempfile.TemporaryDirectory(prefix="quickfix-benchmark-", ignore_cleanup_errors=True) as folder:
        os.environ["HOME"] = folder
        for name in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "XDG_DATA_HOME"):
            os.environ[name] = str(Path(folder) / name.lower())
        before = Path.cwd()
        os.chdir(folder)
        try:
            yield Path(folder)
        finally:
            os.chdir(before)


def new_shell() -> Any:
    """An InteractiveShell whose history stays in memory."""
    from IPython.core.interactiveshell import InteractiveShell  # after `scratch` has set the home
    from traitlets.config import Config

    config = Config()
    config.HistoryManager.hist_file = ":memory:"
    return InteractiveShell.instance(config=config)


class AfterCell:
    """Times what happens between the end of a cell and the next prompt.

    Two listeners around the extension's own: IPython calls them in the order of registration. What lies between is all
    that the extension does on the main thread: capture, fixers, checks, ranking, showing, recording.
    """

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._began = 0.0
        self.milliseconds = 0.0
        shell.events.register("post_run_cell", self._begin)

    def last(self) -> None:
        """To be called when the extension is loaded: listen behind it."""
        self._shell.events.register("post_run_cell", self._end)

    def _begin(self, result: object) -> None:
        self._began = time.perf_counter()

    def _end(self, result: object) -> None:
        self.milliseconds = (time.perf_counter() - self._began) * 1000


def run_quietly(shell: Any, code: str) -> Any:
    """Run a cell without its output."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        return shell.run_cell(code, store_history=True)


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile (nearest rank) and maximum."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[math.ceil(0.95 * len(ordered)) - 1], ordered[-1]
