"""`enable`, `disable` and `status`, seen by real IPython sessions."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_quickfix.cli.startup_file import FILE_NAME
from tests.cli.conftest import Command, assert_one_line

SEEN = "print('jupyter_quickfix' in get_ipython().extension_manager.loaded, sorted(n for n in globals() if 'quickfix' in n))"


@pytest.fixture
def startup(own_home: Path) -> Path:
    return own_home / "ipythondir" / "profile_default" / "startup" / FILE_NAME


def in_ipython(code: str, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, *options, "-m", "IPython", "--no-banner", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout + done.stderr


def test_every_session_has_it_until_disabled(quickfix: Command, startup: Path) -> None:
    assert quickfix("enable").code == 0
    assert in_ipython(SEEN).strip() == "True []"
    assert quickfix("disable").code == 0
    assert not startup.exists()
    assert in_ipython(SEEN).strip() == "False []"


def test_a_session_without_the_package_starts_in_silence(quickfix: Command, startup: Path) -> None:
    quickfix("enable")
    blocked = (
        "import importlib.util as u, sys; real = u.find_spec;"
        "u.find_spec = lambda name, *rest: None if name == 'jupyter_quickfix' else real(name, *rest);"
        "import IPython; IPython.start_ipython(['--no-banner', '-c', 'print(1)'])"
    )
    done = subprocess.run([sys.executable, "-c", blocked], capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout, done.stderr) == ("1\n", "")


def test_a_second_time_changes_nothing(quickfix: Command, startup: Path) -> None:
    quickfix("enable")
    content, changed = startup.read_text(), startup.stat().st_mtime_ns
    told = quickfix("enable")
    assert (told.code, "already" in told.out) == (0, True)
    assert (startup.read_text(), startup.stat().st_mtime_ns) == (content, changed)
    assert quickfix("disable").code == 0
    told = quickfix("disable")
    assert (told.code, "nothing to do" in told.out) == (0, True)


def test_an_older_file_of_ours_is_brought_up_to_date(quickfix: Command, startup: Path) -> None:
    quickfix("enable")
    content = startup.read_text()
    startup.write_text(content.splitlines()[0] + "\npass\n")
    quickfix("enable")
    assert startup.read_text() == content


def test_somebody_elses_file_is_left_alone(quickfix: Command, startup: Path) -> None:
    startup.parent.mkdir(parents=True)
    startup.write_text("import mine\n")
    for verb in ("enable", "disable", "status"):
        assert_one_line(quickfix(verb), str(startup), "left alone")
    assert startup.read_text() == "import mine\n"


def test_profiles(quickfix: Command, own_home: Path) -> None:
    assert_one_line(quickfix("enable", "--profile", "work"), "'work'", "ipython profile create work")
    folder = own_home / "ipythondir" / "profile_work"
    folder.mkdir(parents=True)
    assert quickfix("enable", "--profile", "work").code == 0
    assert (folder / "startup" / FILE_NAME).exists()
    assert quickfix("status", "--profile", "work").out.startswith("On ")
    assert quickfix("status").out.startswith("Off ")


def test_status(quickfix: Command, startup: Path) -> None:
    off = quickfix("status").out.splitlines()
    quickfix("enable")
    on = quickfix("status").out.splitlines()
    assert off[0].startswith("Off in profile 'default'")
    assert "jupyter quickfix enable" in off[0]
    assert on[0] == f"On in every session of profile 'default' ({startup})"
    assert on[1].startswith("Version ")
    assert "JupyterLab panel" in on[2]
