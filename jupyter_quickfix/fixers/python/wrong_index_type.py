"""Indexes that are no whole numbers: `rows[2.0]`, `rows["a"]`, `rows[row]` in a loop over the rows themselves."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import assignments, exact_node, function_of, loop_binding, own_nodes
from jupyter_quickfix.fixers.fault.numerals import converter
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source, wrap
from jupyter_quickfix.fixers.names.imported import import_edit
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(
    r"(\w+) indices must be integers(?: or slices)?,? not (?:'(\w+)'|(\w+))|slice indices must be integers"
)


class WrongIndexType(Fixer):
    """Catches: "list indices must be integers or slices, not str" (float, tuple, list), "string indices must be integers",
    "slice indices must be integers".

    Proposes: the item itself where a loop over the container took it for its place; `//` for `/`, `int(…)`; `[a][b]` for
    `[a, b]`; the key of the dicts in the list; `.values()` where the keys of a dict were walked; `json.loads` for a text
    that is JSON.

    Keeps silent when: the index is of a type that nothing follows from.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(
            setup="rows = ['a', 'b']",
            before="for row in rows:\n    print(rows[row])",
            after="for row in rows:\n    print(row)",
        ),
        Fixes(setup="rows = [1, 2, 3]", before="rows[len(rows) / 2]", after="rows[len(rows) // 2]"),
        Fixes(
            setup="rows = [1, 2, 3]",
            before="mid = len(rows) / 2\nrows[mid]",
            after="mid = len(rows) // 2\nrows[mid]",
        ),
        Fixes(setup="rows, place = [1, 2, 3], 2.0", before="rows[place]", after="rows[int(place)]"),
        Fixes(setup="rows, place = [1, 2], '1'", before="rows[place]", after="rows[int(place)]"),
        Fixes(setup="table = [[1, 2], [3, 4]]", before="table[0, 1]", after="table[0][1]"),
        Fixes(setup="people = [{'name': 'Ann'}]", before="people['name']", after="people[0]['name']"),
        Fixes(
            setup="people = {'a': {'age': 3}}",
            before="for p in people:\n    p['age']",
            after="for p in people.values():\n    p['age']",
        ),
        Fixes(setup="import json\ntext = '{\"a\": 1}'", before="text['a']", after="json.loads(text)['a']"),
        Silent(setup="rows = [1]", before="rows['a']", why="nothing has such a key"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        node = exact_node(failure, ast.Subscript) if match else None
        if match is None or node is None:
            return
        if isinstance(node.slice, ast.Slice):
            parts = [part for part in (node.slice.lower, node.slice.upper, node.slice.step) if part is not None]
            for part in parts:
                if kind_of(part, context) is float:
                    yield from self._whole(part, failure, context)
            return
        for repair in (self._own_item, self._several, self._values, self._key):
            found = list(repair(node, failure, context))
            yield from found
            if found:
                return
        kind = match.group(2) or match.group(3)
        if kind == "float":
            yield from self._whole(node.slice, failure, context)
        elif kind == "str" and converter(evaluate(node.slice, context)) == "int":
            code = edited(failure, *wrap(failure, node.slice, "int("))
            yield self.candidate(code, f"`{source(failure, node.slice)}` is text that holds a number.", confidence=0.88)

    def _own_item(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`for row in rows: rows[row]` → `row`."""
        if not isinstance(node.slice, ast.Name):
            return
        loop = loop_binding(failure, node.slice.id, node)
        if loop is None or not isinstance(loop.target, ast.Name) or ast.dump(loop.iter) != _read(node.value):
            return
        shape = ast.dump(node.slice)
        edits = [
            replace(failure, each, node.slice.id)
            for each in own_nodes(failure, function_of(failure, node))
            if isinstance(each, ast.Subscript)
            and isinstance(each.ctx, ast.Load)
            and ast.dump(each.slice) == shape
            and _read(each.value) == ast.dump(loop.iter)
        ]
        text = source(failure, node.value)
        why = f"The loop gives the items of `{text}`, not their places."
        if edits:
            yield self.candidate(edited(failure, *edits), why, confidence=0.9)
        places = wrap(failure, loop.iter, "range(len(", "))")
        yield self.candidate(edited(failure, *places), why, confidence=0.6 if not edits else 0.3)

    def _several(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`table[0, 1]` → `table[0][1]`."""
        if (
            isinstance(node.slice, ast.Tuple)
            and len(node.slice.elts) > 1
            and kind_of(node.value, context) in (list, tuple, str)
        ):
            each = "".join(f"[{source(failure, part)}]" for part in node.slice.elts)
            end = span_of(failure.python, node.value)[1]
            code = edited(failure, Edit(end, span_of(failure.python, node)[1], each))
            yield self.candidate(code, "Each dimension of a list has brackets of its own.", confidence=0.92)

    def _values(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        """A loop over a dict gives keys: `.values()`; a text may be JSON."""
        if not isinstance(node.value, ast.Name):
            return
        loop = loop_binding(failure, node.value.id, node)
        key = evaluate(node.slice, context)
        if loop is not None and kind_of(loop.iter, context) is dict:
            table = evaluate(loop.iter, context)
            inner = next(iter(table.values()), None) if type(table) is dict else None
            if type(inner) is dict and key in inner:
                code = edited(failure, replace(failure, loop.iter, f"{primary(failure, loop.iter)}.values()"))
                yield self.candidate(code, "A loop over a dict gives its keys.", confidence=0.88)
            return
        text = evaluate(node.value, context)
        if type(text) is str and type(key) is str and text[:1000].lstrip()[:1] in ("{", "["):
            edits = [replace(failure, node.value, f"json.loads({source(failure, node.value)})")]
            if "json" not in context.namespace:
                edits.append(import_edit(failure, "import json"))
            why = f"`{source(failure, node.value)}` is JSON text; it has to be parsed first."
            yield self.candidate(edited(failure, *edits), why, confidence=0.8)

    def _key(self, node: ast.Subscript, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`people['name']` where `people` is a list of dicts."""
        rows, key = evaluate(node.value, context), evaluate(node.slice, context)
        if type(rows) is not list or type(key) is not str or not rows:
            return
        text = source(failure, node.value)
        if type(rows[0]) is dict and key in rows[0]:
            end = span_of(failure.python, node.value)[1]
            one = edited(failure, Edit(end, end, "[0]"))
            why = f"`{text}` is a list of {len(rows)} dict{'s' * (len(rows) != 1)}, which have {key!r}."
            yield self.candidate(one, why, confidence=0.6 if len(rows) == 1 else 0.45)
            if isinstance(node.ctx, ast.Load):
                listed = f"[item[{source(failure, node.slice)}] for item in {text}]"
                yield self.candidate(edited(failure, replace(failure, node, listed)), why, confidence=0.42)

    def _whole(self, node: ast.expr, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`/` → `//`, here or where the name got its value; else `int(…)`."""
        text = source(failure, node)
        division = node if isinstance(node, ast.BinOp) else None
        if isinstance(node, ast.Name):
            found = assignments(failure, node.id, node)
            division = found[-1].value if found and isinstance(found[-1].value, ast.BinOp) else None
        if isinstance(division, ast.BinOp) and isinstance(division.op, ast.Div):
            start, end = span_of(failure.python, division.left)[1], span_of(failure.python, division.right)[0]
            at = failure.code.index("/", start, end)
            why = f"`/` always gives a float; `//` gives the whole number that `{text}` has to be."
            yield self.candidate(edited(failure, Edit(at, at + 1, "//")), why, confidence=0.9)
            return
        why = f"`{text}` is a float; places are whole numbers."
        yield self.candidate(edited(failure, *wrap(failure, node, "int(")), why, confidence=0.88)


def _read(node: ast.expr) -> str:
    """The node's shape, as if it were read."""
    return ast.dump(node).replace("Store()", "Load()").replace("Del()", "Load()")
