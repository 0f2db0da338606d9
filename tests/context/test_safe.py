"""Attributes, signatures and short reprs, compared with what Python itself says of well-behaved objects."""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import enum
import functools
import inspect
import json
import os.path
import pathlib
import typing
import xml.dom
import xml.dom.minidom
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
import sklearn.linear_model
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.context import safe


class Plain:
    def __init__(self, a: int, *rest: str, flag: bool = False, **more: object) -> None: ...

    def method(self, x: int, /, y: int = 2) -> None: ...

    @classmethod
    def made(cls, z: int) -> Plain:
        return cls(z)

    @staticmethod
    def free(w: int) -> None: ...

    @property
    def computed(self) -> int:
        return 1

    @functools.cached_property
    def cached(self) -> int:
        return 1


class Child(Plain): ...


class New:
    def __new__(cls, q: int) -> New:
        return super().__new__(cls)


class Caller:
    def __call__(self, c: int) -> None: ...


class Pair(typing.NamedTuple):
    left: int
    right: int = 0


@dataclasses.dataclass
class Data:
    x: int
    y: str = "a"


class Colour(enum.Enum):
    RED = 1


def decorated(function: Any) -> Any:
    @functools.wraps(function)
    def wrapper(*args: object, **kwargs: object) -> None: ...

    return wrapper


@decorated
def wrapped(p: int, q: int = 1) -> None: ...


def plain(a: int, b: int = 1, /, c: str = "x", *args: int, d: object = None, e: float, **kw: int) -> None: ...


def names_and_defaults(signature: inspect.Signature | None) -> list[tuple[str, object, object]] | None:
    if signature is None:
        return None
    return [
        (p.name, p.kind, None if isinstance(p.default, safe.Shown) else p.default)
        for p in signature.parameters.values()
    ]


@pytest.mark.parametrize(
    "value",
    [
        plain,
        wrapped,
        Plain,
        Child,
        New,
        Data,
        Pair,
        Plain(1).method,
        Plain.method,
        Plain.made,
        Plain.free,
        Caller(),
        functools.partial(plain, 1, c="y"),
        functools.partial(plain, d=1),
        functools.lru_cache(plain),
        len,
        sorted,
        print,
        str.split,
        "a".split,
        [].append,
        json.dumps,
        os.path.join,
        pd.read_csv,
        pd.DataFrame.merge,
        pd.DataFrame().merge,
        pd.DataFrame,
        np.concatenate,
        np.zeros,
        np.mean,
        sklearn.linear_model.LogisticRegression,
        pathlib.Path.mkdir,
        object(),
        1,
        type("Empty", (), {}),
    ],
    ids=lambda value: type(value).__name__,  # not its text, which holds addresses
)
def test_signatures_agree_with_inspect(value: Any) -> None:
    try:
        expected = inspect.signature(value)
    except (ValueError, TypeError):
        expected = None
    got, wanted = names_and_defaults(safe.signature(value)), names_and_defaults(expected)
    if wanted is None:
        assert got is None
        return
    assert got is not None
    assert [(name, kind) for name, kind, _ in got] == [(name, kind) for name, kind, _ in wanted]
    for (_, _, default), (name, _, right) in zip(got, wanted, strict=True):
        assert default is None or default == right, name
    str(safe.signature(value))


def test_what_cannot_be_read_is_none() -> None:
    assert [safe.signature(value) for value in (Colour, dict, 3, None, "x")] == [None] * 5


@pytest.mark.parametrize("name", ["method", "made", "free"])
def test_method_signatures_leave_the_first_parameter_out(name: str) -> None:
    expected = list(inspect.signature(getattr(Plain(1), name)).parameters)
    assert list(safe.method_signature(Plain(1), name).parameters) == expected  # type: ignore[union-attr]
    merge = safe.method_signature(pd.DataFrame(), "merge")
    assert merge is not None
    assert list(merge.parameters)[:2] == ["right", "how"]


