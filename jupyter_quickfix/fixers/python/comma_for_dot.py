"""A comma where a dot was meant: `line.strip(),split(",")`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.rewrite import edited
from jupyter_quickfix.fixers.fault.undefined import find_undefined
from jupyter_quickfix.records import Candidate, Context, Failure

_METHODS = frozenset(name for kind in (str, list, dict) for name in dir(kind) if not name.startswith("_"))


class CommaForDot(Fixer):
    """Catches: NameError for a method of texts, lists or dicts that is called right after a comma, without a space.

    Proposes: a dot in place of the comma.

    Keeps silent when: there is a space after the comma, or the name is no method's.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("NameError",)
    examples = (
        Fixes(setup="line = 'a,b'", before="parts = line.strip(),split(',')", after="parts = line.strip().split(',')"),
        Silent(setup="line = 'a,b'", before="parts = line.strip(), splat(',')", why="no method has this name"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or found.name not in _METHODS or not found.uses.called or len(found.occurrences) != 1:
            return
        call = found.parents.get(found.node)
        start = span_of(failure.python, found.node)[0]
        listed = call is not None and isinstance(found.parents.get(call), (ast.Tuple, ast.Call))
        if listed and failure.code[start - 1 : start] == ",":
            code = edited(failure, Edit(start - 1, start, "."))
            why = f"`{found.name}` is a method; a dot joins it to its object."
            yield self.candidate(code, why, confidence=0.88)
