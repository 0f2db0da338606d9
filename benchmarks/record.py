"""Keep the last results in RESULTS.md: each lives between two marks, and what people write around them stays.

`some command | python -m benchmarks.record NAME "some command"` keeps the output of a command and passes it on.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import sys
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def record(name: str, command: str, output: str, path: Path = RESULTS) -> None:
    """Put `output`, and the command and circumstances that made it, in the place of `name`; at the end if it is new."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    made = f"`{command}`, {dt.date.today():%d %B %Y}, {circumstances()}:"
    section = f"{begin}\n{made}\n\n{output.strip()}\n{end}"
    text = path.read_text(encoding="utf-8")
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not place.search(text):
        text = f"{text.rstrip()}\n\n## {name}\n\n{begin}{end}\n"
    text = place.sub(lambda _: section, text)
    path.write_text(text, encoding="utf-8")


def circumstances() -> str:
    """The machine, how busy it was in the last minute, and the versions that the numbers depend on."""
    load = f" at load {os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores{load}, Python {platform.python_version()}, IPython {version('ipython')}"


def main() -> int:
    """Copy standard input to standard output and into RESULTS.md."""
    if len(sys.argv) != 3:
        print('Usage: some command | python -m benchmarks.record NAME "some command"', file=sys.stderr)
        return 2
    output = sys.stdin.read()
    print(output, end="")
    if not output.strip():
        print("There is no output to keep; RESULTS.md stays as it was.", file=sys.stderr)
        return 1
    record(sys.argv[1], sys.argv[2], output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
