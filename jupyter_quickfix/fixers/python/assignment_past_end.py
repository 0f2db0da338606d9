"""Items assigned beyond a list's end, as if it grew by itself: `rows = []`, then `rows[0] = 3`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.flow import raised_here, statement_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.overrun import read_assignment
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source
from jupyter_quickfix.records import Candidate, Context, Failure


class AssignmentPastEnd(Fixer):
    """Catches: "list assignment index out of range" for the place just behind a list's last item.

    Proposes: `append`.

    Keeps silent when: the place is further out, or the assignment is part of a larger one.

    Safety: safe; in order, `append` puts each value where the index said.
    """

    errors: ClassVar[tuple[str, ...]] = ("IndexError",)
    examples = (
        Fixes(
            before="squares = []\nfor i in range(3):\n    squares[i] = i * i\nsquares",
            after="squares = []\nfor i in range(3):\n    squares.append(i * i)\nsquares",
        ),
        Silent(setup="rows = [1]", before="rows[5] = 3", why="the place is further out"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if "assignment index out of range" not in failure.message or not raised_here(failure):
            return
        for node in nodes_of(failure, ast.Subscript):
            if not isinstance(node.ctx, ast.Store) or not on_failing_lines(failure, node):
                continue
            found, statement = read_assignment(node, context), statement_of(failure, node)
            plain = isinstance(statement, ast.Assign) and statement.targets == [node]
            if found is None or found.excess != 1 or not plain or not isinstance(statement, ast.Assign):
                continue
            text = source(failure, node.value)
            code = edited(failure, replace(failure, statement, f"{text}.append({source(failure, statement.value)})"))
            why = f"`{text}` has {found.length} items; assigning does not make it longer, `append` does."
            yield self.candidate(code, why, confidence=0.9)
            return
