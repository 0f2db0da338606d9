"""The examples: every docstring of a package that holds a `>>>` session, as a list of statements."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import metadata, version
from types import ModuleType

#: Package → distribution, and what its examples may use without importing it, as its own doctests allow.
PACKAGES = {
    "pandas": ("pandas", ("import numpy as np", "import pandas as pd")),
    "numpy": ("numpy", ("import numpy as np",)),
    "sklearn": ("scikit-learn", ()),
    "polars": ("polars", ("import polars as pl",)),
    "scipy": ("scipy", ("import numpy as np",)),
    "seaborn": ("seaborn", ()),
}
_PRIVATE = ("tests", "testing", "conftest", "__main__", "f2py", "distutils", "_pyinstaller", "_build")
#: Text that tells of files, the network, windows, processes, chance, or of no end.
_AVOIDED = (
    *("open(", "urlopen", "http", "fetch_", "plt.show", "subprocess", "os.", "input(", "read_", "to_csv", "to_excel"),
    *("to_parquet", "to_sql", "to_hdf", "to_pickle", "scan_", "sink_", "write_", "n_jobs", "multiprocess", "exit("),
    *("getpass", "memmap", ".save", "time.sleep", "plot", "datetime.now", "clipboard", "load_dataset", "tempfile"),
)
_MAX_STATEMENTS = 20


@dataclass(frozen=True)
class Example:
    """One docstring's session. `id` is package and object; the statements are whole, without their prompts."""

    id: str
    package: str
    source: str
    licence: str
    statements: tuple[str, ...]


def examples(package: str) -> Iterator[Example]:
    """The examples of a package, one for each text; they are not run here."""
    distribution, preamble = PACKAGES[package]
    about = metadata(distribution)
    named = [about[key] for key in ("License-Expression", "License") if key in about]
    licence = str(named[0]).splitlines()[0][:60] if named else "see the package"
    seen: set[tuple[str, ...]] = set()
    for name, text in _docstrings(package):
        statements = tuple(_statements(text))
        if len(statements) < 2 or statements in seen or any(word in "\n".join(statements) for word in _AVOIDED):
            continue
        seen.add(statements)
        yield Example(
            id=name,
            package=package,
            source=f"docstring of {name}, {distribution} {version(distribution)}",
            licence=licence,
            statements=(*[line for line in preamble if line not in statements], *statements),
        )


def _docstrings(package: str) -> Iterator[tuple[str, str]]:
    for module in _modules(package):
        for name, value in list(vars(module).items()):
            owner = getattr(value, "__module__", None)
            if isinstance(owner, str) and owner.partition(".")[0] != package:
                continue  # borrowed from another library
            members = [(name, value)]
            if inspect.isclass(value):
                members += [(f"{name}.{key}", member) for key, member in list(vars(value).items())]
            for path, member in members:
                text = _docstring(member)
                if text and ">>> " in text:
                    yield f"{module.__name__}.{path}", text


def _docstring(value: object) -> str | None:
    try:
        for inner in ("__func__", "fget"):
            function = getattr(value, inner, None)
            value = value if function is None else function
        text = getattr(value, "__doc__", None)
    except ImportError:  # a stand-in for an optional package that is not installed
        return None
    return text if isinstance(text, str) else None


def _modules(package: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    yield root
    for info in pkgutil.walk_packages(root.__path__, f"{package}.", onerror=lambda _: None):
        if any(part in _PRIVATE for part in info.name.split(".")):
            continue
        try:
            yield importlib.import_module(info.name)
        except Exception:  # an optional part whose own needs are not installed
            continue


def _statements(text: str) -> Iterator[str]:
    """The statements of a session, without those that are skipped, raise on purpose, or only show a variable."""
    try:
        parsed = doctest.DocTestParser().get_examples(text)
    except ValueError:
        return
    for number, example in enumerate(parsed):
        if number >= _MAX_STATEMENTS:
            return
        statement = example.source.strip()
        if example.exc_msg or "+SKIP" in statement or not statement.isascii():
            continue
        try:
            tree = ast.parse(statement)
        except SyntaxError:
            return
        if not tree.body or (isinstance(tree.body[0], ast.Expr) and isinstance(tree.body[0].value, ast.Name)):
            continue
        yield "\n".join(line.partition("  # doctest:")[0] for line in statement.splitlines())
