"""Under tight rules, for code that a model wrote, secrets cannot be read either."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.checks.trial.trying import Trier, needs_trials

pytestmark = needs_trials


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home" / "me"
    (folder / ".ssh").mkdir(parents=True)
    (folder / ".ssh" / "id_ed25519").write_text("secret")
    (folder / ".netrc").write_text("secret")
    (folder / "data").mkdir()
    (folder / "data" / "rows.csv").write_text("a,b")
    (folder / "notes.txt").write_text("notes")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def tight(attempt: Trier) -> Trier:
    attempt.limits = replace(attempt.limits, tight=True)
    return attempt


@pytest.mark.parametrize("path", [".ssh/id_ed25519", ".netrc"])
def test_dot_files(attempt: Trier, home: Path, path: str) -> None:
    code = "open(path).read()"
    assert attempt(code, path=path).outcome == "ran"
    attempt.limits = replace(attempt.limits, tight=True)
    assert attempt(code, path=path).outcome == "unknown"
    assert attempt(code, path=str(home / path)).outcome == "unknown"
    assert attempt("import os; os.listdir('.ssh')").outcome == "unknown"


@pytest.mark.parametrize(
    "code",
    [
        "assert open('data/rows.csv').read() == 'a,b'",
        "import os; assert os.listdir('data') == ['rows.csv']",
        "assert open('notes.txt').read() == 'notes'",
        "import wave, colorsys, sqlite3, ctypes, decimal",
        "import numpy, json; numpy.linalg.inv(numpy.eye(2))",
        "open('/proc/self/status').read(); open('/proc/meminfo').read(); open('/dev/urandom', 'rb').read(1)",
        "import tempfile; f = tempfile.TemporaryFile(); f.write(b'x'); f.seek(0); assert f.read() == b'x'",
        "open('/etc/passwd').read()",
        "import os; print('x', file=open(os.devnull, 'w'))",
    ],
)
def test_the_rest_can_be_read(tight: Trier, home: Path, code: str) -> None:
    result = tight(code)
    assert result.outcome == "ran", result


@pytest.mark.parametrize("path", ["/etc/shadow", "/root/.bashrc", "/home"])
def test_what_is_not_ours(tight: Trier, home: Path, path: str) -> None:
    code = f"import os\nif os.path.isdir({path!r}):\n    os.listdir({path!r})\nelse:\n    open({path!r}).read()"
    assert tight(code).outcome in ("unknown", "raised")


def test_files_can_still_not_be_written(tight: Trier, home: Path) -> None:
    assert tight("open('notes.txt', 'w')").outcome == "unknown"
    assert (home / "notes.txt").read_text() == "notes"
