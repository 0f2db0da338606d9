"""Calls with too many or too few arguments."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.calls import Called, definition_of, never_reads, read_call
from jupyter_quickfix.fixers.fault.evaluate import builtin_called
from jupyter_quickfix.fixers.fault.rewrite import edited, source
from jupyter_quickfix.fixers.fault.values import UNKNOWN, name_value
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_TOO_MANY = re.compile(
    r"takes (?:from \d+ to |exactly |at most )?(no|one|\d+)(?: positional)? arguments? "
    r"(?:but (\d+) (?:was|were) given|\((\d+) given\))"
    r"|expected (?:at most |exactly )?(\d+) arguments?, got (\d+)|takes (no) (?:keyword )?arguments"
)
_MISSING = re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.+)")
_QUOTED = re.compile(r"'(\w+)'")
_WORDS = {"no": 0, "one": 1, None: 0}
#: They take one container where several values were given.
_OF_ONE = frozenset(
    [
        "set",
        "list",
        "tuple",
        "frozenset",
        "sum",
        "sorted",
        "any",
        "all",
        "len",
        "max",
        "min",
        "enumerate",
        "append",
        "add",
        "extend",
        "update",
        "join",
    ]
)


class WrongArgumentCount(Fixer):
    """Catches: "takes 1 positional argument but 2 were given", "missing 1 required positional argument", "expected at
    most 1 argument, got 3".

    Proposes: the values as one (`append((1, 2))`, `set([1, 2])`), or the call without the last ones; for what is
    missing, the variable of that name, or None where the function never looks at it.

    Keeps silent when: the function cannot be found, or values are unpacked with `*`; an argument that has no variable
    of its name and is used is for the user to give.

    Safety: leaving arguments out may change results; the rest is safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="rows = []", before="rows.append(1, 2)\nrows", after="rows.append((1, 2))\nrows"),
        Fixes(before="set(1, 2, 3)", after="set([1, 2, 3])"),
        Fixes(setup="def double(n):\n    return 2 * n", before="double(1, 2)", after="double(1)"),
        Fixes(before="globals(2)['x'] = 1", after="globals()['x'] = 1"),
        Fixes(
            setup="def scale(value, factor):\n    return value * factor\nfactor = 3",
            before="scale(2)",
            after="scale(2, factor)",
        ),
        Fixes(
            before="def power(base, n, unit):\n    return base if n == 1 else base * power(base, n - 1)\npower(2, 3, 'm')",
            after="def power(base, n, unit):\n    return base if n == 1 else base * power(base, n - 1, unit)\npower(2, 3, 'm')",
        ),
        Fixes(
            setup="def log(text, level):\n    return text",
            before="log('a')",
            after="log('a', None)",
        ),
        Silent(
            setup="def scale(value, factor):\n    return value * factor", before="scale(2)", why="no value is at hand"
        ),
        Silent(setup="def double(n):\n    return 2 * n", before="double(*[1, 2])", why="the values are elsewhere"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        many, missing = _TOO_MANY.search(failure.message), _MISSING.search(failure.message)
        called = read_call(failure, context) if many or missing else None
        if called is None or any(isinstance(argument, ast.Starred) for argument in called.node.args):
            return
        if any(keyword.arg is None for keyword in called.node.keywords):
            return
        if missing is not None:
            yield from self._fill(called, _QUOTED.findall(missing.group(1)), failure, context)
        elif many is not None:
            numbers = [group for group in many.groups() if group is not None]
            takes = _WORDS[numbers[0]] if numbers[0] in _WORDS else int(numbers[0])
            yield from self._shorten(called, takes, failure, context)

    def _shorten(self, called: Called, takes: int, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = called.node
        given = len(call.args) + len(call.keywords)
        # A message about a bound method counts the receiver; Python's own functions in C do not.
        allowed = takes - (1 if called.bound and called.function is not None else 0)
        if allowed < 0 or allowed >= given or _lacks_receiver(called):
            return
        text = source(failure, call.func)
        name = call.func.attr if isinstance(call.func, ast.Attribute) else builtin_called(call, context)
        as_one = name in _OF_ONE and len(call.args) > 1 and allowed == 1 and called.function is None
        if as_one:
            opening, closing = ("(", ")") if name in ("append", "add") else ("[", "]")
            start, end = span_of(failure.python, call.args[0])[0], span_of(failure.python, call.args[-1])[1]
            code = edited(failure, Edit(start, start, opening), Edit(end, end, closing))
            yield self.candidate(code, f"`{text}` takes one value; brackets make these one.", confidence=0.75)
        if call.keywords and allowed > 0:
            return
        yield self.candidate(
            edited(failure, _cut(called, allowed, failure)),
            f"`{text}` takes {allowed or 'no'} argument{'s' * (allowed != 1)}; the rest is left out.",
            confidence=0.25 if as_one else 0.55,
            safety=Safety.CHANGES_RESULTS,
        )

    def _fill(self, called: Called, names: list[str], failure: Failure, context: Context) -> Iterator[Candidate]:
        signature = called.signature
        if signature is None or not names or names[0] in ("self", "cls"):
            return
        values, unused = [], 0
        for name in names:
            if name_value(name, context) is not UNKNOWN and name not in _OF_ONE:
                values.append(name)
            elif called.function is not None and never_reads(called.function, name):
                values.append("None")
                unused += 1
            else:
                return
        parameters = list(signature.parameters)
        first = parameters.index(names[0]) - (1 if called.bound and parameters[0] in ("self", "cls") else 0)
        in_order = first == len(called.node.args) and not called.node.keywords
        ahead = first == 0 and not called.node.args  # what follows is given by name
        texts = values if in_order or ahead else [f"{name}={value}" for name, value in zip(names, values, strict=True)]
        text = source(failure, called.node.func)
        told = ", ".join(f"`{name}`" for name in names)
        why = f"`{text}` also needs {told}" + (
            "; it never looks at it." if unused else ", and there is a variable of that name."
        )
        code = edited(failure, _added(called.node, texts, failure, front=ahead and not in_order))
        here = called.function is not None and definition_of(failure, called.function.__qualname__) is not None
        yield self.candidate(code, why, confidence=0.7 if unused == 0 else 0.45 if here else 0.6)


def _lacks_receiver(called: Called) -> bool:
    """Whether a method's definition has no parameter for its object, so that the call is right and it is not."""
    function = called.function
    if function is None or not called.bound or "." not in function.__qualname__:
        return False
    return function.__code__.co_varnames[: function.__code__.co_argcount][:1] not in (("self",), ("cls",))


def _cut(called: Called, allowed: int, failure: Failure) -> Edit:
    """The edit that takes out the arguments beyond the first `allowed`."""
    call = called.node
    end = span_of(failure.python, call)[1] - 1
    if allowed == 0:
        start = failure.code.index("(", span_of(failure.python, call.func)[1]) + 1
        return Edit(start, end, "")
    return Edit(span_of(failure.python, call.args[allowed - 1])[1], end, "")


def _added(call: ast.Call, texts: list[str], failure: Failure, *, front: bool) -> Edit:
    """The edit that adds arguments before or behind those that are given."""
    addition = ", ".join(texts)
    if front:
        at = failure.code.index("(", span_of(failure.python, call.func)[1]) + 1
        return Edit(at, at, addition + (", " if call.keywords else ""))
    last = max((span_of(failure.python, node)[1] for node in (*call.args, *call.keywords)), default=None)
    at = span_of(failure.python, call)[1] - 1 if last is None else last
    return Edit(at, at, addition if last is None else f", {addition}")
