"""Play a fault in a fork of a warm IPython session, take the first candidate, and judge what it does.

warm process ─fork─► the user's runs, until a cell fails ─fork─► the candidate's steps, then the cell: judged
                                                         └fork─► the same with one step left out, for each step
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import select
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks.order.faults import Fault, Step
from benchmarks.order.notebooks import Notebook
from jupyter_quickfix.bench.state import canonical

LIMIT_S = 60.0
Left = dict[str, Any]


@dataclass
class Played:
    """What came of a fault. `outcome`: no fault, silent, restored, wrong (with the reason in `detail`)."""

    outcome: str
    error: str = ""
    source: str = ""
    score: float = 0.0
    steps: int = 0
    needless: int = 0
    milliseconds: float = 0.0
    detail: str = ""
    rationale: str = ""
    failing: str = ""
    candidates: list[str] = field(default_factory=list)


class Player:
    """Holds the warm session, and what each cell leaves in a run from the top."""

    def __init__(self) -> None:
        from IPython.core.interactiveshell import InteractiveShell  # after the home was set
        from traitlets.config import Config

        config = Config()
        config.HistoryManager.enabled = False  # its thread would not survive the fork
        config.InteractiveShell.xmode = "Minimal"
        config.QuickFix.traces = False
        self.shell = InteractiveShell.instance(config=config)
        self._clean: dict[str, list[Left]] = {}
        quietly(self.shell, Step("load", "%load_ext jupyter_quickfix"))
        quietly(self.shell, Step("warm", "warm_me_up"))  # loads the fixers

    def clean(self, notebook: Notebook) -> list[Left]:
        """What each cell leaves in a run from the top, twice: the second time with other random numbers drawn before."""
        if notebook.name not in self._clean:
            first, second = (_in_fork(partial(self._run_clean, notebook, draws), LIMIT_S) for draws in (False, True))
            if not (isinstance(first, list) and isinstance(second, list)):
                raise RuntimeError(f"{notebook.name} does not run from the top: {first} {second}")
            self._clean[notebook.name] = [
                {"one": one, "other": other} for one, other in zip(first, second, strict=True)
            ]
        return self._clean[notebook.name]

    def _run_clean(self, notebook: Notebook, draws: bool) -> object:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            left = []
            for number, text in enumerate(notebook.cells):
                if draws:
                    _draw(self.shell.user_ns)
                found = _leave(self.shell, Step(f"c{number}", text), text)
                if found["error"]:
                    return f"cell {number}: {found['error']}"
                left.append(found)
            return left

    def play(self, fault: Fault, notebook: Notebook) -> Played:
        """Play it in a fork."""
        clean = self.clean(notebook)
        found = _in_fork(lambda: vars(self._play(fault, clean)), LIMIT_S)
        return Played(**found) if isinstance(found, dict) else Played("no fault", detail=str(found))

    def _play(self, fault: Fault, clean: list[Left]) -> Played:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            failing = self._until_failure(fault)
            if failing is None:
                return Played("no fault")
            step, error = failing
            if step.cell == "gone":
                return Played("no fault")
            began = time.perf_counter()
            proposal = self._proposal(fault)
            spent = (time.perf_counter() - began) * 1000
            if proposal is None or not proposal.candidates:
                return Played("silent", error, milliseconds=spent, failing=step.cell)
            return self._judged(fault, step, error, proposal, clean, spent)

    def _until_failure(self, fault: Fault) -> tuple[Step, str] | None:
        for step in fault.steps:
            error = quietly(self.shell, step)
            if error and not step.may_fail:
                return step, error
        return None

    def _proposal(self, fault: Fault) -> Any:
        """The proposal once the front end has told the notebook's cells."""
        import jupyter_quickfix  # the extension, loaded by now
        from jupyter_quickfix.session import current

        proposal, session = jupyter_quickfix.last_proposal(), current()
        assert session is not None
        if proposal is None:
            return None
        told = [
            {"id": each.cell, "number": number, "source": each.text, "execution_count": 1 if each.earlier else None}
            for number, each in enumerate(fault.shown, start=1)
        ]
        session.engine.improve(proposal, session.engine.history.cells(told))
        return proposal

    def _judged(self, fault: Fault, step: Step, error: str, proposal: Any, clean: list[Left], spent: float) -> Played:
        first = proposal.candidates[0]
        texts = {each.cell: each.text for each in fault.shown}
        targets = [action.target for action in first.actions if action.kind == "run_cell"]
        played = Played(
            "wrong",
            error,
            first.source,
            first.score,
            len(targets),
            milliseconds=spent,
            rationale=first.rationale,
            failing=step.cell,
            candidates=[
                f"{each.source} {[a.label for a in each.actions]} {each.score:.2f}" for each in proposal.candidates
            ],
        )

        kept = _right(_states(self.shell.user_ns), clean[int(step.cell[1:])])

        def attempt(cells: list[str]) -> Callable[[], object]:
            return lambda: self._attempt([Step(cell, texts[cell]) for cell in cells], step, first.code, clean, kept)

        found = _in_fork(attempt(targets), LIMIT_S / 3)
        played.detail = str(found)
        if found == "":
            played.outcome = "restored"
            for place in range(len(targets)):
                without = targets[:place] + targets[place + 1 :]
                played.needless += _in_fork(attempt(without), LIMIT_S / 3) == ""
        return played

    def _attempt(self, steps: list[Step], failing: Step, code: str, clean: list[Left], kept: set[str]) -> str:
        """Take the steps and run the cell; empty when all is as it should be, else what is not.

        `kept` are variables that were as in a run from the top when the cell failed, and have to be so still.
        """
        for step in steps:
            error = quietly(self.shell, step)
            if error:
                return f"{step.cell} fails: {error}"
        left = _leave(self.shell, Step(failing.cell, code), code)
        if left["error"]:
            return f"fails again: {left['error']}"
        wanted = clean[int(failing.cell[1:])]
        lost = kept - _right(_states(self.shell.user_ns), wanted) - wanted["one"]["vars"].keys()
        return f"{min(lost)} is lost" if lost else _difference(left, wanted)


