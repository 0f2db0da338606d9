"""The table of confused attributes against the types themselves: what it calls missing is missing, what it names is there."""

from __future__ import annotations

import builtins
import importlib
import itertools
import types

import pytest

from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.fault.values import UNKNOWN, resolve
from jupyter_quickfix.fixers.python.confused_attribute import ConfusedAttribute
from tests.session import session

NAMED = {
    "function": types.FunctionType,
    "method": types.MethodType,
    "generator": types.GeneratorType,
    "dict_keys": type({}.keys()),
    "dict_values": type({}.values()),
    "dict_items": type({}.items()),
    "list_iterator": type(iter([])),
    "itertools.chain": itertools.chain,
    "_csv.reader": type(importlib.import_module("csv").reader([])),
}
TABLE = load("confused_attributes")


def type_called(name: str) -> object:
    if name in NAMED:
        return NAMED[name]
    if "." not in name:
        return getattr(builtins, name)
    importlib.import_module(name.rpartition(".")[0])
    return resolve(name)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_table_is_true_of_the_type(name: str) -> None:
    kind = type_called(name)
    if kind is UNKNOWN:
        pytest.skip(f"{name} is not installed")
    there = [attribute for attribute in TABLE[name] if hasattr(kind, attribute)]
    renamed = [new for new in TABLE[name].values() if new.isidentifier() and not hasattr(kind, new)]
    assert there == []
    assert renamed == []


@pytest.mark.parametrize(
    ("setup", "before", "after"),
    [
        ("x = {1}", "x.push(2)", "x.add(2)"),
        ("x = (1,)", "x.append(2)", "x += (2,)"),
        ("x = 'ab'", "x.length", "len(x)"),
        ("x = 'ab'", "y = x.reverse()", "y = x[::-1]"),
        ("x = b'ab'.decode()", "x.decode('utf-8')", "x"),
        ("x = 'ab'", "x.substring(0, 1)", "x[0:1]"),
        ("x = {'a': 1}", "not x.has_key('b')", "not 'b' in x"),
        ("x = [1, 2]", "y = 2 * x.mean()", "import numpy as np\ny = 2 * np.mean(x)"),
        ("x = map(str, [1])", "x.sort()", "sorted(x)"),
        ("x = 3", "(x + 1).sqrt()", "(x + 1) ** 0.5"),
    ],
)
def test_rewrites(setup: str, before: str, after: str) -> None:
    with session() as ipython:
        assert ipython.run(setup) is None
        failure = ipython.run(before)
        assert failure is not None
        candidates = list(ConfusedAttribute().propose(failure, ipython.context(failure)))
    assert candidates[0].code == after
