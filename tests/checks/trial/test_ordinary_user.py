"""Everything holds for an ordinary user as it does for root: the same tests once more, as nobody."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.trial.trying import needs_trials

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
FILES = ("test_files.py", "test_network.py", "test_processes.py", "test_memory.py", "test_endings.py", "test_tight.py")
#: Only reading files of others is kept: Python itself may be installed where nobody else may look.
CAPABILITIES = [f"--{kind}-caps=-all,+dac_read_search" for kind in ("inh", "ambient")]

pytestmark = [
    needs_trials,
    pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="this is an ordinary user already"),
]


@pytest.mark.slow
def test_as_nobody() -> None:
    nobody = pwd.getpwnam("nobody")
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed")
    home = Path("/tmp") / f"quickfix-nobody-{os.getpid()}"  # pytest's own folders are root's
    home.mkdir()
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    become = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", *CAPABILITIES]
    pytest_ = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", "--basetemp", str(home / "t")]
    try:
        done = subprocess.run(
            [*become, *pytest_, *(str(HERE / name) for name in FILES)],
            env={**os.environ, "HOME": str(home), "TMPDIR": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    finally:
        shutil.rmtree(home)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
