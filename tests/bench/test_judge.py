"""The judge: what counts as a repair, and the tricks that do not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jupyter_quickfix.bench.databases import cell_text, statements
from jupyter_quickfix.bench.judge import holds_rows, judge

LOOP = {
    "lang": "python",
    "setup": "values = [1, 2, 3]\nstart = 0",
    "buggy": "total = start\nfor value in values:\n    total += valeu\nprint(total)",
    "fixed": "total = start\nfor value in values:\n    total += value\nprint(total)",
}


@pytest.mark.parametrize(
    ("code", "repairs"),
    [
        (LOOP["fixed"], True),
        ("total = sum(values)\nvalue = values[-1]\nprint(total)", True),
        (LOOP["buggy"], False),
        ("total = start\nfor value in values:\n    pass\nprint(total)", False),
        ("try:\n    total = start\n    total += valeu\nexcept NameError:\n    pass", False),
        ("total = 6\nvalue = 3", False),
        ("raise SystemExit", False),
        ("def", False),
    ],
    ids=["the fix", "another way", "unchanged", "line deleted", "swallowed", "prints nothing", "exits", "no syntax"],
)
def test_python_needs_the_state_that_the_fix_leaves(code: str, repairs: bool) -> None:
    assert judge(LOOP, code)["repairs"] is repairs


def test_what_a_candidate_raises_is_told() -> None:
    assert judge(LOOP, LOOP["buggy"])["raised"] == "NameError"
    assert judge(LOOP, "raise SystemExit")["raised"] == "SystemExit"
    assert judge(LOOP, "total = 0")["raised"] == ""


def test_check_decides_where_there_is_one() -> None:
    case = {"lang": "python", "setup": "", "fixed": "def f(n):\n    return n + 1", "check": "assert f(1) == 2"}
    assert judge(case, "f = lambda n: n + 1\nunrelated = 3")["repairs"]
    assert not judge(case, "def f(n):\n    return n")["repairs"]


def test_recorded_state_is_used_when_the_case_has_it() -> None:
    case = {
        "lang": "python",
        "setup": "",
        "expect": {"vars": {"x": ["list", [["v", "1"], ["f", "2.5"]]]}, "last": None},
    }
    assert judge(case, "x = [1, 2.5]")["repairs"]
    assert not judge(case, "x = [1, 2.6]")["repairs"]


def test_what_differs_between_two_runs_of_the_fix_is_not_asked_for() -> None:
    case = {"lang": "python", "setup": "import random", "fixed": "noise = random.random()\nkind = 'noise'"}
    assert judge(case, "noise = 0.5\nkind = 'noise'")["repairs"]
    assert not judge(case, "noise = 0.5")["repairs"]


def test_compiling_is_enough_where_the_case_says_so() -> None:
    case = {"lang": "python", "check_kind": "compile"}
    assert judge(case, "async def f():\n    await g()")["repairs"]
    assert not judge(case, "async def f():\n    await")["repairs"]


def test_judge_beside_the_file_has_the_word(tmp_path: Path) -> None:
    beside = tmp_path / "judge.py"
    beside.write_text("def repairs(case, code):\n    return code == case['fixed'] + '!'")
    assert judge({"lang": "python", "fixed": "x"}, "x!", str(beside))["repairs"]
    assert not judge({"lang": "python", "fixed": "x"}, "x", str(beside))["repairs"]


@pytest.mark.parametrize("engine", ["sqlite", "duckdb"])
def test_sql_is_judged_by_its_rows(engine: str) -> None:
    pytest.importorskip("sqlite3" if engine == "sqlite" else engine)
    case: dict[str, Any] = {
        "lang": "sql",
        "engine": engine,
        "setup": "CREATE TABLE t (a INTEGER, b VARCHAR);\nINSERT INTO t VALUES (1, 'x;y'), (2, NULL), (2, NULL);",
        "expected_rows": [[2, None], [2, None], [1, "x;y"]],
    }

    def repairs(query: str, **changes: object) -> bool:
        return judge({**case, **changes}, cell_text(engine, query))["repairs"]

    assert repairs("SELECT a, b FROM t")
    assert not repairs("SELECT a, b FROM t", ordered=True)
    assert repairs("SELECT a, b FROM t ORDER BY a DESC", ordered=True)
    assert not repairs("SELECT DISTINCT a, b FROM t")
    assert not repairs("SELECT a, c FROM t")
    assert repairs("SELECT a, b FROM t", expected_rows=[[1, "x;y"]], expected_n_rows=3)
    assert not repairs("SELECT a, b FROM t", expected_rows=[[1, "x;y"]], expected_n_rows=4)
    assert repairs("SELECT count(*) FROM t", tier="C")
    assert not judge({**case, "tier": "C"}, "pass")["repairs"]


def test_rows_agree_within_the_tolerance_of_their_decimals() -> None:
    assert holds_rows([(1 / 3, "a")], [[0.333333, "a"]], ordered=True)
    assert not holds_rows([(0.3334, "a")], [[0.333333, "a"]], ordered=True)
    assert not holds_rows([(1, "a")], [[1, "a"], [1, "a"]], ordered=False)


def test_a_query_that_ends_in_a_quote_stays_a_cell() -> None:
    cell = cell_text("sqlite", 'SELECT 1 AS "one"')
    compile(cell, "<cell>", "exec")
    assert 'AS "one"' in cell


def test_scripts_are_split_outside_quotes_and_comments() -> None:
    script = "CREATE TABLE `a;b` (x INT); -- one; two\nINSERT INTO t VALUES ('it''s; fine');\n;SELECT 1"
    assert list(statements(script)) == [
        "CREATE TABLE `a;b` (x INT)",
        "-- one; two\nINSERT INTO t VALUES ('it''s; fine')",
        "SELECT 1",
    ]
