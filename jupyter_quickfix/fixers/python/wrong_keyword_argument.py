"""An argument passed by a name that the function does not know."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from inspect import Parameter
from types import FunctionType
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.callee import callee, documented_parameters, signature_of
from jupyter_quickfix.fixers.fault.locate import failing_node, library_frames, on_failing_lines
from jupyter_quickfix.fixers.renaming.arguments import nearest_arguments, opposites
from jupyter_quickfix.fixers.renaming.calls import calls_with, drop_argument
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_UNEXPECTED = re.compile(
    r"unexpected keyword argument '?(\w+)'?|'(\w+)' is an invalid keyword argument|has no property '?(\w+)|"
    r"positional-only arguments passed as keyword arguments: '(\w+)'"
)
_NO_KEYWORDS = re.compile(r"(\w+)\(\) takes no keyword arguments")
_FUNCTION = re.compile(r"([\w.<>]+)\(\) got an unexpected")
_NAMED = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


class WrongKeywordArgument(Fixer):
    """Catches: a call with an argument name that the function does not have ("got an unexpected keyword argument"), that
    is only allowed by position, or that an inner function refused (Matplotlib's and scikit-learn's `**kwargs`).

    Proposes: the nearest name that the function takes and this call does not use yet; the value by position where names
    are not taken; the only argument left where there is one; at last, the call without the argument.

    Keeps silent when: the call is not in this cell, or the name goes through `**` from elsewhere.

    Safety: safe for a renamed argument; marked as changing results where the argument is dropped.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "AttributeError")
    examples = (
        Fixes(before="sorted([3, 1], revers=True)", after="sorted([3, 1], reverse=True)"),
        Fixes(before="int('123', bass=11)", after="int('123', base=11)"),
        Fixes(
            setup="def scale(values, factor=2):\n    return [v * factor for v in values]",
            before="scale([1], factr=3)\nscale([2], factr=4)",
            after="scale([1], factor=3)\nscale([2], factor=4)",
        ),
        Fixes(setup="def square(x):\n    return x * x", before="square(value=3)", after="square(x=3)"),
        Fixes(before="{'a': 1}.get('b', default=None)", after="{'a': 1}.get('b', None)"),
        Fixes(
            setup="import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt",
            before="line = plt.plot([1, 2], colour='red')",
            after="line = plt.plot([1, 2], color='red')",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
            before="df.sort_values('a', acending=False)",
            after="df.sort_values('a', ascending=False)",
        ),
        Fixes(
            setup="def show(a, b):\n    return a",
            before="show(1, 2, verbose=True)",
            after="show(1, 2)",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [2, 1]})",
            before="df.sort_values('a', descending=True)",
            after="df.sort_values('a', ascending=False)",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [2, 1]})",
            before="df.reset_index().nunique(ax=1)",
            after="df.reset_index().nunique(axis=1)",
        ),
        Silent(
            setup="options = {'wrong': 1}\ndef show(a):\n    return a",
            before="show(1, **options)",
            why="the name is in a dict that was made elsewhere",
        ),
        Silent(before="int('x', 2, 3)", why="a matter of how many, not of names"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _UNEXPECTED.search(failure.message)
        if match is None:
            yield from self._by_position(failure, context)
            return
        wrong = next(group for group in match.groups() if group)
        calls = list(calls_with(wrong, failure))
        here = _failing_call(calls, failure)
        if here is None:
            return
        call, _ = here
        if match.group(4):
            yield from self._by_position(failure, context, wrong)
            return
        given = {argument.arg for argument in call.keywords}
        accepted = [name for name in _accepted(call, failure, context) if name not in given]
        same = [pair for pair in calls if ast.dump(pair[0].func) == ast.dump(call.func)]
        called = text_of(failure.code, call.func)
        near = nearest_arguments(wrong, accepted)
        for name, likeness in near:
            edits = [_rename(failure, argument, name) for _, argument in same]
            why = f"`{called}` has no argument `{wrong}`; the nearest it takes is `{name}`."
            yield self.candidate(apply_edits(failure.code, edits), why, confidence=round(0.95 * likeness, 3))
        for name in opposites(wrong, accepted):
            flipped = [edit for _, argument in same for edit in _flip(failure, argument, name)]
            if flipped:
                why = f"`{called}` has no argument `{wrong}`; `{name}` says the opposite."
                yield self.candidate(apply_edits(failure.code, flipped), why, confidence=0.85)
        own = _is_own_function(call, failure, context)
        left = accepted[len(call.args) :] if own else []
        if len(left) == 1 and left[0] not in dict(near):
            edits = [_rename(failure, argument, left[0]) for _, argument in same]
            why = f"`{called}` has no argument `{wrong}`; `{left[0]}` is the one that is not given yet."
            yield self.candidate(apply_edits(failure.code, edits), why, confidence=0.6)
        dropped = [drop_argument(failure, each, argument) for each, argument in same]
        yield self.candidate(
            apply_edits(failure.code, dropped),
            f"`{called}` takes no argument `{wrong}`; without it the call is accepted.",
            # A library's function was meant to be told something: without it the cell runs, and does another thing.
            confidence=0.3 if own else 0.2 if not near else 0.1,
            safety=Safety.CHANGES_RESULTS,
        )

    def _by_position(self, failure: Failure, context: Context, wrong: str = "") -> Iterator[Candidate]:
        """`d.get(k, default=None)` → `d.get(k, None)`, for functions written in C that take no names."""
        call = failing_node(failure, ast.Call)
        refused = wrong or _NO_KEYWORDS.search(failure.message)
        if call is None or not refused or not call.keywords:
            return
        signature = signature_of(callee(call, failure, context))
        if signature is not None and not signature.parameters:
            return
        edits = []
        for keyword in call.keywords:
            if keyword.arg is None:
                return
            start, value_start = span_of(failure.python, keyword)[0], span_of(failure.python, keyword.value)[0]
            if not wrong or keyword.arg == wrong:
                edits.append(Edit(start, value_start, ""))
        called = text_of(failure.code, call.func)
        why = f"`{called}` takes its arguments by position only."
        yield self.candidate(apply_edits(failure.code, edits), why, confidence=0.8)


def _failing_call(calls: list[tuple[ast.Call, ast.keyword]], failure: Failure) -> tuple[ast.Call, ast.keyword] | None:
    failing = failing_node(failure, ast.Call)
    exact = [pair for pair in calls if pair[0] is failing]
    near = exact or [pair for pair in calls if on_failing_lines(failure, pair[0])]
    return near[0] if near else None


def _rename(failure: Failure, keyword: ast.keyword, name: str) -> Edit:
    start = span_of(failure.python, keyword)[0]
    return Edit(start, start + len(keyword.arg or ""), name)


def _flip(failure: Failure, keyword: ast.keyword, name: str) -> list[Edit]:
    """`descending=True` → `ascending=False`; nothing where the value is no plain truth value."""
    value = keyword.value
    if not isinstance(value, ast.Constant) or type(value.value) is not bool:
        return []
    return [_rename(failure, keyword, name), Edit(*span_of(failure.python, value), str(not value.value))]


def _accepted(call: ast.Call, failure: Failure, context: Context) -> list[str]:
    """Argument names that the callable takes, and the inner functions that it passed its `**kwargs` on to."""
    names: dict[str, None] = {}
    function = callee(call, failure, context)
    signature = signature_of(function)
    open_ended = signature is None
    if signature is not None:
        for parameter in signature.parameters.values():
            if parameter.kind in _NAMED:
                names[parameter.name] = None
            open_ended = open_ended or parameter.kind is Parameter.VAR_KEYWORD
    if not open_ended:
        return [name for name in names if name not in ("self", "cls")]
    names.update(dict.fromkeys(documented_parameters(function)))
    for frame in library_frames(failure):
        code = frame.f_code
        names.update(dict.fromkeys(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]))
        names.update(dict.fromkeys(_properties(failure, frame.f_locals.values())))
    if signature is None and isinstance(failure.exception, TypeError):
        names.update(dict.fromkeys(_suggested(failure.message)))
        names.update(dict.fromkeys(_BUILTIN_ARGUMENTS.get(_called(call), ())))
    return [name for name in names if name not in ("self", "cls")]


