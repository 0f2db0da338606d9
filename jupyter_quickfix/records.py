"""The records handed from stage to stage: plain, frozen, and free of behaviour that touches the user's session.

    Failure  ──►  Context  ──►  Candidate…  ──►  Proposal  ──►  Decision  ──►  Outcome
    (capture)     (context)     (fixers,         (engine)       (decide)       (capture,
                                 checks, rank)                                  traces)

`Proposal` alone changes, and lives in `proposal.py`.

`Failure` and `Context` carry live objects (the exception, the namespace) so that fixers can look at them; those fields
are left out of equality, `repr` and everything that is stored or sent. Offsets follow Python's `ast`: lines count from
1, columns count from 0 in characters of the cell's own text.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType


def new_id() -> str:
    """A fresh identifier (UUID4, hexadecimal with dashes) for a record."""
    return str(uuid.uuid4())


class Language(StrEnum):
    """What a cell is written in, as far as repair is concerned."""

    PYTHON = "python"
    SQL = "sql"
    OTHER = "other"


class Stage(StrEnum):
    """When a cell failed."""

    TRANSFORM = "transform"  # IPython's input transformer refused the text
    PARSE = "parse"  # the parser did: SyntaxError and its kin
    COMPILE = "compile"  # parsed, but does not compile: `return` outside a function
    RUN = "run"  # while running
    DISPLAY = "display"  # the code ran; showing its result failed


class Safety(StrEnum):
    """What accepting a candidate can do beyond changing the cell's text. Only SAFE may be first choice for Accept & Run."""

    SAFE = "safe"
    CHANGES_RESULTS = "changes_results"
    INSTALLS = "installs"
    DELETES = "deletes"


class Verdict(StrEnum):
    """What a check found out."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Frame:
    """One traceback frame. `cell` is the execution count of the cell it lies in, None for library code."""

    filename: str
    line: int
    function: str
    text: str = ""
    cell: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    in_failing_cell: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """One link of the exception chain behind the error that was shown (`__cause__`, else `__context__`)."""

    error_type: str
    message: str
    exception: BaseException | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed cell run.

    `code` is the cell's text as the user wrote it. `python` is the same text with magics, shell lines and help
    questions blanked out at equal length, so that `ast` positions in `python` are positions in `code`.
    `line`/`column`/`end_line`/`end_column` locate the error in the cell, where known. `exception` and `traceback`
    are the live objects.
    """

    id: str
    code: str
    error_type: str
    message: str
    python: str = ""
    language: Language = Language.PYTHON
    stage: Stage = Stage.RUN
    cell_id: str | None = None
    execution_count: int | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    frames: tuple[Frame, ...] = ()
    causes: tuple[Cause, ...] = ()
    occurred_at: float = field(default_factory=time.time)
    duration_s: float | None = None
    exception: BaseException | None = field(default=None, repr=False, compare=False)
    traceback: TracebackType | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """One name in scope. `signature` is None where it is not callable or cannot be read safely."""

    name: str
    kind: str  # "module" | "function" | "class" | "table" | "value"
    type_name: str
    module: str = ""
    signature: str | None = None
    repr: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `dtype` in the engine's own words."""

    name: str
    dtype: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table in scope: a DataFrame-like variable, a dict's keys, or a table of an open connection or catalog.

    `name` is the variable's name, or the qualified table name; `kind` one of pandas, series, polars, spark, duckdb,
    sqlite, sqlalchemy, dict; `variable` the Python name to reach it by (for a catalog table, the connection's name).
    `index` holds the names of a pandas index's levels.
    """

    name: str
    kind: str
    columns: tuple[Column, ...] = ()
    variable: str = ""
    index: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell of the notebook, or of the session's history where the notebook is not known.

    `number` is its place counted from 1 among all cells of the notebook as the user sees them (in history: its execution
    count). `ran` is the text this kernel last executed for it, None if it never ran here; `ok` whether that run succeeded.
    `earlier` says that it did not run here, but in an earlier session.
    """

    id: str | None
    text: str
    number: int
    ran: str | None = None
    ok: bool | None = None
    execution_count: int | None = None
    duration_s: float | None = None
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class CellRun:
    """One run of a cell in this kernel. `failed_line` is the line of the cell that failed, 0 where nothing was executed."""

    cell_id: str | None
    text: str
    ok: bool = True
    execution_count: int | None = None
    duration_s: float = 0.0
    failed_line: int | None = None
    error_type: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What was in scope when the cell failed.

    `names` and `tables` may compute their values on access (a session holds thousands of names, a fixer asks for a few).
    `cells` are the notebook's code cells in order where the front end told (`cells_known`), else the session's history.
    `runs` are all runs of cells in this kernel, oldest first, the failed one last.
    `namespace` is the live user namespace, and `frame_locals` the local variables of the innermost frame that lies in
    the user's own code: read only, and only through `context.safe`.
    """

    names: Mapping[str, Name] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    cells: tuple[Cell, ...] = ()
    cells_known: bool = False
    runs: tuple[CellRun, ...] = ()
    cwd: str = "."
    namespace: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)
    frame_locals: Mapping[str, object] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Action:
    """What to do before the cell is run again.

    `kind` is "run_cell" (`target`: the cell's id) or "install" (`target`: the distribution's name). `label` is shown,
    with `detail` beside it (the cell's first line) and `warning` (what it does besides, in words).
    """

    kind: str
    target: str
    label: str
    detail: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found: `name` is parses, resolves, explains or trial; `detail` one sentence for the tooltip."""

    name: str
    verdict: Verdict
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible repair: the whole new text of the cell, actions to take first, or both.

    `source` is the fixer's or backend's id. `confidence` in [0, 1] is the source's own estimate that it is right;
    `score` in [0, 1] the ranker's, and the one that counts. `grown_from` holds the ids of the candidates whose trials
    led to this one: it does what they do, and repairs what they still failed with.
    """

    code: str
    rationale: str
    source: str
    confidence: float = 0.5
    safety: Safety = Safety.SAFE
    actions: tuple[Action, ...] = ()
    checks: tuple[Check, ...] = ()
    score: float = 0.0
    id: str = field(default_factory=new_id)
    grown_from: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        """True only when its trial ran to the end on a copy of the session."""
        return any(check.name == "trial" and check.verdict is Verdict.PASSED for check in self.checks)


class DecisionKind(StrEnum):
    """What the user did with a proposal."""

    ACCEPT = "accept"
    ACCEPT_AND_RUN = "accept_and_run"
    REJECT = "reject"
    DISMISS = "dismiss"
    EDIT = "edit"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `code` is the cell's text afterwards, where it changed; `host` says where it was made."""

    proposal_id: str
    kind: DecisionKind
    candidate_id: str | None = None
    code: str | None = None
    host: str = ""
    id: str = field(default_factory=new_id)
    decided_at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The next successful run of the cell that failed. `code` is its text then."""

    failure_id: str
    code: str
    matched_by: str  # "cell_id" | "likeness"
    execution_count: int | None = None
    id: str = field(default_factory=new_id)
    ran_at: float = field(default_factory=time.time)
