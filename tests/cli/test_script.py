"""The installed script, in processes of its own: exit codes and messages for everything a user can get wrong."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_quickfix.traces.store import TraceStore
from tests.cli.conftest import SCRIPTS, Command, assert_one_line
from tests.traces.records import fill


def test_jupyter_finds_it() -> None:
    environment = {**os.environ, "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [SCRIPTS / "jupyter", "quickfix", "--version"], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("jupyter-quickfix ")


def test_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "jupyter_quickfix.cli", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("jupyter-quickfix ")


def test_no_verb(script: Command) -> None:
    assert_one_line(script(), "VERB", "--help")


def test_unknown_verb(script: Command) -> None:
    assert_one_line(script("diable"), "'diable'", "disable", "--help")


def test_wrong_option(script: Command) -> None:
    assert_one_line(script("traces", "list", "--limt", "3"), "--limt", "jupyter quickfix")


def test_missing_database(script: Command, tmp_path: Path) -> None:
    assert_one_line(script("traces", "list", "--db", str(tmp_path / "no.db")), "there is no file", "traces path")


def test_not_a_database(script: Command, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("these are my notes\n" * 100)
    assert_one_line(script("traces", "list", "--db", str(path)), "not a SQLite database", "--db")
    assert path.read_text() == "these are my notes\n" * 100
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database(script: Command, tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    assert_one_line(script("traces", "clear", "--yes", "--db", str(path)), "another program", "choose another file")


def test_newer_database(script: Command, database: Path) -> None:
    with TraceStore(database) as store:
        store.connection.execute("PRAGMA user_version = 99")
    assert_one_line(script("traces", "list"), "newer", "pip install -U")


def test_unknown_id(script: Command, database: Path) -> None:
    with TraceStore(database) as store:
        fill(store)
    assert_one_line(script("traces", "show", "zzzz"), "'zzzz'", "traces list")


def test_locked_database(script: Command, database: Path) -> None:
    with TraceStore(database) as store:
        (failure,) = fill(store)
        with store.transaction():
            assert_one_line(script("traces", "forget", failure.id), "locked by another process", str(database))
            assert failure.id[:8] in script("traces", "list").out, "reading does not wait for a writer"
        assert store.counts()["failures"] == 1


def test_unwritable_folder(script: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_QUICKFIX_TRACES", "/proc/quickfix/traces.db")
    assert_one_line(script("traces", "list"), "/proc/quickfix/traces.db", "JUPYTER_QUICKFIX_TRACES")


def test_unwritable_export(script: Command, database: Path) -> None:
    assert_one_line(script("traces", "export", "/proc/out.jsonl"), "/proc/out.jsonl", "cannot be written")


def test_unwritable_profile(script: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IPYTHONDIR", "/proc/ipython")
    assert_one_line(script("enable"), "/proc/ipython", "%load_ext jupyter_quickfix")


def test_broken_pipe_is_quiet(database: Path) -> None:
    with TraceStore(database) as store:
        fill(store, 200)
    command = subprocess.Popen(
        [SCRIPTS / "jupyter-quickfix", "traces", "export", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.read(10)
    command.stdout.close()
    assert command.stderr.read() == b""
    command.stderr.close()
    assert command.wait(30) == 141


def test_interrupt(database: Path) -> None:
    with TraceStore(database) as store:
        fill(store, 500)
    command = subprocess.Popen(
        [SCRIPTS / "jupyter-quickfix", "traces", "export", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.read(10)  # it has begun, and waits for us to read the rest
    command.send_signal(signal.SIGINT)
    with command.stdout, command.stderr:
        command.stdout.read()
        assert command.stderr.read() == b""
    assert command.wait(30) == 130
