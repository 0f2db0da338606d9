"""Arguments passed by position that the function now only takes by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from inspect import Parameter, Signature
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import UNKNOWN, type_of, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_TOO_MANY = re.compile(r"takes .*positional arguments? but .* given|too many positional arguments")


class PositionalArgument(Fixer):
    """Catches: "takes from 1 to 2 positional arguments but 3 were given" and its like, where the function has further
    arguments that must be named: `df.drop('a', 1)`, `pd.concat(frames, 1)`, `validation_curve(model, X, y, …)`.

    Proposes: the names, in the order of the function's signature, which was the order of positions before.

    Keeps silent when: the function cannot be found or has no such arguments, or they are unpacked with `*`.

    Safety: safe; the same values go to the same arguments.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1], 'b': [2]})",
            before="df = df.drop('a', 1)",
            after="df = df.drop('a', axis=1)",
        ),
        Fixes(
            setup="import pandas as pd\nframes = [pd.DataFrame({'a': [1]}), pd.DataFrame({'b': [2]})]",
            before="both = pd.concat(frames, 1)",
            after="both = pd.concat(frames, axis=1)",
        ),
        Fixes(
            setup="def plot(x, *, color='red', width=1):\n    return x, color, width",
            before="plot(1, 'blue', 2)",
            after="plot(1, color='blue', width=2)",
        ),
        Silent(setup="def plot(x):\n    return x", before="plot(1, 2)", why="there is no further argument"),
        Silent(
            setup="args = (1, 2)\ndef plot(x, *, color='red'):\n    return x",
            before="plot(*args)",
            why="the values are not in the call",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        if call is None or not _TOO_MANY.search(failure.message):
            return
        if any(isinstance(argument, ast.Starred) for argument in call.args):
            return
        signature, bound = _signature(call, context)
        if signature is None:
            return
        parameters = list(signature.parameters.values())[1 if bound else 0 :]
        allowed = sum(parameter.kind is not Parameter.KEYWORD_ONLY for parameter in parameters)
        given = {keyword.arg for keyword in call.keywords}
        extra = list(zip(parameters[allowed:], call.args[allowed:], strict=False))
        fits = len(call.args) - allowed == len(extra) and extra
        if not fits or any(parameter.name in given for parameter, _ in extra):
            return
        edits = []
        for parameter, argument in extra:
            start = span_of(failure.python, argument)[0]
            edits.append(Edit(start, start, f"{parameter.name}="))
        names = ", ".join(f"`{parameter.name}`" for parameter, _ in extra)
        why = f"`{text_of(failure.code, call.func)}` takes {names} only by name."
        yield self.candidate(apply_edits(failure.code, edits), why, confidence=0.9)


def _signature(call: ast.Call, context: Context) -> tuple[Signature | None, bool]:
    """The callable's signature, and whether its first parameter is the receiver."""
    if isinstance(call.func, ast.Attribute):
        base = value_of(call.func.value, context)
        kind = type_of(call.func.value, context)
        if kind is not None and not safe.is_module(base) and not safe.is_class(base):
            function = safe.lookup(kind, call.func.attr)
            return safe.signature(function) if function is not None else None, True
    found = value_of(call.func, context)
    return None if found is UNKNOWN else safe.signature(found), False
