"""Texts without their quotes: `ages[ann]`, `open(data.csv)`, `how=left`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.frames import labels_of
from jupyter_quickfix.fixers.fault.rewrite import edited, source
from jupyter_quickfix.fixers.fault.undefined import Undefined, find_undefined
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.fixers.names.name_choices import choices, is_known_elsewhere
from jupyter_quickfix.records import Candidate, Context, Failure

_EXTENSIONS = frozenset(
    {
        "csv",
        "txt",
        "json",
        "xlsx",
        "xls",
        "png",
        "jpg",
        "jpeg",
        "pdf",
        "html",
        "xml",
        "parquet",
        "tsv",
        "db",
        "zip",
        "log",
        "md",
    }
)
#: Keywords whose values are words.
_WORDS = frozenset(
    {"how", "method", "kind", "mode", "encoding", "sep", "on", "by", "kernel", "solver", "metric", "color", "c"}
)


class ForgottenQuotes(Fixer):
    """Catches: NameError for a word that is a key of the dict or a column of the table it stands in (`ages[ann]`), a
    file's name (`open(data.csv)`), or the value of an argument that takes a word (`how=left`).

    Proposes: quotes around it.

    Keeps silent when: no such key exists, or a name of nearly the same spelling does.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("NameError",)
    examples = (
        Fixes(setup="ages = {'ann': 3}", before="ages[ann] + 1", after='ages["ann"] + 1'),
        Fixes(setup="ages = {'ann': 3}", before="ages.get(ann)", after='ages.get("ann")'),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1], 'city': ['a']})",
            before="df[[price, city]]",
            after='df[["price", "city"]]',
        ),
        Fixes(before="open(no_such_file.csv)", after='open("no_such_file.csv")'),
        Fixes(setup="def plot(kind='line'):\n    return kind", before="plot(kind=bar)", after='plot(kind="bar")'),
        Silent(setup="ages = {'ann': 3}", before="ages[zed]", why="there is no such key"),
        Silent(before="print(hello)", why="nothing tells that a text was meant"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or found.home is not None or is_known_elsewhere(found.name):
            return
        node, above = found.node, found.parents.get(found.node)
        if isinstance(above, ast.Attribute) and above.attr in _EXTENSIONS:
            text = source(failure, above)
            yield self._quoted([above], failure, f"`{text}` reads as a name; a file's name goes in quotes.", 0.9)
            return
        keyed = [each for each in found.occurrences if _is_key(each.id, each, found, context)]
        if node in keyed:
            others = _beside(node, found, context)
            why = f"There is a key {found.name!r}; as it stands here it is a name."
            yield self._quoted([*keyed, *others], failure, why, 0.93)
        elif isinstance(above, ast.keyword) and above.arg in _WORDS and not choices(found, context):
            yield self._quoted([node], failure, f"`{above.arg}` takes a word, in quotes.", 0.75)

    def _quoted(self, nodes: list[ast.expr], failure: Failure, why: str, sure: float) -> Candidate:
        quote = "'" if failure.code.count("'") > failure.code.count('"') else '"'
        edits = [Edit(*span_of(failure.python, node), f"{quote}{source(failure, node)}{quote}") for node in nodes]
        return self.candidate(edited(failure, *edits), why, confidence=sure)


def _holder(node: ast.AST, found: Undefined) -> ast.expr | None:
    """What is asked for the key: `ages` in `ages[ann]`, `ages[[ann]]` and `ages.get(ann)`."""
    above = found.parents.get(node)
    if isinstance(above, (ast.List, ast.Tuple)):
        above = found.parents.get(above)
    if isinstance(above, ast.Subscript) and above.value is not node:
        return above.value
    if isinstance(above, ast.Call) and isinstance(above.func, ast.Attribute) and above.func is not node:
        return above.func.value
    return None


def _is_key(name: str, node: ast.AST, found: Undefined, context: Context) -> bool:
    holder = _holder(node, found)
    value = UNKNOWN if holder is None else value_of(holder, context)
    if value is UNKNOWN or value is None or safe.is_module(value):
        return False
    labels = labels_of(value)
    return labels is not None and name in labels.names


def _beside(node: ast.AST, found: Undefined, context: Context) -> list[ast.expr]:
    """Other undefined keys in the same list."""
    above = found.parents.get(node)
    items = above.elts if isinstance(above, (ast.List, ast.Tuple)) else []
    return [
        each
        for each in items
        if isinstance(each, ast.Name)
        and each is not node
        and each.id not in context.namespace
        and _is_key(each.id, each, found, context)
    ]
