"""Lists, dicts and sets as keys or members: `{[1, 2]: "a"}`, `seen.add(row)`, `set(rows)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"unhashable type: '([\w.]+)'")
_FROZEN = {"list": "tuple({0})", "set": "frozenset({0})", "dict": "tuple({1}.items())", "bytearray": "bytes({0})"}
_KINDS = {"list": list, "set": set, "dict": dict, "bytearray": bytearray}
_MEMBER_METHODS = frozenset({"add", "discard", "setdefault", "get", "pop", "remove"})
_OF_ITEMS = frozenset({"set", "frozenset", "Counter", "fromkeys"})


class UnhashableItem(Fixer):
    """Catches: "unhashable type: 'list'" (dict, set) for a key, a member of a set, or the items of `set(rows)`.

    Proposes: `tuple(…)`, `frozenset(…)`, `tuple(row.items())` around it, or over the items by `map`.

    Keeps silent when: the key is a column or an index of a table, or what is unhashable cannot be found in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="seen, row = set(), [1, 2]", before="seen.add(row)", after="seen.add(tuple(row))"),
        Fixes(setup="rows = [[1], [2]]", before="len(set(rows))", after="len(set(map(tuple, rows)))"),
        Fixes(setup="names, key = {}, [1, 2]", before="names[key] = 'a'", after="names[tuple(key)] = 'a'"),
        Fixes(before="names = {[1, 2]: 'a'}", after="names = {(1, 2): 'a'}"),
        Fixes(setup="row = {'a': 1}", before="unique = {row}", after="unique = {tuple(row.items())}"),
        Fixes(before="s = set([list()])", after="s = set([tuple(list())])"),
        Fixes(
            setup="rows = [[1], [1]]",
            before="unique = {row for row in rows}",
            after="unique = {tuple(row) for row in rows}",
        ),
        Silent(setup="def f(x):\n    return {x}", before="f([1])", why="another cell's code failed"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        kind = match.group(1) if match else ""
        if kind not in _KINDS or not raised_here(failure):
            return
        for node in _members(failure, context):
            if _is(node, kind, context):
                text = source(failure, node)
                new = _frozen(node, kind, failure)
                why = f"`{text}` can change, so it cannot be a key or a member; what it holds can."
                yield self.candidate(edited(failure, replace(failure, node, new)), why, confidence=0.88)
                return
        for call in nodes_of(failure, ast.Call):
            if on_failing_lines(failure, call) and _name(call) in _OF_ITEMS and len(call.args) >= 1:
                yield from self._items(call, kind, failure, context)
                return

    def _items(self, call: ast.Call, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`set(rows)` → `set(map(tuple, rows))`."""
        items = call.args[0]
        why = f"The items are of type {kind}, which can change, and so cannot be members."
        if isinstance(items, (ast.List, ast.Tuple, ast.Set)):
            found = [node for node in items.elts if _is(node, kind, context)]
            edits = [replace(failure, node, _frozen(node, kind, failure)) for node in found]
            if edits:
                yield self.candidate(edited(failure, *edits), why, confidence=0.88)
        elif isinstance(items, (ast.ListComp, ast.GeneratorExp)):
            code = edited(failure, replace(failure, items.elt, _frozen(items.elt, kind, failure)))
            yield self.candidate(code, why, confidence=0.85)
        elif kind == "dict":
            text = f"(tuple(item.items()) for item in {source(failure, items)})"
            yield self.candidate(edited(failure, replace(failure, items, text)), why, confidence=0.7)
        else:
            name = {"list": "tuple", "set": "frozenset"}.get(kind, "bytes")
            code = edited(failure, *wrap(failure, items, f"map({name}, ", ")"))
            yield self.candidate(code, why, confidence=0.85)


def _members(failure: Failure, context: Context) -> Iterator[ast.expr]:
    """The expressions in the failing lines that have to be hashable."""
    for node in nodes_of(failure, ast.expr):
        if not on_failing_lines(failure, node):
            continue
        if isinstance(node, ast.Subscript) and kind_of(node.value, context) not in (list, tuple, str):
            yield node.slice
        elif isinstance(node, ast.Call) and _name(node) in _MEMBER_METHODS and node.args:
            if isinstance(node.func, ast.Attribute):
                yield node.args[0]
        elif isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key is not None)
        elif isinstance(node, ast.Set):
            yield from node.elts
        elif isinstance(node, ast.SetComp):
            yield node.elt
        elif isinstance(node, ast.DictComp):
            yield node.key
        elif isinstance(node, ast.Call) and builtin_called(node, context) == "hash":
            yield from node.args
        elif isinstance(node, ast.Compare) and isinstance(node.ops[-1], (ast.In, ast.NotIn)):
            yield node.left


def _is(node: ast.expr, kind: str, context: Context) -> bool:
    """Whether the expression is of the unhashable type; a name of a comprehension that is gone counts."""
    found = kind_of(node, context)
    gone = isinstance(node, ast.Name) and found is None and type(evaluate(node, context)).__name__ == "Unknown"
    return found is _KINDS[kind] or gone


def _frozen(node: ast.expr, kind: str, failure: Failure) -> str:
    if isinstance(node, ast.List):
        inner = source(failure, node)[1:-1].strip()
        return f"({inner},)" if len(node.elts) == 1 and not inner.endswith(",") else f"({inner})"
    return _FROZEN[kind].format(source(failure, node), primary(failure, node))


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
