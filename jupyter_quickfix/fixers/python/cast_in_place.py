"""An operation in place whose result does not fit the array's own type."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import failing_statement
from jupyter_quickfix.records import Candidate, Context, Failure

_CAST = re.compile(r"Cannot cast ufunc '\w+' output from|ufunc '\w+' output \(typecode")
_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%"}


class CastInPlace(Fixer):
    """Catches: "Cannot cast ufunc 'add' output from float64 to int64" from `array += 0.5` and the like.

    Proposes: the operation as an assignment, which makes a new array of the wider type.

    Keeps silent when: the operation is not in this cell.

    Safety: safe; other names for the old array keep its values.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="import numpy as np\na = np.arange(3)", before="a += 0.5", after="a = a + 0.5"),
        Fixes(setup="import numpy as np\na = np.arange(3)", before="a /= 2 + 1", after="a = a / (2 + 1)"),
        Silent(setup="a = 'x'", before="a += 1", why="no array is involved"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        statement = failing_statement(failure)
        if not _CAST.search(failure.message) or not isinstance(statement, ast.AugAssign):
            return
        sign = _SIGNS.get(type(statement.op))
        if sign is None:
            return
        draft = Draft(failure, context)
        target = draft.text(statement.target)
        draft.replace(statement, f"{target} = {target} {sign} {draft.tight(statement.value)}")
        why = "In place the result has to fit the array's type; a new array takes the wider one."
        yield self.candidate(draft.code(), why, confidence=0.93)
