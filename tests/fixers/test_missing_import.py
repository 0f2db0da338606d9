"""The table of imports holds, imports go where they belong, and the index answers without importing."""

from __future__ import annotations

import importlib
import os
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.names.imports import find_module, is_installed, modules_of, submodules, with_import
from jupyter_quickfix.fixers.names.index_builder import write_once
from jupyter_quickfix.fixers.names.package_index import PackageIndex
from jupyter_quickfix.records import Failure

TABLE = load("import_aliases")
STATEMENTS = sorted({statement for uses in TABLE["aliases"].values() for statement in uses})
#: Importing these takes seconds.
HEAVY = ("openai", "tensorflow", "torch", "pyspark")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_alias_can_be_imported_where_its_package_is_installed(statement: str) -> None:
    module, names = modules_of(statement)
    spec = find_module(module, tuple(sys.path))
    if spec is None or spec.origin is None or module.startswith(HEAVY):  # no origin: a namespace that others share
        return
    imported = importlib.import_module(module)
    assert all(_has(imported, name) for name in names)


def _has(module: ModuleType, name: str) -> bool:
    return hasattr(module, name) or is_installed(f"{module.__name__}.{name}")


def test_every_member_is_where_the_table_says() -> None:
    wrong = []
    for module, names in TABLE["members"].items():
        if is_installed(module) and not module.startswith(HEAVY):
            imported = importlib.import_module(module)
            wrong += [f"{module}.{name}" for name in names.split() if not _has(imported, name)]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "line", "expected"),
    [
        ("x", 1, "import os\nx"),
        ("# why\nx", 2, "# why\nimport os\nx"),
        ("import re\nimport sys\n\nx", 4, "import re\nimport sys\nimport os\n\nx"),
        ('"""Doc."""\nx', 2, '"""Doc."""\nimport os\nx'),
        ("from __future__ import annotations\nx", 2, "from __future__ import annotations\nimport os\nx"),
        ("import re; x", 1, "import os\nimport re; x"),
        ("import re\nimport x\nimport sys", 2, "import re\nimport os\nimport x\nimport sys"),
        ("@x\ndef f(): pass", 1, "import os\n@x\ndef f(): pass"),
        ("\n\nx", 3, "\n\nimport os\nx"),
    ],
)
def test_import_goes_to_its_place(code: str, line: int, expected: str) -> None:
    failure = Failure(id="1", code=code, error_type="NameError", message="", python=code, line=line)
    assert with_import(failure, "import os") == expected


def test_modules_are_found_without_importing_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "quickfix_probe"
    package.mkdir()
    (package / "__init__.py").write_text("raise SystemExit('imported')")
    (package / "inner.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert is_installed("quickfix_probe.inner")
    assert not is_installed("quickfix_probe.other")
    assert not is_installed("quickfix_probe.inner.deeper")
    assert submodules("quickfix_probe") == {"inner"}
    assert find_module("quickfix_probe", ("elsewhere",)) is not None
    assert "quickfix_probe" not in sys.modules


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    root = tmp_path / "site-packages"
    files = {
        "shapes/__init__.py": "from ._core import *\nfrom .extra import Round as Circle\n__version__ = '1'",
        "shapes/_core.py": "__all__ = ['Square']\nclass Square: ...\nclass Hidden: ...",
        "shapes/extra.py": "class Round: ...\ndef _private(): ...",
        "shapes/tests/test_it.py": "class TestShapes: ...",
        "colours.py": "raise SystemExit('imported')\nclass Red: ...\nclass Square: ...",
        "broken.py": "def (",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_index_knows_what_packages_offer(packages: Path, tmp_path: Path) -> None:
    index = PackageIndex(tmp_path / "cache", (packages,))
    assert index.homes("Square") == []  # not built yet: no answer, and no waiting
    assert index.wait(30)
    assert sorted(index.homes("Square")) == ["colours", "shapes"]
    assert index.homes("Circle") == ["shapes"]
    assert index.homes("Round") == ["shapes.extra"]
    for hidden in ("Hidden", "TestShapes", "_private", "__version__"):
        assert index.homes(hidden) == []


def test_index_is_built_again_after_an_installation(packages: Path, tmp_path: Path) -> None:
    index = PackageIndex(tmp_path / "cache", (packages,))
    before = index.file
    time.sleep(0.01)
    (packages / "sounds.py").write_text("class Bell: ...")
    assert index.file != before
    assert index.homes("Bell") == []
    assert index.wait(30)
    assert index.homes("Bell") == ["sounds"]


@pytest.mark.skipif(os.name != "posix", reason="builders that start together share no lock there")
def test_one_builder_works_while_the_others_stand_back(packages: Path, tmp_path: Path) -> None:
    import fcntl  # POSIX only

    target = tmp_path / "names-state.sqlite"
    with target.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        write_once(target, [packages])
        assert not target.exists()
    write_once(target, [packages])
    assert target.exists()


def test_a_spoilt_index_is_dropped(packages: Path, tmp_path: Path) -> None:
    index = PackageIndex(tmp_path / "cache", (packages,))
    index.file.parent.mkdir()
    index.file.write_bytes(b"not a database, though long enough to look like one" * 40)
    assert index.homes("Square") == []
    assert not index.file.exists()


def test_a_cache_that_cannot_be_written_gives_no_answer(packages: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    index = PackageIndex(tmp_path / "cache", (packages,))
    assert index.homes("Square") == []
    assert not index.wait(5)
