"""A column of text that does not read as numbers when it is converted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.data_values import data_of, sample_at
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.number_texts import Cleaning
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_CULPRIT = re.compile(
    r"could not convert string to (?:float|int|complex): ?(['\"].*['\"]|.*)$|"
    r"invalid literal for int\(\) with base 10: (['\"].*['\"])|"
    r"Unable to parse string (['\"].*['\"]) at position",
    re.DOTALL,
)
_NOT_FINITE = re.compile(
    r"non-finite values|cannot convert float NaN to integer|cannot convert NA to integer|Cannot convert NA"
)


class NumberInText(Fixer):
    """Catches: "could not convert string to float: '1,200'", "Unable to parse string" and "Cannot convert non-finite
    values to integer" from `column.astype(…)`, `pd.to_numeric(column)` or `column.apply(float)`.

    Proposes: taking thousands separators, currency and percent signs out first; `pd.to_numeric(…, errors='coerce')`
    where some entries are no numbers at all; `'Int64'`, which has missing values, for whole numbers.

    Keeps silent when: it is not a column of text.

    Safety: entries that are no numbers become missing, so that is marked as changing results.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "TypeError", "IntCastingNaNError")
    examples = (
        Fixes(
            setup="import pandas as pd\ns = pd.Series(['1,200', '3'])",
            before="n = s.astype(float)",
            after="n = s.str.replace(',', '', regex=False).astype(float)",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'p': ['$1,200', '$3']})",
            before="df['p'] = df['p'].astype(int)",
            after="df['p'] = df['p'].str.replace(r'[$,]', '', regex=True).astype(int)",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'p': ['12%', '3%']})",
            before="df['p'] = pd.to_numeric(df['p'])",
            after="df['p'] = pd.to_numeric(df['p'].str.rstrip('%'))",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'p': ['12', 'n/a']})",
            before="df['p'] = df['p'].astype(float)",
            after="df['p'] = pd.to_numeric(df['p'], errors='coerce')",
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series([1.0, None])",
            before="n = s.astype(int)",
            after="n = s.astype('Int64')",
        ),
        Silent(before="float('1,200')", why="a single text, not a column"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not isinstance(call.func, ast.Attribute):
            return
        way = call.func.attr
        if way in ("apply", "map") and len(call.args) == 1 and isinstance(call.args[0], ast.Name):
            way = "apply" if call.args[0].id in ("float", "int") else ""
        if way == "astype" and _NOT_FINITE.search(failure.message):
            yield from self._missing(call, failure, context)
        match = _CULPRIT.search(failure.message)
        if match is None or way not in ("astype", "to_numeric", "apply"):
            return
        column = call.args[0] if way == "to_numeric" and call.args else call.func.value
        if data_of(column, context).family not in ("series", "array", ""):
            return
        culprit = next((group for group in match.groups() if group), "").strip().strip("'\"")
        cleaning = Cleaning([culprit, *(text for text in sample_at(column, context) if type(text) is str)])
        yield from self._cleaned(call, way, column, cleaning, failure, context)

    def _cleaned(
        self, call: ast.Call, way: str, column: ast.expr, cleaning: Cleaning, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        draft = Draft(failure, context)
        whole = _asks_whole(call, way, context)
        cleaned = cleaning.on_column(draft.tight(column))
        fits = cleaning.leaves_numbers() and (not whole or cleaning.leaves_whole())
        if fits and cleaning.needed:
            draft.replace(column, cleaned)
            if way == "apply":
                draft = Draft(failure, context).replace(call, f"{cleaned}.astype({draft.text(call.args[0])})")
            why = f"The texts hold {_named(cleaning)}, which Python's numbers do not."
            yield self.candidate(draft.code(), why, confidence=0.9)
            return
        if whole and cleaning.leaves_numbers() and way != "to_numeric":
            draft.replace(call, f"{cleaned}.astype(float).astype(int)")
            why = "The texts hold decimal numbers, which are read by `float` first."
            yield self.candidate(draft.code(), why, confidence=0.8)
            return
        replaced = column if way == "to_numeric" else call
        numeric = f"{draft.module('pandas')}.to_numeric({cleaned if cleaning.needed else draft.text(column)}, errors='coerce')"
        if replaced is column:
            draft.replace(column, cleaned if cleaning.needed else draft.text(column)).add_argument(
                call, "errors='coerce'"
            )
        else:
            draft.replace(call, numeric)
        why = "Some entries are no numbers; they become missing values."
        yield self.candidate(draft.code(), why, confidence=0.85, safety=Safety.CHANGES_RESULTS)

    def _missing(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not call.args or not isinstance(call.func, ast.Attribute):
            return
        draft = Draft(failure, context).replace(call.args[0], "'Int64'")
        yield self.candidate(draft.code(), "`Int64` is the whole-number type that has missing values.", confidence=0.6)
        draft = Draft(failure, context).after(call.func.value, ".fillna(0)")
        why = "Missing values have no whole number; here they become 0."
        yield self.candidate(draft.code(), why, confidence=0.5, safety=Safety.CHANGES_RESULTS)


def _asks_whole(call: ast.Call, way: str, context: Context) -> bool:
    if way == "to_numeric" or not call.args:
        return False
    wanted = value_of(call.args[0], context)
    return wanted is int or (type(wanted) is str and wanted.startswith("int"))


def _named(cleaning: Cleaning) -> str:
    if cleaning.decimal_comma:
        return "a decimal comma"
    return "signs such as " + " and ".join(f"`{sign}`" for sign in cleaning.dropped)
