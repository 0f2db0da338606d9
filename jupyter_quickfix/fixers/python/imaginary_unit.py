"""The imaginary unit written as in mathematics: `i ** 2`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.rewrite import edited, replace
from jupyter_quickfix.fixers.fault.undefined import find_undefined
from jupyter_quickfix.records import Candidate, Context, Failure


class ImaginaryUnit(Fixer):
    """Catches: NameError for `i` or `j` that is only ever calculated with, in a cell without a loop.

    Proposes: `1j`, Python's imaginary unit.

    Keeps silent when: it is an index, or a loop or function is around.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("NameError",)
    examples = (
        Fixes(before="z = 3 + 2 * i", after="z = 3 + 2 * 1j"),
        Fixes(before="j ** 2", after="1j ** 2"),
        Silent(setup="rows = [1]", before="rows[i]", why="it is an index"),
        Silent(before="for k in range(3):\n    print(i + 1)", why="a loop's variable was meant"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or found.name not in ("i", "j", "I") or found.home is not None:
            return
        if found.scope.kind != "module" or any(isinstance(node, (ast.For, ast.While)) for node in found.parents):
            return
        if not all(isinstance(found.parents.get(node), ast.BinOp) for node in found.occurrences):
            return
        above = [each for node in found.occurrences for each in _above(node, found.parents)]
        if any(isinstance(each, (ast.Subscript, ast.Slice)) for each in above):
            return
        edits = [replace(failure, node, "1j") for node in found.occurrences]
        why = "Python writes the imaginary unit `1j`."
        yield self.candidate(edited(failure, *edits), why, confidence=0.6)


def _above(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[ast.AST]:
    above = parents.get(node)
    while above is not None:
        yield above
        above = parents.get(above)
