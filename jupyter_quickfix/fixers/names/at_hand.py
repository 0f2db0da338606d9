"""Which of the modules that a session has imported offer a name that is not defined."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from types import ModuleType

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.fault.undefined import Undefined
from jupyter_quickfix.records import Context


def modules_with(found: Undefined, context: Context) -> list[str]:
    """Aliases of the imported modules that have the name and, where it is called, can be called so."""
    aliases: dict[int, str] = {}
    for alias, value in list(context.namespace.items()):
        if not issubclass(type(value), ModuleType) or value is builtins or alias.startswith("_"):
            continue
        own = safe.instance_dict(value)
        if found.name in own and _is_public(found.name, own) and _can_be_used(found, own[found.name]):
            aliases.setdefault(id(value), alias)
    return list(aliases.values())


def _is_public(name: str, own: Mapping[str, object]) -> bool:
    """Whether the module offers the name, and has not just imported it for itself."""
    public = own.get("__all__")
    return name in public if is_one_of(type(public), (list, tuple)) and isinstance(public, list | tuple) else True


def _can_be_used(found: Undefined, value: object) -> bool:
    call = found.parents.get(found.node)
    if issubclass(type(value), ModuleType):
        return bool(found.uses.attributes) and not found.uses.called
    if not isinstance(call, ast.Call) or call.func is not found.node:
        return not found.uses.called
    signature = safe.signature(value)
    starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    if signature is None or starred or any(keyword.arg is None for keyword in call.keywords):
        return callable(value)
    try:
        signature.bind(*call.args, **{keyword.arg: keyword.value for keyword in call.keywords if keyword.arg})
    except TypeError:
        return False
    return True
