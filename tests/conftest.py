"""Fixtures that every test can ask for, and a home of their own for all of them.

The cache alone is shared, between tests and runs: the index of installed packages takes a process and some seconds to make.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.session import ipython_session

CACHE = Path(__file__).parent.parent / ".pytest_cache" / "quickfix"
CACHE.mkdir(parents=True, exist_ok=True)  # a test that watches the working directory must not see it appear

__all__ = ["ipython_session"]


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary home, so that no test reads or writes the real profile, data folder or trace database."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(home / name.lower()))
    monkeypatch.setenv("XDG_CACHE_HOME", str(CACHE))
    return home
