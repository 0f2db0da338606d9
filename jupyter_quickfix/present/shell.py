"""What kind of shell this is, and the two ways to run a cell in it on the user's word.

IPython's shells ship no types, hence `Any`.
"""

from __future__ import annotations

import asyncio
from typing import Any


def in_kernel(shell: Any) -> bool:
    """Whether the shell belongs to a Jupyter kernel, as against a terminal."""
    return getattr(shell, "kernel", None) is not None


def has_prompt(shell: Any) -> bool:
    """Whether the shell reads its input with prompt_toolkit."""
    return getattr(shell, "pt_app", None) is not None


def has_keys(shell: Any) -> bool:
    """Whether Alt-a and Alt-r work here: not in vi mode, where the terminal's Alt is Escape and then a command."""
    return has_prompt(shell) and getattr(shell, "editing_mode", "emacs") != "vi"


def host_of(shell: Any) -> str:
    """Where a decision is made, for the record."""
    return "magic" if in_kernel(shell) else "terminal"


def awaits(shell: Any, code: str) -> bool:
    """Whether the text awaits at top level: a kernel's event loop is running already and cannot run it from within."""
    try:
        return bool(shell.should_run_async(code, transformed_cell=shell.transform_cell(code)))
    except Exception:  # an input transformer refused the text: running it will say so
        return False


def submit_next_prompt(shell: Any) -> None:
    """Enter what stands ready at the next prompt, as if the user had pressed Enter, so that it is a numbered cell."""
    application = shell.pt_app.app

    def enter() -> None:
        # Soon rather than now: the prompt has not taken up its default text yet.
        asyncio.get_running_loop().call_soon(shell.pt_app.default_buffer.validate_and_handle)

    application.pre_run_callables.append(enter)


def run_after_this_cell(shell: Any, code: str) -> None:
    """Run the text once the running cell is over, so that capture sees a cell of the user's and not a magic's doings."""

    def run(result: Any) -> None:
        shell.events.unregister("post_run_cell", run)
        cell_id = getattr(result.info, "cell_id", None)
        shell.run_cell(code, store_history=True, cell_id=cell_id)

    shell.events.register("post_run_cell", run)
