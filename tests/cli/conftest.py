"""The command as users start it, and in this process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from jupyter_quickfix.cli import main

#: Where this environment's scripts are.
SCRIPTS = Path(sys.executable).parent


class Told(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Told]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's traces go."""
    path = tmp_path / "traces.db"
    monkeypatch.setenv("JUPYTER_QUICKFIX_TRACES", str(path))
    return path


@pytest.fixture
def quickfix(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command in this process."""

    def run(*arguments: str) -> Told:
        code = main(arguments)
        return Told(code, *capsys.readouterr())

    return run


@pytest.fixture
def script() -> Command:
    """Run the installed console script in a process of its own."""

    def run(*arguments: str) -> Told:
        done = subprocess.run(
            [SCRIPTS / "jupyter-quickfix", *arguments], capture_output=True, text=True, timeout=60, check=False
        )
        return Told(done.returncode, done.stdout, done.stderr)

    return run


def assert_one_line(told: Told, *words: str) -> None:
    """A user's error: one line on standard error, which holds these words; exit code 2; nothing else."""
    assert told.code == 2, told
    assert told.out == ""
    assert told.err.startswith("jupyter quickfix: ")
    assert told.err.count("\n") == 1, told.err
    assert [word for word in words if word not in told.err] == [], told.err
