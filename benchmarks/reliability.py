"""Does a score mean what it says? A reliability diagram, thresholds, and a map that would set it right.

    python -m benchmarks.reliability RESULTS.jsonl… --plot benchmarks/reliability.svg --calibration FILE.json

`RESULTS.jsonl` is what `jupyter quickfix bench … --out` writes. The tables are about the first candidate of each case, as
the user sees it. The map takes a source's confidence to the share that repairs, by isotonic regression for each source with
enough cases and for all others together; it is judged by cross-validation with whole cases left out. With
`--calibration` it is written as `{"sources": {id: {"x": […], "y": […]}}, "default": {…}}`, to be interpolated.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import GroupKFold

from jupyter_quickfix.bench.report import table

#: Candidates of one source from which it has a map of its own; fewer say too little.
ENOUGH = 40
#: Mean and weight of the prior that keeps a bin of few candidates away from 0 and 1.
_PRIOR, _PRIOR_WEIGHT = 0.5, 2.0
_BINS = np.linspace(0.0, 1.0, 11)
_THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
_DISTANT = ("action", "not_judged")


@dataclass(frozen=True)
class Judged:
    """One judged candidate."""

    case: str
    place: int
    source: str
    confidence: float
    score: float
    repairs: bool


@dataclass(frozen=True)
class Step:
    """A monotone map: linear between the points, level outside."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    def __call__(self, value: float) -> float:
        return float(np.interp(value, self.x, self.y))


