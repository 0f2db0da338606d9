"""Calibration is measured and set right as it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.compare import compared
from benchmarks.compare import read as read_results
from benchmarks.reliability import Judged, apply, calibration_error, fit, plot, read


def _judged(source: str, confidence: float, right: int, of: int) -> list[Judged]:
    return [Judged(f"{source} {n}", 0, source, confidence, confidence, n < right) for n in range(of)]


def test_error_is_the_distance_between_said_and_held() -> None:
    assert calibration_error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0.0)
    assert calibration_error([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)


def test_the_map_says_how_often_each_source_is_right() -> None:
    judged = _judged("sure", 0.6, 95, 100) + _judged("boastful", 0.95, 20, 100) + _judged("rare", 0.5, 1, 2)
    maps = fit(judged)
    assert apply(maps, judged[0]) > 0.9
    assert apply(maps, judged[100]) < 0.25
    assert "rare" not in maps


def test_results_are_read_compared_and_drawn(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    candidate = {"source": "s", "score": 0.8, "confidence": 0.7}
    rows = [
        {"id": "a", "status": "measured", "file": "f", "candidates": [{**candidate, "verdict": "repairs"}]},
        {"id": "b", "status": "measured", "file": "f", "candidates": [{**candidate, "verdict": "action"}]},
        {"id": "c", "status": "does_not_fail", "file": "f", "candidates": []},
    ]
    results.write_text("".join(json.dumps(row) + "\n" for row in rows))
    cases, judged = read([results])
    assert cases == 2
    assert [(one.case, one.confidence, one.repairs) for one in judged] == [("a", 0.7, True)]
    plot(judged, tmp_path / "plot.svg")
    assert (tmp_path / "plot.svg").stat().st_size > 1000
    one = read_results(results)
    lines = compared({"ours": one, "theirs": one})
    assert any("f, ours" in line and "50.0%" in line for line in lines)
