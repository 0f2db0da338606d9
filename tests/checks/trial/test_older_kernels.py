"""Kernels whose Landlock knows fewer rights: what it does not see, the filter denies."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyter_quickfix.checks.trial.sandbox import landlock
from tests.checks.trial.test_files import CHANGES, state
from tests.checks.trial.trying import Trier, needs_trials

pytestmark = needs_trials


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_files_stay_as_they_are(attempt: Trier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    if landlock.abi() < version:
        pytest.skip(f"Landlock is of version {landlock.abi()} here")
    monkeypatch.setattr(landlock, "abi", lambda: version)
    file = tmp_path / "data" / "file.txt"
    file.parent.mkdir()
    file.write_text("as it was")
    before = state(tmp_path)
    for name, change in CHANGES.items():
        result = attempt(change, path=str(file))
        assert (state(tmp_path), result.outcome) == (before, "unknown"), name


@pytest.mark.parametrize("version", [1, 3])
def test_the_scratch_folder_works(attempt: Trier, monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    monkeypatch.setattr(landlock, "abi", lambda: version)
    code = """
        import os, tempfile
        with tempfile.NamedTemporaryFile("w", delete=False) as file:
            file.write("text")
            file.truncate(2)
        os.rename(file.name, file.name + ".new")
        assert open(file.name + ".new").read() == "te"
        os.remove(file.name + ".new")
    """
    assert attempt(code).outcome == "ran"