def main() -> int:
    """Read, print, plot, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reliability", description=__doc__)
    parser.add_argument("results", nargs="+", type=Path, metavar="RESULTS.jsonl")
    parser.add_argument("--plot", type=Path, help="write the diagram here (.svg or .png)")
    parser.add_argument("--calibration", type=Path, help="write the map here")
    arguments = parser.parse_args()
    cases, judged = read(arguments.results)
    if not judged:
        print("The results hold no judged candidate.", file=sys.stderr)
        return 1
    first = [one for one in judged if one.place == 0]
    print("\n".join(_reliability(first)))
    print("\n".join(_thresholds(first, cases)))
    print("\n".join(_cross_validated(judged)))
    if arguments.plot:
        plot(first, arguments.plot)
    if arguments.calibration:
        text = json.dumps(_as_json(fit(judged)), indent=1, sort_keys=True)
        arguments.calibration.write_text(text + "\n", encoding="utf-8")
    return 0


def read(paths: Sequence[Path]) -> tuple[int, list[Judged]]:
    """The number of cases that count, and every judged candidate."""
    cases, judged = 0, []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            cases += row["status"] in ("measured", "no_answer")
            for place, candidate in enumerate(row["candidates"]):
                if candidate["verdict"] in _DISTANT:
                    continue
                score = float(candidate["score"])
                confidence = float(candidate.get("confidence", score))
                repairs = candidate["verdict"] == "repairs"
                judged.append(Judged(row["id"], place, candidate["source"], confidence, score, repairs))
    return cases, judged


def _reliability(first: Sequence[Judged]) -> list[str]:
    rows = []
    for low, high in itertools.pairwise(_BINS):
        inside = [one for one in first if low <= one.score < high or (high == 1.0 and one.score == 1.0)]
        if inside:
            said, held = _mean([one.score for one in inside]), _mean([one.repairs for one in inside])
            rows.append((f"{low:.1f} to {high:.1f}", str(len(inside)), f"{said:.2f}", f"{held:.2f}"))
    scores, held_all = [one.score for one in first], [one.repairs for one in first]
    error = f"Expected calibration error of the first candidate's score: {calibration_error(scores, held_all):.3f}."
    return [*table(("score", "candidates", "mean score", "repairs"), rows), "", error, ""]


def calibration_error(said: Sequence[float], held: Sequence[bool]) -> float:
    """The mean distance between what is said and what holds, over ten equal bins, by their sizes (Naeini 2015)."""
    places = np.clip(np.digitize(said, _BINS) - 1, 0, len(_BINS) - 2)
    total = 0.0
    for place in set(places.tolist()):
        inside = places == place
        total += inside.sum() * abs(float(np.mean(np.asarray(said)[inside]) - np.mean(np.asarray(held)[inside])))
    return float(total / len(said))


def _thresholds(first: Sequence[Judged], cases: int) -> list[str]:
    rows = []
    for threshold in _THRESHOLDS:
        shown = [one for one in first if one.score >= threshold]
        if shown:
            right = sum(one.repairs for one in shown)
            wrong = len(shown) - right
            shares = (len(shown) / cases, right / cases, wrong / cases, wrong / len(shown))
            rows.append((f"{threshold:.2f}", *(f"{share:.1%}" for share in shares)))
    head = ("shown from score", "shown", "repaired@1", "wrong-first", "wrong of shown")
    return [*table(head, rows), ""]


def fit(judged: Sequence[Judged]) -> dict[str, Step]:
    """A map for each source with enough candidates, and `""` for all others."""
    by_source: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        by_source[one.source].append(one)
    maps = {source: _isotonic(some) for source, some in by_source.items() if len(some) >= ENOUGH}
    maps[""] = _isotonic(judged)
    return maps


def _isotonic(judged: Sequence[Judged]) -> Step:
    said = np.array([one.confidence for one in judged])
    held = np.array([float(one.repairs) for one in judged])
    # Two weighted points of the prior at both ends keep the extremes from 0 and 1.
    said = np.concatenate([said, [said.min(), said.max()]])
    held = np.concatenate([held, [_PRIOR, _PRIOR]])
    weights = np.concatenate([np.ones(len(judged)), [_PRIOR_WEIGHT / 2, _PRIOR_WEIGHT / 2]])
    model = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(said, held, sample_weight=weights)
    points = zip(model.X_thresholds_.tolist(), model.y_thresholds_.tolist(), strict=True)
    x, y = zip(*((round(a, 4), round(b, 4)) for a, b in points), strict=True)
    return Step(tuple(x), tuple(y))


def apply(maps: dict[str, Step], one: Judged) -> float:
    """The calibrated confidence."""
    return maps.get(one.source, maps[""])(one.confidence)


def _cross_validated(judged: Sequence[Judged]) -> list[str]:
    groups = [one.case for one in judged]
    folds = min(5, len(set(groups)))
    if folds < 2:
        return []
    before, after, held = [], [], []
    for train, test in GroupKFold(folds).split(judged, groups=groups):
        maps = fit([judged[place] for place in train])
        before += [judged[place].confidence for place in test]
        after += [apply(maps, judged[place]) for place in test]
        held += [judged[place].repairs for place in test]
    rows = [
        (name, f"{calibration_error(said, held):.3f}", f"{_brier(said, held):.3f}")
        for name, said in (("as they are", before), ("calibrated, by cross-validation", after))
    ]
    head = ("confidences of all judged candidates", "calibration error", "Brier score")
    return [*table(head, rows), ""]


def _brier(said: Sequence[float], held: Sequence[bool]) -> float:
    return _mean([(one - float(other)) ** 2 for one, other in zip(said, held, strict=True)])


def _mean(values: Sequence[float]) -> float:
    return float(sum(values) / len(values))


def _as_json(maps: dict[str, Step]) -> dict[str, object]:
    def points(step: Step) -> dict[str, list[float]]:
        return {"x": list(step.x), "y": list(step.y)}

    return {
        "sources": {source: points(step) for source, step in maps.items() if source},
        "default": points(maps[""]),
    }


def plot(first: Sequence[Judged], path: Path) -> None:
    """What is said against what holds, with the number of candidates below."""
    figure = Figure(figsize=(5, 5.5), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=[4, 1])
    places = np.clip(np.digitize([one.score for one in first], _BINS) - 1, 0, len(_BINS) - 2)
    said, held, number = [], [], []
    for place in range(len(_BINS) - 1):
        inside = [one for one, at in zip(first, places, strict=True) if at == place]
        if inside:
            said.append(_mean([one.score for one in inside]))
            held.append(_mean([one.repairs for one in inside]))
        number.append(len(inside))
    upper.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    upper.plot(said, held, marker="o", color="#1f77b4")
    upper.set(ylabel="share that repairs", xlim=(0, 1), ylim=(0, 1.02))
    lower.bar((_BINS[:-1] + _BINS[1:]) / 2, number, width=0.09, color="#1f77b4")
    lower.set(xlabel="score of the first candidate", ylabel="cases")
    figure.savefig(path)


if __name__ == "__main__":
    sys.exit(main())