#: Builtins whose signature Python does not tell.
_BUILTIN_ARGUMENTS = {
    "int": ("base",),
    "str": ("object", "encoding", "errors"),
    "bytes": ("source", "encoding", "errors"),
    "print": ("sep", "end", "file", "flush"),
    "max": ("key", "default"),
    "min": ("key", "default"),
    "dict": (),
    "zip": ("strict",),
    "enumerate": ("iterable", "start"),
}


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _properties(failure: Failure, values: Iterable[object]) -> Iterator[str]:
    """What Matplotlib's `set(…)` takes, for the artist that refused: one name for each `set_…` method."""
    match = _FUNCTION.search(failure.message)
    owner = match.group(1).removesuffix(".set") if match and match.group(1).endswith(".set") else ""
    if not owner:
        return
    for value in list(values):
        if safe.type_name(value).rpartition(".")[2] == owner:
            yield from (name[4:] for name in safe.attributes(value) if name.startswith("set_"))
            return


def _suggested(message: str) -> list[str]:
    return re.findall(r"Did you mean '(\w+)'", message)


def _is_own_function(call: ast.Call, failure: Failure, context: Context) -> bool:
    """Whether the callable was written in this notebook, where the one argument left is likely meant."""
    function = callee(call, failure, context)
    return type(function) is FunctionType and function.__globals__.get("__name__") == "__main__"
