"""`jupyter quickfix traces`: every verb on a real database."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from jupyter_quickfix.settings import QuickFix
from jupyter_quickfix.traces.recorder import Recorder
from jupyter_quickfix.traces.rows import SessionInfo, failure_entry
from jupyter_quickfix.traces.store import TraceStore
from tests.cli.conftest import Command, assert_one_line
from tests.traces.programs import record
from tests.traces.records import a_failure, fill, unchanged


@pytest.fixture
def ids(database: Path) -> list[str]:
    """Three failures of one notebook, a day ago and now; oldest first."""
    with TraceStore(database) as store:
        old = fill(store, 1, notebook="/home/ada/old.ipynb", began=time.time() - 86400)
        new = fill(store, 2, notebook="/home/ada/new.ipynb")
    return [failure.id for failure in [*old, *new]]


def listed(quickfix: Command, *arguments: str) -> list[str]:
    told = quickfix("traces", "list", "--json", *arguments)
    assert told.code == 0
    return [json.loads(line)["id"] for line in told.out.splitlines()]


def test_list(quickfix: Command, ids: list[str]) -> None:
    told = quickfix("traces", "list")
    head, *rows = told.out.splitlines()
    assert head.split() == ["ID", "WHEN", "ERROR", "MESSAGE", "FIXES", "DECISION", "SOLVED"]
    assert [row.split()[0] for row in rows] == [identifier[:8] for identifier in reversed(ids)]
    assert "name 'pritn' is not defined" in rows[0]
    assert rows[0].split()[-3:] == ["2", "accept", "yes"]


def test_list_narrowed(quickfix: Command, ids: list[str]) -> None:
    assert listed(quickfix, "--limit", "1") == [ids[2]]
    assert listed(quickfix, "--since", "2h") == [ids[2], ids[1]]
    assert listed(quickfix, "--before", "2h") == [ids[0]]
    assert listed(quickfix, "--error-type", "KeyError") == []
    assert listed(quickfix, "--since", "2020-01-01T12:00", "--error-type", "NameError") == list(reversed(ids))
    assert "that match" in quickfix("traces", "list", "--error-type", "KeyError").out


def test_list_of_nothing(quickfix: Command, database: Path) -> None:
    told = quickfix("traces", "list")
    assert (told.code, told.err) == (0, "")
    assert told.out == f"No failures recorded in {database}\n"
    assert listed(quickfix) == []


@pytest.mark.parametrize("wrong", ["0", "-3", "many", "99999999999"])
def test_wrong_limit(quickfix: Command, database: Path, wrong: str) -> None:
    assert_one_line(quickfix("traces", "list", f"--limit={wrong}"), "whole number", wrong)


@pytest.mark.parametrize("wrong", ["yesterday", "7y", "2026-13-01", ""])
def test_wrong_time(quickfix: Command, database: Path, wrong: str) -> None:
    assert_one_line(quickfix("traces", "list", f"--since={wrong}"), "is no time", "7d")


def test_list_cannot_be_made_to_control_the_terminal(quickfix: Command, database: Path) -> None:
    with TraceStore(database) as store:
        failure = a_failure("\x1b[2Jx", error_type="E\x1b]0;x\x07")
        store.write(failure_entry(failure, SessionInfo(0.0), unchanged))
    assert "\x1b" not in quickfix("traces", "list").out
    assert "\x1b" not in quickfix("traces", "show", failure.id).out


def test_show(quickfix: Command, ids: list[str]) -> None:
    told = quickfix("traces", "show", ids[1][:8])
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0].startswith(f"Failure {ids[1]}")
    assert "NameError: name 'pritn' is not defined" in lines
    assert "     -pritn(0)" in lines
    assert "     +print(0)" in lines
    assert "     checks: parses passed, trial passed" in lines
    assert any(line.startswith("Decision: accept") for line in lines)
    assert "    print(df.total)" in lines
    assert json.loads(quickfix("traces", "show", "--json", ids[1]).out)["id"] == ids[1]


def test_ambiguous_and_short_ids(quickfix: Command, database: Path) -> None:
    twins = [a_failure(), a_failure()]
    with TraceStore(database) as store:
        for number, failure in enumerate(twins):
            entry = failure_entry(failure, SessionInfo(0.0), unchanged)
            entry[1].values["id"] = f"abcd000{number}"
            store.write(entry)
    assert_one_line(quickfix("traces", "show", "abcd"), "several failures", "abcd0000", "abcd0001")
    assert_one_line(quickfix("traces", "forget", "abcd0001", "abcd"), "several failures")
    assert_one_line(quickfix("traces", "forget", ""), "at least the first 4")
    assert sorted(listed(quickfix)) == ["abcd0000", "abcd0001"]
    assert quickfix("traces", "forget", "abcd0001").out == "1 failure forgotten\n"
    assert listed(quickfix) == ["abcd0000"]


def test_forget_some(quickfix: Command, ids: list[str]) -> None:
    assert_one_line(quickfix("traces", "forget", "--notebook", "new.ipynb"), "2 failures", "--yes")
    assert len(listed(quickfix)) == 3
    assert quickfix("traces", "forget", "--notebook", "new.ipynb", "--yes").out == "2 failures forgotten\n"
    assert listed(quickfix) == [ids[0]]
    assert quickfix("traces", "forget", "--before", "1h", "--yes").code == 0
    assert listed(quickfix) == []


def test_forget_needs_to_know_what(quickfix: Command, ids: list[str]) -> None:
    assert_one_line(quickfix("traces", "forget"), "--notebook", "--all")
    assert_one_line(quickfix("traces", "forget", "--yes"), "--notebook")
    assert_one_line(quickfix("traces", "forget", "--all", ids[0]), "say what to forget")
    assert_one_line(quickfix("traces", "forget", ids[0], "zzzz"), "'zzzz'")
    assert len(listed(quickfix)) == 3
    assert quickfix("traces", "forget", "--all", "--yes").out == "3 failures forgotten\n"


def test_clear(quickfix: Command, ids: list[str], database: Path) -> None:
    kept = database.with_name("traces.db.corrupt-20260101T000000")
    kept.write_text("damaged")
    assert_one_line(quickfix("traces", "clear"), "all 3 failures", "--yes")
    told = quickfix("traces", "clear", "--yes")
    assert told.out.startswith("3 failures deleted")
    assert str(kept) in told.out
    assert listed(quickfix) == []
    leftover = b"".join(path.read_bytes() for path in database.parent.iterdir())
    assert [identifier for identifier in ids if identifier.encode() in leftover] == []


def test_path(quickfix: Command, database: Path, tmp_path: Path) -> None:
    assert quickfix("traces", "path").out == f"{database}\n"
    assert not database.exists()
    assert quickfix("traces", "path", "--db", str(tmp_path / "x.db")).out == f"{tmp_path / 'x.db'}\n"


def test_path_follows_the_users_configuration(quickfix: Command, own_home: Path, tmp_path: Path) -> None:
    default = quickfix("traces", "path").out.strip()
    assert default == str(own_home / "jupyter_data_dir" / "quickfix" / "traces.db")
    profile = own_home / "ipythondir" / "profile_default"
    profile.mkdir(parents=True)
    configuration = profile / "ipython_config.py"
    configuration.write_text(f"c = get_config()\nc.QuickFix.trace_path = {str(tmp_path / 'mine.db')!r}\n")
    assert quickfix("traces", "path").out == f"{tmp_path / 'mine.db'}\n"
    configuration.write_text("c = get_config()\nraise SystemError\n")
    assert quickfix("traces", "path").out.strip() == default


def test_export(quickfix: Command, ids: list[str], tmp_path: Path) -> None:
    lines, table = tmp_path / "out.jsonl", tmp_path / "out.parquet"
    assert quickfix("traces", "export", str(lines)).out == f"3 failures written to {lines}\n"
    assert [json.loads(line)["id"] for line in lines.read_text().splitlines()] == ids
    assert quickfix("traces", "export", str(table)).code == 0
    assert parquet.read_table(table).column("id").to_pylist() == ids
    assert quickfix("traces", "export", "-").out == lines.read_text()


def test_export_replaces_nothing_unasked(quickfix: Command, ids: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("precious")
    assert_one_line(quickfix("traces", "export", str(out)), "exists already", "--force")
    assert out.read_text() == "precious"
    assert quickfix("traces", "export", "--force", str(out)).code == 0
    assert len(out.read_text().splitlines()) == 3


def test_export_wrongly_asked(quickfix: Command, ids: list[str], tmp_path: Path) -> None:
    assert_one_line(quickfix("traces", "export", "x", "--format", "csv"), "csv", "jsonl")
    assert_one_line(quickfix("traces", "export", "-", "--format", "parquet"), "standard output")
    assert_one_line(quickfix("traces", "export", str(tmp_path / "no" / "out.jsonl")), "cannot be written")


def test_what_sessions_spilled_is_seen_and_forgotten(quickfix: Command, database: Path) -> None:
    with TraceStore(database) as store:
        recorder = Recorder(QuickFix())
        with store.transaction():
            spilled = record(recorder)
            recorder.close()
    assert len(list(database.parent.glob("*.spill-*"))) == 1
    assert quickfix("traces", "forget", spilled).code == 0
    assert listed(quickfix) == []
    assert list(database.parent.glob("*.spill-*")) == []
