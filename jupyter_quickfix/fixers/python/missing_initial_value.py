"""Variables that are added to, appended to or returned before anything gave them a value."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import kind_of
from jupyter_quickfix.fixers.fault.flow import Loop, function_of, loops_of, own_nodes, parameters, statement_of
from jupyter_quickfix.fixers.fault.rewrite import before_statement, edited
from jupyter_quickfix.fixers.fault.undefined import NAME_ERRORS, Undefined, find_undefined
from jupyter_quickfix.fixers.names.name_choices import choices, is_defined_elsewhere, is_known_elsewhere
from jupyter_quickfix.records import Candidate, Context, Failure

_LIST_METHODS = frozenset({"append", "extend", "insert", "pop", "sort", "reverse", "index"})
_SET_METHODS = frozenset({"add", "discard", "union", "issubset"})
_DICT_METHODS = frozenset({"setdefault", "items", "keys", "values", "get", "update"})
#: A variable that only some path sets: often the path, not the value, is wrong. Shown as a runner-up if at all.
_UNSURE = 0.25
_ZEROS = {int: "0", float: "0", str: '""', list: "[]", tuple: "()", dict: "{}", set: "set()", bool: "False"}


class MissingInitialValue(Fixer):
    """Catches: NameError and UnboundLocalError for a variable that the cell only ever adds to (`total += n`,
    `rows.append(n)`, `counts[k] = 1`), or that only a loop or a branch which did not run would have set.

    Proposes: its initial value (0, `[]`, `{}`, `set()`, `""`) before the loop around, or before the branch.

    Keeps silent when: a name of nearly the same spelling exists, another cell defines it, or the way it is used does not
    tell its type.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = NAME_ERRORS
    examples = (
        Fixes(
            before="for n in [1, 2]:\n    total += n\ntotal", after="total = 0\nfor n in [1, 2]:\n    total += n\ntotal"
        ),
        Fixes(
            before="def evens(ns):\n    for n in ns:\n        if n % 2 == 0:\n            kept.append(n)\n"
            "    return kept\nevens([2])",
            after="def evens(ns):\n    kept = []\n    for n in ns:\n        if n % 2 == 0:\n            kept.append(n)\n"
            "    return kept\nevens([2])",
        ),
        Fixes(
            before="for word in ['a']:\n    counts[word] = 1\ncounts",
            after="counts = {}\nfor word in ['a']:\n    counts[word] = 1\ncounts",
        ),
        Fixes(
            before="def find(ns):\n    for n in ns:\n        if n > 5:\n            found = True\n    return found\nfind([1])",
            after="def find(ns):\n    found = False\n    for n in ns:\n        if n > 5:\n            found = True\n"
            "    return found\nfind([1])",
        ),
        Silent(before="for n in [1, 2]:\n    totl += n", why="a name is near", setup="total = 0"),
        Silent(before="print(frobnicate)", why="nothing tells what it is"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or found.scope.kind == "class":
            return
        if is_known_elsewhere(found.name) or is_defined_elsewhere(found.name, failure, context):
            return
        grown = _grown(found, context)
        zero = grown or _unset(found, failure, context)
        if zero is None:
            return
        near = [choice for choice in choices(found, context) if choice.likeness >= 0.8]
        if near and grown:
            return
        start = _start(found, failure)
        edit = before_statement(failure, start, f"{found.name} = {zero}") if start is not None else None
        if edit is None:
            return
        sure = (0.78 if found.home is not None else 0.65) if grown else _UNSURE
        if choices(found, context):
            sure *= 0.8
        why = f"`{found.name}` has no value before its first use; it starts as `{zero}`."
        yield self.candidate(edited(failure, edit), why, confidence=sure)


def _grown(found: Undefined, context: Context) -> str | None:
    """The initial value of a variable that is only added to; None where it is set as well, or used otherwise."""
    bound = found.home.bound[found.name] if found.home is not None else []
    for node in bound:
        if not isinstance(found.parents.get(node), ast.AugAssign):
            return None
    if found.uses.called:
        return None
    attributes = found.uses.attributes
    for methods, zero in ((_LIST_METHODS, "[]"), (_SET_METHODS, "set()"), (_DICT_METHODS, "{}")):
        if (
            attributes
            and attributes <= methods
            and (attributes & {"append", "extend", "add", "setdefault", "insert", "update"})
        ):
            return zero
    if attributes:
        return None
    for node in [*bound, *found.occurrences]:
        holder = found.parents.get(node)
        if isinstance(holder, ast.AugAssign) and holder.target is node:
            if isinstance(holder.op, ast.Mult):
                return "1"
            kind = kind_of(holder.value, context)
            return _ZEROS.get(kind or int) if isinstance(holder.op, (ast.Add, ast.BitOr)) else None
        filled = isinstance(holder, ast.Subscript) and holder.value is node and isinstance(holder.ctx, ast.Store)
        if filled and holder is not None and isinstance(found.parents.get(holder), ast.Assign):
            return "{}"
    return None


def _unset(found: Undefined, failure: Failure, context: Context) -> str | None:
    """The initial value of a variable that only a branch or a loop which did not run sets."""
    if found.home is None or found.home.kind != "function":
        return None
    kinds = set()
    for node in found.home.bound[found.name]:
        holder = found.parents.get(node)
        if isinstance(holder, ast.For) and holder.target is node:
            return None  # a loop that did not run: what it would have given is not for us to say
        if isinstance(holder, ast.Assign) and not isinstance(holder.value, ast.Name):
            kinds.add(_ZEROS.get(kind_of(holder.value, context) or object))
        elif not isinstance(holder, ast.AugAssign):
            kinds.add(None)
    known = kinds - {None}
    return known.pop() if len(known) == 1 else None


def _start(found: Undefined, failure: Failure) -> ast.stmt | None:
    """The statement before which the variable gets its value: the outermost loop that holds a use, or the first use."""
    function = function_of(failure, found.node)
    if function is not None and found.name in parameters(function):
        return None
    body = function.body if function is not None else None
    for node in own_nodes(failure, function):
        if isinstance(node, ast.Name) and node.id == found.name:
            loops: list[Loop] = loops_of(failure, node)
            first: ast.stmt | None = loops[-1] if loops else statement_of(failure, node)
            if body is not None and first is not None:
                return next((each for each in body if each.lineno <= first.lineno <= (each.end_lineno or 0)), first)
            return first
    return None
