"""What the kernel and its front ends say to each other: the panel's data and the comm's messages.

The TypeScript types in `labextension/src/messages.ts` are generated from this file (`make types`).
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

#: MIME type of the panel's data. Saved in notebooks: `version` says how to read it.
MIME_TYPE = "application/vnd.jupyter-quickfix.proposal+json"
#: Name of the comm between the kernel and the labextension.
COMM_TARGET = "jupyter_quickfix"
VERSION = 1


class DiffLine(TypedDict):
    """One line of a hunk: kept, removed or added. `marks` are [from, to) column pairs of the words that changed."""

    kind: Literal["keep", "remove", "add"]
    text: str
    marks: list[list[int]]


class DiffHunk(TypedDict):
    """A run of changed lines with up to three kept lines around. `start`: index from 0 of its first old line."""

    start: int
    lines: list[DiffLine]


class PanelAction(TypedDict):
    """What is done before the cell is run again. `detail`: a cell's first line; `warning`: what it does besides."""

    kind: Literal["run_cell", "install"]
    target: str
    label: str
    detail: NotRequired[str]
    warning: NotRequired[str]


class PanelCheck(TypedDict):
    """A check's mark and its tooltip."""

    name: Literal["parses", "resolves", "explains", "trial"]
    verdict: Literal["passed", "failed", "unknown"]
    detail: str


class PanelCandidate(TypedDict):
    """One candidate as the panel shows it. `safety_label` is empty when it is safe."""

    id: str
    code: str
    rationale: str
    source: str
    safety: Literal["safe", "changes_results", "installs", "deletes"]
    safety_label: str
    score: float
    proved: bool
    actions: list[PanelAction]
    checks: list[PanelCheck]
    hunks: list[DiffHunk]


class Panel(TypedDict):
    """A proposal as the panel shows it. `quiet`: one line that opens on demand. `code`: the text of the cell that failed."""

    version: int
    proposal_id: str
    cell_id: str | None
    language: Literal["python", "sql", "other"]
    title: str
    error_type: str
    code: str
    quiet: bool
    accept_runs: bool
    settled: bool
    candidates: list[PanelCandidate]


class FrontendSettings(TypedDict, total=False):
    """What the user set on JupyterLab's settings page; what they left alone is left out, so that IPython's configuration holds."""

    enabled: bool
    auto_show: bool
    threshold: float
    accept_runs: bool
    traces: bool


class NotebookCell(TypedDict):
    """One code cell as the front end knows it. `number` counts from 1 over all the notebook's cells."""

    id: str
    number: int
    source: str
    execution_count: int | None


class Hello(TypedDict):
    """Front end → kernel, first: who it is and how it is set."""

    type: Literal["hello"]
    frontend: str
    settings: FrontendSettings


class Confirm(TypedDict):
    """Front end → kernel: is this proposal live?"""

    type: Literal["confirm"]
    proposal_id: str


class SetSettings(TypedDict):
    """Front end → kernel: the user changed the settings."""

    type: Literal["settings"]
    settings: FrontendSettings


class CellsAnswer(TypedDict):
    """Front end → kernel: the notebook's code cells, in order, in answer to `cells?`."""

    type: Literal["cells"]
    proposal_id: str
    cells: list[NotebookCell]


class Decided(TypedDict):
    """Front end → kernel: what the user did. `code` is the cell's text afterwards."""

    type: Literal["decision"]
    proposal_id: str
    candidate_id: str | None
    kind: Literal["accept", "accept_and_run", "reject", "dismiss", "edit", "copy"]
    code: str | None
    host: NotRequired[str]


class Welcome(TypedDict):
    """Kernel → front end, in answer to hello."""

    type: Literal["welcome"]
    version: str
    enabled: bool


class Confirmed(TypedDict):
    """Kernel → front end: whether the proposal is live, and the kernel's own copy of it (never trust the document's)."""

    type: Literal["confirmed"]
    proposal_id: str
    live: bool
    panel: Panel | None


class CellsQuestion(TypedDict):
    """Kernel → front end: which cells does the notebook of this cell hold?"""

    type: Literal["cells?"]
    proposal_id: str
    cell_id: str


class Updated(TypedDict):
    """Kernel → front end: the proposal was improved."""

    type: Literal["updated"]
    proposal_id: str
    panel: Panel


FrontendMessage = Hello | Confirm | SetSettings | CellsAnswer | Decided
KernelMessage = Welcome | Confirmed | CellsQuestion | Updated
