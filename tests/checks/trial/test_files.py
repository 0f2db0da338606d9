"""A trial changes no file, whatever it calls, and reads files where the session would."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.checks.trial.trying import Trier, needs_trials

pytestmark = needs_trials

#: Through the C library there is no audit event: only the kernel stands in the way.
C = "import ctypes; c = ctypes.CDLL(None, use_errno=True); b = path.encode()\n"

CHANGES = {
    "write": "open(path, 'w').write('changed')",
    "append": "open(path, 'a').write('more')",
    "update": "f = open(path, 'r+'); f.write('X'); f.close()",
    "truncate": "import os; os.truncate(path, 0)",
    "truncate on opening": "import os; os.open(path, os.O_RDONLY | os.O_TRUNC)",
    "delete": "import os; os.remove(path)",
    "rename": "import os; os.rename(path, path + '.old')",
    "replace": "import os, tempfile; t = tempfile.mkstemp()[1]; os.replace(t, path)",
    "chmod": "import os; os.chmod(path, 0o777)",
    "fchmod": "import os; os.fchmod(os.open(path, os.O_RDONLY), 0o777)",
    "chown": "import os; os.chown(path, 12345, 12345)",
    "utime": "import os; os.utime(path, (1, 1))",
    "xattr": "import os; os.setxattr(path, 'user.note', b'1')",
    "symlink": "import os; os.symlink(path, path + '.link')",
    "hard link": "import os; os.link(path, path + '.link')",
    "new file": "open(path + '.new', 'w').close()",
    "new folder": "import os; os.mkdir(path + '.d')",
    "new pipe": "import os; os.mkfifo(path + '.fifo')",
    "rmtree": "import shutil, os; shutil.rmtree(os.path.dirname(path))",
    "move": "import shutil; shutil.move(path, path + '.moved')",
    "C open": C + "n = c.open(b, 1); assert n < 0; raise PermissionError",
    "C creat": C + "n = c.creat(b, 0o666); assert n < 0; raise PermissionError",
    "C truncate": C + "n = c.truncate(b, 0); assert n < 0; raise PermissionError",
    "C unlink": C + "n = c.unlink(b); assert n < 0; raise PermissionError",
    "C chmod": C + "n = c.chmod(b, 0o777); assert n < 0; raise PermissionError",
    "C rename": C + "n = c.rename(b, b + b'2'); assert n < 0; raise PermissionError",
    "C utimes": C + "n = c.utimes(b, None); assert n < 0; raise PermissionError",
    "chattr": "import fcntl, os, struct; fcntl.ioctl(os.open(path, os.O_RDONLY), 0x40086602, struct.pack('L', 0x40))",
}


def state(folder: Path) -> list[tuple[object, ...]]:
    """Everything about the folder's entries that a trial could change."""
    found: list[tuple[object, ...]] = []
    for path in sorted([folder, *folder.rglob("*")]):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found.append(
            (path, content, status.st_mode, status.st_uid, status.st_nlink, status.st_mtime_ns, status.st_ctime_ns)
        )
    return found


@pytest.mark.parametrize("change", CHANGES)
def test_files_stay_as_they_are(attempt: Trier, tmp_path: Path, change: str) -> None:
    file = tmp_path / "data" / "file.txt"
    file.parent.mkdir()
    file.write_text("as it was")
    before = state(tmp_path)
    result = attempt(CHANGES[change], path=str(file))
    assert state(tmp_path) == before
    assert result.outcome == "unknown", result


@pytest.mark.parametrize("change", ["write", "truncate", "delete", "symlink", "new folder"])
def test_code_that_catches_the_refusal_is_not_proved(attempt: Trier, tmp_path: Path, change: str) -> None:
    file = tmp_path / "file.txt"
    file.write_text("as it was")
    result = attempt(f"try:\n    {CHANGES[change]}\nexcept OSError:\n    pass", path=str(file))
    assert (result.outcome, result.detail) == ("unknown", "it wants to change files")


def test_an_open_file_gets_its_text_once(attempt: Trier, tmp_path: Path) -> None:
    with open(tmp_path / "log.txt", "w") as file, open(tmp_path / "raw.bin", "wb", buffering=0) as raw:
        file.write("from the session;")  # still in the buffer that the trial has a copy of
        raw.write(b"session;")
        assert attempt("file.write('trial'); file.flush(); raw.write(b'trial')", file=file, raw=raw).outcome == "ran"
        assert attempt("file.close(); raw.close()", file=file, raw=raw).outcome == "ran"
        file.write("and again")
        raw.write(b"again")
    assert (tmp_path / "log.txt").read_text() == "from the session;and again"
    assert (tmp_path / "raw.bin").read_bytes() == b"session;again"


def test_a_file_open_for_reading_is_read_from_where_it_stands(attempt: Trier, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text("first\nsecond\nthird\n")
    with open(path, "rb", buffering=0) as file:
        assert file.readline() == b"first\n"
        assert attempt("assert file.read() == b'second\\nthird\\n'", file=file).outcome == "ran"
        assert file.readline() == b"second\n"


def test_temporary_files_are_its_own_and_go_with_it(attempt: Trier) -> None:
    result = attempt(
        """
        import os, shutil, tempfile
        with tempfile.TemporaryFile() as unnamed, tempfile.NamedTemporaryFile("w", delete=False) as named:
            unnamed.write(b"1")
            named.write("x")
        folder = tempfile.mkdtemp()
        os.rename(named.name, os.path.join(folder, "b"))
        os.remove(os.path.join(folder, "b"))
        open(os.path.join(folder, "left behind"), "w").close()
        raise ValueError(folder)
        """
    )
    assert result.outcome == "raised"
    assert not os.path.exists(result.message)
    assert not os.path.exists(os.path.dirname(os.path.dirname(result.message)))


def test_the_size_of_a_file_is_limited(attempt: Trier) -> None:
    result = attempt("import tempfile; f = tempfile.TemporaryFile(); [f.write(b'0' * 2**20) for _ in range(200)]")
    assert result.outcome == "unknown"


def test_dev_null_takes_everything(attempt: Trier) -> None:
    assert attempt("import os; print('x', file=open(os.devnull, 'w'))").outcome == "ran"


def test_the_working_folder_can_be_read(attempt: Trier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.txt").write_text("found")
    assert attempt("assert open('here.txt').read() == 'found'").outcome == "ran"
    assert attempt("open('nowhere.txt')").error_type == "FileNotFoundError"


def test_the_mask_and_the_folder_of_the_session_stay(attempt: Trier) -> None:
    mask, folder = os.umask(0o022), Path.cwd()
    os.umask(mask)
    assert attempt("import os; os.umask(0); os.chdir('/')").outcome == "ran"
    assert Path.cwd() == folder
    assert os.umask(mask) == mask
    assert stat.S_ISDIR(os.stat(".").st_mode)
