"""What the recorder takes from a proposal on the kernel's main thread, before the session goes on and changes it.

Records that hold live objects (exception, traceback, namespace) are stripped here, so that a slow disk never keeps the
user's objects alive. Of the context only what the failing cell mentions is kept, and only for as long as
`TIME_LIMIT_S` allows; names are described by `context`, which never runs the user's code.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Candidate, Cell, Context, Failure, Name, Table

TIME_LIMIT_S = 0.0002
MAX_CELLS = 8
MAX_NAMES = 40
#: Whose columns are known in the kernel's own memory: asking Spark or a database would take longer than we have.
IN_MEMORY = ("pandas", "polars", "builtins")

_IDENTIFIER = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class ContextSnapshot:
    """The part of a context that is worth keeping for learning."""

    names: tuple[Name, ...] = ()
    tables: tuple[Table, ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposalSnapshot:
    """A proposal at one moment. `ranker_version` and `context` are None where they did not change."""

    id: str
    failure_id: str
    latency_ms: float
    settled: bool
    candidates: tuple[Candidate, ...]
    taken_at: float
    ranker_version: str | None = None
    experiment_arm: str | None = None
    context: ContextSnapshot | None = None
    features: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def strip(failure: Failure) -> Failure:
    """The failure without its live objects."""
    causes = tuple(replace(cause, exception=None) for cause in failure.causes)
    return replace(failure, exception=None, traceback=None, causes=causes)


def snapshot(
    proposal: Proposal,
    *,
    ranker_version: str | None = None,
    experiment_arm: str | None = None,
    features: Mapping[str, Mapping[str, float]] | None = None,
) -> ProposalSnapshot:
    """The proposal as it is now; with `ranker_version` (its first recording), its context too."""
    return ProposalSnapshot(
        id=proposal.id,
        failure_id=proposal.failure.id,
        latency_ms=proposal.latency_ms,
        settled=proposal.settled,
        candidates=proposal.candidates,
        taken_at=time.time(),
        ranker_version=ranker_version,
        experiment_arm=experiment_arm,
        context=None if ranker_version is None else _context(proposal.failure, proposal.context),
        features=features or {},
    )


def _context(failure: Failure, context: Context) -> ContextSnapshot:
    deadline = time.perf_counter() + TIME_LIMIT_S
    names: list[Name] = []
    tables: list[Table] = []
    seen: set[str] = set()
    for match in _IDENTIFIER.finditer(failure.python or failure.code):
        if time.perf_counter() > deadline or len(names) == MAX_NAMES:
            break
        identifier = match.group()
        if identifier in seen:
            continue
        seen.add(identifier)
        name = context.names.get(identifier)
        if name is None:
            continue
        names.append(name)
        if name.module.partition(".")[0] in IN_MEMORY and (table := context.tables.get(identifier)) is not None:
            tables.append(table)
    return ContextSnapshot(tuple(names), tuple(tables), _cells_before(failure, context))


def _cells_before(failure: Failure, context: Context) -> tuple[Cell, ...]:
    """The cells that this kernel ran last, in the order in which they ran."""
    ran = [
        cell
        for cell in context.cells
        if cell.ran is not None and (cell.execution_count is None or cell.execution_count != failure.execution_count)
    ]
    ran.sort(key=lambda cell: (cell.execution_count or 0, cell.number))
    return tuple(ran[-MAX_CELLS:])
