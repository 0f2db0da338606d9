"""Learn how the features of a repair weigh, and how sure a lead makes, from slips made in the installed packages' sources.

    python -m scripts.train_syntax_ranking [CELLS] [SEED]

The price is a conditional logit: of the repairs found for a damaged cell, the one that restores the clean code should be
cheapest. The chance is a logistic curve over the three best repairs of other cells. The cells come from files that neither
the token model nor `benchmarks.syntax_damage` reads.
"""

from __future__ import annotations

import ast
import json
import sys
from typing import Any

import numpy as np
from scipy.optimize import minimize

from benchmarks.damage.corpus import Part, tree_of
from benchmarks.syntax_damage import Damage, damages, failure_of
from jupyter_quickfix.fixers.syntax import ranking
from jupyter_quickfix.fixers.syntax.parser import Budget
from jupyter_quickfix.fixers.syntax.ranking import FEATURES, certainty, features
from jupyter_quickfix.fixers.syntax.repairs import GENERATORS, MAX_SHOWN, names_of, searched
from jupyter_quickfix.fixers.syntax.search import State, search

CELLS, SEED = 4000, 11
#: Time for one search while learning: more than in a session, so that a busy machine does not matter.
BUDGET_MS, MAX_TRIES = 300.0, 250
#: What the weights are pulled to, and how strongly: the slips made here are not all that people make.
EXPECTED = {
    "cost": 3.0,
    "steps": 0.5,
    "implausible": 2.5,
    "unresolved": 1.0,
    "surprisal": 0.4,
    "length": -1.0,
    "loose": 1.0,
}
RIDGE = 0.02
CHANCE = ("one", "share", "steps", "dearest")


def is_clean(damage: Damage, state: State) -> bool:
    """Whether the repair gives the clean code's tree."""
    tree = tree_of(state.code)
    return tree is not None and ast.dump(tree) == ast.dump(ast.parse(damage.clean))


def choices(cells: list[Damage]) -> list[tuple[Any, int]]:
    """For each cell whose clean code is found, the features of all repairs found and the right one's place."""
    found = []
    for damage in cells:
        names = names_of(damage.text, frozenset())
        states = search(damage.text, damage.text, GENERATORS, names, Budget(BUDGET_MS, MAX_TRIES))
        right = [place for place, state in enumerate(states) if is_clean(damage, state)]
        if right and len(states) > 1:
            rows = features(damage.text, states, names)
            found.append((np.array([[row.get(name, 0.0) for name in FEATURES] for row in rows]), right[0]))
    return found


def learn_prices(found: list[tuple[Any, int]]) -> dict[str, float]:
    """Weights by which the right repair is the cheapest."""
    expected = np.array([EXPECTED.get(name, 0.0) for name in FEATURES])

    def loss(weights: Any) -> tuple[float, Any]:
        away = weights - expected
        total, slope = RIDGE * len(found) * float(away @ away), 2 * RIDGE * len(found) * away
        for rows, right in found:
            powers = np.exp(-(rows @ weights) + (rows @ weights).min())
            shares = powers / powers.sum()
            total -= np.log(max(shares[right], 1e-12))
            slope = slope + rows[right] - shares @ rows
        return total, slope

    best = minimize(loss, expected, jac=True, method="L-BFGS-B")
    right = sum(int((rows @ best.x).argmin() == place) for rows, place in found)
    print(f"{len(found)} choices, {right / len(found):.1%} right, {best.fun / len(found):.3f} nats each")
    return {name: round(float(weight), 3) for name, weight in zip(FEATURES, best.x, strict=True)}


def learn_chances(cells: list[Damage]) -> dict[str, float]:
    """The curve from share, price and size to the chance of being right."""
    rows, labels = [], []
    for damage in cells:
        failure = failure_of(damage.text)
        ranked = searched(failure.python, failure.code, names_of(failure.python, frozenset()), BUDGET_MS)
        powers = np.exp([ranked[0][0] - price for price, _ in ranked]) if ranked else np.array([])
        for (_, state), power in list(zip(ranked, powers, strict=True))[:MAX_SHOWN]:
            known = certainty(float(power / powers.sum()), state)
            rows.append([known[name] for name in CHANCE])
            labels.append(is_clean(damage, state))
    table, truth = np.array(rows), np.array(labels, dtype=float)

    def loss(weights: Any) -> tuple[float, Any]:
        guess = 1 / (1 + np.exp(-(table @ weights)))
        likely = truth * np.log(guess + 1e-12) + (1 - truth) * np.log(1 - guess + 1e-12)
        return -likely.mean() + 1e-4 * float(weights @ weights), table.T @ (guess - truth) / len(truth) + 2e-4 * weights

    best = minimize(loss, np.zeros(len(CHANCE)), jac=True, method="L-BFGS-B")
    print(f"{len(truth)} repairs, {truth.mean():.1%} right, {best.fun:.3f} nats each")
    return {name: round(float(weight), 3) for name, weight in zip(CHANCE, best.x, strict=True)}


def main() -> None:
    """Learn on seeded cells and write the weights."""
    count, seed = (int(word) for word in (*sys.argv[1:], *map(str, (CELLS, SEED)[len(sys.argv) - 1 :])))
    cells = list(damages(count, seed, Part.RANK))
    stored = {"price": learn_prices(choices(cells)), "chance": {"one": 0.0, "share": 1.0}}
    _write(stored)
    stored["chance"] = learn_chances(list(damages(count // 2, seed + 1, Part.RANK)))
    _write(stored)


def _write(stored: dict[str, dict[str, float]]) -> None:
    ranking.PATH.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")
    ranking.weights.cache_clear()
    print(json.dumps(stored))


if __name__ == "__main__":
    main()
