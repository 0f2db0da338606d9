"""The table of renamed APIs against the libraries that are installed: no entry may be hearsay."""

from __future__ import annotations

import builtins
import importlib
import inspect
import re
import warnings
from importlib.metadata import PackageNotFoundError, version

import pytest

from jupyter_quickfix.fixers.python.renamed_api import RenamedApi
from jupyter_quickfix.fixers.renaming.table import Rename, by_path, entries
from tests.session import session

#: Packages that new homes lie in and that are not part of the test environment.
ELSEWHERE = ("imageio", "numpy_financial", "mplfinance", "pandas_datareader", "packaging", "six")
_MISSING = object()


def numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:2])


def installed(library: str) -> tuple[int, ...] | None:
    if library == "python":
        return numbers(importlib.import_module("platform").python_version())
    try:
        return numbers(version(library))
    except PackageNotFoundError:
        return None


def find(path: str) -> object:
    parts = path.split(".")
    for count in range(len(parts), 0, -1):
        try:
            value: object = importlib.import_module(".".join(parts[:count]))
            for part in parts[count:]:
                value = getattr(value, part)
        except ImportError:
            continue
        except Exception:  # a module's own __getattr__ may raise what it likes for a removed name
            return _MISSING
        return value
    value = builtins
    for part in parts:
        value = getattr(value, part, _MISSING)
    return value


def parameters(function: object) -> tuple[set[str], bool] | None:
    """The names it takes, and whether it takes any name; None where Python does not tell."""
    try:
        found = inspect.signature(function).parameters  # type: ignore[arg-type]  # any callable of a library
    except (TypeError, ValueError):
        return None
    return set(found), any(parameter.kind is parameter.VAR_KEYWORD for parameter in found.values())


def problems(entry: Rename, gone: bool) -> list[str]:
    old_owner, _, old_name = entry.old.rpartition(".")
    if entry.kind in ("module", "member"):
        known = not entry.new or entry.is_template or entry.new[0] in "-0" or find(entry.new) is not _MISSING
        return ["new is not there"] * (not known) + ["old is still there"] * (gone and find(entry.old) is not _MISSING)
    if entry.kind == "method":
        owner = find(old_owner)
        if owner is _MISSING:
            return ["no such class"]
        plain = entry.new.isidentifier() and entry.new not in ("ix", "sort") and not entry.new.endswith("_")
        return ["new is not there"] * (plain and not hasattr(owner, entry.new)) + ["old is still there"] * (
            gone and hasattr(owner, old_name)
        )
    if entry.kind in ("keyword", "value"):
        function = find(entry.callable)
        taken = parameters(function)
        if function is _MISSING or taken is None or entry.kind == "value":
            return ["no such function"] * (function is _MISSING)
        names, anything = taken
        return ["no such argument"] * (bool(entry.new) and entry.new not in names and not anything) + [
            "old is still there"
        ] * (gone and entry.argument in names)
    if entry.kind == "style":
        styles = importlib.import_module("matplotlib.style").available
        return ["new is not there"] * (entry.new not in styles) + ["old is still there"] * (entry.old in styles)
    return []


def test_the_table_is_long_enough_and_without_doubles() -> None:
    assert len(entries()) > 200
    assert len({(entry.kind, entry.old) for entry in entries()}) == len(entries())
    for entry in entries():
        assert entry.kind in ("module", "member", "method", "keyword", "value", "option", "style")
        assert numbers(entry.since), entry.old
        assert entry.rationale.endswith(".")


@pytest.mark.parametrize("library", sorted({entry.library for entry in entries()}))
def test_every_entry_is_true_of_the_installed_version(library: str) -> None:
    here = installed(library)
    if here is None:
        pytest.skip(f"{library} is not installed")
    wrong = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for entry in entries():
            if entry.library != library or entry.new.startswith(ELSEWHERE):
                continue
            gone = bool(entry.removed) and here >= numbers(entry.removed)
            wrong += [f"{entry.kind} {entry.old} → {entry.new}: {problem}" for problem in problems(entry, gone)]
    assert wrong == []


def test_pandas_options_of_the_table_exist() -> None:
    pandas = importlib.import_module("pandas")
    for entry in by_path("option").values():
        with pytest.raises(KeyError):
            pandas.get_option(entry.old)
        assert entry.template or pandas.describe_option(entry.new, _print_desc=False)


@pytest.mark.parametrize(
    ("setup", "before", "after"),
    [
        (
            "import numpy as np",
            "y = np.in1d([1], [1])\nz = np.NaN\nw = -np.Inf",
            "y = np.isin([1], [1])\nz = np.nan\nw = -np.inf",
        ),
        ("", "import cPickle as pickle\npickle.dumps(1)", "import pickle\npickle.dumps(1)"),
        ("", "import Queue\nq = Queue.Queue()", "import queue\nq = queue.Queue()"),
        ("", "import ConfigParser as cp\ncp.ConfigParser()", "import configparser as cp\ncp.ConfigParser()"),
        ("", "from itertools import izip\nlist(izip([1], [2]))", "list(zip([1], [2]))"),
        ("", "import time\nt = time.clock()", "import time\nt = time.perf_counter()"),
        ("import string", "string.join(['a', 'b'], '-')", "'-'.join(['a', 'b'])"),
        (
            "",
            "from sklearn.cross_validation import KFold\ncv = KFold(100, n_folds=5, shuffle=True)",
            "from sklearn.model_selection import KFold\ncv = KFold(n_splits=5, shuffle=True)",
        ),
        (
            "import pandas as pd\ndf = pd.DataFrame({'a': [1], 'b': [2]}, index=['x'])",
            "df.ix['x', 1]\ndf.ix['x', 'b']",
            "df.loc['x'].iloc[1]\ndf.loc['x', 'b']",
        ),
        (
            "import pandas as pd\ns = pd.Series([1.0, 2.0, 3.0])",
            "m = pd.rolling_mean(s, 2)",
            "m = s.rolling(2).mean()",
        ),
    ],
)
def test_rewrites(setup: str, before: str, after: str) -> None:
    with session() as ipython:
        if setup:
            assert ipython.run(setup) is None
        failure = ipython.run(before)
        assert failure is not None
        candidates = list(RenamedApi().propose(failure, ipython.context(failure)))
    assert [candidate.code for candidate in candidates][:1] == [after]
