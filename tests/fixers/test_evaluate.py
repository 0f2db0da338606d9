"""What can be computed about an expression without running the user's code."""

from __future__ import annotations

import ast
from types import GeneratorType

import pytest

from jupyter_quickfix.fixers.fault.evaluate import evaluate, kind_of
from jupyter_quickfix.fixers.fault.values import UNKNOWN
from jupyter_quickfix.records import Context


class Loud:
    """Every look at it is an error."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(name)

    def __len__(self) -> int:
        raise AssertionError

    def __add__(self, other: object) -> object:
        raise AssertionError

    def __getitem__(self, key: object) -> object:
        raise AssertionError

    def __eq__(self, other: object) -> bool:
        raise AssertionError

    __hash__ = None  # type: ignore[assignment]  # unhashable on purpose


CONTEXT = Context(
    namespace={"rows": [3, 1, 2], "n": 2, "word": "abc", "ages": {"ann": 3}, "loud": Loud(), "huge": 10**400}
)


def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rows[n - 1] + len(rows)", 4),
        ("rows[-1:]", [2]),
        ("word[::-1] * n", "cbacba"),
        ("range(1, n + 1)", range(1, 3)),
        ("ages['ann'] > n", True),
        ("max(n, 5)", 5),
        ("(n, -n)", (2, -2)),
        ("int('7')", 7),
    ],
)
def test_computes_what_builtins_give(text: str, value: object) -> None:
    assert evaluate(parsed(text), CONTEXT) == value


@pytest.mark.parametrize(
    "text",
    [
        "loud + 1",
        "1 + loud",
        "len(loud)",
        "loud[0]",
        "loud.x",
        "loud == 1",
        "loud[loud:loud]",
        "huge * huge",
        "rows * 10**9",
        "rows[9]",
        "1 / 0",
        "int('x')",
        "ages[rows]",
        "missing + 1",
        "rows.sort()",
        "open('x')",
    ],
)
def test_leaves_the_rest_alone(text: str) -> None:
    assert evaluate(parsed(text), CONTEXT) is UNKNOWN


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("rows.sort()", type(None)),
        ("word.split()", list),
        ("ages.items()", type({}.items())),
        ("len(missing)", int),
        ("n / n", float),
        ("(x for x in missing)", GeneratorType),
        ("loud()", None),
        ("missing", None),
    ],
)
def test_knows_the_type_without_the_value(text: str, kind: type | None) -> None:
    assert kind_of(parsed(text), CONTEXT) is kind
