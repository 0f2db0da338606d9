"""The recorder in one process: what it keeps, what it costs, and what it says when something is wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jupyter_quickfix.settings import QuickFix
from jupyter_quickfix.traces import writer
from jupyter_quickfix.traces.read import failure_tree, summaries, trees
from jupyter_quickfix.traces.recorder import Recorder
from jupyter_quickfix.traces.selection import Selection
from jupyter_quickfix.traces.set_aside import kept_aside
from jupyter_quickfix.traces.store import TraceStore
from tests.traces.programs import record
from tests.traces.records import a_failure, a_proposal, fill

Begin = Callable[..., Recorder]


@pytest.fixture
def begin(database: Path) -> Iterator[Begin]:
    """Make recorders, which are closed at the end."""
    made: list[Recorder] = []

    def make(told: list[str] | None = None, **settings: object) -> Recorder:
        recorder = Recorder(QuickFix(**settings), on_problem=None if told is None else told.append)
        made.append(recorder)
        recorder.session_started({"front_end": "terminal", "notebook": "n.ipynb"})
        return recorder

    yield make
    for recorder in made:
        recorder.close()


def ids(database: Path) -> set[str]:
    with TraceStore(database) as store:
        return {row["id"] for row in summaries(store, Selection())}


def test_records_the_whole_chain(begin: Begin, database: Path) -> None:
    recorder = begin()
    identifier = record(recorder)
    assert recorder.flush()
    with TraceStore(database) as store:
        tree = failure_tree(store, identifier)
    assert tree is not None
    assert tree["session"]["notebook"] == "n.ipynb"
    assert tree["proposals"][0]["decisions"][0]["kind"] == "accept"
    assert tree["outcome"]["matched_by"] == "cell_id"
    assert recorder.problem is None


def test_improvements_are_recorded(begin: Begin, database: Path) -> None:
    recorder, failure = begin(), a_failure()
    proposal = a_proposal(failure)
    recorder.failure(failure)
    recorder.proposal(proposal, "prior-1")
    first, second = proposal.candidates
    proposal.improve((second, first))
    recorder.proposal_improved(proposal, features={first.id: {"size": 1.0}})
    assert recorder.flush()
    with TraceStore(database) as store:
        (tree,) = trees(store)
    stored = tree["proposals"][0]["candidates"]
    assert [row["id"] for row in stored] == [second.id, first.id]
    assert [row["features"] for row in stored] == [{}, {"size": 1.0}]


def test_secrets_are_redacted_wherever_they_stand(begin: Begin, database: Path) -> None:
    secret = "hunter2-correct-horse"
    recorder = begin()
    failure = a_failure(f'password = "{secret}"\npritn(password)')
    recorder.failure(failure)
    recorder.proposal(a_proposal(failure), "prior-1")
    assert recorder.flush()
    assert b"pritn" in b"".join(path.read_bytes() for path in database.parent.glob("traces.db*"))
    assert secret.encode() not in b"".join(path.read_bytes() for path in database.parent.glob("traces.db*"))


def test_text_that_no_database_takes(begin: Begin, database: Path) -> None:
    recorder = begin()
    recorder.failure(a_failure("s = '\ud800\x00'"))
    identifier = record(recorder)
    assert recorder.flush()
    with TraceStore(database) as store:
        codes = {tree["id"]: tree["code"] for tree in trees(store)}
    assert "s = '\\ud800\x00'" in codes.values()
    assert identifier in codes


def test_starting_touches_nothing_on_this_thread(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[str] = []
    original = TraceStore.__init__

    def watched(self: TraceStore, path: Path, **options: float) -> None:
        threads.append(threading.current_thread().name)
        original(self, path, **options)

    monkeypatch.setattr(TraceStore, "__init__", watched)
    recorder = Recorder(QuickFix())
    assert not database.exists()
    recorder.session_started({})
    record(recorder)
    assert recorder.flush()
    recorder.close()
    assert threads == ["quickfix-traces"]


def test_switched_off_nothing_is_written(begin: Begin, database: Path) -> None:
    recorder = begin(traces=False)
    record(recorder)
    assert recorder.flush()
    assert not database.exists()
    recorder.settings.traces = True
    kept = record(recorder)
    assert recorder.flush()
    recorder.settings.traces = False
    record(recorder)
    assert recorder.flush()
    assert ids(database) == {kept}


def test_switching_off_drops_what_still_waits(begin: Begin, database: Path) -> None:
    with TraceStore(database) as store:
        recorder = begin()
        with store.transaction():
            record(recorder)
            time.sleep(0.1)
            recorder.settings.traces = False
        assert recorder.flush()
    assert ids(database) == set()


def test_old_traces_go_at_the_start(begin: Begin, database: Path) -> None:
    with TraceStore(database) as store:
        fill(store, 2, began=1000.0)
        (recent,) = fill(store)
    recorder = begin(retention_days=30)
    new = record(recorder)
    assert recorder.flush()
    assert ids(database) == {recent.id, new}


def test_all_traces_stay_with_retention_zero(begin: Begin, database: Path) -> None:
    with TraceStore(database) as store:
        (old,) = fill(store, began=1000.0)
    recorder = begin(retention_days=0)
    assert recorder.flush()
    assert ids(database) == {old.id}


def test_setting_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUPYTER_QUICKFIX_TRACES", raising=False)
    recorder = Recorder(QuickFix(trace_path=str(tmp_path / "a.db")))
    first = record_failure(recorder)
    recorder.settings.trace_path = str(tmp_path / "deep" / "b.db")
    second = record_failure(recorder)
    recorder.close()
    assert ids(tmp_path / "a.db") == {first}
    assert ids(tmp_path / "deep" / "b.db") == {second}


def record_failure(recorder: Recorder) -> str:
    failure = a_failure()
    recorder.failure(failure)
    assert recorder.flush()
    return failure.id


def test_damaged_file_is_kept_and_a_new_one_begun(begin: Begin, database: Path) -> None:
    database.write_bytes(b"this is no database " * 500)
    told: list[str] = []
    recorder = begin(told)
    identifier = record(recorder)
    assert recorder.flush()
    assert ids(database) == {identifier}
    (kept,) = kept_aside(database)
    assert kept.read_bytes().startswith(b"this is no database ")
    assert len(told) == 1
    assert str(kept) in told[0]
    assert recorder.problem == told[0]


def test_damage_while_recording(begin: Begin, database: Path) -> None:
    recorder = begin()
    for _ in range(30):
        record(recorder)
    assert recorder.flush()
    with TraceStore(database) as store:
        store.shrink()
    with database.open("r+b") as file:
        file.seek(100)
        file.write(b"\xa5" * (database.stat().st_size - 100))
    after = record(recorder)
    assert recorder.flush()
    assert after in ids(database)
    assert recorder.problem is not None
    assert len(kept_aside(database)) == 1


def test_locked_for_long_is_spilled_and_read_back(
    begin: Begin, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "LOCKED_IS_A_PROBLEM_AFTER_S", 0.5)
    told: list[str] = []
    recorder = begin(told)
    before = record(recorder)
    assert recorder.flush()
    with TraceStore(database) as store:
        with store.transaction():
            meanwhile = {record(recorder) for _ in range(40)}
            assert recorder.flush(2.0), "it is safe in the spill file"
            assert len(list(database.parent.glob("traces.db.spill-*.jsonl"))) == 1
            later = record(recorder)
            assert ids(database) == {before}
        assert recorder.flush()
    assert ids(database) == {before, later} | meanwhile
    assert list(database.parent.glob("traces.db.spill-*.jsonl")) == []
    assert len(told) == 1
    assert "locked" in told[0]


def test_what_a_closed_session_spilled_comes_in_at_the_next_start(begin: Begin, database: Path) -> None:
    with TraceStore(database) as store:
        first = begin()
        with store.transaction():
            spilled = {record(first) for _ in range(3)}
            first.close()
    (file,) = database.parent.glob("traces.db.spill-*.jsonl")
    with file.open("a") as torn:
        torn.write('[["failures", {"id": "to')
    second = begin()
    assert second.flush()
    assert ids(database) == spilled
    assert not file.exists()


def test_folder_that_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("JUPYTER_QUICKFIX_TRACES", str(tmp_path / "file" / "traces.db"))
    told: list[str] = []
    recorder = Recorder(QuickFix(), on_problem=told.append)
    recorder.session_started({})
    identifiers = {record(recorder) for _ in range(3)}
    assert recorder.flush(1.0) is False
    assert len(told) == 1
    assert "JUPYTER_QUICKFIX_TRACES" in told[0]
    # What was recorded waits in memory, and is written as soon as the user names a better place.
    monkeypatch.delenv("JUPYTER_QUICKFIX_TRACES")
    recorder.settings.trace_path = str(tmp_path / "good.db")
    assert recorder.flush()
    recorder.close()
    assert ids(tmp_path / "good.db") == identifiers


def test_listener_that_raises_harms_nothing(database: Path) -> None:
    database.write_bytes(b"no database" * 100)

    def listener(message: str) -> None:
        raise RuntimeError(message)

    recorder = Recorder(QuickFix(), on_problem=listener)
    identifier = record(recorder)
    assert recorder.flush()
    recorder.close()
    assert ids(database) == {identifier}


def test_closed_recorder_takes_nothing(begin: Begin, database: Path) -> None:
    recorder = begin()
    identifier = record(recorder)
    recorder.close()
    recorder.close()
    record(recorder)
    assert recorder.flush()
    assert ids(database) == {identifier}
