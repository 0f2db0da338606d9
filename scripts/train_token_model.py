"""Train the token model of the syntax repairs from the sources of the installed packages, and write its card.

    python -m scripts.train_token_model

Reads the functions and docstring examples of the standard library and of the packages in `benchmarks.damage.corpus`, one
file in eight held out (see `Part`). An interpolated Kneser-Ney model of order 5 is pruned by what each n-gram saves until
it fits. The sources are not shipped: what is kept are counts of symbols, and the commonest identifiers among them.
"""

from __future__ import annotations

import builtins
import json
import sys
import zlib
from collections import Counter
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.damage.corpus import PACKAGES, Part, examples, files, functions, text_of, tree_of
from jupyter_quickfix.fixers.syntax import token_model
from jupyter_quickfix.fixers.syntax.source import Source
from jupyter_quickfix.fixers.syntax.symbols import general, symbols
from jupyter_quickfix.fixers.syntax.token_model import BITS, ORDER, UNIT, TokenModel, pack

#: Symbols in the vocabulary, and how many times the examples are counted: they are most like what a cell holds.
VOCABULARY, EXAMPLE_WEIGHT = 500, 3
MAX_BYTES = 280_000
DISCOUNT = 0.75
CARD = token_model.PATH.with_suffix(".md")
_BUILTINS = frozenset(dir(builtins))
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "IPython": "ipython"}


def pieces(part: Part) -> list[tuple[str, int]]:
    """Texts to learn from, with their weights."""
    found = []
    for path in files(part):
        text = text_of(path)
        found += [(piece, 1) for piece in functions(text) if len(piece) < 6000 and tree_of(piece) is not None]
        found += [(piece, EXAMPLE_WEIGHT) for piece in examples(text) if tree_of(piece) is not None]
    return found


def vocabulary(texts: list[list[str]]) -> list[str]:
    """The symbols with numbers of their own: all classes, and the commonest names."""
    counts = Counter(symbol for text in texts for symbol in text)
    classes = Counter[str]()
    for symbol, count in counts.items():
        classes[general(symbol)] += count
    names = [symbol for symbol, _ in counts.most_common() if general(symbol) != symbol]
    chosen = [symbol for symbol, _ in classes.most_common(VOCABULARY)]
    return chosen + names[: VOCABULARY - len(chosen)]


def counted(encoded: list[list[int]], weights: list[int]) -> list[dict[int, int]]:
    """For each order the n-grams' counts."""
    stream = np.concatenate([np.array(ids, dtype=np.int64) for ids in encoded])
    weight = np.repeat(np.array(weights, dtype=np.int64), [len(ids) for ids in encoded])
    begin = np.zeros(len(stream), dtype=np.int64)
    position = 0
    for ids in encoded:
        begin[position : position + len(ids)] = np.arange(len(ids))
        position += len(ids)
    tables = []
    keys = np.zeros(len(stream), dtype=np.int64)
    for order in range(1, ORDER + 1):
        shifted = np.concatenate([np.zeros(order - 1, dtype=np.int64), stream[: len(stream) - order + 1]])
        keys = keys | shifted << (BITS * (order - 1))
        whole = begin >= order - 1
        unique, inverse = np.unique(keys[whole], return_inverse=True)
        sums = np.bincount(inverse, weights=weight[whole]).astype(np.int64)
        tables.append(dict(zip(unique.tolist(), sums.tolist(), strict=True)))
    return tables


def probabilities(tables: list[dict[int, int]]) -> tuple[list[dict[int, float]], list[dict[int, float]]]:
    """Interpolated Kneser-Ney probabilities of all n-grams, and the mass that each context leaves to shorter ones."""
    lower_counts = [dict[int, int]() for _ in tables]
    for order in range(1, ORDER):
        mask = (1 << BITS * order) - 1
        for key in tables[order]:
            lower_counts[order - 1][key & mask] = lower_counts[order - 1].get(key & mask, 0) + 1
        for key, count in tables[order - 1].items():  # n-grams that only begin a text
            lower_counts[order - 1].setdefault(key, min(count, 1))
    lower_counts[ORDER - 1] = tables[ORDER - 1]
    found: list[dict[int, float]] = []
    left: list[dict[int, float]] = []
    for order in range(1, ORDER + 1):
        counts = lower_counts[order - 1]
        totals, kinds = Counter[int](), Counter[int]()
        for key, count in counts.items():
            totals[key >> BITS] += count
            kinds[key >> BITS] += 1
        mass = {context: DISCOUNT * kinds[context] / totals[context] for context in totals}
        mask = (1 << BITS * (order - 1)) - 1
        uniform = 1 / (VOCABULARY + 2)
        found.append({
            key: max(count - DISCOUNT, 0) / totals[key >> BITS]
            + mass[key >> BITS] * (found[-1][key & mask] if order > 1 else uniform)
            for key, count in counts.items()
        })  # fmt: skip
        left.append(mass)
    return found, left


