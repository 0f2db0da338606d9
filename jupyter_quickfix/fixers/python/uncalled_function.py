"""A function or method used as if it were its result: `for k, v in ages.items:`, `text.lower + "x"`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from inspect import Parameter
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import kind_of
from jupyter_quickfix.fixers.fault.flow import raised_here
from jupyter_quickfix.fixers.fault.locate import call_of, nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, source
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"\b(?:builtin_function_or_method|method|function|method_descriptor)\b")
_FUNCTIONS = (FunctionType, BuiltinFunctionType, MethodType)


class UncalledFunction(Fixer):
    """Catches: TypeError that speaks of a 'method' or 'function' where a value was needed: an operand, something to loop
    over, an argument of `len` or `int`.

    Proposes: the call brackets, on the functions without required arguments in the failing line.

    Keeps silent when: every function in the line needs arguments, or it is not in this cell.

    Safety: safe; what is called is what the text names.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(
            setup="ages = {'a': 1}", before="for k, v in ages.items:\n    k", after="for k, v in ages.items():\n    k"
        ),
        Fixes(setup="text = 'A'", before="low = text.lower + 'x'", after="low = text.lower() + 'x'"),
        Fixes(setup="def limit():\n    return 3", before="2 < limit", after="2 < limit()"),
        Fixes(setup="text = 'a b'", before="len(text.split)", after="len(text.split())"),
        Silent(setup="def limit(n):\n    return n", before="2 < limit", why="it needs an argument"),
        Silent(setup="def two():\n    return 2", before="two(3)", why="it is called"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not _MESSAGE.search(failure.message) or not raised_here(failure):
            return
        if "not subscriptable" in failure.message or " takes " in failure.message or "argument:" in failure.message:
            return
        found = [
            node
            for node in nodes_of(failure, ast.expr)
            if isinstance(node, (ast.Name, ast.Attribute))
            and isinstance(node.ctx, ast.Load)
            and on_failing_lines(failure, node)
            and call_of(failure, node) is None
            and _needs_no_arguments(node, context)
            and not _is_passed_on(failure, node)
        ]
        if not found:
            return
        text = source(failure, found[0])
        why = f"`{text}` is a function; with brackets it gives its value."
        edits = [Edit(end, end, "()") for node in found for end in (span_of(failure.python, node)[1],)]
        yield self.candidate(edited(failure, *edits), why, confidence=0.9 if len(found) == 1 else 0.7)


def _is_passed_on(failure: Failure, node: ast.expr) -> bool:
    """Whether it is given to a `key=` or the like, where a function belongs."""
    return any(keyword.value is node for keyword in nodes_of(failure, ast.keyword))


def _needs_no_arguments(node: ast.Name | ast.Attribute, context: Context) -> bool:
    """Whether it is a function that can be called as it is."""
    value = value_of(node, context)
    if is_one_of(type(value), _FUNCTIONS):
        method = isinstance(node, ast.Attribute) and not safe.is_module(value_of(node.value, context))
        signature = safe.signature(value)
        skip = 1 if method and type(value) is FunctionType else 0
    elif isinstance(node, ast.Attribute) and (value is UNKNOWN or safe.is_class(type(value))):
        kind = kind_of(node.value, context)
        found = None if kind is None else safe.lookup(kind, node.attr)
        if found is None or type(found).__name__ not in ("method_descriptor", "function"):
            return False
        signature, skip = safe.signature(found), 1
    else:
        return False
    if signature is None:
        return True
    required = [p for p in list(signature.parameters.values())[skip:] if p.default is Parameter.empty]
    return not [p for p in required if p.kind not in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)]
