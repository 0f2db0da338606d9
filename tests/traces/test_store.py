"""The store alone: what goes in comes out, whole or not at all."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from jupyter_quickfix.errors import TraceStoreCorrupt, TraceStoreError, TraceStoreLocked
from jupyter_quickfix.records import Candidate, new_id
from jupyter_quickfix.traces.forget import clear, delete_before, forget, selected
from jupyter_quickfix.traces.read import failure_tree, ids_beginning, summaries, trees
from jupyter_quickfix.traces.rows import Row, SessionInfo, decision_entry, failure_entry, proposal_entry
from jupyter_quickfix.traces.selection import Selection
from jupyter_quickfix.traces.set_aside import kept_aside, set_aside
from jupyter_quickfix.traces.snapshot import snapshot, strip
from jupyter_quickfix.traces.store import TraceStore
from tests.traces.records import a_decision, a_failure, a_proposal, fill, unchanged


def test_everything_comes_back(store: TraceStore) -> None:
    (failure,) = fill(store)
    tree = failure_tree(store, failure.id)
    assert tree is not None
    assert (tree["code"], tree["error_type"], tree["line"]) == ("pritn(0)", "NameError", 1)
    assert tree["causes"] == [{"error_type": "KeyError", "message": "'totl'"}]
    assert tree["frames"][0]["in_failing_cell"] is True
    assert tree["session"]["front_end"] == "kernel"
    assert tree["outcome"]["code"] == "print(df.total)"
    (proposal,) = tree["proposals"]
    assert proposal["latency_ms"] == 12.5
    assert proposal["context"]["cells"][0]["ran"] == "import pandas"
    best, other = proposal["candidates"]
    assert (best["rank"], best["code"], best["ranker_version"], best["proved"]) == (1, "print(0)", "prior-1", 1)
    assert best["features"] == {"edit": 2.0}
    assert [check["verdict"] for check in best["checks"]] == ["passed", "passed"]
    assert other["actions"] == [{"kind": "install", "target": "pritn", "label": "Install"}]
    assert [decision["candidate_id"] for decision in proposal["decisions"]] == [best["id"]]


def test_context_keeps_what_the_cell_mentions(store: TraceStore) -> None:
    failure = a_failure("pritn(df.totl)")
    store.write(failure_entry(failure, SessionInfo(0.0), unchanged))
    store.write(proposal_entry(snapshot(a_proposal(failure), ranker_version="1"), unchanged))
    tree = failure_tree(store, failure.id)
    assert tree is not None
    context = tree["proposals"][0]["context"]
    assert [name["name"] for name in context["names"]] == ["df"]
    assert context["tables"][0]["columns"] == [["total", "int64"]]


def test_improved_proposal_changes_ranks_and_keeps_what_was_withdrawn(store: TraceStore) -> None:
    failure = a_failure()
    proposal = a_proposal(failure)
    first, second = proposal.candidates
    store.write(failure_entry(failure, SessionInfo(0.0), unchanged))
    store.write(proposal_entry(snapshot(proposal, ranker_version="prior-1", experiment_arm="b"), unchanged))
    late = Candidate("print(df.total)", "A backend's.", "backend")
    proposal.improve((late, second))
    store.write(proposal_entry(snapshot(proposal), unchanged))
    tree = failure_tree(store, failure.id)
    assert tree is not None
    (stored,) = tree["proposals"]
    assert [(row["id"], row["rank"]) for row in stored["candidates"]] == [
        (late.id, 1),
        (second.id, 2),
        (first.id, None),
    ]
    assert {(row["ranker_version"], row["experiment_arm"]) for row in stored["candidates"]} == {("prior-1", "b")}
    assert stored["context"]["cells"], "the context of the first recording is kept"


def test_what_hangs_on_a_forgotten_failure_is_not_written(store: TraceStore) -> None:
    proposal = a_proposal(a_failure())
    assert store.write(proposal_entry(snapshot(proposal, ranker_version="1"), unchanged)) is False
    assert store.write(decision_entry(a_decision(proposal), unchanged)) is False
    assert sum(store.counts().values()) == 0


def test_an_entry_is_written_whole_or_not_at_all(store: TraceStore) -> None:
    entry = failure_entry(a_failure(), SessionInfo(0.0), unchanged)
    with pytest.raises(sqlite3.IntegrityError):
        store.write([*entry, Row("failures", {"id": new_id(), "session_id": entry[0].values["id"]})])
    assert sum(store.counts().values()) == 0


def test_writing_an_entry_twice_changes_nothing(store: TraceStore) -> None:
    entry = failure_entry(a_failure(), SessionInfo(0.0), unchanged)
    assert store.write(entry)
    before = list(trees(store))
    assert store.write(entry)
    assert list(trees(store)) == before


def test_stripped_failure_holds_no_live_objects() -> None:
    failure = strip(a_failure())
    assert failure.exception is None
    assert failure.traceback is None
    assert [cause.exception for cause in failure.causes] == [None]


def test_forgetting_leaves_nothing_in_the_files(store: TraceStore, database: Path) -> None:
    kept, gone = fill(store, 2)
    tree = failure_tree(store, gone.id)
    assert tree is not None
    ids = [gone.id, tree["proposals"][0]["id"], tree["outcome"]["id"], tree["proposals"][0]["candidates"][0]["id"]]
    assert forget(store, [gone.id]) == 1
    bytes_left = b"".join(path.read_bytes() for path in database.parent.iterdir())
    assert [identifier for identifier in ids if identifier.encode() in bytes_left] == []
    assert [row["id"] for row in summaries(store, Selection())] == [kept.id]
    assert store.counts()["candidates"] == 2


def test_delete_before_takes_the_old_and_their_empty_sessions(store: TraceStore) -> None:
    fill(store, 3, began=1000.0)
    recent = fill(store, 2)
    assert delete_before(store, 50_000.0) == 3
    assert {row["id"] for row in summaries(store, Selection())} == {failure.id for failure in recent}
    assert store.counts()["sessions"] == 1


def test_clear(store: TraceStore) -> None:
    fill(store, 2)
    assert clear(store) == 2
    assert set(store.counts().values()) == {0}


def test_selections(store: TraceStore) -> None:
    early = fill(store, 2, notebook="/home/ada/a_b.ipynb", began=1000.0)
    fill(store, 2, notebook="/home/ada/axb.ipynb", began=5000.0)
    assert selected(store, Selection(notebook="a_b.ipynb")) == [failure.id for failure in reversed(early)]
    assert selected(store, Selection(notebook="ada/a_b.ipynb", since=1030.0)) == [early[1].id]
    assert selected(store, Selection(notebook="b.ipynb")) == []
    assert len(selected(store, Selection(before=5000.0))) == 2
    assert len(selected(store, Selection(error_type="NameError"))) == 4
    assert selected(store, Selection(error_type="KeyError")) == []


def test_summary(store: TraceStore) -> None:
    first, second = fill(store, 2, notebook="n.ipynb")
    (row,) = summaries(store, Selection(), limit=1)
    assert row["id"] == second.id
    assert (row["candidates"], row["decision"], row["solved"]) == (2, "accept", True)
    assert ids_beginning(store, first.id[:8]) == [first.id]


def test_the_file_is_the_owners_alone(store: TraceStore, database: Path) -> None:
    fill(store)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in database.parent.glob("traces.db*")}
    assert set(modes.values()) == {0o600}, modes


def test_a_file_deleted_under_the_store_is_begun_anew(store: TraceStore, database: Path) -> None:
    fill(store)
    for path in database.parent.glob("traces.db*"):
        path.unlink()
    (failure,) = fill(store)
    with TraceStore(database) as other:
        assert [row["id"] for row in summaries(other, Selection())] == [failure.id]


def test_locked(store: TraceStore, database: Path) -> None:
    fill(store)
    with (
        TraceStore(database, busy_s=0.1) as other,
        store.transaction(),
        pytest.raises(TraceStoreLocked, match="locked"),
    ):
        fill(other)


def test_full(store: TraceStore) -> None:
    store.connection.execute(
        f"PRAGMA max_page_count = {store.connection.execute('PRAGMA page_count').fetchone()[0] + 2}"
    )
    failure = a_failure("x" * 100_000)
    with pytest.raises(TraceStoreError, match="disk is full"):
        store.write(failure_entry(failure, SessionInfo(0.0), unchanged))
    assert failure_tree(store, failure.id) is None
    assert store.damage(thorough=True) == ""


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TraceStoreError, match="JUPYTER_QUICKFIX_TRACES"):
        TraceStore(tmp_path / "file" / "traces.db")


def damaged(database: Path) -> None:
    """A database that opens and is broken inside."""
    with TraceStore(database) as store:
        fill(store, 50)
        store.shrink()
    content = bytearray(database.read_bytes())
    content[4096 : len(content) : 7] = b"\xa5" * len(range(4096, len(content), 7))
    database.write_bytes(content)


def test_damage_is_told(database: Path) -> None:
    damaged(database)
    with TraceStore(database) as store:
        assert store.damage() != ""
        with pytest.raises(TraceStoreCorrupt, match="damaged"):
            fill(store)


def test_damaged_file_is_set_aside_once(database: Path) -> None:
    damaged(database)
    content = database.read_bytes()
    kept = set_aside(database)
    assert kept is not None
    assert kept.read_bytes() == content
    assert set_aside(database) is None, "there is nothing to move any more"
    with TraceStore(database) as store:
        fill(store)
    assert set_aside(database) is None, "a sound database stays"
    assert kept_aside(database) == [kept]
