"""A label or position that exists, asked of the wrong indexer: columns for rows, positions for labels."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import span_of
from jupyter_quickfix.fixers.fault.data_values import Data, data_of
from jupyter_quickfix.fixers.fault.frames import Labels, labels_of
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_SETUP = "import pandas as pd\ndf = pd.DataFrame({'price': [1, 2, 3], 'city': ['a', 'b', 'a']})"
_INDEXERS = ("loc", "iloc", "at", "iat")


class MisdirectedKey(Fixer):
    """Catches: errors from `df[0, 'price']`, `df['a', 'b']`, `df[0]`, `df.loc['price']`, `df.loc[:, 0]`,
    `df.iloc[0, 'price']`, `series.loc[0]`: the label or position exists, but this indexer does not look there.

    Proposes: `.loc` for labels, `.iloc` for positions, a list for several columns, plain brackets for one column.

    Keeps silent when: the table has no such label or position, or is not a pandas object.

    Safety: safe; only what exists is asked for.
    """

    errors: ClassVar[tuple[str, ...]] = ("KeyError", "TypeError", "ValueError", "IndexError", "InvalidIndexError")
    examples = (
        Fixes(setup=_SETUP, before="df[0, 'price']", after="df.loc[0, 'price']"),
        Fixes(setup=_SETUP, before="df['price', 0]", after="df.loc[0, 'price']"),
        Fixes(setup=_SETUP, before="both = df['city', 'price']", after="both = df[['city', 'price']]"),
        Fixes(
            setup=_SETUP,
            before="df.groupby('city')['price', 'city'].first()",
            after="df.groupby('city')[['price', 'city']].first()",
        ),
        Fixes(setup=_SETUP, before="df[0]", after="df.iloc[0]"),
        Fixes(setup=_SETUP, before="df.loc['price']", after="df['price']"),
        Fixes(setup=_SETUP, before="df.loc[:, 0]", after="df.iloc[:, 0]"),
        Fixes(setup=_SETUP, before="df.iloc[0, 'price']", after="df.loc[0, 'price']"),
        Fixes(setup=_SETUP, before="df.iloc['price']", after="df['price']"),
        Fixes(
            setup="import pandas as pd\ns = pd.Series([1, 2], index=['x', 'y'])",
            before="s.loc[0]",
            after="s.iloc[0]",
        ),
        Silent(setup=_SETUP, before="df['weight']", why="there is no such column"),
        Silent(setup="d = {'a': 1}", before="d['a', 'b']", why="a dict has no other indexer"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        node = failing_node(failure, ast.Subscript)
        if node is None:
            return
        indexer = node.value.attr if isinstance(node.value, ast.Attribute) and node.value.attr in _INDEXERS else ""
        holder = node.value.value if indexer and isinstance(node.value, ast.Attribute) else node.value
        data = data_of(holder, context)
        parts = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
        if data.family == "groupby" or (not data.family and "tuple with more than one element" in failure.message):
            yield from self._listed(node, failure, context)
            return
        labels = labels_of(data.value) if data.value is not UNKNOWN else None
        if labels is None or labels.kind not in ("frame", "series"):
            return
        asked = _Asked(node, holder, indexer, parts, data, labels)
        yield from (
            self._of_frame(asked, failure, context)
            if labels.kind == "frame"
            else self._of_series(asked, failure, context)
        )

    def _listed(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        draft = Draft(failure, context)
        if isinstance(node.slice, ast.Tuple):
            draft.replace(node.slice, f"[{draft.text(node.slice).strip('()')}]")
            yield self.candidate(draft.code(), "Several columns are asked for by a list.", confidence=0.95)

    def _of_frame(self, asked: _Asked, failure: Failure, context: Context) -> Iterator[Candidate]:
        columns, keys = set(asked.labels.keys), [value_of(part, context) for part in asked.parts]
        rows = _Rows(asked.labels, asked.data)
        draft = Draft(failure, context)
        if not asked.indexer and len(keys) == 2:
            if all(key in columns for key in keys if _plain(key)) and all(_plain(key) for key in keys):
                yield from self._listed(asked.node, failure, context)
            elif (place := _column_place(keys, columns)) is not None:
                row, column = asked.parts[1 - place], asked.parts[place]
                way = "loc" if isinstance(row, ast.Slice) or rows.has_label(keys[1 - place]) else ""
                if way:
                    draft.replace(
                        asked.node, f"{draft.text(asked.holder)}.loc[{draft.text(row)}, {draft.text(column)}]"
                    )
                    yield self.candidate(
                        draft.code(), "A row and a column together go through `.loc`.", confidence=0.93
                    )
        elif not asked.indexer and len(keys) == 1 and type(keys[0]) is int and keys[0] not in columns:
            for way, sure in (("iloc[{}]", 0.6), ("iloc[:, {}]", 0.5)):
                draft = Draft(failure, context)
                inner = way.format(draft.text(asked.parts[0]))
                draft.replace(asked.node, f"{draft.text(asked.holder)}.{inner}")
                what = "row" if sure > 0.5 else "column"
                yield self.candidate(draft.code(), f"A {what} by its position is asked by `.iloc`.", confidence=sure)
        elif asked.indexer in ("loc", "iloc") and len(keys) == 1:
            yield from self._column_of_rows(asked, columns, failure, context)
        elif asked.indexer and len(keys) == 2:
            yield from self._other_indexer(asked, keys, columns, failure, context)

    def _column_of_rows(
        self, asked: _Asked, columns: set[object], failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        """`df.loc["price"]` → `df["price"]`."""
        part = asked.parts[0]
        elements = part.elts if isinstance(part, ast.List) else [part]
        keys = [value_of(element, context) for element in elements]
        if keys and all(_plain(key) and type(key) is str and key in columns for key in keys):
            end = span_of(failure.python, asked.holder)[1]
            draft = Draft(failure, context)
            draft.put(end, span_of(failure.python, asked.node.value)[1], "")
            why = f"`.{asked.indexer}` looks for rows; {keys[0]!r} is a column."
            yield self.candidate(draft.code(), why, confidence=0.9)
        elif asked.indexer == "loc" and len(keys) == 1 and type(keys[0]) is int:
            yield from self._swapped(asked, "iloc", failure, context, 0.7)

    def _other_indexer(
        self, asked: _Asked, keys: list[object], columns: set[object], failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        row, column = keys
        label_column = type(column) is str and column in columns
        position = {"loc": "iloc", "iloc": "loc", "at": "iat", "iat": "at"}[asked.indexer]
        rows = _Rows(asked.labels, asked.data)
        if asked.indexer in ("loc", "at"):
            if type(column) is int and column not in columns and column < len(asked.labels.keys):
                yield from self._swapped(asked, position, failure, context, 0.9)
            elif label_column and type(row) is int and not rows.has_label(row):
                draft = Draft(failure, context)
                text = f"{draft.text(asked.holder)}[{draft.text(asked.parts[1])}].iloc[{draft.text(asked.parts[0])}]"
                why = f"There is no row labelled {row}; by position it is asked by `.iloc`."
                yield self.candidate(draft.replace(asked.node, text).code(), why, confidence=0.7)
            elif (
                type(row) is str
                and row in columns
                and (rows.has_label(column) or isinstance(asked.parts[1], ast.Slice))
            ):
                draft = Draft(failure, context)
                draft.replace(asked.parts[0], draft.text(asked.parts[1])).replace(
                    asked.parts[1], draft.text(asked.parts[0])
                )
                yield self.candidate(draft.code(), "The row comes first, then the column.", confidence=0.88)
        elif label_column or _all_labels(asked.parts[1], columns, context):
            if isinstance(asked.parts[0], ast.Slice) or not rows.by_number:
                draft = Draft(failure, context)
                start = span_of(failure.python, asked.holder)[1]
                rest = f".iloc[{draft.text(asked.parts[0])}][{draft.text(asked.parts[1])}]"
                draft.put(start, span_of(failure.python, asked.node)[1], rest)
                why = "`.iloc` takes positions only; the column is asked by its name."
                yield self.candidate(draft.code(), why, confidence=0.85)
            yield from self._swapped(asked, position, failure, context, 0.88 if rows.by_number else 0.3)

    def _swapped(
        self, asked: _Asked, indexer: str, failure: Failure, context: Context, sure: float
    ) -> Iterator[Candidate]:
        draft = Draft(failure, context)
        end = span_of(failure.python, asked.node.value)[1]
        draft.put(end - len(asked.indexer), end, indexer)
        kind = "positions" if indexer in ("iloc", "iat") else "labels"
        yield self.candidate(draft.code(), f"These are {kind}, which `.{indexer}` takes.", confidence=sure)

    def _of_series(self, asked: _Asked, failure: Failure, context: Context) -> Iterator[Candidate]:
        if len(asked.parts) != 1:
            return
        key, size = value_of(asked.parts[0], context), (asked.data.shape or (0,))[0]
        if type(key) is not int or not -size <= key < size:
            return
        if asked.indexer in ("loc", "at"):
            yield from self._swapped(asked, "iloc" if asked.indexer == "loc" else "iat", failure, context, 0.85)
        elif not asked.indexer:
            draft = Draft(failure, context).after(asked.holder, ".iloc")
            why = f"No element is labelled {key}; by position it is asked by `.iloc`."
            yield self.candidate(draft.code(), why, confidence=0.9)


class _Asked:
    """What was asked of which table."""

    def __init__(
        self, node: ast.Subscript, holder: ast.expr, indexer: str, parts: list[ast.expr], data: Data, labels: Labels
    ) -> None:
        self.node, self.holder, self.indexer, self.parts, self.data, self.labels = (
            node,
            holder,
            indexer,
            parts,
            data,
            labels,
        )


class _Rows:
    """The row labels; a plain numbering has no list of them."""

    def __init__(self, labels: Labels, data: Data) -> None:
        self._labels, self._size = labels.rows, (data.shape or (0,))[0]
        self.by_number = not labels.rows or type(labels.rows[0]) is int

    def has_label(self, key: object) -> bool:
        if self._labels:
            return _plain(key) and key in self._labels
        return type(key) is int and 0 <= key < self._size


def _plain(key: object) -> bool:
    return type(key) in (str, int, float)


def _column_place(keys: list[object], columns: set[object]) -> int | None:
    """Which of a row and a column is the column: 0 or 1; None where it cannot be told."""
    named = [type(key) is str and key in columns for key in keys]
    return named.index(True) if sum(named) == 1 else None


def _all_labels(part: ast.expr, columns: set[object], context: Context) -> bool:
    if not isinstance(part, ast.List) or not part.elts:
        return False
    keys = [value_of(element, context) for element in part.elts]
    return all(type(key) is str and key in columns for key in keys)
