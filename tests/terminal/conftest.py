"""Terminals with IPython in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.terminal.screen import Terminal

Open = Callable[..., Terminal]


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[Open]:
    """Opens terminals; given Terminal's own arguments but the home folder. All are closed in the end."""
    with ExitStack() as stack:

        def open_one(*arguments: str, **options: object) -> Terminal:
            return stack.enter_context(Terminal(tmp_path, *arguments, **options))  # type: ignore[arg-type]  # passed on

        yield open_one


@pytest.fixture
def terminal(open_terminal: Open) -> Terminal:
    """A terminal where the extension is loaded, with the scripted fixer."""
    return loaded(open_terminal())


def loaded(terminal: Terminal) -> Terminal:
    """Load the extension, with the scripted fixer."""
    terminal.run("import tests.terminal.scripted")
    assert terminal.run("%load_ext jupyter_quickfix") == ""
    return terminal
