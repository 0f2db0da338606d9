"""Every example of every fixer, run in a real IPython session: what its page promises is what it does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from jupyter_quickfix import fixers
from jupyter_quickfix.fixers import FIXERS, Fixer
from jupyter_quickfix.fixers.base import Fixes, Silent
from tests.session import session

CASES = [
    pytest.param(fixer, example, id=f"{fixer.id}-{number}")
    for fixer in FIXERS
    for number, example in enumerate(fixer.examples)
]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")  # users' code
@pytest.mark.parametrize(("fixer", "example"), CASES)
def test_example_holds(fixer: Fixer, example: Fixes | Silent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # examples write files and change the folder
    with session() as ipython:
        if example.setup:
            assert ipython.run(example.setup) is None, f"the example's setup fails:\n{ipython.output}"
        failure = ipython.run(example.before)
        assert failure is not None, "the example does not fail"
        context = ipython.context(failure, example.cells, example.runs)
        candidates = list(fixer.propose(failure, context)) if fixer.catches(failure) else []
    if isinstance(example, Silent):
        assert [candidate.code for candidate in candidates] == []
        return
    assert candidates, "nothing was proposed"
    assert candidates[0].code == example.after
    assert tuple(action.label for action in candidates[0].actions) == example.actions


@pytest.mark.parametrize("fixer", FIXERS, ids=lambda fixer: fixer.id)
def test_documents_itself(fixer: Fixer) -> None:
    text = type(fixer).__doc__ or ""
    for heading in ("Catches", "Proposes", "Keeps silent when", "Safety"):
        assert f"{heading}:" in text, f"{fixer.id} has no '{heading}:' in its docstring"
    assert any(isinstance(example, Fixes) for example in fixer.examples)
    assert any(isinstance(example, Silent) for example in fixer.examples)


def test_no_fixer_is_missing_from_the_tuple() -> None:
    folder = Path(fixers.__file__).parent
    defined = set()
    for path in folder.rglob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Fixer" for base in node.bases):
                defined.add((path.stem, node.name))
    assert {(fixer.id, type(fixer).__name__) for fixer in FIXERS} == {pair for pair in defined if pair[0] != "base"}
