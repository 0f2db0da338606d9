"""`jupyter quickfix bench` from case file to report, with real sessions in real child processes."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from jupyter_quickfix import cli
from jupyter_quickfix.bench.pool import Zygote
from tests.conftest import CACHE

PYTHON: dict[str, dict[str, Any]] = {
    "repaired": {
        "setup": "total_amount = 41",
        "buggy": "answer = total_amout + 1",
        "fixed": "answer = total_amount + 1",
        "error_type": "NameError",
    },
    "wrong": {  # the near name runs, and gives another answer than the known fix
        "setup": "total_amount = 41\nexpected = 7",
        "buggy": "answer = total_amout + 1",
        "fixed": "answer = expected + 1",
        "error_type": "NameError",
    },
    "silent": {"setup": "", "buggy": "raise RuntimeError('on purpose')", "error_type": "RuntimeError"},
    "does not fail": {"setup": "", "buggy": "1 + 1", "error_type": "NameError"},
    "setup fails": {"setup": "import no_such_module_anywhere", "buggy": "1 / 0", "error_type": "ZeroDivisionError"},
    "setup hangs": {"setup": "while True: pass", "buggy": "1 / 0", "error_type": "ZeroDivisionError"},
    "kills itself": {
        "setup": "import os, signal",
        "buggy": "os.kill(os.getpid(), signal.SIGKILL)",
        "error_type": "OSError",
    },
    "own home": {
        "setup": "from pathlib import Path\nPath('mark').touch()\n(Path.home() / 'mark').touch()",
        "buggy": "assert not list(Path.home().glob('*.ipynb')); Path('mrak').read_text()",
        "error_type": "FileNotFoundError",
    },
    "no network": {
        "setup": "import socket",
        "buggy": "socket.create_connection(('192.0.2.1', 80), timeout=15)",
        "error_type": "OSError",
    },
}
SQL = {
    "lang": "sql",
    "engine": "sqlite",
    "setup": "CREATE TABLE t (amount INTEGER); INSERT INTO t VALUES (3);",
    "buggy": "SELECT amuont FROM t",
    "fixed": "SELECT amount FROM t",
    "error_type": "OperationalError",
    "expected_rows": [[3]],
}


def write(path: Path, cases: dict[str, dict[str, Any]]) -> str:
    rows = ({"id": name, "lang": "python", "check": "", **case} for name, case in cases.items())
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


def run(*arguments: str) -> None:
    assert cli.main(["bench", *arguments]) == 0


@pytest.fixture(name="cache", scope="module")
def cache_for_all() -> Path:
    """One cache for all runs, because the index of installed packages takes a while to build."""
    return CACHE


@pytest.fixture(autouse=True)
def shared_cache(own_home: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.fixture(name="results", scope="module")
def results_of_a_run(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("bench")
    cases = write(folder / "cases.jsonl", {**PYTHON, "sql": SQL})
    before = set(Path.cwd().iterdir())
    with pytest.MonkeyPatch.context() as environment:  # module-wide: before any test's own home
        environment.setenv("XDG_CACHE_HOME", str(cache))
        run(cases, "--out", str(folder / "out.jsonl"), "--jobs", "2", "--timeout", "4")
    assert set(Path.cwd().iterdir()) == before
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    return {result["id"]: result for result in map(json.loads, lines)}


def test_every_case_has_its_line_and_nothing_of_ours_failed(results: dict[str, dict[str, Any]]) -> None:
    assert set(results) == {*PYTHON, "sql"}
    assert {name: result["faults"] for name, result in results.items() if result["faults"]} == {}


def test_a_repair_is_told_from_a_plausible_mistake(results: dict[str, dict[str, Any]]) -> None:
    first = results["repaired"]["candidates"][0]
    assert first["code"] == PYTHON["repaired"]["fixed"]
    assert first["verdict"] == "repairs"
    assert results["wrong"]["candidates"][0]["code"] == first["code"]
    assert results["wrong"]["candidates"][0]["verdict"] == "wrong"
    assert 0 < results["repaired"]["latency_ms"] < 5000


def test_sessions_that_measure_nothing_are_told_apart(results: dict[str, dict[str, Any]]) -> None:
    assert {name: result["status"] for name, result in results.items()} == {
        **dict.fromkeys(("repaired", "wrong", "silent", "own home", "no network", "sql"), "measured"),
        "does not fail": "does_not_fail",
        "setup fails": "setup_failed",
        "setup hangs": "setup_failed",
        "kills itself": "no_answer",
    }
    assert results["setup hangs"]["detail"] == "timeout during setup"
    assert results["kills itself"]["detail"] == "died during cell"
    assert "no_such_module_anywhere" in results["setup fails"]["detail"]
    assert results["silent"]["candidates"] == []


def test_sessions_have_their_own_home_and_no_network(results: dict[str, dict[str, Any]]) -> None:
    assert results["own home"]["failed_with"] == "FileNotFoundError"
    assert results["no network"]["failed_with"] == "OSError"


def test_sql_fails_in_a_cell_with_an_open_connection(results: dict[str, dict[str, Any]]) -> None:
    assert results["sql"]["failed_with"] == "OperationalError"


def test_only_setup_cell_language_and_engine_reach_the_session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[dict[str, Any]] = []
    ask = Zygote.ask

    def listen(self: Zygote, request: dict[str, Any]) -> dict[str, Any]:
        asked.append(request)
        return ask(self, request)

    monkeypatch.setattr(Zygote, "ask", listen)
    hidden = {"fixed": "secret", "check": "secret", "expect": {"vars": {"x": "secret"}}, "cls": "secret"}
    run(write(tmp_path / "cases.jsonl", {"a": {**PYTHON["repaired"], **hidden}}), "--json")
    measured = [request for request in asked if request["task"] == "measure"]
    assert [set(request) for request in measured] == [{"task", "case", "wait", "timeout"}]
    assert set(measured[0]["case"]) == {"setup", "buggy", "lang", "engine"}
    assert "secret" not in json.dumps(measured)
    assert "secret" in json.dumps([request for request in asked if request["task"] == "judge"])
    assert json.loads(capsys.readouterr().out)["cases"] == 1


@pytest.mark.parametrize("options", ["", ", start_new_session=True"])
def test_a_session_takes_its_children_along(tmp_path: Path, options: str) -> None:
    mark = tmp_path / "mark"
    grandchild = f"import subprocess; subprocess.Popen(['sh', '-c', 'sleep 3; touch {mark}']{options})"
    run(
        write(
            tmp_path / "cases.jsonl", {"a": {"setup": grandchild, "buggy": "1 / 0", "error_type": "ZeroDivisionError"}}
        )
    )
    time.sleep(3.5)
    assert not mark.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--limit", "0"], "--limit is 0"),
        (["--jobs", "-1"], "--jobs is -1"),
        (["--timeout", "0"], "--timeout is 0"),
        (["--only", "nobody"], "No case has the id 'nobody'"),
        (["--out", "/no/such/folder/out.jsonl"], "cannot be written"),
    ],
)
def test_wrong_settings_get_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    cases = write(tmp_path / "cases.jsonl", {"a": PYTHON["silent"]})
    assert cli.main(["bench", cases, *arguments]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_existing_results_survive_wrong_input(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("earlier\n")
    assert cli.main(["bench", str(tmp_path / "none.jsonl"), "--out", str(out)]) == 2
    assert out.read_text() == "earlier\n"
