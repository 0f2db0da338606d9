"""A method whose call brackets are missing: `df.head.columns`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from inspect import Parameter
from types import BuiltinFunctionType, BuiltinMethodType, FunctionType, MethodType
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of
from jupyter_quickfix.fixers.fault.attribute_fault import read_fault
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.renaming.templates import receiver_text
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure

_CALLABLE = (MethodType, FunctionType, BuiltinFunctionType, BuiltinMethodType)
_FILLED = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


class UncalledMethod(Fixer):
    """Catches: AttributeError on a function or method itself, because it was not called first (`df.head.columns`).

    Proposes: the call brackets.

    Keeps silent when: the function needs arguments, or has an attribute of nearly that name (or had, in
    Python 2).

    Safety: safe; what is called is what the text names.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
            before="df.head.columns",
            after="df.head().columns",
        ),
        Fixes(setup="text = ' a '", before="text.strip.upper()", after="text.strip().upper()"),
        Fixes(setup="def load():\n    return [1]", before="load.count(1)", after="load().count(1)"),
        Silent(setup="def load(path):\n    return [1]", before="load.count(1)", why="load needs an argument"),
        Silent(
            setup="def load():\n    return [1]", before="load.__naem__", why="a slip in the function's own attribute"
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        fault = read_fault(failure, context)
        if fault is None or not is_one_of(type(fault.receiver.value), _CALLABLE) or fault.name.startswith("_"):
            return
        if fault.name in load("confused_attributes")["function"]:
            return  # Python 2's attributes of functions
        function = fault.receiver.value
        bound = _is_bound(fault.node.value, context)
        if closest(fault.name, fault.receiver.attributes, limit=1, cutoff=0.8) or _needs_arguments(function, bound):
            return
        start, end = span_of(failure.python, fault.node)
        written = receiver_text(failure, fault.node)
        at = start + len(written)
        assert at <= end
        yield self.candidate(
            apply_edits(failure.code, [Edit(at, at, "()")]),
            f"`{written}` is a {'method' if bound else 'function'}; it was not called.",
            confidence=0.85,
        )


def _is_bound(node: ast.expr, context: Context) -> bool:
    """Whether the text asks an object for the function (the error names the bare function even for a bound method)."""
    if not isinstance(node, ast.Attribute):
        return False
    holder = value_of(node.value, context)
    return not safe.is_module(holder) and not safe.is_class(holder)


def _needs_arguments(function: object, bound: bool) -> bool:
    signature = safe.signature(function)
    if signature is None:
        return False
    parameters = list(signature.parameters.values())
    if bound and type(function) is FunctionType:
        parameters = parameters[1:]
    return any(each.default is Parameter.empty and each.kind not in _FILLED for each in parameters)
