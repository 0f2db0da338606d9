"""Which installed packages offer a public name: an index on disk, built by a process of its own when first needed.

Building parses every package's source, which takes seconds: it never happens on the failing path, nor in the kernel,
whose lock it would hold. Until it is there the answer is "none". The file's name carries the state of the folders it was
made from, so installing a package makes it stale.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
import subprocess
import sys
import sysconfig
import time
from functools import cache
from pathlib import Path

import platformdirs

from jupyter_quickfix.fixers.names import index_builder

log = logging.getLogger(__name__)

#: Changes whenever the file's content would.
_FORMAT = 1
#: Indexes of other environments are kept this long, in seconds.
_KEEP = 60 * 24 * 3600


class PackageIndex:
    """The index of the packages under `roots`, kept in `folder`."""

    def __init__(self, folder: Path, roots: tuple[Path, ...]) -> None:
        self._folder = folder
        self._roots = roots
        self._builder: subprocess.Popen[bytes] | None = None
        self._asked_for: Path | None = None

    @property
    def file(self) -> Path:
        """Where the index of the folders as they are now is or will be."""
        state = [_FORMAT, sys.version_info[:2], *((str(root), _changed(root)) for root in self._roots)]
        return self._folder / f"names-{hashlib.sha256(repr(state).encode()).hexdigest()[:16]}.sqlite"

    def homes(self, name: str) -> list[str]:
        """The modules that offer this name, one for each package; empty, and building begins, where there is no index."""
        file = self.file
        if not file.exists():
            self.build(file)
            return []
        try:
            with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
                rows = connection.execute("SELECT DISTINCT module FROM home WHERE name = ?", (name,)).fetchall()
        except sqlite3.Error:
            log.warning("The package index %s cannot be read; it is built again", file)
            with contextlib.suppress(OSError):
                file.unlink()
            return []
        return [module for (module,) in rows]

    def begin(self) -> None:
        """Begin to build unless the index is there already."""
        if not self.file.exists():
            self.build(self.file)

    def build(self, file: Path) -> None:
        """Start building in the background, once for each state of the folders."""
        if self._builder is not None and self._builder.poll() is None:
            return
        if self._asked_for == file:  # it was tried and failed
            return
        self._asked_for = file
        script = [sys.executable, "-I", "-S", index_builder.__file__, str(file), *map(str, self._roots)]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._forget_old()
            self._builder = subprocess.Popen(
                script,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # interrupting the kernel is not meant for it
            )
        except OSError as error:
            log.warning("The package index cannot be built: %s", error)

    def wait(self, timeout: float) -> bool:
        """Wait until a build that was started is done; whether the index is there."""
        if self._builder is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._builder.wait(timeout)
        return self.file.exists()

    def _forget_old(self) -> None:
        oldest = time.time() - _KEEP
        for file in self._folder.glob("names-*"):
            with contextlib.suppress(OSError):
                if file.stat().st_mtime < oldest:
                    file.unlink()


def _changed(root: Path) -> int:
    try:
        return root.stat().st_mtime_ns
    except OSError:
        return 0


def shared() -> PackageIndex:
    """The index of this interpreter's standard library and installed packages."""
    installed = tuple(Path(entry) for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages"))
    library = Path(sysconfig.get_path("stdlib"))
    return _shared(Path(platformdirs.user_cache_dir("jupyter-quickfix", appauthor=False)), (library, *installed))


@cache
def _shared(folder: Path, roots: tuple[Path, ...]) -> PackageIndex:
    return PackageIndex(folder, roots)
