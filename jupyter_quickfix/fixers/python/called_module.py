"""A submodule that is called where the class or function of nearly its name was meant: `pl.series(…)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import apply_edits
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.renaming.templates import rename_edit
from jupyter_quickfix.records import Candidate, Context, Failure


class CalledModule(Fixer):
    """Catches: "'module' object is not callable" for `pl.series(…)`, `pl.dataframe(…)`: the package has a class of that name in
    another case.

    Proposes: the class.

    Keeps silent when: the package has nothing callable of that name.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="import polars as pl", before="s = pl.series([1])", after="s = pl.Series([1])"),
        Silent(setup="import os", before="os.path('a')", why="nothing is called so in another case"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not isinstance(call.func, ast.Attribute) or "'module' object" not in failure.message:
            return
        owner, asked = value_of(call.func.value, context), call.func.attr
        if not safe.is_module(owner):
            return
        for name, value in list(safe.instance_dict(owner).items()):
            same = (
                type(name) is str and name != asked and name.replace("_", "").lower() == asked.replace("_", "").lower()
            )
            if same and not name.startswith("_") and (safe.is_class(value) or safe.kind_of(value) == "function"):
                edit = rename_edit(failure, call.func, name)
                why = f"`{asked}` is a module; the class is called `{name}`."
                yield self.candidate(apply_edits(failure.code, [edit]), why, confidence=0.94)
                return
