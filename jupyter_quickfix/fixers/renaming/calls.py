"""Renamed arguments and argument values: which calls in the cell the table speaks of, and the edits to them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MethodType

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.edits import Edit, span_of, text_of
from jupyter_quickfix.fixers.fault.locate import library_frames, nodes_of
from jupyter_quickfix.fixers.fault.values import UNKNOWN, type_of, value_of
from jupyter_quickfix.fixers.names.imported import dotted_path, import_edit, name_for
from jupyter_quickfix.fixers.renaming.table import Rename
from jupyter_quickfix.fixers.renaming.templates import arguments_text
from jupyter_quickfix.records import Context, Failure

_ROOTS = {"scikit-learn": "sklearn", "python": ""}
_QUOTED = re.compile(r"""([rRbBuUfF]*)('''|\"\"\"|'|")(.*)\2$""", re.DOTALL)


def modern_call(entry: Rename, call: ast.Call, name: str, failure: Failure) -> str | None:
    """The whole call in its new form, for the few members whose arguments changed too."""
    if not entry.call:
        return None
    if entry.call == "kfold":
        return _as_splitter(call, name, failure)
    if entry.call == "factorplot":
        return _as_catplot(call, name, failure)
    positional = [text_of(failure.code, node) for node in call.args]
    text = entry.call.replace("{new}", name).replace("{args}", arguments_text(failure, call))
    for number, argument in enumerate(positional):
        text = text.replace(f"{{{number}}}", argument)
    return None if re.search(r"\{\w+\}", text) else text.replace("(, ", "(")


def _as_splitter(call: ast.Call, name: str, failure: Failure) -> str:
    """`KFold(len(X), n_folds=3)` → `KFold(n_splits=3)`: splitters get the data later, from `split`."""
    renamed = {"n_folds": "n_splits", "n_iter": "n_splits", "n_iterations": "n_splits"}
    parts = [f"n_splits={text_of(failure.code, node)}" for node in call.args[1:2]]
    for keyword in call.keywords:
        if keyword.arg not in ("n", "y", "labels", "indices"):
            argument = renamed.get(keyword.arg or "", keyword.arg)
            value = text_of(failure.code, keyword.value)
            parts.append(f"{argument}={value}" if argument else f"**{value}")
    return f"{name}({', '.join(parts)})"


def _as_catplot(call: ast.Call, name: str, failure: Failure) -> str:
    """`factorplot("day", "tip", data=tips, size=4)` → `catplot(x="day", y="tip", data=tips, height=4, kind="point")`."""
    parts = [
        f"{argument}={text_of(failure.code, node)}"
        for argument, node in zip(("x", "y", "hue", "data"), call.args, strict=False)
    ]
    for keyword in call.keywords:
        argument = "height" if keyword.arg == "size" else keyword.arg
        value = text_of(failure.code, keyword.value)
        parts.append(f"{argument}={value}" if argument else f"**{value}")
    if not any(keyword.arg == "kind" for keyword in call.keywords):
        parts.append('kind="point"')
    return f"{name}({', '.join(parts)})"


def calls_with(keyword: str, failure: Failure) -> Iterator[tuple[ast.Call, ast.keyword]]:
    """Every call in the cell that passes this argument by name."""
    for call in nodes_of(failure, ast.Call):
        for argument in call.keywords:
            if argument.arg == keyword:
                yield call, argument


def speaks_of(entry: Rename, call: ast.Call, failure: Failure, context: Context) -> bool:
    """Whether this is a call of the entry's function: by name, and by what is known of where that comes from."""
    target = entry.callable.split(".")
    name = _called_name(call)
    if name != target[-1]:
        path = dotted_path(call.func, failure, context) or ""
        if path.rpartition(".")[2] != target[-1]:
            return False
    root = _ROOTS.get(entry.library, entry.library)
    if root in _origins(call, failure, context):
        return True
    owner = target[-2] if len(target) > 1 else ""
    return f"{owner}.{target[-1]}()" in failure.message or (not root and target[0] in _origins(call, failure, context))


def keyword_edits(
    entry: Rename, call: ast.Call, keyword: ast.keyword, failure: Failure, context: Context
) -> list[Edit] | None:
    """Rename the argument (and its value where that changed too), or drop it."""
    present = {other.arg for other in call.keywords}
    if not entry.new or entry.new in present:
        return [drop_argument(failure, call, keyword)]
    if not _accepts(call, entry.new, context):
        return None
    start, _ = span_of(failure.python, keyword)
    assert keyword.arg is not None
    edits = [Edit(start, start + len(keyword.arg), entry.new)]
    value = text_of(failure.code, keyword.value)
    if entry.template:
        alias, line = name_for("functools", failure, context)
        text = entry.template.replace("{functools}", alias).replace("{value}", value)
        edits.append(Edit(*span_of(failure.python, keyword.value), text))
        edits += [import_edit(failure, line)] if line else []
    elif entry.values:
        if value not in entry.values:
            return None
        edits.append(Edit(*span_of(failure.python, keyword.value), entry.values[value]))
    return edits


def value_edit(entry: Rename, keyword: ast.keyword, failure: Failure) -> Edit:
    """Give the argument its new value, in the user's own quotes."""
    start, end = span_of(failure.python, keyword)
    argument, separator, value = entry.new.partition("=")
    if not separator:
        argument, value = keyword.arg or "", entry.new
    return Edit(start, end, f"{argument}={requoted(text_of(failure.code, keyword.value), value)}")


def requoted(old: str, new: str) -> str:
    """The literal `new` in the quotes of the literal `old`."""
    before, after = _QUOTED.match(old), _QUOTED.match(new)
    if before is None or after is None or before.group(2) in after.group(3):
        return new
    return before.group(2) + after.group(3) + before.group(2)


def drop_argument(failure: Failure, call: ast.Call, keyword: ast.keyword) -> Edit:
    """The edit that takes an argument out of a call, with one comma."""
    items: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    items.sort(key=lambda item: (item.lineno, item.col_offset))
    place = items.index(keyword)
    start, end = span_of(failure.python, keyword)
    if place > 0:
        return Edit(span_of(failure.python, items[place - 1])[1], end, "")
    if len(items) > 1:
        return Edit(start, span_of(failure.python, items[1])[0], "")
    return Edit(start, end, "")


def _called_name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _origins(call: ast.Call, failure: Failure, context: Context) -> set[str]:
    """Top-level packages that the called thing may come from."""
    found = {(dotted_path(call.func, failure, context) or "").partition(".")[0]}
    function = value_of(call.func, context)
    if function is not UNKNOWN:
        found.add(_module_of(function).partition(".")[0])
    elif isinstance(call.func, ast.Attribute) and (kind := type_of(call.func.value, context)) is not None:
        bases = type.__dict__["__mro__"].__get__(kind)
        found |= {_module_of(base).partition(".")[0] for base in bases} | {
            type.__dict__["__name__"].__get__(base) for base in bases
        }
    for frame in library_frames(failure)[:3]:
        found.add(str(frame.f_globals.get("__name__", "")).partition(".")[0])
    return found


def _module_of(value: object) -> str:
    if safe.is_class(value):
        found = type.__dict__["__module__"].__get__(value)
    elif is_one_of(type(value), (FunctionType, BuiltinFunctionType, MethodType)):
        found = object.__getattribute__(value, "__module__")
    else:
        found = safe.lookup(value, "__module__")
    return found if type(found) is str else ""


def _accepts(call: ast.Call, argument: str, context: Context) -> bool:
    """Whether the callable takes this argument, as far as its signature can be read."""
    function = value_of(call.func, context)
    signature = safe.signature(function) if function is not UNKNOWN else None
    if signature is None:
        return True
    kinds = {parameter.kind for parameter in signature.parameters.values()}
    return argument in signature.parameters or any(kind.name == "VAR_KEYWORD" for kind in kinds)
