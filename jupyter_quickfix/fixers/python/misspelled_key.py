"""A column of a table or a key of a dict that is not there under this name."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.key_places import defining_places
from jupyter_quickfix.fixers.fault.key_sources import Source, sources_of
from jupyter_quickfix.fixers.fault.locate import ancestors, nodes_of, on_failing_lines, parent
from jupyter_quickfix.fixers.fault.missing_keys import missing_keys, offered_columns, speaks_of_levels
from jupyter_quickfix.fixers.renaming.calls import requoted
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure

#: What is left of the likeness that the slip is where the key is used, where the same cell makes the key.
_SLIP_IN_USE = 0.8


class MisspelledKey(Fixer):
    """Catches: KeyError and its kin (pandas' "not in index", "not found in axis", Polars' ColumnNotFoundError, seaborn's
    "Could not interpret value", merge, groupby, sort_values, usecols) for a column or dict key that exists under nearly
    the same name: a slip, other case, spaces or underscores, white space around it, a number instead of text.

    Proposes: the right key in the string that holds the wrong one, in the user's quotes; the index level of that name;
    with little confidence, another table in scope that has the column. Where this very cell makes the key, also the
    wrong one's spelling there.

    Keeps silent when: nothing near exists, or the wrong key is not written in this cell.

    Safety: safe; only a key that exists is put in.
    """

    errors: ClassVar[tuple[str, ...]] = (
        "KeyError",
        "ValueError",
        "ColumnNotFoundError",
        "SchemaFieldNotFoundError",
        "StructFieldNotFoundError",
    )
    examples = (
        Fixes(setup="ages = {'anna': 3, 'bob': 4}", before="ages['ana'] + 1", after="ages['anna'] + 1"),
        Fixes(setup="ages = {1: 'a', 2: 'b'}", before="ages['1']", after="ages[1]"),
        Fixes(setup='row = {"First Name": 1}', before='row["first_name"]', after='row["First Name"]'),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1, 2], 'city': ['a', 'b']})",
            before="df['Price'].sum()\ndf['Price'].mean()",
            after="df['price'].sum()\ndf['price'].mean()",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({' price ': [1, 2], 'city': ['a', 'b']})",
            before="df[['city', 'price']]",
            after="df[['city', ' price ']]",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1, 2], 'city': ['a', 'b']})",
            before="df.groupby('ctiy').price.sum()",
            after="df.groupby('city').price.sum()",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1, 2], 'city': ['a', 'b']})",
            before="df.drop(columns=['prices'])",
            after="df.drop(columns=['price'])",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1, 2], 'city': ['a', 'b']})",
            before="df.sort_values(by='pric')",
            after="df.sort_values(by='price')",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'key': [1]})\nother = pd.DataFrame({'key': [1]})",
            before="df.merge(other, on='Key')",
            after="df.merge(other, on='key')",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'x': [1]}, index=pd.Index([5], name='day'))",
            before="df['day']",
            after="df.reset_index()['day']",
        ),
        Fixes(
            setup="import polars as pl\ndf = pl.DataFrame({'price': [1]})",
            before="df['prcie']",
            after="df['price']",
        ),
        Fixes(
            setup="import pandas as pd",
            before="df = pd.DataFrame({'price ': [1], 'city': ['a']})\ndf['price'].sum()",
            after="df = pd.DataFrame({'price': [1], 'city': ['a']})\ndf['price'].sum()",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1], 'city': ['a']})",
            before="df.melt(id_vars=['ctiy'])",
            after="df.melt(id_vars=['city'])",
        ),
        Silent(setup="ages = {'anna': 3}", before="ages['zebra']", why="nothing comes near"),
        Silent(setup="ages = {'anna': 3}\nkey = 'ana'", before="ages[key]", why="the wrong key is not in this cell"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        keys = missing_keys(failure)
        sources = list(sources_of(failure, context))
        seen: set[str] = set()
        found = []
        for key in keys:
            places = _literals(key, failure)
            if places:
                found.append(list(self._for_key(key, places, sources, failure)))
        if len(found) > 1 and all(found):  # several columns at once: the best for each, together
            yield from self._together(keys, sources, failure)
        for candidate in (candidate for candidates in found for candidate in candidates):
            if candidate.code not in seen and candidate.code != failure.code:
                seen.add(candidate.code)
                yield candidate

    def _for_key(
        self, key: object, places: list[ast.Constant], sources: list[Source], failure: Failure
    ) -> Iterator[Candidate]:
        for name, likeness in _near(key, _known(sources, failure)):
            made, shares = defining_places(name, failure), [1.0]
            found = [self._put_everywhere(name, places, failure, f"There is no {key!r} here; the nearest is {name!r}.")]
            if made:  # this very cell makes the column: the slip may be there
                why = f"The cell makes {name!r} and asks for {key!r}."
                found.append(self._put_everywhere(key, made, failure, why))
                stray = isinstance(name, str) and name != name.strip()
                shares = [0.3, 0.95] if stray else [_SLIP_IN_USE, 0.6]
            weighed = [(candidate, likeness * share) for candidate, share in zip(found, shares, strict=True)]
            for candidate, sure in sorted(weighed, key=lambda pair: -pair[1]):
                yield dataclasses.replace(candidate, confidence=round(0.96 * sure, 3))
        levels = [name for source in sources if source.asked for name in source.labels.levels]
        rows = [edit for edit in (_from_index(node, failure) for node in places) if edit]
        if key in levels and rows:
            why = f"{key!r} is the name of the index, not a column; `reset_index()` makes it one."
            yield self.candidate(apply_edits(failure.code, rows), why, confidence=0.7)
        for source in sources:
            if not source.asked and source.text and key in source.labels.names:
                moved = [edit for edit in (_other(node, source.text, failure) for node in places) if edit]
                if moved:
                    why = f"`{source.text}` has a column {key!r}."
                    yield self.candidate(apply_edits(failure.code, moved), why, confidence=0.35)

    def _put_everywhere(self, name: object, places: list[ast.Constant], failure: Failure, why: str) -> Candidate:
        edits = [_put(name, node, failure) for node in places]
        return self.candidate(apply_edits(failure.code, edits), why, confidence=0.0)

    def _together(self, keys: list[object], sources: list[Source], failure: Failure) -> Iterator[Candidate]:
        known = _known(sources, failure)
        edits, sure = [], 1.0
        for key in keys:
            near = _near(key, known)
            if not near:
                return
            sure = min(sure, near[0][1])
            edits += [_put(near[0][0], node, failure) for node in _literals(key, failure)]
        why = "These keys are not here; the nearest ones are."
        yield self.candidate(apply_edits(failure.code, edits), why, confidence=round(0.97 * sure, 3))


def _known(sources: list[Source], failure: Failure) -> list[object]:
    """The keys that can have been meant: of the tables that were asked, and those that the message lists."""
    asked = [source.labels for source in sources if source.asked]
    levels = [name for labels in asked for name in labels.levels] if speaks_of_levels(failure) else []
    return [*levels, *(name for labels in asked for name in labels.keys), *offered_columns(failure)]


def _near(key: object, known: list[object]) -> list[tuple[object, float]]:
    """The known keys nearest to the wrong one: as another type, then by likeness."""
    if type(key) is int:
        texts: list[object] = [name for name in known if type(name) is str and name.strip() == str(key)]
        return [(name, 0.9) for name in texts[:1]]
    if type(key) is not str:
        return []
    same = [(name, 0.92) for name in known if type(name) in (int, float) and str(name) == key]
    names = list(dict.fromkeys(name for name in known if type(name) is str))
    stripped = [(name, 0.98) for name in names if name != key and _folded(name) == _folded(key)]
    ranked: dict[object, float] = dict(closest(key, names)) | dict(stripped) | dict(same)
    return sorted(ranked.items(), key=lambda pair: -pair[1])[:3]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _literals(key: object, failure: Failure) -> list[ast.Constant]:
    """The literals in the cell that hold the key: where it failed, and where the same receiver is asked for it."""
    holders = [node for node in nodes_of(failure, ast.Constant) if type(node.value) is type(key) and node.value == key]
    holders = [node for node in holders if not isinstance(parent(failure, node), (ast.JoinedStr, ast.Expr))]
    failing = [node for node in holders if on_failing_lines(failure, node)]
    if not failing:
        return holders if len(holders) == 1 or failure.line is None else []
    receivers = {_receiver(node, failure) for node in failing} - {None}
    return [node for node in holders if node in failing or _receiver(node, failure) in receivers]


def _receiver(node: ast.Constant, failure: Failure) -> str | None:
    """The object that the literal is a key of, as the cell writes it."""
    for above in ancestors(failure, node):
        if isinstance(above, ast.Subscript):
            return _root(above.value)
        if isinstance(above, ast.Call):
            return _root(above.func)
        if isinstance(above, ast.stmt):
            return None
    return None


def _root(node: ast.expr) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _put(name: object, node: ast.Constant, failure: Failure) -> Edit:
    old = text_of(failure.code, node)
    return Edit(*span_of(failure.python, node), requoted(old, repr(name)) if isinstance(name, str) else repr(name))


def _from_index(node: ast.Constant, failure: Failure) -> Edit | None:
    """`df["day"]` → `df.reset_index()["day"]`."""
    holder = parent(failure, node)
    if not isinstance(holder, ast.Subscript) or not isinstance(holder.ctx, ast.Load) or holder.value is node:
        return None
    end = span_of(failure.python, holder.value)[1]
    return Edit(end, end, ".reset_index()")


def _other(node: ast.Constant, name: str, failure: Failure) -> Edit | None:
    """`df["x"]` → `other["x"]`."""
    holder = parent(failure, node)
    if not isinstance(holder, ast.Subscript) or not isinstance(holder.value, ast.Name):
        return None
    return Edit(*span_of(failure.python, holder.value), name)