def pruned(
    tables: list[dict[int, int]], probs: list[dict[int, float]], left: list[dict[int, float]], least: float
) -> list[set[int]]:
    """The n-grams that save at least so many nats over backing off, and those that they extend."""
    kept: list[set[int]] = [set(probs[0])] + [set() for _ in range(ORDER - 1)]
    for order in range(ORDER, 1, -1):
        mask = (1 << BITS * (order - 1)) - 1
        chosen = kept[order - 1]
        for key, count in tables[order - 1].items():
            prob = probs[order - 1][key]
            shorter = left[order - 1][key >> BITS] * probs[order - 2][key & mask]
            if count > 1 and count * abs(np.log(prob / shorter)) >= least:
                chosen.add(key)
        for key in chosen:
            kept[order - 2].add(key >> BITS)
            kept[order - 2].add(key & mask)
    return kept


def compiled(kept: list[set[int]], probs: list[dict[int, float]]) -> tuple[list[int], list[int]]:
    """Keys and values as they are stored: the low byte a probability, the high byte a back-off weight."""
    backoff = [dict[int, float]() for _ in kept]
    for order in range(2, ORDER + 1):
        mask = (1 << BITS * (order - 1)) - 1
        seen, lower = Counter[int](), Counter[int]()
        for key in kept[order - 1]:
            seen[key >> BITS] += probs[order - 1][key]  # type: ignore[assignment]
            lower[key >> BITS] += probs[order - 2].get(key & mask, 0.0)  # type: ignore[assignment]
        for context in seen:
            backoff[order - 2][context] = max(1e-5, 1 - seen[context]) / max(1e-5, 1 - lower[context])
    keys, values = [], []
    for order in range(1, ORDER + 1):
        for key in sorted(kept[order - 1]):
            weight = backoff[order - 1].get(key, 1.0)
            keys.append(key)
            values.append(_byte(probs[order - 1][key]) | _byte(min(weight, 1.0)) << 8)
    return keys, values


def _byte(probability: float) -> int:
    return int(min(255, max(0, round(-np.log(probability) / UNIT))))


def perplexity(model: TokenModel, texts: list[list[str]]) -> float:
    """Nats a symbol on texts that were held out."""
    encoded = [model.encode(text) for text in texts]
    return sum(model.surprisal(ids, 0, len(ids)) for ids in encoded) / sum(map(len, encoded))


def card(summary: dict[str, Any]) -> str:
    """The model's card."""
    rows = [f"| Python {sys.version.split()[0]} (standard library) | PSF-2.0 |"]
    for package in PACKAGES:
        try:
            about = metadata(_DISTRIBUTIONS.get(package, package))
        except ModuleNotFoundError:
            continue
        licence = about["License-Expression"] or (about["License"] or "see the distribution").split("\n")[0]
        rows.append(f"| {about['Name']} {about['Version']} | {licence[:60]} |")
    lines = "\n".join(f"| {key} | {value} |" for key, value in summary.items())
    return CARD_TEXT.format(lines=lines, rows="\n".join(rows))


CARD_TEXT = """# token_model

An n-gram model of Python's tokens: how surprising is a piece of code to read? The repairs of cells that do not compile are
ranked by it, together with what was changed and whether names resolve. It never makes text.

Made by `python -m scripts.train_token_model`; its format is in `fixers/syntax/token_model.py`, its symbols in `symbols.py`.

| | |
|---|---|
{lines}

Learned from the functions and docstring examples of these packages, as installed, one file in eight held out. Kept are
statistics of symbols, and the commonest identifiers among them; no source text.

| source | licence |
|---|---|
{rows}

**Limits.** Learned from library code, which is tidier than notebooks; it knows common names and else only their kind.
"""


def main() -> None:
    """Train, prune until it fits, write the model and its card."""
    texts, weights = [], []
    for text, weight in pieces(Part.LEARN):
        texts.append(symbols(Source(text), _BUILTINS))
        weights.append(weight)
    words = vocabulary(texts)
    encoder = TokenModel(words, [], [])
    encoded = [encoder.encode(text) for text in texts]
    tables = counted(encoded, weights)
    probs, left = probabilities(tables)
    least = 20.0
    while True:
        keys, values = compiled(pruned(tables, probs, left, least), probs)
        body = zlib.compress(pack(keys, values), 9)
        head = json.dumps({"vocabulary": words, "ngrams": len(keys)}).encode()
        print(f"least {least:.0f}: {len(keys)} n-grams, {len(body) + len(head)} bytes")
        if len(body) + len(head) <= MAX_BYTES:
            break
        least *= 1.25
    token_model.PATH.write_bytes(head + b"\n" + body)
    held = [symbols(Source(text), _BUILTINS) for text, _ in pieces(Part.MEASURE)[:3000]]
    full = perplexity(TokenModel(words, keys, values), held)
    summary = {
        "symbols learned from": f"{sum(map(len, texts)):,} in {len(texts):,} pieces (examples count {EXAMPLE_WEIGHT} times)",
        "vocabulary": f"{len(words)} symbols",
        "n-grams kept": f"{len(keys):,} of order 1 to {ORDER}",
        "size": f"{(len(body) + len(head)) / 1000:.0f} kB",
        "surprisal on held-out files": f"{full:.3f} nats a symbol",
    }
    CARD.write_text(card(summary), encoding="utf-8")
    print(Path(CARD).read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
