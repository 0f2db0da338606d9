"""Case files: what is read, what is refused and how, and what the measured session is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jupyter_quickfix.bench.cases import read_cases
from jupyter_quickfix.errors import InputFileError, UsageError

ROW = {"id": "a", "lang": "python", "setup": "", "buggy": "x", "error_type": "NameError"}


def write(path: Path, *rows: object) -> str:
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "holds no cases"),
        (["", "  "], "holds no cases"),
        ([ROW, "", "{'id': 1}"], "line 3: not JSON"),
        ([[1, 2]], "line 1: a JSON list, not an object"),
        ([ROW, {**ROW, "buggy": 3}], "line 2: the field 'buggy' is not a string"),
        (
            [{key: value for key, value in ROW.items() if key != "error_type"}],
            "line 1: the field 'error_type' is missing",
        ),
        ([{**ROW, "lang": "cobol"}], "line 1: 'lang' is 'cobol'; it is one of python, sql"),
        ([{**ROW, "lang": "sql"}], "line 1: 'engine' is ''; for SQL it is one of sqlite, duckdb, spark"),
    ],
)
def test_refuses_what_is_not_in_the_format(tmp_path: Path, rows: list[object], said: str) -> None:
    path = write(tmp_path / "cases.jsonl", *rows)
    with pytest.raises(InputFileError) as error:
        read_cases([path])
    assert said in str(error.value)
    assert str(error.value).startswith(path)
    assert "\n" not in str(error.value)


def test_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="No such file"):
        read_cases([str(tmp_path / "none.jsonl")])
    with pytest.raises(InputFileError, match="Is a directory"):
        read_cases([str(tmp_path)])
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputFileError, match="not a text file"):
        read_cases([str(binary)])


def test_limit_is_for_each_file_and_only_picks_by_id(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", *({**ROW, "id": f"one-{number}"} for number in range(4)))
    two = write(tmp_path / "two.jsonl", *({**ROW, "id": f"two-{number}"} for number in range(4)))
    assert [case.id for case in read_cases([one, two], limit=2)] == ["one-0", "one-1", "two-0", "two-1"]
    assert [case.id for case in read_cases([one, two], only=["two-3", "one-1"])] == ["one-1", "two-3"]
    with pytest.raises(UsageError, match="No case has the id 'three-1'"):
        read_cases([one, two], only=["one-1", "three-1"])


def test_the_session_is_told_nothing_that_gives_the_answer_away(tmp_path: Path) -> None:
    secrets = (
        "fixed",
        "check",
        "check_kind",
        "expect",
        "expected_rows",
        "question",
        "evidence",
        "cls",
        "tier",
        "category",
    )
    row = {**ROW, "setup": "y = 1", "quick": True, **{name: f"secret {name}" for name in secrets}}
    (case,) = read_cases([write(tmp_path / "cases.jsonl", row)])
    assert case.visible == {"setup": "y = 1", "buggy": "x", "lang": "python", "engine": ""}
