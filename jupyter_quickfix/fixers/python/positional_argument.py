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
from jupyter_quickfix.fixers.fault.data_values import data_of
from jupyter_quickfix.fixers.fault.locate import failing_node
from jupyter_quickfix.fixers.fault.values import UNKNOWN, Unknown, type_of, value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_SCALARS = (bool, int, float, str)
#: Arguments in the order in which they were taken by position, where that differs from the signature's.
_FORMER_ORDERS: dict[str, tuple[str, ...]] = {"pivot": ("index", "columns", "values")}
_PLOTTED = ("x", "y", "hue")
_TOO_MANY = re.compile(r"takes .*positional arguments? but .* given|too many positional arguments|"
                       r"got multiple values for argument 'data'")  # fmt: skip


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
        extra = _former_order(call, parameters, given, context) or _assigned(
            call.args[allowed:], parameters[allowed:], given, context
        )
        if not extra:
            return
        edits = []
        for parameter, argument in extra:
            start = span_of(failure.python, argument)[0]
            edits.append(Edit(start, start, f"{parameter.name}="))
        names = ", ".join(f"`{parameter.name}`" for parameter, _ in extra)
        why = f"`{text_of(failure.code, call.func)}` takes {names} only by name."
        yield self.candidate(apply_edits(failure.code, edits), why, confidence=0.9)


def _is_table(node: ast.expr, context: Context) -> bool:
    return data_of(node, context).family in ("frame", "dict", "polars")


def _former_order(
    call: ast.Call, parameters: list[Parameter], given: set[str | None], context: Context
) -> list[tuple[Parameter, ast.expr]]:
    """For the functions whose arguments had another order while they were taken by position."""
    name = str(getattr(call.func, "attr", getattr(call.func, "id", "")))
    order = _FORMER_ORDERS.get(name, ())
    first = parameters[0].name if parameters else ""
    if first == "data" and "x" in {each.name for each in parameters} and not _is_table(call.args[0], context):
        order = _PLOTTED  # seaborn took the coordinates first
    known = {parameter.name: parameter for parameter in parameters}
    if len(call.args) > len(order) or any(each not in known or each in given for each in order[: len(call.args)]):
        return []
    return [(known[each], argument) for each, argument in zip(order, call.args, strict=False)]


def _assigned(
    arguments: list[ast.expr], parameters: list[Parameter], given: set[str | None], context: Context
) -> list[tuple[Parameter, ast.expr]]:
    """Each value to the next argument not given yet, or to the first whose default is of the same kind."""
    free = [each for each in parameters if each.kind is Parameter.KEYWORD_ONLY and each.name not in given]
    pairs = []
    for argument in arguments:
        if not free:
            return []
        value = value_of(argument, context)
        kind = type(value)
        same = [each for each in free if type(each.default) is kind] if kind in (bool, str, float) else []
        if kind is int:
            same = [each for each in free if each.name in ("cv", "axis", "n_splits", "k")]
        fitting = free[0] if _takes(free[0], kind) or not same else same[0]
        free.remove(fitting)
        pairs.append((fitting, argument))
    return pairs


def _takes(parameter: Parameter, kind: type) -> bool:
    """Whether the argument's default leaves open that it takes values of this kind."""
    default = parameter.default
    if default is Parameter.empty or kind is Unknown:
        return True
    if kind in (bool, int) and parameter.name in ("groups", "scoring", "fit_params", "closed", "sample_weight"):
        return False
    return (
        default is None
        or type(default) is kind
        or (kind is int and type(default) is float)
        or type(default) not in _SCALARS
    )


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
