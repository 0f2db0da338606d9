"""Many processes, killed processes, forked processes, full disks: nothing that was acknowledged is lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jupyter_quickfix.traces.read import summaries, trees
from jupyter_quickfix.traces.selection import Selection
from jupyter_quickfix.traces.store import TraceStore


def program(name: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.traces.programs", name, *arguments], stdout=subprocess.PIPE, text=True
    )


def finished(process: subprocess.Popen[str], timeout: float = 60) -> list[str]:
    out, _ = process.communicate(timeout=timeout)
    assert process.returncode == 0
    return out.splitlines()


@pytest.mark.slow
def test_killed_in_the_middle_of_writing(database: Path) -> None:
    chance = random.Random(7)
    acknowledged: set[str] = set()
    for _ in range(8):
        process = program("endless")
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(chance.uniform(0.0, 0.15))
        process.kill()
        rest, _ = process.communicate(timeout=30)
        acknowledged |= set((first + rest).split())
    with TraceStore(database) as store:
        assert store.damage(thorough=True) == ""
        stored = {tree["id"]: tree for tree in trees(store)}
    assert len(acknowledged) > 8
    assert acknowledged <= set(stored)
    assert all(stored[identifier]["outcome"] for identifier in acknowledged)


@pytest.mark.slow
def test_eight_processes_write_at_once(database: Path) -> None:
    processes = [program("many", "25") for _ in range(8)]
    for process in processes:
        finished(process)
    with TraceStore(database) as store:
        counts = store.counts()
        assert store.damage(thorough=True) == ""
    assert counts == {
        "sessions": 8,
        "failures": 200,
        "proposals": 200,
        "candidates": 400,
        "decisions": 200,
        "outcomes": 200,
    }
    assert list(database.parent.glob("traces.db.spill-*")) == []


def test_forked_children_write_nothing(database: Path) -> None:
    assert finished(program("forks")) == ["True"]
    with TraceStore(database) as store:
        assert store.damage(thorough=True) == ""
        assert store.counts()["failures"] == 4


@pytest.mark.slow
def test_files_that_may_not_grow(database: Path) -> None:
    first, then = finished(program("small_files", "200000"))
    assert first == "False 1 200", "not safe, and said once"
    assert then == "True"
    with TraceStore(database) as store:
        assert store.counts()["failures"] == 201
        assert store.damage(thorough=True) == ""


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("mount") is None, reason="mounting needs the administrator")
def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount")
    try:
        monkeypatch.setenv("JUPYTER_QUICKFIX_TRACES", str(disk / "traces.db"))
        finished(program("many", "120"))  # ends well, whatever it could keep
        # SQLite needs some room even to read.
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        with TraceStore(disk / "traces.db") as store:
            assert store.damage(thorough=True) == ""
            assert 0 < len(summaries(store, Selection())) < 120
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    monkeypatch.setenv("JUPYTER_QUICKFIX_TRACES", str(folder / "traces.db"))
    safe, problem = finished(program("as_nobody"))
    assert safe == "False 1"
    assert "cannot be" in problem
    assert "JUPYTER_QUICKFIX_TRACES" in problem
    assert list(folder.iterdir()) == []