def test_a_signature_shows_defaults_and_annotations() -> None:
    def function(a: int, b: str = "x", c: object = (1,), d: type = dict) -> None: ...

    assert str(safe.signature(function)) == "(a: int, b: str = 'x', c: object = (…), d: type = dict)"


def test_attributes_agree_with_dir() -> None:
    for value in (Plain(1), Plain, pd.DataFrame({"col": [1]}), json, "text", 3, Pair(1)):
        missing = set(dir(value)) - safe.attributes(value)
        assert not {name for name in missing if not name.startswith("_")}
    assert "col" in safe.attributes(pd.DataFrame({"col": [1], "not an identifier": [1]}))
    assert "not an identifier" not in safe.attributes(pd.DataFrame({"not an identifier": [1]}))


def test_a_module_has_what_it_promises_and_its_imported_submodules() -> None:
    lazy = ModuleType("xml")
    lazy.__all__ = ["promised"]  # type: ignore[attr-defined]
    assert {"promised", "dom"} <= safe.attributes(lazy)
    assert safe.lookup(lazy, "dom") is xml.dom
    assert safe.has(lazy, "promised")
    assert not safe.has(lazy, "minidom")


def test_lookup_gives_descriptors_unbound() -> None:
    value = Plain(1)
    value.own = 5  # type: ignore[attr-defined]
    assert safe.lookup(value, "own") == 5
    assert safe.lookup(value, "computed") is Plain.__dict__["computed"]
    assert safe.lookup(Child, "method") is Plain.__dict__["method"]
    assert safe.lookup(value, "absent") is None
    assert safe.find(value, "absent") is safe.MISSING


def test_properties_and_methods() -> None:
    frame = pd.DataFrame()
    assert [safe.is_property(Plain(1), name) for name in ("computed", "cached", "method", "made", "absent")] == [
        True,
        True,
    ] + [False] * 3
    assert [safe.is_method(Plain(1), name) for name in ("method", "made", "free", "computed")] == [
        True,
        True,
        True,
        False,
    ]
    assert [safe.is_property(frame, name) for name in ("shape", "columns", "values", "head", "loc")] == [True] * 3 + [
        False,
        True,
    ]
    assert safe.is_method(frame, "head")
    assert safe.is_method("text", "upper")


def test_kinds() -> None:
    values = [json, Plain, plain, len, Plain(1).method, pd.DataFrame(), pd.Series(dtype=float), 3, None]
    assert [safe.kind_of(value) for value in values] == [
        *("module", "class", "function", "function", "function", "table", "table", "value", "value")
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3, "3"),
        (True, "True"),
        (None, "None"),
        ("it's", '"it\'s"'),
        ([], "[]"),
        ((), "()"),
        ((1,), "(1,)"),
        (set(), "set()"),
        ([1, "a", None], "[1, 'a', None]"),
        ({"a": 1, "b": [2]}, "{'a': 1, 'b': […]}"),
        ([object()], "[<object>]"),
        (object(), "<object>"),
        (10**1000, "<int of 3322 bits>"),
        (pd.DataFrame({"a": [1, 2]}), "<DataFrame 2 × 1>"),
        (pd.Series([1, 2, 3]), "<Series 3>"),
        (np.zeros((2, 3)), "<ndarray 2 × 3 float64>"),
        (np.float64(1.5), "np.float64(1.5)"),
        (dt.date(2024, 1, 2), "datetime.date(2024, 1, 2)"),
        (decimal.Decimal("1.5"), "Decimal('1.5')"),
        (pathlib.PosixPath("a/b"), "PosixPath('a/b')"),
        (json, "<module>"),
    ],
)
def test_short_reprs(value: object, text: str) -> None:
    assert safe.short_repr(value) == text


VALUES = st.recursive(
    st.none() | st.integers() | st.floats() | st.text() | st.binary() | st.datetimes(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES, st.integers(min_value=10, max_value=100))
def test_no_repr_is_longer_than_its_limit(value: object, limit: int) -> None:
    assert 0 < len(safe.short_repr(value, limit)) <= limit
