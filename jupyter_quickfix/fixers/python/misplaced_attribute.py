"""A name looked for in the wrong place: on the module instead of its class, on the wrong module, on `self`."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of
from jupyter_quickfix.fixers.fault.attribute_fault import AttributeFault, read_fault, same_accesses
from jupyter_quickfix.fixers.fault.locate import ancestors
from jupyter_quickfix.fixers.fault.values import UNKNOWN, attribute_value, name_value
from jupyter_quickfix.fixers.names.imported import import_edit, is_builtin, module_path
from jupyter_quickfix.fixers.names.imports import is_installed
from jupyter_quickfix.fixers.renaming.templates import receiver_text
from jupyter_quickfix.records import Candidate, Context, Failure


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the name is instead: the expression to write, the import it needs, and why."""

    text: str
    why: str
    confidence: float
    statement: str = ""


class MisplacedAttribute(Fixer):
    """Catches: AttributeError for a name that exists, but elsewhere: on the class of the same name as the module
    (`datetime.now` after `import datetime`), on the module of the class (`datetime.timedelta` after `from datetime
    import datetime`), on a submodule (`np.norm`), in a submodule that was not imported, on another module in scope
    (`np.DataFrame`), or as a plain name (`self.max(…)`, `f(a. b)`).

    Proposes: the name where it is, with the import that it needs.

    Keeps silent when: the name is not found in any of these places.

    Safety: safe; the name that is put in exists.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(setup="import datetime", before="day = datetime.now()", after="day = datetime.datetime.now()"),
        Fixes(
            setup="from datetime import datetime", before="day = datetime.datetime.now()", after="day = datetime.now()"
        ),
        Fixes(
            setup="from time import time",
            before="time.sleep(0)\ntime()",
            after="from time import sleep\nsleep(0)\ntime()",
        ),
        Fixes(setup="import numpy as np", before="np.norm([3, 4])", after="np.linalg.norm([3, 4])"),
        Fixes(
            setup="import numpy as np\nimport pandas as pd",
            before="df = np.DataFrame({'a': [1]})",
            after="df = pd.DataFrame({'a': [1]})",
        ),
        Fixes(
            before="import wsgiref\nheaders = wsgiref.headers.Headers([])",
            after="import wsgiref\nimport wsgiref.headers\nheaders = wsgiref.headers.Headers([])",
        ),
        Fixes(
            before="class Stats:\n    def top(self, values):\n        return self.max(values)\n\nStats().top([1, 2])",
            after="class Stats:\n    def top(self, values):\n        return max(values)\n\nStats().top([1, 2])",
        ),
        Fixes(setup="a, b = 1, 2", before="min(a. b)", after="min(a, b)"),
        Silent(before="import math\nmath.frobnicate(1)", why="nothing in scope has this"),
        Silent(setup="text = 'a'", before="text.frobnicate()", why="an ordinary missing method"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        fault = read_fault(failure, context)
        if fault is None:
            return
        seen = set()
        for place in _places(fault, failure, context):
            if place.text in seen:
                continue
            seen.add(place.text)
            edits = [
                Edit(*span_of(failure.python, node), place.text) for node in same_accesses(fault, failure, context)
            ]
            if place.statement:
                edits.append(import_edit(failure, place.statement))
            yield self.candidate(apply_edits(failure.code, edits), place.why, confidence=place.confidence)


def _places(fault: AttributeFault, failure: Failure, context: Context) -> Iterator[_Place]:
    if fault.receiver.is_module:
        yield from _in_class_of_module(fault, failure)
        yield from _in_submodules(fault, failure)
        yield from _in_other_modules(fault, context)
    else:
        yield from _in_own_module(fault, failure, context)
    yield from _plain_name(fault, failure, context)


def _in_class_of_module(fault: AttributeFault, failure: Failure) -> Iterator[_Place]:
    """`datetime.now` → `datetime.datetime.now`."""
    receiver = fault.receiver.value
    own = (module_path(receiver) or "").rpartition(".")[2]
    for name, value in list(safe.instance_dict(receiver).items()):
        if type(name) is not str or name.lower() != own.lower() or not safe.is_class(value):
            continue
        if fault.name in safe.attributes(value):
            text = f"{receiver_text(failure, fault.node)}.{name}.{fault.name}"
            yield _Place(text, f"`{fault.name}` belongs to the class `{name}` inside the module `{own}`.", 0.92)


def _in_submodules(fault: AttributeFault, failure: Failure) -> Iterator[_Place]:
    path = module_path(fault.receiver.value) or ""
    written = receiver_text(failure, fault.node)
    if f"{path}.{fault.name}" not in sys.modules and is_installed(f"{path}.{fault.name}"):
        wanted = _longest_module(fault, failure, path)
        text = f"{written}.{fault.name}"
        statement = f"import {wanted}"
        yield _Place(text, f"`{path}.{fault.name}` is a module of its own, to be imported first.", 0.9, statement)
    found = []
    for loaded, module in list(sys.modules.items()):
        parent, _, last = loaded.rpartition(".")
        public = parent == path and not last.startswith("_") and issubclass(type(module), ModuleType)
        if public and attribute_value(module, fault.name) is not UNKNOWN and fault.receiver.has(last):
            found.append(last)
    for last in sorted(found)[:3]:
        why = f"`{fault.name}` lies in `{path}.{last}`."
        yield _Place(f"{written}.{last}.{fault.name}", why, 0.8 if len(found) == 1 else 0.6)


def _longest_module(fault: AttributeFault, failure: Failure, path: str) -> str:
    """`xml.dom.minidom` where the cell goes on that far."""
    wanted = f"{path}.{fault.name}"
    for node in ancestors(failure, fault.node):
        if not isinstance(node, ast.Attribute) or not is_installed(f"{wanted}.{node.attr}"):
            break
        wanted = f"{wanted}.{node.attr}"
    return wanted


def _in_other_modules(fault: AttributeFault, context: Context) -> Iterator[_Place]:
    """`np.DataFrame` → `pd.DataFrame`, if exactly one module in scope has it."""
    if fault.name.startswith("_"):
        return
    found: dict[str, str] = {}
    for alias, value in list(context.namespace.items()):
        if type(alias) is not str or alias.startswith("_") or value is fault.receiver.value:
            continue
        path = module_path(value)
        if path and path not in found.values() and attribute_value(value, fault.name) is not UNKNOWN:
            found[alias] = path
    for alias, path in list(found.items())[:2]:
        why = f"`{fault.name}` is in `{path}`, which is `{alias}` here."
        yield _Place(f"{alias}.{fault.name}", why, 0.75 if len(found) == 1 else 0.5)


def _in_own_module(fault: AttributeFault, failure: Failure, context: Context) -> Iterator[_Place]:
    """A class or function imported from the module of the same name, and used as if it were the module."""
    value, node = fault.receiver.value, fault.node
    module_name = _module_of(value)
    if not isinstance(node.value, ast.Name) or not isinstance(module_name, str):
        return
    module = sys.modules.get(module_name)
    if module is None or node.value.id != module_name.rpartition(".")[2]:
        return
    wanted = attribute_value(module, fault.name)
    if wanted is value:
        yield _Place(node.value.id, f"`{node.value.id}` is already the class, not the module.", 0.93)
    elif wanted is not UNKNOWN:
        bound = name_value(fault.name, context) is wanted
        statement = "" if bound else f"from {module_name} import {fault.name}"
        why = f"`{node.value.id}` is a member of the module `{module_name}` here; `{fault.name}` is another."
        yield _Place(fault.name, why, 0.88, statement)


def _module_of(value: object) -> object:
    """The module a class or function says it is of, read past any metaclass."""
    if safe.is_class(value):
        return type.__dict__["__module__"].__get__(value)
    if is_one_of(type(value), (FunctionType, BuiltinFunctionType)):
        return object.__getattribute__(value, "__module__")  # exactly Python's own function types
    return None


def _is_visible(fault: AttributeFault, failure: Failure) -> bool:
    """Whether a function around defines the name; it is no local variable here as long as nothing uses it so."""
    for above in ancestors(failure, fault.node):
        if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = [each.name for each in above.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))]
            if fault.name in inner:
                return True
    return False


def _other_case(fault: AttributeFault, context: Context) -> Iterator[_Place]:
    """`self.L` → `l`, where that is a local variable."""
    if not isinstance(fault.node.value, ast.Name) or fault.node.value.id not in ("self", "cls"):
        return
    for name in context.frame_locals:
        if name.lower() == fault.name.lower():
            yield _Place(name, f"`{name}` is a variable here, not an attribute.", 0.7)


def _plain_name(fault: AttributeFault, failure: Failure, context: Context) -> Iterator[_Place]:
    """`self.max(x)` → `max(x)`; `f(a. b)` → `f(a, b)`."""
    if fault.receiver.is_module:
        return
    known = name_value(fault.name, context) is not UNKNOWN or _is_visible(fault, failure)
    if not known:
        yield from _other_case(fault, context)
        return
    start, end = span_of(failure.python, fault.node)
    dotted = failure.code[start:end]
    written = receiver_text(failure, fault.node)
    if dotted[len(written) :].startswith(". ") and "\n" not in dotted:
        yield _Place(f"{written}, {fault.name}", "The dot stands where a comma was meant.", 0.85)
    elif isinstance(fault.node.value, ast.Name) and fault.node.value.id in ("self", "cls"):
        what = "a builtin" if is_builtin(fault.name) else "a name of its own"
        yield _Place(fault.name, f"`{fault.name}` is {what}, not an attribute of `{fault.node.value.id}`.", 0.75)
