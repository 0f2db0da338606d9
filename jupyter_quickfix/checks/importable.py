"""Can what a candidate imports be found? Nothing is imported to find out."""

from __future__ import annotations

import ast
import sys
from importlib.util import find_spec
from types import ModuleType

from jupyter_quickfix.context import safe


def missing_import(tree: ast.AST) -> str | None:
    """A sentence naming the first import that certainly fails, None when there is none.

    Imports inside `try` are left alone: they are meant to be able to fail.
    """
    guarded = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Import):
            for alias in node.names:
                if not _exists(alias.name):
                    return f"There is no module `{alias.name}` in this environment."
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
            if not _exists(node.module):
                return f"There is no module `{node.module}` in this environment."
            for alias in node.names:
                if _lacks(node.module, alias.name):
                    return f"`{node.module}` has no `{alias.name}`."
    return None


def _exists(name: str) -> bool:
    """Whether a module can be found. A submodule's parents are only looked into where they are loaded already."""
    if name in sys.modules:
        return sys.modules[name] is not None
    parent = name.rpartition(".")[0]
    try:
        if parent and parent not in sys.modules:
            return _exists(parent)  # finding the submodule would import its parents
        return find_spec(name) is not None
    except Exception:  # a finder of another package, or a loaded module without __path__
        return not parent


def _lacks(module: str, name: str) -> bool:
    """Whether a loaded module certainly does not have the name."""
    loaded = sys.modules.get(module)
    if name == "*" or type(loaded) is not ModuleType or name in safe.attributes(loaded):
        return False
    if "__getattr__" in safe.instance_dict(loaded):
        return False
    return not ("__path__" in safe.instance_dict(loaded) and _exists(f"{module}.{name}"))
