"""Distribution names: only known ones, never for what is the user's own or part of something installed."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

import pytest

from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.python.module_not_installed import ModuleNotInstalled, distribution_of
from jupyter_quickfix.records import Safety
from tests.session import Session

TABLE = load("distributions")


def test_table_agrees_with_what_is_installed_here() -> None:
    provided = importlib.metadata.packages_distributions()

    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()

    table = {**{name: name for name in TABLE["same_name"]}, **TABLE["other_name"]}
    checked = {module: name for module, name in table.items() if module in provided}
    wrong = {
        module: name
        for module, name in checked.items()
        if plain(name) not in {plain(distribution) for distribution in provided[module]}
    }
    assert wrong == {}
    assert len(checked) > 20


def test_table_is_sound() -> None:
    assert not set(TABLE["same_name"]) & set(TABLE["other_name"])
    assert not set(sys.stdlib_module_names) & {*TABLE["same_name"], *TABLE["other_name"]}
    assert len(TABLE["other_name"]) >= 120
    assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*(\[\w+\])?", name) for name in TABLE["other_name"].values())


@pytest.mark.parametrize(
    ("module", "distribution"),
    [
        ("cv2", "opencv-python"),
        ("fitz", "PyMuPDF"),
        ("google.cloud.storage", "google-cloud-storage"),
        ("google.cloud", None),
        ("numpy.gone", None),
        ("yaml_no_such", None),
        ("sklearn.cross_validation", None),
    ],
)
def test_distribution_of(module: str, distribution: str | None) -> None:
    assert distribution_of(module) == distribution


def test_a_file_of_the_users_own_is_not_installed_over(
    ipython: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    failure = ipython.run("import surprise")
    assert failure is not None
    fixer = ModuleNotInstalled()
    offered = list(fixer.propose(failure, ipython.context(failure)))
    assert [candidate.safety for candidate in offered] == [Safety.INSTALLS]
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "surprise.py").write_text("mine = True")
    assert list(fixer.propose(failure, ipython.context(failure))) == []


def test_a_dependency_of_a_module_is_named_for_itself(
    ipython: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quickfix_user_code.py").write_text("import cv2")
    monkeypatch.syspath_prepend(str(tmp_path))
    failure = ipython.run("import quickfix_user_code")
    assert failure is not None
    candidates = list(ModuleNotInstalled().propose(failure, ipython.context(failure)))
    assert [action.target for action in candidates[0].actions] == ["opencv-python"]
    assert candidates[0].code == "import quickfix_user_code"
