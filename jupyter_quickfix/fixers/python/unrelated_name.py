"""Undefined names that are near to nothing, where one variable at hand fits the way they are used."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import apply_edits
from jupyter_quickfix.fixers.fault.evaluate import SIZED
from jupyter_quickfix.fixers.fault.flow import bound_names, function_of, loops_of, parameters
from jupyter_quickfix.fixers.fault.undefined import NAME_ERRORS, Undefined, find_undefined, rename_all
from jupyter_quickfix.fixers.names.name_choices import choices, fit, is_defined_elsewhere, is_known_elsewhere
from jupyter_quickfix.records import Candidate, Context, Failure


class UnrelatedName(Fixer):
    """Catches: NameError for a name with nothing near it, in a function or loop.

    Proposes: in an annotation with brackets, `list`; as an index, the variable of the loop around; else the one
    parameter of the function whose live value can be used so, or the one local list that nothing is put into yet.

    Keeps silent when: a name is near (its own rule), another cell defines it, or several variables fit.

    Safety: safe; only a name changes, to one that exists.
    """

    errors: ClassVar[tuple[str, ...]] = NAME_ERRORS
    examples = (
        Fixes(
            before="def first(rows: Array[int]) -> int:\n    return rows[0]\nfirst([1])",
            after="def first(rows: list[int]) -> int:\n    return rows[0]\nfirst([1])",
        ),
        Fixes(
            before="rows = [3, 4]\nfor i in range(2):\n    print(rows[x])",
            after="rows = [3, 4]\nfor i in range(2):\n    print(rows[i])",
        ),
        Fixes(
            before="def oldest(people):\n    for p in crowd:\n        people.remove(p)\n        break\n"
            "    return people\noldest([1])",
            after="def oldest(people):\n    for p in people:\n        people.remove(p)\n        break\n"
            "    return people\noldest([1])",
        ),
        Fixes(
            before="def top(rows, k):\n    kept = []\n    for r in rows:\n        final.append(r)\n    return kept\ntop([1], 1)",
            after="def top(rows, k):\n    kept = []\n    for r in rows:\n        kept.append(r)\n    return kept\ntop([1], 1)",
        ),
        Fixes(
            before="def halve(n):\n    steps = 0\n    while n > 1:\n        rest //= 2\n        steps += 1\n"
            "    return steps\nhalve(4)",
            after="def halve(n):\n    steps = 0\n    while n > 1:\n        n //= 2\n        steps += 1\n"
            "    return steps\nhalve(4)",
        ),
        Fixes(
            before="def pairs(a, b):\n    return [a[i] + c[i] for i in range(len(a))]\npairs([1], [2])",
            after="def pairs(a, b):\n    return [a[i] + b[i] for i in range(len(a))]\npairs([1], [2])",
        ),
        Silent(before="print(frobnicate)", why="nothing tells what was meant"),
        Silent(before="def f(a, b):\n    return frob[0]\nf([1], [2])", why="two parameters fit"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = find_undefined(failure)
        if found is None or is_known_elsewhere(found.name):
            return
        if found.home is not None:
            if not any(choice.likeness >= 0.7 for choice in choices(found, context)):
                for name, why, sure in _of_counter(found, failure, context):
                    yield self._renamed(found, name, failure, why, sure)
            return
        if is_defined_elsewhere(found.name, failure, context):
            return
        if _in_annotation(found):
            name = "List" if "List" in context.namespace else "list"
            yield self._renamed(found, name, failure, "It stands for a type; a list's is `list`.", 0.7)
            return
        if len(found.name) > 2 and any(choice.likeness >= 0.7 for choice in choices(found, context)):
            return
        for name, why, sure in (*_of_loop(found, failure), *_of_function(found, failure, context)):
            yield self._renamed(found, name, failure, why, sure)
            return

    def _renamed(self, found: Undefined, name: str, failure: Failure, why: str, sure: float) -> Candidate:
        edits = rename_all(failure.code, found.occurrences, found.name, name, found.parents)
        return self.candidate(
            apply_edits(failure.code, edits), f"`{found.name}` is not defined. {why}", confidence=sure
        )


def _in_annotation(found: Undefined) -> bool:
    """Whether it is `Array[…]` in an annotation."""
    holder = found.parents.get(found.node)
    if not isinstance(holder, ast.Subscript) or holder.value is not found.node:
        return False
    above = found.parents.get(holder)
    while isinstance(above, (ast.Subscript, ast.Tuple)):
        holder, above = above, found.parents.get(above)
    if isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return above.returns is holder
    return isinstance(above, ast.arg) or (isinstance(above, ast.AnnAssign) and above.annotation is holder)


def _of_loop(found: Undefined, failure: Failure) -> Iterator[tuple[str, str, float]]:
    """An index in a loop whose variable counts."""
    holder = found.parents.get(found.node)
    if not isinstance(holder, ast.Subscript) or holder.slice is not found.node or len(found.name) > 3:
        return
    for loop in loops_of(failure, found.node)[:1]:
        counted = isinstance(loop, ast.For) and isinstance(loop.iter, ast.Call)
        if counted and isinstance(loop, ast.For) and isinstance(loop.target, ast.Name):
            yield loop.target.id, f"The loop counts with `{loop.target.id}`.", 0.55


def _of_function(found: Undefined, failure: Failure, context: Context) -> Iterator[tuple[str, str, float]]:
    """A parameter or an empty local list that can be used so."""
    function = function_of(failure, found.node)
    uses = found.uses
    if function is None or not (uses.subscripted or uses.iterated or uses.attributes or uses.arithmetic):
        return
    if uses.attributes & {"append", "add", "extend"}:
        empty = [
            name
            for name, value in context.frame_locals.items()
            if is_one_of(type(value), (list, set)) and not value and not _is_grown(name, found)
        ]
        if len(empty) == 1 and fit(uses, context.frame_locals[empty[0]]) > 0:
            yield empty[0], f"`{empty[0]}` is empty, and nothing else is put into it.", 0.6
        return
    if not (uses.subscripted or uses.iterated or uses.attributes):
        return
    stored = _is_stored_into(found)
    kinds = (list, dict) if stored else SIZED
    live = {name: value for name, value in context.frame_locals.items() if is_one_of(type(value), kinds)}
    for what, names in (("parameter", parameters(function)), ("variable", list(live))):
        fitting = [name for name in names if name in live and name not in _taken(found) and fit(uses, live[name]) > 0]
        if len(fitting) == 1:
            yield fitting[0], f"`{fitting[0]}` is the one {what} that can be used so.", 0.5
            return


def _is_stored_into(found: Undefined) -> bool:
    """Whether items of it are set, so that a text or tuple will not do."""
    holders = [found.parents.get(node) for node in found.occurrences]
    return any(isinstance(holder, ast.Subscript) and isinstance(holder.ctx, ast.Store) for holder in holders)


def _of_counter(found: Undefined, failure: Failure, context: Context) -> Iterator[tuple[str, str, float]]:
    """`x -= 1` of a name that nothing sets: the one number that the function was given."""
    if found.home is None or found.home.kind != "function":
        return
    nodes = [found.parents.get(node) for node in found.home.bound[found.name]]
    if not all(isinstance(node, ast.AugAssign) and not isinstance(node.op, ast.Add) for node in nodes):
        return
    given = parameters(function_of(failure, found.node))
    numbers = [name for name in given if is_one_of(type(context.frame_locals.get(name)), (int, float))]
    if len(numbers) == 1:
        yield numbers[0], f"`{numbers[0]}` is the one number that the function was given.", 0.55


def _is_grown(name: str, found: Undefined) -> bool:
    """Whether the code puts something into the variable of this name."""
    for node in found.parents:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
            if node.attr in ("append", "add", "extend", "insert"):
                return True
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name) and node.target.id == name:
            return True
    return False


def _taken(found: Undefined) -> set[str]:
    """Names that the undefined one stands beside, or that its own loop binds."""
    holder = found.parents.get(found.node)
    if isinstance(holder, ast.Subscript):
        holder = found.parents.get(holder)
    if isinstance(holder, (ast.For, ast.comprehension)):
        return bound_names(holder.target)
    if isinstance(holder, (ast.BinOp, ast.Compare, ast.Call)):
        return {node.id for node in ast.walk(holder) if isinstance(node, ast.Name)}
    return set()
