"""The repairs of a cell that does not compile: one search for all fixers, remembered for the failure at hand.

Several kinds of slip may stand in one cell, so the search tries all kinds together. Each fixer then shows the repairs whose
first step is of its own kind: what is told to the user fits what was mended.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from jupyter_quickfix.capture.source import read_cell
from jupyter_quickfix.fixers.edits import parse
from jupyter_quickfix.fixers.syntax.arguments import arguments
from jupyter_quickfix.fixers.syntax.brackets import brackets
from jupyter_quickfix.fixers.syntax.colons import colons
from jupyter_quickfix.fixers.syntax.commas import commas
from jupyter_quickfix.fixers.syntax.declarations import declarations
from jupyter_quickfix.fixers.syntax.indentation import indentation
from jupyter_quickfix.fixers.syntax.keywords import keywords
from jupyter_quickfix.fixers.syntax.literals import literals
from jupyter_quickfix.fixers.syntax.operators import operators
from jupyter_quickfix.fixers.syntax.parameters import parameters
from jupyter_quickfix.fixers.syntax.parser import Budget, fault_of, quiet
from jupyter_quickfix.fixers.syntax.pieces import piece_at
from jupyter_quickfix.fixers.syntax.python2 import python2
from jupyter_quickfix.fixers.syntax.ranking import chances, prices
from jupyter_quickfix.fixers.syntax.search import MAX_STEPS, State, search
from jupyter_quickfix.fixers.syntax.source import Source
from jupyter_quickfix.fixers.syntax.statements import statements
from jupyter_quickfix.fixers.syntax.steps import Generator, Kind
from jupyter_quickfix.fixers.syntax.strings import strings
from jupyter_quickfix.fixers.syntax.tokens_near import tokens_near
from jupyter_quickfix.records import Context, Failure, Language, Stage

#: Every generator of steps. Their order breaks ties between steps of one cost.
GENERATORS: tuple[Generator, ...] = (
    python2,
    indentation,
    colons,
    brackets,
    strings,
    commas,
    operators,
    keywords,
    literals,
    parameters,
    statements,
    declarations,
    arguments,
    tokens_near,
)
#: Time and number of texts tried for one failure.
BUDGET_MS, MAX_TRIES = 60.0, 250
#: Repairs shown for one failure, over all fixers.
MAX_SHOWN = 3
#: How many of the first repairs are held against one another, in texts of how many characters.
COMPARED, LONGEST_COMPARED = 6, 4000
#: Below this a repair is noise.
MIN_CONFIDENCE = 0.05

_BUILTINS = frozenset(dir(builtins))
#: What seems to bind a name, in a text that cannot be parsed.
_BINDING = re.compile(r"\b(\w+)\s*=(?!=)|\b(?:import|as|def|class|for)\s+(\w+)")


@dataclass(frozen=True, slots=True)
class Repair:
    """One repaired cell. `kind` says which fixer shows it; `confidence` in [0, 1]."""

    code: str
    kind: Kind
    reason: str
    confidence: float


def repairs_of(failure: Failure, context: Context) -> tuple[Repair, ...]:
    """The likeliest repairs of the failing cell, best first; none for other failures than of its syntax."""
    before_run = failure.stage in (Stage.PARSE, Stage.COMPILE, Stage.TRANSFORM)
    if not before_run or failure.language is not Language.PYTHON or not failure.python.strip():
        return ()
    return _repairs(failure.python, failure.code, frozenset(context.names))


def mend(code: str, context: Context) -> Repair | None:
    """The likeliest repair of a cell's text that a fixer has already changed; None where there is none."""
    source = read_cell(code)
    if source.language is not Language.PYTHON:
        return None
    return next(iter(_repairs(source.python, code, frozenset(context.names))), None)


@lru_cache(maxsize=4)
def _repairs(python: str, code: str, scope: frozenset[str]) -> tuple[Repair, ...]:
    return tuple(_describe(searched(python, code, names_of(python, scope))))


def names_of(python: str, scope: frozenset[str]) -> frozenset[str]:
    """The names known in a cell: those in scope, the builtins, and what the text seems to bind."""
    return scope | _BUILTINS | {word for groups in _BINDING.findall(python) for word in groups if word}


def searched(
    python: str, code: str, names: frozenset[str], milliseconds: float = BUDGET_MS
) -> list[tuple[float, State]]:
    """Repairs with their prices, likeliest first, each meaning once among the first ones."""
    ranked = sorted(_search(python, code, names, Budget(milliseconds, MAX_TRIES)), key=lambda pair: pair[0])
    if len(ranked) < 2 or len(python) > LONGEST_COMPARED:
        return ranked
    seen: set[str] = set()
    distinct = []
    for pair in ranked[:COMPARED]:
        tree = parse(pair[1].python)
        meaning = pair[1].python if tree is None else ast.dump(tree)
        if meaning not in seen:
            seen.add(meaning)
            distinct.append(pair)
    return distinct + ranked[COMPARED:]


def _search(python: str, code: str, names: frozenset[str], budget: Budget) -> list[tuple[float, State]]:
    """Repairs with their price. Of a long text the statement with the fault is searched alone, then what follows it."""
    with quiet():
        fault = fault_of(python)
        piece = piece_at(Source(python), fault) if fault is not None else None
    if piece is None:
        return _priced(python, code, names, budget)
    part = slice(piece.start, piece.end)
    found = []
    for price, state in sorted(_priced(python[part], code[part], names, budget), key=lambda pair: pair[0])[:MAX_SHOWN]:
        whole = replace(
            state,
            python=python[: piece.start] + state.python + python[piece.end :],
            code=code[: piece.start] + state.code + code[piece.end :],
        )
        with quiet():
            left = fault_of(whole.python)
        if left is None:
            found.append((price, whole))
        elif len(whole.python) - left.start < len(python) - piece.start and len(whole.steps) < MAX_STEPS:
            following = sorted(_search(whole.python, whole.code, names, budget), key=lambda pair: pair[0])[:1]
            found += [(price + more, replace(rest, steps=whole.steps + rest.steps)) for more, rest in following]
    return found or _priced(python, code, names, budget)


def _priced(python: str, code: str, names: frozenset[str], budget: Budget) -> list[tuple[float, State]]:
    states = search(python, code, GENERATORS, names, budget)
    with quiet():
        return list(zip(prices(python, states, names), states, strict=True))


def _describe(ranked: list[tuple[float, State]]) -> Iterator[Repair]:
    """The best repairs with their confidence: how plausible each is by itself, and how far ahead of the others."""
    if not ranked:
        return
    for (_, state), chance in zip(ranked[:MAX_SHOWN], chances(ranked), strict=False):
        if chance >= MIN_CONFIDENCE:
            reasons = dict.fromkeys(step.reason for step in state.steps)
            yield Repair(state.code, state.steps[0].kind, " ".join(list(reasons)[:3]), round(chance, 3))
