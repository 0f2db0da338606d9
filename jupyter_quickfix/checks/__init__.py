"""Checks: what is known of a candidate before it is shown.

`parses` compiles its code, `resolves` looks its names, attributes, arguments and columns up in the live session. Neither
runs anything. `run_checks` is their order.
"""

from __future__ import annotations

import contextlib
import dataclasses

from jupyter_quickfix.capture import read_cell
from jupyter_quickfix.checks.bindings import bindings_of
from jupyter_quickfix.checks.parses import parses
from jupyter_quickfix.checks.resolves import resolves
from jupyter_quickfix.context.dataflow.statements import statements_of
from jupyter_quickfix.records import Candidate, Context, Verdict

__all__ = ["parses", "resolves", "run_checks"]


def run_checks(candidate: Candidate, context: Context) -> Candidate:
    """The candidate with what every check found; the later ones only where the earlier ones did not fail."""
    found = parses(candidate.code)
    checks = [] if found is None else [found]
    if found is not None and found.verdict is Verdict.PASSED:
        installs = any(action.kind == "install" for action in candidate.actions)
        checks.append(resolves(candidate.code, context, promised=_promised(candidate, context), installs=installs))
    return dataclasses.replace(candidate, checks=(*candidate.checks, *checks))


def _promised(candidate: Candidate, context: Context) -> frozenset[str]:
    """The names that the cells to be run first define, and those whose objects they change."""
    targets = {action.target for action in candidate.actions if action.kind == "run_cell"}
    names: set[str] = set()
    for cell in context.cells:
        if cell.id in targets:
            with contextlib.suppress(SyntaxError, ValueError, RecursionError):
                names |= bindings_of(read_cell(cell.text).python).bound
            for statement in statements_of(cell.text):
                names.update(statement.changes, (name for name, _ in statement.columns))
    return frozenset(names)
