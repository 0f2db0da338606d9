"""Write the index of public names of installed packages; run as a script by `package_index`, never imported for use.

It only parses source files: no package is imported. It needs nothing but the standard library, so that it starts with
`-I -S` in any environment.
"""

from __future__ import annotations

import ast
import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

#: Packages that nobody imports from in a notebook, and folders that are no part of a public interface.
_SKIPPED = frozenset({"pip", "setuptools", "pkg_resources", "wheel", "idlelib", "lib2to3", "test", "tests", "testing"})
_SKIPPED_FOLDERS = frozenset({"tests", "test", "testing", "vendor", "vendored", "externals", "conftest", "benchmarks"})
#: Source files larger than this are generated tables.
_MAX_BYTES = 1_000_000
_MAX_DEPTH = 2


def public_names(path: Path, depth: int = 0) -> set[str]:
    """What a module offers: its `__all__` where that is written out, else its public functions and classes.

    A package's `__init__` offers also what it imports from its own modules, `from ._module import *` included.
    Raises OSError, SyntaxError or ValueError for a file that cannot be read.
    """
    if path.stat().st_size > _MAX_BYTES:
        return set()
    package = path.name == "__init__.py"
    names: set[str] = set()
    announced: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom) and package and node.level == 1:
            names.update(alias.asname or alias.name for alias in node.names)
            if node.names[0].name == "*" and node.module and depth < _MAX_DEPTH:
                names |= _names_of_sibling(path.parent.joinpath(*node.module.split(".")), depth + 1)
        elif isinstance(node, (ast.Assign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
                announced.update(_strings(node.value))
    return {name for name in announced or names if name.isidentifier() and not name.startswith("_")}


def _names_of_sibling(path: Path, depth: int) -> set[str]:
    for candidate in (path.with_name(path.name + ".py"), path / "__init__.py"):
        if candidate.is_file():
            return public_names(candidate, depth)
    return set()


def _strings(node: ast.expr) -> Iterator[str]:
    """The strings of a list or tuple, or of a sum of such."""
    if isinstance(node, ast.BinOp):
        yield from _strings(node.left)
        yield from _strings(node.right)
    elif isinstance(node, (ast.List, ast.Tuple)):
        for item in node.elts:
            if isinstance(item, ast.Constant) and isinstance(item.value, str):
                yield item.value


def modules(root: Path) -> Iterator[tuple[str, Path]]:
    """Public modules under a folder of the path, as dotted names and files, packages two levels deep."""
    yield from _modules(root, "", 0)


def _modules(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        name = entry.name.removesuffix(".py")
        if name.startswith("_") or not name.isidentifier() or name in (_SKIPPED_FOLDERS if depth else _SKIPPED):
            continue
        if entry.is_dir():
            init = Path(entry.path, "__init__.py")
            if init.is_file():
                yield prefix + name, init
                if depth < _MAX_DEPTH:
                    yield from _modules(Path(entry.path), f"{prefix}{name}.", depth + 1)
        elif entry.name.endswith(".py") and entry.is_file():
            yield prefix + name, Path(entry.path)


def homes(roots: list[Path]) -> dict[tuple[str, str], str]:
    """For each public name and top-level package, the module nearest to the top that offers it."""
    found: dict[tuple[str, str], str] = {}
    for root in roots:
        for module, path in modules(root):
            try:
                names = public_names(path)
            except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
                continue
            for name in names:
                key = (name, module.partition(".")[0])
                if key not in found or (module.count("."), module) < (found[key].count("."), found[key]):
                    found[key] = module
    return found


def write(target: Path, roots: list[Path]) -> None:
    """Build the index and put it in place at once, so that readers never see half of it."""
    draft = target.with_suffix(f".{os.getpid()}")
    try:
        connection = sqlite3.connect(draft)
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("CREATE TABLE home (name TEXT NOT NULL, module TEXT NOT NULL)")
        rows = sorted((name, module) for (name, _), module in homes(roots).items())
        connection.executemany("INSERT INTO home VALUES (?, ?)", rows)
        connection.execute("CREATE INDEX home_name ON home (name)")
        connection.commit()
        connection.close()
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def write_once(target: Path, roots: list[Path]) -> None:
    """Write the index unless it is there or another process is at it: many kernels may start at the same time."""
    if os.name != "posix":  # no locks of this kind: builders that start together all do the work
        write(target, roots)
        return
    import fcntl  # POSIX only

    with target.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if not target.exists():
            write(target, roots)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # the user's own work comes first
    write_once(Path(sys.argv[1]), [Path(root) for root in sys.argv[2:]])
