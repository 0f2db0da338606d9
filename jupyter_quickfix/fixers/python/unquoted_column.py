"""A column's name without quotes: `df.groupby(city)`, `pl.col(price)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of
from jupyter_quickfix.fixers.fault.frames import labels_of
from jupyter_quickfix.fixers.fault.locate import nodes_of
from jupyter_quickfix.fixers.fault.undefined import Undefined, find_undefined
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure

#: Where a column's name can stand.
_PLACES = (ast.Call, ast.keyword, ast.List, ast.Tuple, ast.Subscript, ast.Dict)
_MAX_TABLES = 50


class UnquotedColumn(Fixer):
    """Catches: NameError for a word that is a column, index label or index level of a table in scope, or of one that this
    very cell makes, where it stands as an argument, in a list or between square brackets.

    Proposes: quotes around it, wherever it stands so in the cell.

    Keeps silent when: no table has such a column, or the name is called, computed with or asked for attributes.

    Safety: safe.
    """

    errors = ("NameError",)
    examples = (
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1], 'city': ['a']})",
            before="df.groupby(city).sum()",
            after="df.groupby('city').sum()",
        ),
        Fixes(
            setup="import polars as pl\ndf = pl.DataFrame({'price': [1], 'city': ['a']})",
            before="df.select(pl.col(price).sum(), pl.col('city'))",
            after="df.select(pl.col('price').sum(), pl.col('city'))",
        ),
        Fixes(
            setup="import pandas as pd",
            before="df = pd.DataFrame({'price': [1], 'city': ['a']})\ndf.sort_values(by=[city, price])",
            after="df = pd.DataFrame({'price': [1], 'city': ['a']})\ndf.sort_values(by=['city', 'price'])",
        ),
        Silent(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1]})",
            before="total = price * 2",
            why="it is computed with: more likely a variable",
        ),
        Fixes(before="columns = ['age', city, 'name']", after="columns = ['age', 'city', 'name']"),
        Silent(before="print(price)", why="no table has such a column"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or found.home is not None or not _stands_for_a_column(found.node, found):
            return
        known = _columns(failure, context)
        listed = _among_texts(found)
        if found.name not in known and not listed:
            return
        if listed:
            known = {*known, found.name}
        others = [
            node
            for node in nodes_of(failure, ast.Name)
            if isinstance(node.ctx, ast.Load) and node.id in known and node.id not in context.namespace
        ]
        same = [node for node in others if node.id == found.name or _beside(node, found)]
        quote = '"' if failure.code.count('"') > failure.code.count("'") else "'"
        edits = [
            Edit(*span_of(failure.python, node), f"{quote}{node.id}{quote}")
            for node in same
            if _stands_for_a_column(node, found)
        ]
        why = f"{found.name!r} is a column or stands among texts; without quotes it is a name."
        near = listed and closest(found.name, _own_names(context), limit=1, cutoff=0.75)
        yield self.candidate(apply_edits(failure.code, edits), why, confidence=0.6 if near else 0.9)


def _stands_for_a_column(node: ast.AST, found: Undefined) -> bool:
    above = found.parents.get(node)
    if isinstance(above, ast.Call):
        return node in above.args and isinstance(above.func, ast.Attribute)
    if isinstance(above, ast.Subscript):
        return above.value is not node
    return isinstance(above, _PLACES)


def _among_texts(found: Undefined) -> bool:
    """Whether it stands in a list or tuple whose other items are texts: `columns=["age", city]`."""
    above = found.parents.get(found.node)
    items = above.elts if isinstance(above, ast.List | ast.Tuple) else []
    others = [item for item in items if not isinstance(item, ast.Name)]
    return bool(others) and all(isinstance(item, ast.Constant) and type(item.value) is str for item in others)


def _own_names(context: Context) -> list[str]:
    return [name for name in list(context.namespace) if type(name) is str and not name.startswith("_")]


def _beside(node: ast.AST, found: Undefined) -> bool:
    """Whether it stands in the same list or call as the name that failed."""
    return found.parents.get(node) is found.parents.get(found.node)


def _columns(failure: Failure, context: Context) -> set[str]:
    """The names that tables in scope can be asked for, and the texts of the failing cell itself."""
    names = {node.value for node in nodes_of(failure, ast.Constant) if type(node.value) is str}
    tables = 0
    for scope in (context.frame_locals, context.namespace):
        for value in list(scope.values()):
            labels = None if type(value) is dict else labels_of(value)
            if labels is None:
                continue
            tables += 1
            names.update(name for name in (*labels.names, *labels.levels) if type(name) is str)
            if tables >= _MAX_TABLES:
                return names
    return names
