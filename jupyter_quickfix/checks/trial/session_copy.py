"""Run a cell in the forked copy of an IPython session, as IPython itself does.

`prepare` is called once in the snapshot and takes away what would reach the front end, the history or our own hooks;
the object itself is then called for each candidate in a process of its own.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Any


class SessionCopy:
    """Runs cells in a shell's namespace, in a child only. Returns the exception, or None when the cell ran to its end."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.shown: BaseException | None = None
        self.cell_names: set[str] = set()

    def prepare(self) -> None:
        """Cut the copy off from everything around it."""
        shell = self.shell
        from IPython.core.displaypub import DisplayPublisher  # IPython runs: it is loaded
        from IPython.core.events import EventManager, available_events  # as above

        class Nowhere(DisplayPublisher):  # type: ignore[misc]  # IPython's types are skipped
            """Publishes nothing."""

            def publish(self, *arguments: object, **options: object) -> None:
                """Nothing is shown."""

            def clear_output(self, wait: bool = False) -> None:
                """Nothing was shown."""

        shell.events = EventManager(shell, available_events)
        shell.display_pub = Nowhere(parent=shell)
        shell.display_trap.hook = self._display
        shell.logger.log = _nothing
        for name in ("showtraceback", "showsyntaxerror", "showindentationerror", "_showtraceback"):
            setattr(shell, name, self._show)
        cached = shell.compile.cache

        def cache(*arguments: Any, **options: Any) -> Any:
            name = cached(*arguments, **options)
            self.cell_names.add(name)
            return name

        shell.compile.cache = cache
        _quiet_kernel(shell)
        _quiet_plots()

    def __call__(self, code: str) -> BaseException | None:
        """Run it; what IPython shows without reporting (a failing `__repr__`, a magic) counts as raised."""
        self.shown = None
        self.cell_names.clear()
        result = self.shell.run_cell(code, store_history=False)
        errors: list[BaseException | None] = [result.error_before_exec, result.error_in_exec, self.shown]
        return next((error for error in errors if error is not None), None)

    def _display(self, value: object = None) -> None:
        """`sys.displayhook`: format the value, for that can fail, and show it nowhere."""
        if value is not None:
            self.shell.display_formatter.format(value)

    def _show(self, *arguments: object, **options: object) -> None:
        if self.shown is None:
            self.shown = sys.exc_info()[1]


def _quiet_kernel(shell: Any) -> None:
    """Messages of widgets and others to the front end: they would go over sockets that are no more."""
    kernel = getattr(shell, "kernel", None)
    if kernel is not None:
        with contextlib.suppress(AttributeError):
            kernel.session.send = _nothing
    comm = sys.modules.get("comm")
    if comm is not None:
        comm.create_comm = comm.DummyComm  # type: ignore[attr-defined]  # a module's attribute


def _quiet_plots() -> None:
    """Windows cannot be opened here, and a backend that isn't chosen yet would look for a display."""
    if "matplotlib.pyplot" not in sys.modules and "inline" not in os.environ.get("MPLBACKEND", ""):
        os.environ["MPLBACKEND"] = "agg"


def _nothing(*arguments: object, **options: object) -> None:
    return None
