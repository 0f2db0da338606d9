"""Is the package there, and what it stands on new enough?"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, version

from jupyter_quickfix.cli.diagnosis.finding import Finding
from jupyter_quickfix.version import __version__

#: Distribution, name in words, oldest version that works, whether it is needed at all.
NEEDED = (
    ("ipython", "IPython", (8, 27), True),
    ("ipykernel", "ipykernel", (6, 29), False),
    ("jupyterlab", "JupyterLab", (4, 0), False),
    ("notebook", "Notebook", (7, 0), False),
)


def versions() -> list[Finding]:
    """The package itself, then IPython and the front ends."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    package = Finding("package", "works", f"jupyter-quickfix {__version__} on Python {python}", core=True)
    return [package, *(_examine(*needed) for needed in NEEDED)]


def _examine(distribution: str, name: str, oldest: tuple[int, ...], core: bool) -> Finding:
    wanted = ".".join(str(part) for part in oldest)
    how = f"pip install -U '{distribution}>={wanted}'"
    found = installed(distribution)
    if found is None:
        return Finding(distribution, "missing" if core else "unused", f"{name} is not installed", how, core)
    if numbers(found) < oldest:
        return Finding(distribution, "missing", f"{name} {found} is older than {wanted}", how, core)
    return Finding(distribution, "works", f"{name} {found}", core=core)


def installed(distribution: str) -> str | None:
    """The version of an installed distribution."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def numbers(text: str) -> tuple[int, ...]:
    """The leading numbers of a version: "9.18.1rc2" is (9, 18, 1)."""
    leading = re.match(r"\d+(\.\d+)*", text)
    return tuple(int(part) for part in leading.group().split(".")) if leading else ()
