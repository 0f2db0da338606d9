"""The verbs: none is forgotten, and each explains itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from jupyter_quickfix import cli
from jupyter_quickfix.cli import main, traces

FOLDER = Path(cli.__file__).parent
ALL = [*([name] for name in cli.VERBS), *(["traces", name] for name in traces.VERBS)]


def defines_a_verb(path: Path) -> bool:
    names = {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
    return {"add_arguments", "run"} <= names


@pytest.mark.parametrize(("folder", "verbs"), [(FOLDER, cli.VERBS), (FOLDER / "traces", traces.VERBS)])
def test_every_verbs_file_is_listed(folder: Path, verbs: dict[str, object]) -> None:
    files = [*folder.glob("*.py"), *folder.glob("*/__init__.py")]
    found = {path.parent.name if path.name == "__init__.py" else path.stem for path in files if defines_a_verb(path)}
    assert found - {folder.name} == set(verbs)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help(words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith(f"usage: jupyter quickfix {' '.join(words)} ")
    assert max(len(line) for line in out.splitlines()) <= 100


def test_verbs_are_listed_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    listed = [
        line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("    ") and line[4] != " "
    ]
    assert listed == list(cli.VERBS)
