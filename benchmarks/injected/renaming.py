"""Give the columns of an example names that people use: documentation writes `A` and `foo`, notebooks `price` and `city`.

Bugs in the names of columns are the commonest that tables bring, and a name of one letter cannot be misspelled. All text
constants of an example that are such a name change together, and so do attributes; where that breaks the example, it is
left out like any that does not run.
"""

from __future__ import annotations

import dataclasses
import io
import tokenize
from random import Random

from benchmarks.injected.examples import Example

#: What is renamed.
_PLACEHOLDERS = (
    *("A", "B", "C", "D", "E", "F", "G", "a", "b", "c", "d", "e", "f", "g", "x", "y", "z", "X", "Y", "Z"),
    *("foo", "bar", "baz", "ham", "spam", "key", "key1", "key2", "val", "lkey", "rkey", "col1", "col2", "col3", "col"),
    *("A1", "B1", "A2", "B2", "one", "two", "three", "v1", "v2", "num", "n", "s", "idx", "int", "str", "float"),
)
#: Real tables' column names, in the styles that occur.
_NAMES = (
    *("price", "quantity", "city", "country", "order_id", "customer_id", "unit_price", "total_amount", "signup_date"),
    *("Age", "Fare", "Survived", "Pclass", "Embarked", "SalePrice", "YearBuilt", "LotArea", "Gender", "Income"),
    *(
        "temperature",
        "humidity",
        "wind_speed",
        "station",
        "latitude",
        "longitude",
        "elevation",
        "timestamp",
        "sensor_id",
    ),
    *("product", "category", "discount", "revenue", "profit", "region", "store", "channel", "segment", "department"),
    *("first_name", "last_name", "email", "phone", "zip_code", "Birth Date", "Total Cost", "Unit Cost", "Order Date"),
    *("score", "rating", "reviews", "genre", "director", "runtime", "budget", "year", "month", "weekday", "population"),
)


def renamed(example: Example, seed: int) -> Example | None:
    """The example with columns as in a notebook; None where it has none to rename."""
    text = "\n".join(example.statements)
    used = [name for name in _PLACEHOLDERS if f"'{name}'" in text or f'"{name}"' in text]
    if not used or "DataFrame" not in text:
        return None
    rng = Random(f"{seed} {example.id} columns")
    names = dict(zip(used, rng.sample(_NAMES, len(used)), strict=False)) if len(used) <= len(_NAMES) else {}
    statements = tuple(_with_names(statement, names) for statement in example.statements)
    return dataclasses.replace(example, id=f"{example.id}~columns", statements=statements)


def _with_names(statement: str, names: dict[str, str]) -> str:
    tokens = list(tokenize.generate_tokens(io.StringIO(statement).readline))
    lines = statement.splitlines(keepends=True)
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        new = _new(token, tokens[place - 1].string if place else "", names)
        if new is not None and token.start[0] == token.end[0]:
            row = token.start[0] - 1
            lines[row] = lines[row][: token.start[1]] + new + lines[row][token.end[1] :]
    return "".join(lines)


def _new(token: tokenize.TokenInfo, before: str, names: dict[str, str]) -> str | None:
    if token.type == tokenize.STRING and token.string[0] in "'\"":
        name = names.get(token.string[1:-1])
        return None if name is None else token.string[0] + name + token.string[0]
    if token.type == tokenize.NAME and before == "." and token.string in names:
        name = names[token.string]
        return name if name.isidentifier() else None
    return None
