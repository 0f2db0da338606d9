"""A module called by a name that it was not imported under."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.edits import apply_edits
from jupyter_quickfix.fixers.fault.undefined import Undefined, find_undefined, rename_all
from jupyter_quickfix.fixers.names.imported import module_path
from jupyter_quickfix.fixers.names.imports import modules_of
from jupyter_quickfix.records import Candidate, Context, Failure


class UnknownAlias(Fixer):
    """Catches: NameError for `numpy` where NumPy was imported as `np`, for `pd` where it is plain `pandas`.

    Proposes: the name that the module has in this session, everywhere in the cell.

    Keeps silent when: no module in scope goes by that name anywhere, or it lacks what the cell asks of it.

    Safety: safe; the module is the one that the name stands for.
    """

    errors = ("NameError",)
    examples = (
        Fixes("math.sqrt(4) + math.pi", "m.sqrt(4) + m.pi", setup="import math as m"),
        Fixes("np.array([1])", "numpy.array([1])", setup="import numpy"),
        Fixes("pandas.Series([1])", "pd.Series([1])", setup="import pandas as pd"),
        Silent("math.frobnicate(4)", "the module has no such thing", setup="import math as m"),
        Silent("numpy.array([1])", "it is not imported at all: another rule's", setup="import math"),
        Silent("math + 1", "a number of the user's own", setup="import math as m"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or found.home is not None or not found.uses.attributes:
            return
        for alias, value in list(context.namespace.items()):
            path = module_path(value) if type(alias) is str and not alias.startswith("_") else None
            if path is None or not _goes_by(found.name, path):
                continue
            if all(safe.has(value, name) for name in found.uses.attributes):
                yield self._renamed(failure, found, alias, path)
                return

    def _renamed(self, failure: Failure, found: Undefined, alias: str, path: str) -> Candidate:
        edits = rename_all(failure.code, found.occurrences, found.name, alias, found.parents)
        why = f"`{path}` was imported as `{alias}` in this session."
        return self.candidate(apply_edits(failure.code, edits), why, confidence=0.94)


def _goes_by(name: str, path: str) -> bool:
    """Whether people call the module so: by its own name, or by a usual alias."""
    if name in (path, path.rpartition(".")[2]):
        return True
    usual = load("import_aliases")["aliases"].get(name, {})
    return any(modules_of(statement)[0] == path for statement in usual)
