"""A loop, an unpacking or a container function over something that has no items: `for i in 5`, `rows += 3`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import exact_node, function_of, own_nodes, raised_here, statement_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines, parent
from jupyter_quickfix.fixers.fault.rewrite import before_statement, edited, primary, replace, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(
    r"'([\w.]+)' object is not (?:iterable|reversible|an iterator)|argument of type '([\w.]+)' is not (?:iterable|a container)"
    r"|cannot unpack non-iterable ([\w.]+) object|object of type '([\w.]+)' has no len"
)
_NUMBERS = frozenset({"int", "float"})
_COLLECTING = frozenset({"extend", "extendleft"})
_Loop = ast.For | ast.comprehension


class NotIterable(Fixer):
    """Catches: "'int' object is not iterable" and its kin: a loop over a number, a number added in place to a list,
    `extend` with one value, `len(5)`, `for i, x in range(3)`, `3 in 345`.

    Proposes: `range(…)`, `[value]`, `append`, `enumerate`, `str(…)` around the number; the number alone where `max`,
    `min` or `sum` takes one item of a list.

    Keeps silent when: the value is None or a function (their own rules), or the failing expression is not in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="n = 3", before="for i in n:\n    print(i)", after="for i in range(n):\n    print(i)"),
        Fixes(setup="rows = [1]", before="for i in len(rows):\n    i", after="for i in range(len(rows)):\n    i"),
        Fixes(setup="squares = 4", before="[n * n for n in squares]", after="[n * n for n in range(squares)]"),
        Fixes(setup="kept, n = [], 3", before="kept += n", after="kept += [n]"),
        Fixes(setup="kept, n = [], 3", before="kept.extend(n)", after="kept.append(n)"),
        Fixes(
            setup="rows = 'ab'",
            before="for i, row in range(len(rows)):\n    print(i, row)",
            after="for i, row in enumerate(rows):\n    print(i, row)",
        ),
        Fixes(setup="number = 345", before="'3' in number", after="'3' in str(number)"),
        Fixes(setup="number = 345", before="len(number)", after="len(str(number))"),
        Fixes(setup="left = [3, 4]", before="max(left[0], default=0)", after="max(left, default=0)"),
        Fixes(setup="rows = [3, 4]", before="first = next(rows)", after="first = next(iter(rows))"),
        Fixes(
            before="def digits(n):\n    n\n    for i in range(len(n)):\n        print(n[i])\ndigits(345)",
            after="def digits(n):\n    n = str(n)\n    for i in range(len(n)):\n        print(n[i])\ndigits(345)",
        ),
        Fixes(
            before="gen = (n for n in range(3))\nlen(gen)",
            after="gen = (n for n in range(3))\nlen(list(gen))",
        ),
        Silent(setup="x = None", before="for i in x:\n    pass", why="None is a matter of where it came from"),
        Silent(setup="def walk(n):\n    return list(n)", before="walk(3)", why="another cell's code failed"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match = _MESSAGE.search(failure.message)
        if match is None or not raised_here(failure):
            return
        kind = next(group for group in match.groups() if group)
        if "is not an iterator" in failure.message:
            yield from self._iterator(failure, context)
            return
        if kind in ("NoneType", "builtin_function_or_method", "method", "function", "type"):
            return
        if match.group(4):
            yield from self._sized(kind, failure, context)
        elif kind in _NUMBERS:
            for repair in (self._loop, self._collected, self._contained, self._of_item, self._argument):
                found = list(repair(kind, failure, context))
                yield from found
                if found:
                    return

    def _loop(self, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`for i in n` → `range(n)`; two targets over a range → `enumerate`."""
        for loop in _loops(failure):
            iterated = loop.iter
            if kind_of(iterated, context) is range and isinstance(loop.target, ast.Tuple):
                rows = _length_of(iterated, context)
                if rows is not None and len(loop.target.elts) == 2:
                    code = edited(failure, replace(failure, iterated, f"enumerate({source(failure, rows)})"))
                    yield self.candidate(code, "`range` gives numbers only; `enumerate` gives both.", confidence=0.85)
                return
            value = evaluate(iterated, context)
            if not _fails_at(failure, loop) or isinstance(loop.target, ast.Tuple):
                continue
            text = source(failure, iterated)
            why = f"`{text}` is a number; `range({text})` counts up to it."
            if kind == "int":
                sure = 0.92 if type(value) is int and value >= 0 else 0.8
                yield self.candidate(edited(failure, *wrap(failure, iterated, "range(")), why, confidence=sure)
                if isinstance(iterated, ast.Name) and type(value) is int and abs(value) > 99:
                    digits = f"The digits of `{text}` are the letters of its text."
                    yield self.candidate(edited(failure, *wrap(failure, iterated, "str(")), digits, confidence=0.25)
            else:
                yield self.candidate(edited(failure, *wrap(failure, iterated, "range(int(", "))")), why, confidence=0.7)

    def _collected(self, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`rows += n` → `rows += [n]`; `rows.extend(n)` → `rows.append(n)`."""
        node = exact_node(failure, ast.AugAssign)
        if node is not None and isinstance(node.op, ast.Add) and kind_of(node.target, context) is list:
            text = source(failure, node.value)
            why = f"`+=` on a list takes a list; `{text}` is one value."
            yield self.candidate(edited(failure, *wrap(failure, node.value, "[", "]")), why, confidence=0.93)
        call = exact_node(failure, ast.Call)
        if call is not None and isinstance(call.func, ast.Attribute) and call.func.attr in _COLLECTING:
            right = call.func.attr.replace("extend", "append")
            text = f"{source(failure, call.func.value)}.{right}"
            why = f"`{call.func.attr}` takes several values; `{right}` adds one."
            yield self.candidate(edited(failure, replace(failure, call.func, text)), why, confidence=0.92)

    def _contained(self, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`'3' in 345` → `in str(345)`; `n in 5` → `==`."""
        node = exact_node(failure, ast.Compare)
        if node is None or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
            return
        right = node.comparators[0]
        text = source(failure, right)
        if kind_of(node.left, context) is str:
            why = f"`{text}` is a number; only its text has parts."
            yield self.candidate(edited(failure, *wrap(failure, right, "str(")), why, confidence=0.85)
            return
        sign = "==" if isinstance(node.ops[0], ast.In) else "!="
        plain = f"{source(failure, node.left)} {sign} {text}"
        yield self.candidate(
            edited(failure, replace(failure, node, plain)), f"`{text}` is one number, not several.", confidence=0.45
        )
        why = f"`range({text})` has the numbers below it."
        yield self.candidate(edited(failure, *wrap(failure, right, "range(")), why, confidence=0.35)

    def _of_item(self, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`max(left[0])` → `max(left)`, everywhere in the statement."""
        call = exact_node(failure, ast.Call)
        if call is None or len(call.args) != 1 or not isinstance(call.args[0], ast.Subscript):
            return
        shape = ast.dump(call.args[0].slice)
        edits = [
            replace(failure, node.args[0], source(failure, node.args[0].value))
            for node in nodes_of(failure, ast.Call)
            if len(node.args) == 1
            and isinstance(node.args[0], ast.Subscript)
            and on_failing_lines(failure, node)
            and builtin_called(node, context) in ("max", "min", "sum", "list", "set", "sorted", "tuple", "any", "all")
            and ast.dump(node.args[0].slice) == shape
        ]
        if edits:
            text = source(failure, call.args[0])
            why = f"`{text}` is one number; the list itself has them all."
            yield self.candidate(edited(failure, *edits), why, confidence=0.8)

    def _argument(self, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`list(5)`, `sum(5)`: the number as the only item, or `range`."""
        call = exact_node(failure, ast.Call)
        name = builtin_called(call, context) if call is not None else None
        if call is None or not call.args or kind_of(call.args[0], context) not in (int, float):
            return
        first = call.args[0]
        text = source(failure, first)
        why = f"`{name}` takes several values; `{text}` is one."
        if name in ("max", "min", "sum") and len(call.args) == 1:
            yield self.candidate(edited(failure, replace(failure, call, text)), why, confidence=0.45)
        if name in ("list", "tuple", "set", "sum", "sorted", "enumerate", "map", "zip", "frozenset"):
            yield self.candidate(edited(failure, *wrap(failure, first, "[", "]")), why, confidence=0.4)
            yield self.candidate(edited(failure, *wrap(failure, first, "range(")), why, confidence=0.35)
            if name != "sum":
                digits = f"The digits of `{text}` are the letters of its text."
                yield self.candidate(edited(failure, *wrap(failure, first, "str(")), digits, confidence=0.3)

    def _made_text(self, name: ast.Name, why: str, failure: Failure) -> Iterator[Candidate]:
        """`n = str(n)` first, where its digits are asked for by index too."""
        text = f"{name.id} = str({name.id})"
        idle, statement = _idle(failure, name), statement_of(failure, name)
        edit = replace(failure, idle, text) if idle is not None else None
        if edit is None and statement is not None:
            edit = before_statement(failure, statement, text)
        if edit is not None:
            yield self.candidate(edited(failure, edit), why, confidence=0.8 if idle is not None else 0.6)

    def _iterator(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`next(rows)` → `next(iter(rows))`."""
        call = exact_node(failure, ast.Call)
        if call is not None and builtin_called(call, context) == "next":
            text = source(failure, call.args[0])
            why = f"`{text}` can be walked through; `iter` begins the walk."
            yield self.candidate(edited(failure, *wrap(failure, call.args[0], "iter(")), why, confidence=0.93)

    def _sized(self, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        """`len` of a number or of a generator."""
        call = exact_node(failure, ast.Call)
        if call is None or builtin_called(call, context) != "len" or len(call.args) != 1:
            return
        first = call.args[0]
        text = source(failure, first)
        if kind in ("generator", "map", "filter", "zip", "enumerate", "list_reverseiterator", "list_iterator"):
            why = f"`{text}` makes its items one by one; a list of them has a length."
            yield self.candidate(edited(failure, *wrap(failure, first, "list(")), why, confidence=0.92)
        if kind not in _NUMBERS:
            return
        holder = parent(failure, call)
        plain = self.candidate(
            edited(failure, replace(failure, call, primary(failure, first))),
            f"`{text}` is the number itself.",
            confidence=0.5,
        )
        counted = isinstance(holder, ast.Call) and builtin_called(holder, context) == "range"
        if counted and not any(isinstance(node, ast.Name) for node in _indexed(failure, first)):
            yield plain
            return
        why = f"`{text}` is a number; its text has a length."
        if isinstance(first, ast.Name) and any(True for _ in _indexed(failure, first)):
            yield from self._made_text(first, why, failure)
        yield self.candidate(edited(failure, *wrap(failure, first, "str(")), why, confidence=0.5)


def _idle(failure: Failure, name: ast.Name) -> ast.Expr | None:
    """A statement of the same function that is the name alone: what was to be done with it is missing."""
    for node in own_nodes(failure, function_of(failure, name)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Name) and node.value.id == name.id:
            return node if node.lineno < name.lineno else None
    return None


def _loops(failure: Failure) -> Iterator[_Loop]:
    for node in nodes_of(failure, ast.AST):
        if isinstance(node, _Loop) and on_failing_lines(failure, node.iter):
            yield node


def _fails_at(failure: Failure, loop: _Loop) -> bool:
    """Whether the failing instruction is this loop's; CPython 3.11 gives it the whole loop's span."""
    if failure.column is None:
        return True
    whole = loop if isinstance(loop, ast.For) else parent(failure, loop)
    starts = {(getattr(node, "lineno", 0), getattr(node, "col_offset", 0)) for node in (whole, loop.iter)}
    return (failure.line, failure.column) in starts


def _length_of(node: ast.expr, context: Context) -> ast.expr | None:
    """The rows of `range(len(rows))`."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.Call):
        inner = node.args[0]
        if builtin_called(inner, context) == "len" and len(inner.args) == 1:
            return inner.args[0]
    return None


def _indexed(failure: Failure, node: ast.expr) -> Iterator[ast.expr]:
    """The uses of this expression as something that has items."""
    wanted = ast.dump(node)
    for each in nodes_of(failure, ast.Subscript):
        if ast.dump(each.value) == wanted:
            yield each.value
