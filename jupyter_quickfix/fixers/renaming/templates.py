"""Rewrite `receiver.attribute` or `receiver.attribute(arguments)` by a template from a data file.

A template is either the new attribute's bare name, or text with the placeholders `{self}` (the receiver), `{args}`
(all arguments as written), `{0}` and `{1}` (positional ones), `{rest}` (all but the first), and `{np}`, `{pd}`, … (a
library, imported if need be). A template that assigns or deletes only fits where the call is a statement of its own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jupyter_quickfix.fixers.edits import Edit, parse, span_of, text_of
from jupyter_quickfix.fixers.fault.locate import call_of, parent
from jupyter_quickfix.fixers.names.imported import USUAL_ALIASES, import_edit, name_for
from jupyter_quickfix.records import Context, Failure

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_OF_CALL = frozenset({"args", "0", "1", "2", "rest", "frame0"})
_MODULES = {alias: module for module, alias in USUAL_ALIASES.items()} | {
    "functools": "functools",
    "re": "re",
    "os": "os",
    "sys": "sys",
    "unittest": "unittest",
}
#: Where an operator expression can stand without brackets.
_LOOSE = (ast.stmt, ast.BoolOp, ast.keyword, ast.comprehension, ast.List, ast.Tuple, ast.Dict, ast.NamedExpr)


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What to change: the edits, and the import lines that they need."""

    edits: tuple[Edit, ...]
    imports: tuple[str, ...] = ()

    def all_edits(self, failure: Failure) -> list[Edit]:
        needed = [import_edit(failure, line) for line in self.imports]
        return [*needed, *self.edits]


def rewrite_attribute(
    template: str,
    attribute: ast.Attribute,
    failure: Failure,
    context: Context,
    extra: Mapping[str, str] = MappingProxyType({}),
) -> Rewrite | None:
    """The rewrite of one attribute access, None where the template does not fit this use.

    `extra` gives further placeholders their text.
    """
    if template.isidentifier():
        return Rewrite((rename_edit(failure, attribute, template),))
    wanted = set(_PLACEHOLDER.findall(template))
    call = call_of(failure, attribute)
    target: ast.expr = call or attribute
    if wanted & _OF_CALL and call is None:
        return None
    if call is not None and not wanted & _OF_CALL:
        if _stays_callable(template):
            target = attribute
        elif (call.args or call.keywords) and template != "{self}":
            return None
    filled = _fill(template, wanted, attribute, call, failure, context, extra)
    if filled is None:
        return None
    text, imports = filled
    holder = parent(failure, target)
    shape = parse(text)
    if shape is None or not shape.body:
        return None
    if not isinstance(shape.body[0], ast.Expr):
        if not isinstance(holder, ast.Expr):
            return None
    elif isinstance(shape.body[0].value, (ast.BinOp, ast.BoolOp, ast.Compare, ast.UnaryOp, ast.IfExp)):
        negated = isinstance(holder, ast.UnaryOp) and isinstance(holder.op, ast.Not)
        argument = isinstance(holder, ast.Call) and holder.func is not target
        text = text if isinstance(holder, _LOOSE) or negated or argument else f"({text})"
    start, end = span_of(failure.python, target)
    return Rewrite((Edit(start, end, text),), imports)


def receiver_text(failure: Failure, attribute: ast.Attribute) -> str:
    """The receiver as written, with its own brackets."""
    start, end = span_of(failure.python, attribute)
    text = failure.code[start:end]
    return text[: text.rindex(".")].rstrip().rstrip("\\").rstrip()


def rename_edit(failure: Failure, attribute: ast.Attribute, name: str) -> Edit:
    """The edit that replaces the attribute's name alone."""
    end = span_of(failure.python, attribute)[1]
    return Edit(end - len(attribute.attr), end, name)


def arguments_text(failure: Failure, call: ast.Call) -> str:
    """Everything between the call's brackets, as written."""
    end = span_of(failure.python, call.func)[1]
    inner = failure.code[end : span_of(failure.python, call)[1]]
    return inner[inner.index("(") + 1 : -1].strip()


def _stays_callable(template: str) -> bool:
    """Whether arguments can follow what the template makes: they can after a dotted name, not after `len({self})`."""
    return template != "{self}" and re.fullmatch(r"[\w.{}]+", template) is not None


def _fill(
    template: str,
    wanted: set[str],
    attribute: ast.Attribute,
    call: ast.Call | None,
    failure: Failure,
    context: Context,
    extra: Mapping[str, str],
) -> tuple[str, tuple[str, ...]] | None:
    values = {"self": receiver_text(failure, attribute), **extra}
    imports = []
    if call is not None and wanted & _OF_CALL:
        everything = arguments_text(failure, call)
        values["args"] = everything
        positional = [text_of(failure.code, node) for node in call.args if not isinstance(node, ast.Starred)]
        values.update({str(number): text for number, text in enumerate(positional[:3])})
        if call.args:
            first_end = span_of(failure.python, call.args[0])[1]
            inside = failure.code[first_end : span_of(failure.python, call)[1] - 1]
            values["rest"] = inside.lstrip().removeprefix(",").strip()
    for alias in wanted & _MODULES.keys():
        values[alias], line = name_for(_MODULES[alias], failure, context)
        imports += [line] if line else []
    if not wanted <= values.keys():
        return None
    if not values.get("args", "x"):
        template = template.replace(", {args}", "").replace("{args}, ", "")
    if not values.get("rest", "x"):
        template = template.replace(", {rest}", "").replace("{rest}, ", "")
    return _PLACEHOLDER.sub(lambda match: values[match.group(1)], template), tuple(imports)
