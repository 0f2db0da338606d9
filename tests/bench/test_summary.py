"""The numbers of the report, worked out by hand on a few results."""

from __future__ import annotations

import json

import pytest

from jupyter_quickfix.bench.cases import Case
from jupyter_quickfix.bench.report import report
from jupyter_quickfix.bench.results import Result, Status, Verdict
from jupyter_quickfix.bench.session import Candidate
from jupyter_quickfix.bench.summary import Counts, Summary, latency, summarise
from jupyter_quickfix.bench.weights import weighted_as

WEIGHTS = {"NameError": 0.6, "SyntaxError": 0.1, "OSError": 0.1, "other": 0.2}


def result(error_type: str, *verdicts: Verdict, proved: tuple[int, ...] = (), **fields: object) -> Result:
    candidates = tuple(
        Candidate(
            code=f"code {place}",
            source="misspelled_name",
            rationale="because",
            confidence=0.5,
            score=0.9,
            safety="safe",
            actions=["install x"] if verdict is Verdict.ACTION else [],
            checks={},
            proved=place in proved,
        )
        for place, verdict in enumerate(verdicts)
    )
    case = Case(
        id="a",
        file="folder/cases.jsonl",
        lang=str(fields.pop("lang", "python")),
        setup="",
        buggy="",
        error_type=error_type,
        quick=True,
    )
    settings: dict[str, object] = {"status": Status.MEASURED, "candidates": candidates, "verdicts": verdicts}
    return Result(case, **{**settings, **fields})  # type: ignore[arg-type]  # fields by name, checked by the dataclass


RESULTS = [
    result("NameError", Verdict.REPAIRS, latency_ms=1.0),
    result("NameError", Verdict.WRONG, Verdict.REPAIRS, proved=(0,), latency_ms=3.0, proved_ms=80.0),
    result("NameError", Verdict.RAISES, Verdict.WRONG, Verdict.WRONG, Verdict.NOT_JUDGED, proved=(3,), latency_ms=5.0),
    result("ModuleNotFoundError", Verdict.ACTION, latency_ms=2.0),
    result("IndentationError", Verdict.REPAIRS, proved=(0,), latency_ms=4.0, proved_ms=60.0),
    result("IndentationError", latency_ms=0.5),
    result("NameError", status=Status.NO_ANSWER, detail="timeout during proposal"),
    result("NameError", status=Status.DOES_NOT_FAIL),
    result("KeyError", status=Status.SKIPPED, detail="pyspark"),
]


@pytest.fixture(name="summary")
def summary_of_results() -> Summary:
    return summarise(RESULTS, WEIGHTS, 12.0)


def test_counts(summary: Summary) -> None:
    assert summary.groups["error_type"] == {
        "NameError": Counts(
            n=4,
            shown=3,
            repaired_1=1,
            repaired_3=2,
            wrong_first=2,
            action_first=0,
            raises_first=1,
            proved=1,
            proved_but_wrong=1,
            silent=1,
        ),
        "IndentationError": Counts(
            n=2,
            shown=1,
            repaired_1=1,
            repaired_3=1,
            wrong_first=0,
            action_first=0,
            raises_first=0,
            proved=1,
            proved_but_wrong=0,
            silent=1,
        ),
        "ModuleNotFoundError": Counts(
            n=1,
            shown=1,
            repaired_1=0,
            repaired_3=0,
            wrong_first=1,
            action_first=1,
            raises_first=0,
            proved=0,
            proved_but_wrong=0,
            silent=0,
        ),
    }
    assert summary.all.n == 7
    assert summary.left_out == {"does_not_fail": 1, "skipped": 1}


def test_weighted_by_the_nearest_listed_type(summary: Summary) -> None:
    assert weighted_as("FileNotFoundError", WEIGHTS) == "OSError"
    assert weighted_as("UnboundLocalError", WEIGHTS) == "NameError"
    assert weighted_as("BinderException", WEIGHTS) == "other"
    assert summary.weighted is not None
    # NameError 1 of 4, IndentationError as SyntaxError 1 of 2, ModuleNotFoundError as other 0 of 1.
    assert summary.weighted["repaired_1"] == pytest.approx((0.6 * 0.25 + 0.1 * 0.5) / 0.9)
    assert summary.weighted["covered"] == pytest.approx(0.9)


def test_no_weighted_number_without_python_cases() -> None:
    assert summarise([result("BinderException", lang="sql")], WEIGHTS, 1.0).weighted is None


def test_latency_by_nearest_rank(summary: Summary) -> None:
    found = latency([float(number) for number in range(1, 101)])
    assert found is not None
    assert (found.p50, found.p95, found.max) == (50.0, 95.0, 100.0)
    assert latency([None]) is None
    assert summary.latency is not None
    assert (summary.latency.n, summary.latency.p50) == (6, 2.0)
    assert summary.proved_latency is not None
    assert (summary.proved_latency.n, summary.proved_latency.max) == (2, 80.0)


def test_report_reads_as_tables_and_says_what_was_left_out(summary: Summary) -> None:
    text = report(summary)
    rows = [line for line in text.splitlines() if line.startswith("| NameError")]
    assert [cell.strip() for cell in rows[0].strip("|").split("|")] == [
        "NameError",
        "4",
        "3 (75%)",
        "1 (25%)",
        "2 (50%)",
        "2 (50%)",
        "0",
        "1",
        "1",
        "1",
        "1 (25%)",
    ]
    assert "1 cases need a package that is not installed (pyspark ×1)" in text
    assert "1 cases do not fail here" in text
    assert "1 cases, timeout during proposal" in text
    assert "ERRORS OF OURS" not in text


def test_errors_of_ours_are_not_overlooked() -> None:
    text = report(summarise([result("NameError", faults=("The fixer x failed [KeyError: 'y' at x.py:3]",))], None, 1.0))
    assert "ERRORS OF OURS: 1" in text
    assert "x.py:3" in text


def test_summary_and_results_are_json(summary: Summary) -> None:
    told = json.loads(json.dumps(summary.to_dict()))
    assert told["cases"] == 7
    assert told["groups"]["error_type"]["NameError"]["repaired_1"] == 1
    line = json.loads(RESULTS[1].to_json())
    assert [candidate["verdict"] for candidate in line["candidates"]] == ["wrong", "repairs"]
    assert line["id"] == "a"
    assert line["latency_ms"] == 3.0
