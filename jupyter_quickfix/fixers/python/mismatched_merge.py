"""Two tables that cannot be merged or joined as asked: keys of different types or names, columns in both."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import column_of, column_sample, data_of
from jupyter_quickfix.fixers.fault.frames import Labels, labels_of
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.fixers.number_texts import Cleaning
from jupyter_quickfix.fixers.similar import similarity
from jupyter_quickfix.records import Candidate, Context, Failure

_TYPES = re.compile(r"trying to merge on (\S+) and (\S+) columns for key '(.*?)'")
_OVERLAP = re.compile(r"columns overlap but no suffix specified")
_SETUP = "import pandas as pd\na = pd.DataFrame({'id': [1, 2], 'x': [3, 4]})\n"


class MismatchedMerge(Fixer):
    """Catches: "You are trying to merge on int64 and object columns", a key that only one of the tables has, "columns
    overlap but no suffix specified" from `join`.

    Proposes: the key read as numbers (or written as text) on the side where it differs; `left_on` and `right_on` for
    keys of different names; suffixes, or `merge` for `join` on a column.

    Keeps silent when: the tables are not variables of the session.

    Safety: safe; neither table itself is changed.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "KeyError", "MergeError")
    examples = (
        Fixes(
            setup=_SETUP + "b = pd.DataFrame({'id': ['1', '2'], 'y': [5, 6]})",
            before="both = a.merge(b, on='id')",
            after="both = a.merge(b.astype({'id': int}), on='id')",
        ),
        Fixes(
            setup=_SETUP + "b = pd.DataFrame({'id': ['1', 'n2'], 'y': [5, 6]})",
            before="both = pd.merge(a, b, on='id')",
            after="both = pd.merge(a.astype({'id': str}), b, on='id')",
        ),
        Fixes(
            setup=_SETUP + "b = pd.DataFrame({'a_id': [1, 2], 'y': [5, 6]})",
            before="both = a.merge(b, on='id')",
            after="both = a.merge(b, left_on='id', right_on='a_id')",
        ),
        Fixes(
            setup=_SETUP + "b = pd.DataFrame({'id': [1, 2], 'y': [5, 6]})",
            before="both = a.join(b, on='id')",
            after="both = a.merge(b, on='id')",
        ),
        Fixes(
            setup=_SETUP,
            before="both = a.join(a)",
            after="both = a.join(a, lsuffix='_left', rsuffix='_right')",
        ),
        Silent(
            setup=_SETUP + "b = pd.DataFrame({'when': ['x', 'y']})",
            before="a.merge(b, on='id')",
            why="the other table has nothing of the kind",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not isinstance(call.func, ast.Attribute) or call.func.attr not in ("merge", "join"):
            return
        pair = _tables(call, context)
        if pair is None:
            return
        if match := _TYPES.search(failure.message):
            yield from self._typed(call, pair, match.group(3), failure, context)
        elif _OVERLAP.search(failure.message):
            yield from self._overlapping(call, failure, context)
        elif failure.error_type == "KeyError":
            yield from self._named(call, pair, failure, context)

    def _typed(
        self, call: ast.Call, pair: tuple[ast.expr, ast.expr], key: str, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        given = {keyword.arg: value_of(keyword.value, context) for keyword in call.keywords}
        keys = (given.get("left_on", key), given.get("right_on", key))
        frames = [data_of(node, context).value for node in pair]
        letters = [column_of(frame, name).dtype for frame, name in zip(frames, keys, strict=True)]
        text = next((place for place, letter in enumerate(letters) if letter in ("O", "U")), None)
        if text is None or not all(type(name) is str for name in keys):
            return
        other = letters[1 - text]
        if other == "M":
            draft = Draft(failure, context)
            node, name = pair[text], keys[text]
            draft.replace(node, f"{draft.tight(node)}.assign(**{{{name!r}: {draft.module('pandas')}.to_datetime("
                          f"{draft.text(node)}[{name!r}])}})")  # fmt: skip
            yield self.candidate(draft.code(), "The key is text in one table and a date in the other.", confidence=0.85)
            return
        sample = [item for item in column_sample(frames[text], keys[text]) if item is not None]
        cleaning = Cleaning(sample)
        whole = cleaning.leaves_numbers() and not cleaning.needed and all(type(item) is str for item in sample)
        kind = ("int" if cleaning.leaves_whole() else "float") if whole else "str"
        ways = [(text, kind), (1 - text, "str")] if whole else [(1 - text, "str")]
        for number, (place, wanted) in enumerate(ways):
            draft = Draft(failure, context)
            draft.after(pair[place], f".astype({{{keys[place]!r}: {wanted}}})")
            why = f"The key {keys[place]!r} is text in one table and a number in the other."
            yield self.candidate(draft.code(), why, confidence=0.9 if number == 0 else 0.4)

    def _overlapping(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        assert isinstance(call.func, ast.Attribute)
        if any(keyword.arg == "on" for keyword in call.keywords):
            draft = Draft(failure, context)
            written = draft.text(call.func)
            draft.replace(call.func, written.removesuffix("join") + "merge")
            yield self.candidate(
                draft.code(), "`join` takes the other table's index; `merge`, its column.", confidence=0.88
            )
        draft = Draft(failure, context).add_argument(call, "lsuffix='_left', rsuffix='_right'")
        yield self.candidate(draft.code(), "Both tables have columns of the same name.", confidence=0.8)

    def _named(
        self, call: ast.Call, pair: tuple[ast.expr, ast.expr], failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        on = next((keyword for keyword in call.keywords if keyword.arg == "on"), None)
        key = value_of(on.value, context) if on is not None else None
        labels = [_labels(node, context) for node in pair]
        if on is None or type(key) is not str or None in labels:
            return
        has = [key in each.keys for each in labels if each is not None]
        if has.count(True) != 1 or call.func.attr != "merge":  # type: ignore[attr-defined]  # an attribute, as asked above
            return
        lacking = has.index(False)
        lacks, other = labels[lacking], labels[1 - lacking]
        assert lacks is not None
        assert other is not None
        if key in lacks.levels:
            return
        near = _likeliest(
            key, lacks, other, data_of(pair[lacking], context).value, data_of(pair[1 - lacking], context).value
        )
        if near is None:
            return
        name, sure = near
        names = (key, name) if lacking == 1 else (name, key)
        draft = Draft(failure, context).replace(on, f"left_on={names[0]!r}, right_on={names[1]!r}")
        yield self.candidate(draft.code(), f"Only one table has {key!r}; in the other it is {name!r}.", confidence=sure)


def _labels(node: ast.expr, context: Context) -> Labels | None:
    value = data_of(node, context).value
    labels = labels_of(value) if value is not UNKNOWN else None
    return labels if labels is not None and labels.kind == "frame" else None


def _tables(call: ast.Call, context: Context) -> tuple[ast.expr, ast.expr] | None:
    """The two tables of `a.merge(b)` or `pd.merge(a, b)`."""
    assert isinstance(call.func, ast.Attribute)
    if data_of(call.func.value, context).family == "frame" and call.args:
        pair = call.func.value, call.args[0]
    elif len(call.args) >= 2:
        pair = call.args[0], call.args[1]
    else:
        return None
    return pair if all(data_of(node, context).family == "frame" for node in pair) else None


def _likeliest(key: str, lacks: Labels, other: Labels, frame: object, its: object) -> tuple[str, float] | None:
    """The column of the table that lacks the key which is most likely the same: by name, then the only one of its type."""
    free = [name for name in lacks.names if name not in other.names]
    scored = sorted(((similarity(key, name), name) for name in free), reverse=True)
    if scored and scored[0][0] >= 0.6:
        return scored[0][1], 0.8
    words = [name for name in free if key.lower() in name.lower() or name.lower() in ("id", "key", "index")]
    if len(words) == 1:
        return words[0], 0.75
    alike = [name for name in free if column_of(frame, name).dtype == column_of(its, key).dtype]
    return (alike[0], 0.5) if len(alike) == 1 else None
