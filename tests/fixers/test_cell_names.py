"""What a cell's text says about its names."""

from __future__ import annotations

import pytest

from jupyter_quickfix.fixers.names.cell_names import names_of


@pytest.mark.parametrize(
    ("text", "defines", "at_once", "changes"),
    [
        ("import numpy as np\nx = np.ones(n)", {"np", "x"}, {"n"}, set()),
        ("df = df.dropna()", {"df"}, {"df"}, set()),
        ("for i in rows:\n    total += i", {"i", "total"}, {"rows", "total"}, set()),
        ("def f():\n    return later\n", {"f"}, set(), set()),
        ("df['a'] = [k for k in ks]", set(), {"df", "ks"}, {"df"}),
        ("model.fit(X)", set(), {"model", "X"}, {"model"}),
        ("x = %sql select 1\n!ls", {"x"}, set(), set()),
        ("print(len([1]))", set(), set(), set()),
        ("class A(Base):\n    k = size", {"A"}, {"Base", "size"}, set()),
        ("no valid Python", set(), set(), set()),
    ],
)
def test_names_of_a_cell(text: str, defines: set[str], at_once: set[str], changes: set[str]) -> None:
    names = names_of(text)
    assert (set(names.defines), set(names.at_once), set(names.changes)) == (defines, at_once, changes)
