"""Terminal IPython behind a real pseudo-terminal, and the screen its user would see."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from types import TracebackType

import pexpect
import pyte

#: Seconds to wait for anything; two cores may be shared with much else.
PATIENCE = 40.0
ALT_A = "\x1ba"
ALT_R = "\x1br"
CLEAR_LINE = "\x15"

#: In vi mode the prompt also shows the mode.
_PROMPT = re.compile(r"(?:\[\w+\] )?In \[(\d+)\]:")

CONFIG = """
c = get_config()
c.TerminalInteractiveShell.confirm_exit = False
c.TerminalInteractiveShell.term_title = False
c.TerminalInteractiveShell.autosuggestions_provider = None
c.TerminalIPythonApp.display_banner = False
"""


class Terminal:
    """One terminal with IPython in it. `text` is what is on the screen, scrolled-off lines included."""

    def __init__(
        self,
        home: Path,
        *arguments: str,
        width: int = 100,
        environment: dict[str, str] | None = None,
    ) -> None:
        profile = home / ".ipython" / "profile_default"
        profile.mkdir(parents=True, exist_ok=True)
        (profile / "ipython_config.py").write_text(CONFIG)
        kept = {
            name: os.environ[name]
            for name in ("PATH", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START", "XDG_CACHE_HOME")
            if name in os.environ
        }
        self._screen = pyte.HistoryScreen(width, 50, history=2000, ratio=1.0)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "IPython", "--no-banner", *arguments],
            env={
                **kept,
                "HOME": str(home),
                "IPYTHONDIR": str(home / ".ipython"),
                "JUPYTER_DATA_DIR": str(home / "jupyter"),
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "PYTHONPATH": str(Path(__file__).parents[2]),
                **(environment or {}),
            },
            dimensions=(50, width),
            cwd=str(home),
            timeout=PATIENCE,
        )

    def __enter__(self) -> Terminal:
        self.wait_for("In [1]:")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    @property
    def lines(self) -> list[str]:
        """All lines, oldest first, without trailing spaces."""
        scrolled = [
            "".join(row[column].data for column in range(self._screen.columns)) for row in self._screen.history.top
        ]
        return [line.rstrip() for line in (*scrolled, *self._screen.display)]

    @property
    def text(self) -> str:
        """The lines down to the last one that is not empty."""
        return "\n".join(self.lines).rstrip()

    @property
    def prompt(self) -> str:
        """What stands at the last prompt, without `In [n]:` and the marks of continuation lines."""
        lines = self.text.split("\n")
        start = max(number for number, line in enumerate(lines) if _PROMPT.match(line))
        first = lines[start].partition(":")[2]
        rest = [line.partition(":")[2] if "...:" in line else line for line in lines[start + 1 :]]
        return "\n".join(line.removeprefix(" ") for line in [first, *rest])

    def type(self, text: str) -> None:
        """Press these keys."""
        self._child.send(text)

    def run(self, line: str) -> str:
        """Enter one line, wait until the next prompt stands there idle, and return what was written in between."""
        number = self.number
        self.type(line + "\r")
        self.wait_for(f"In [{number + 1}]:")
        self.settle()
        written = self.text.split("\n")
        asked = max(place for place, shown in enumerate(written) if f"In [{number}]:" in shown)
        answered = max(place for place, shown in enumerate(written) if f"In [{number + 1}]:" in shown)
        return "\n".join(written[asked + 1 : answered]).strip("\n")

    @property
    def number(self) -> int:
        """The number of the prompt that stands there."""
        return [int(found.group(1)) for line in self.lines if (found := _PROMPT.match(line))][-1]

    def wait_for(self, text: str, patience: float = PATIENCE) -> None:
        """Read until the screen shows `text`."""
        deadline = time.monotonic() + patience
        while text not in self.text:
            if time.monotonic() > deadline:
                raise AssertionError(f"{text!r} never came; the screen shows:\n{self.text}")
            self._read(0.2)

    def settle(self, quiet: float = 0.4) -> None:
        """Read until nothing has come for `quiet` seconds."""
        while self._read(quiet):
            pass

    def _read(self, seconds: float) -> bool:
        try:
            some: bytes = self._child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        self.raw += some
        self._stream.feed(some)
        # prompt_toolkit asks where the cursor is, and a terminal answers.
        for _ in range(some.count(b"\x1b[6n")):
            self._child.send(f"\x1b[{self._screen.cursor.y + 1};{self._screen.cursor.x + 1}R")
        return True
