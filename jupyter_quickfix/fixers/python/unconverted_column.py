"""`.dt` asked of a column that holds no dates, `.str` of one that holds no text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import text_of
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.records import Candidate, Context, Failure

_SETUP = "import pandas as pd\ndf = pd.DataFrame({'when': ['2024-01-02'], 'n': [3]})"


class UnconvertedColumn(Fixer):
    """Catches: "Can only use .dt accessor with datetimelike values", "Can only use .str accessor with string values", and
    `.str` or `.dt` on a table of one column.

    Proposes: `pd.to_datetime(column)` or `column.astype(str)` before the accessor; the column out of the table.

    Keeps silent when: the accessor is not written in the failing line.

    Safety: safe; the column itself is not changed.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(
            setup=_SETUP,
            before="df['year'] = df['when'].dt.year",
            after="df['year'] = pd.to_datetime(df['when']).dt.year",
        ),
        Fixes(setup=_SETUP, before="df.n.str.zfill(3)", after="df.n.astype(str).str.zfill(3)"),
        Fixes(setup=_SETUP, before="df[['when']].str[:4]", after="df['when'].str[:4]"),
        Silent(setup=_SETUP, before="df.n.strip()", why="no accessor is involved"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for accessor, told in (("dt", "Can only use .dt accessor"), ("str", "Can only use .str accessor")):
            if (
                told not in failure.message
                and f"'DataFrame' object has no attribute '{accessor}'" not in failure.message
            ):
                continue
            nodes = [
                node
                for node in nodes_of(failure, ast.Attribute)
                if node.attr == accessor and on_failing_lines(failure, node)
            ]
            if not nodes:
                return
            if told in failure.message:
                yield from self._converted(accessor, nodes, failure, context)
            else:
                yield from self._single(nodes, failure, context)

    def _converted(
        self, accessor: str, nodes: list[ast.Attribute], failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        draft = Draft(failure, context)
        letters = set()
        for node in nodes:
            data = data_of(node.value, context)
            if (accessor == "dt" and data.dtype == "M") or (accessor == "str" and data.dtype == "U"):
                continue
            letters.add(data.dtype)
            if accessor == "dt":
                draft.before(node.value, f"{draft.module('pandas')}.to_datetime(").after(node.value, ")")
            else:
                draft.replace(node.value, f"{draft.tight(node.value)}.astype(str)")
        kind = "dates" if accessor == "dt" else "text"
        sure = 0.6 if accessor == "dt" and letters & {"i", "f", "b"} else 0.92
        why = f"The column holds no {kind} yet; it has to be converted before `.{accessor}`."
        yield self.candidate(draft.code(), why, confidence=sure)

    def _single(self, nodes: list[ast.Attribute], failure: Failure, context: Context) -> Iterator[Candidate]:
        for node in nodes:
            holder = node.value
            if isinstance(holder, ast.Subscript) and isinstance(holder.slice, ast.List) and len(holder.slice.elts) == 1:
                draft = Draft(failure, context)
                draft.replace(holder.slice, text_of(failure.code, holder.slice.elts[0]))
                yield self.candidate(
                    draft.code(), "Double brackets make a table; single ones, the column.", confidence=0.9
                )
                return
