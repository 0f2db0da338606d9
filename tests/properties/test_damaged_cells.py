"""2,000 randomly damaged real cells, from failure to proposal: nothing of ours fails, none is late, every diff applies.

Damaged code runs, so it runs in child processes (`damaged_session`). One that hangs in the damaged code itself, where no
signal handler is reached, is replaced by another from the next cell on; one that hangs in ours is a failure.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from jupyter_quickfix.settings import QuickFix
from tests.properties.damage import damaged

CHUNKS = 4
CELLS_A_CHUNK = 500
CELLS_TRIED = 60
HANGS_S = 20.0
#: The hard stop is when no fixer or check is begun any more. The one that runs then may finish, and the whole machine may
#: be busy with other tests: what this catches is work that grows with the cell without bound.
LATE_FACTOR = 5


@dataclass
class Told:
    """What the sessions of one chunk told."""

    failures: int = 0
    shown: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    slowest_ms: float = 0.0
    wrong: list[str] = field(default_factory=list)
    hung: list[int] = field(default_factory=list)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_damaged_cells_go_from_failure_to_proposal(chunk: int, tmp_path: Path) -> None:
    told = _told(chunk, CELLS_A_CHUNK, tmp_path)
    assert not told.wrong, f"{len(told.wrong)} faults, the first ones:\n" + "\n\n".join(told.wrong[:5])
    assert told.slowest_ms < QuickFix().hard_stop_ms * LATE_FACTOR
    # The damage is of all kinds, and much of it is repairable: else the test would test nothing.
    assert told.errors["SyntaxError"] > CELLS_A_CHUNK / 10
    assert sum(told.errors.values()) - told.errors["SyntaxError"] > CELLS_A_CHUNK / 10
    assert told.shown > CELLS_A_CHUNK / 10


@pytest.mark.slow
def test_trials_of_damaged_cells_leave_the_session_alone(tmp_path: Path) -> None:
    told = _told(CHUNKS, CELLS_TRIED, tmp_path, "--trials")
    assert not told.wrong, f"{len(told.wrong)} faults, the first ones:\n" + "\n\n".join(told.wrong[:5])
    assert told.shown > CELLS_TRIED / 10


def _told(chunk: int, failures: int, folder: Path, *options: str) -> Told:
    """Run so many failing cells of a chunk, in as many sessions as that takes."""
    told = Told()
    first = 0
    while told.failures < failures:
        first = _run(chunk, first, failures - told.failures, told, folder, *options)
        assert len(told.hung) < 10, f"cells that hang: {told.hung}"
    return told


def _run(chunk: int, first: int, wanted: int, told: Told, folder: Path, *options: str) -> int:
    """Run one session until it ends or hangs; the cell to go on with."""
    root = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.properties.damaged_session", str(chunk), str(first), str(wanted), *options],
        stdout=subprocess.PIPE,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"},
    )
    number, stage = first, "start"
    try:
        for line in _lines(process):
            if line["at"] == "next":
                number = line["number"]
            elif line["at"] == "done":
                _add(told, line, chunk, number)
            stage = line["at"]
    finally:
        process.kill()
        process.communicate()
    if stage != "end":
        assert stage == "runs", f"the session ended while it {stage}, at cell {number} of chunk {chunk}"
        told.hung.append(number)
    return number + 1


def _lines(process: subprocess.Popen[bytes]) -> Iterator[dict[str, Any]]:
    """The session's lines, until it ends or is silent for too long."""
    assert process.stdout is not None
    received = b""
    while select.select([process.stdout], [], [], HANGS_S)[0]:
        piece = os.read(process.stdout.fileno(), 1 << 16)
        if not piece:
            return
        *lines, received = (received + piece).split(b"\n")
        yield from map(json.loads, lines)


def _add(told: Told, line: dict[str, Any], chunk: int, number: int) -> None:
    told.failures += 1
    told.shown += line["shown"] > 0
    told.errors[line["error"]] += 1
    told.slowest_ms = max(told.slowest_ms, line["ms"])
    if line["ms"] > QuickFix().hard_stop_ms * LATE_FACTOR:
        line["wrong"].append(f"took {line['ms']:.0f} ms")
    told.wrong.extend(
        f"{text}\ncell {number} of chunk {chunk}:\n{damaged(chunk, number).code}" for text in line["wrong"]
    )