def quietly(shell: Any, step: Step) -> str:
    """Run a cell without its output; what it raised, in a line."""
    return str(_leave(shell, step, None)["error"])


def _leave(shell: Any, step: Step, text: str | None) -> Left:
    """Run a cell; with `text`, tell what it leaves: the variables that it assigns or changes, its result, its output."""
    before = {} if text is None else _states(shell.user_ns)
    out = io.StringIO()
    if step.interrupted is not None:
        shell.ast_transformers.append(_Interrupt(step.interrupted))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        result = shell.run_cell(step.text, store_history=True, cell_id=step.cell)
    if step.interrupted is not None:
        shell.ast_transformers.pop()
    raised = result.error_before_exec or result.error_in_exec
    left: Left = {"error": f"{type(raised).__name__}: {raised}"[:300] if raised is not None else ""}
    if text is not None:
        after = _states(shell.user_ns)
        bound = _bound(text)
        changed = {name for name, state in after.items() if before.get(name) != state}
        left["vars"] = {name: after[name] for name in changed | (bound & after.keys())}
        left["before"] = before
        left["result"] = _state(result.result)
        left["out"] = re.sub(r"Out\[\d+\]: ?|0x[0-9a-f]+", "", out.getvalue())
    return left


class _Interrupt(ast.NodeTransformer):
    """Puts what Ctrl-C does in front of a statement."""

    def __init__(self, place: int) -> None:
        self._place = place

    def visit_Module(self, node: ast.Module) -> ast.Module:
        place = min(self._place, len(node.body) - 1)
        raised = ast.copy_location(ast.Raise(ast.Name("KeyboardInterrupt", ast.Load())), node.body[place])
        node.body.insert(place, ast.fix_missing_locations(raised))
        return node


def _states(namespace: dict[str, object]) -> dict[str, object]:
    return {
        name: _state(value)
        for name, value in list(namespace.items())
        if not name.startswith("_") and name not in ("In", "Out", "exit", "quit", "get_ipython", "open")
    }


def _state(value: object) -> object:
    found = canonical(value)
    return json.loads(json.dumps(found)) if found is not None else ["object", type(value).__name__]


def _bound(text: str) -> set[str]:
    tree = ast.parse("\n".join("pass" if line.lstrip()[:1] in ("%", "!") else line for line in text.split("\n")))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _right(states: dict[str, object], clean: Left) -> set[str]:
    """The variables that are what they are in a run from the top before the cell."""
    one, other = clean["one"]["before"], clean["other"]["before"]
    return {name for name, state in states.items() if name in one and _agrees(state, one[name], other.get(name))}


def _difference(left: Left, clean: Left) -> str:
    """What differs from a run from the top; values that hang on random draws need the same shape only."""
    one, other = clean["one"], clean["other"]
    for name, value in one["vars"].items():
        if not _agrees(left["vars"].get(name), value, other["vars"].get(name)):
            return f"{name} differs"
    if not _agrees(left["result"], one["result"], other["result"]):
        return "the result differs"
    if one["out"] == other["out"] and left["out"] != one["out"]:
        return "the output differs"
    return ""


def _agrees(got: object, one: object, other: object) -> bool:
    return got == one if one == other else _shape(got) == _shape(one)


def _shape(state: object) -> object:
    if not isinstance(state, list) or not state:
        return state
    if state[0] in ("nd", "pd"):
        return state[:-1]
    if state[0] in ("v", "f"):
        return state[0]
    return [state[0], len(state[1]) if isinstance(state[1], list) else None]


def _draw(namespace: dict[str, Any]) -> None:
    """Draw a number from every source of random numbers, so that what hangs on the count of draws comes out otherwise."""
    import random

    import numpy as np

    random.random()
    np.random.random()
    for value in list(namespace.values()):
        if isinstance(value, np.random.Generator | np.random.RandomState | random.Random):
            value.random()


def _in_fork(work: Callable[[], object], limit_s: float) -> object:
    """What `work` returns (JSON) in a fork of this process; a sentence where there is no answer."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 1)  # what C libraries print would stand among the tables
            os.dup2(nowhere, 2)
            try:
                answer = json.dumps(work())
            except BaseException as error:  # a fault of the benchmark: told, not lost
                answer = json.dumps(f"broke: {type(error).__name__}: {error}")
            with os.fdopen(writing, "w") as pipe:
                pipe.write(answer)
        finally:
            os._exit(0)
    os.close(writing)
    received, deadline = b"", time.monotonic() + limit_s
    with os.fdopen(reading, "rb") as pipe:
        while (left := deadline - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            piece = os.read(pipe.fileno(), 1 << 16)
            if not piece:
                break
            received += piece
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    try:
        return json.loads(received)
    except ValueError:
        return "no answer in time"
