"""Containers in an operation that their types do not have: `[1] + 2`, `{1} + {2}`, `{} + {}`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.fault.flow import loop_binding
from jupyter_quickfix.fixers.fault.locate import parent
from jupyter_quickfix.fixers.fault.operands import CALLABLES, Operands, read_operands
from jupyter_quickfix.fixers.fault.rewrite import edited, replace, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_ITERABLES = frozenset(
    [
        "list",
        "tuple",
        "set",
        "frozenset",
        "range",
        "dict_keys",
        "dict_values",
        "dict_items",
        "generator",
        "map",
        "filter",
        "zip",
        "enumerate",
        "reversed",
        "deque",
        "dict",
        "islice",
        "chain",
    ]
)
_ARROW = {"list": ("[", "]"), "tuple": ("(", ",)")}
_Found = Iterator[tuple[str, str, float]]


class MixedContainers(Fixer):
    """Catches: TypeError from an operator between containers that do not have it: a list and a single value, a list and
    another iterable, two sets or two dicts joined by `+`, two lists subtracted.

    Proposes: `[value]`, `list(other)`, `|` for sets and dicts, a difference of sets or a comprehension.

    Keeps silent when: one side is None or an uncalled function, or neither side is a container of Python's own.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(setup="rows, n = [1], 2", before="rows = rows + n", after="rows = rows + [n]"),
        Fixes(setup="pair, n = (1,), 2", before="pair += (n)", after="pair += (n,)"),
        Fixes(setup="rows = [1]", before="rows + range(3)", after="rows + list(range(3))"),
        Fixes(setup="head = (0,)\nrows = [1]", before="head + rows", after="head + tuple(rows)"),
        Fixes(setup="a, b = {1}, {2}", before="a + b", after="a | b"),
        Fixes(setup="a, b = {1: 2}, {3: 4}", before="both = a + b", after="both = a | b"),
        Fixes(setup="a, b = [1, 2], [2]", before="rest = a - b", after="rest = [item for item in a if item not in b]"),
        Fixes(setup="a, b = [1, 2], [2]", before="rest = set(a - b)", after="rest = set(a) - set(b)"),
        Fixes(
            setup="kept = [3]",
            before="for n in [1, 2]:\n    n += kept",
            after="for n in [1, 2]:\n    kept += [n]",
        ),
        Fixes(setup="names = ['a']", before="'Names: ' + names", after="'Names: ' + str(names)"),
        Silent(setup="rows = [1]", before="rows + None", why="a None is a mistake of its own"),
        Silent(before="1 + {}", why="no repair is likely"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        found = read_operands(failure)
        if found is None or "NoneType" in (found.left_type, found.right_type):
            return
        if CALLABLES & {found.left_type, found.right_type}:
            return
        for kinds, repair in _REPAIRS:
            if kinds(found):
                for code, why, sure in repair(found, failure):
                    yield self.candidate(code, why, confidence=sure)
                return


def _single(found: Operands, failure: Failure) -> _Found:
    """`rows + n` → `rows + [n]`."""
    opening, closing = _ARROW[found.left_type]
    text = source(failure, found.right)
    why = f"A {found.left_type} can only be joined to a {found.left_type}; `{text}` alone is none."
    yield edited(failure, *_bracketed(found, failure, opening, closing)), why, 0.88


def _bracketed(found: Operands, failure: Failure, opening: str, closing: str) -> list[Edit]:
    edits = wrap(failure, found.right, f"{opening}", closing)
    start, end = edits[0].start, edits[1].end
    code = failure.code
    own = (
        code[start - 1 : start] == "(" and code[end : end + 1] == ")" and not code[: start - 1].rstrip()[-1:].isalnum()
    )
    if own:  # `(n)` was meant as a tuple or a list already
        return [Edit(start - 1, start, opening), Edit(end, end + 1, closing)]
    return edits


def _iterable(found: Operands, failure: Failure) -> _Found:
    """`rows + range(3)` → `rows + list(range(3))`."""
    why = f"A {found.left_type} can only be joined to a {found.left_type}, not to a {found.right_type}."
    yield edited(failure, *wrap(failure, found.right, f"{found.left_type}(")), why, 0.9


def _flipped(found: Operands, failure: Failure) -> _Found:
    """`n + rows` → `[n] + rows`; `n += rows` in a loop over n → `rows += [n]`."""
    left, right = source(failure, found.left), source(failure, found.right)
    opening, closing = _ARROW[found.right_type]
    if not found.in_place:
        why = f"`{left}` alone is no {found.right_type}."
        yield edited(failure, *wrap(failure, found.left, opening, closing)), why, 0.75
    elif isinstance(found.left, ast.Name) and loop_binding(failure, found.left.id, found.node) is not None:
        why = f"The sides are swapped: `{right}` collects, `{left}` is one item."
        yield edited(failure, replace(failure, found.node, f"{right} += {opening}{left}{closing}")), why, 0.8


def _union(found: Operands, failure: Failure) -> _Found:
    what = "Dicts" if found.left_type == "dict" else "Sets"
    yield edited(failure, _operator(found, failure, "|")), f"{what} are joined by `|`, not by `{found.symbol}`.", 0.9


def _text(found: Operands, failure: Failure) -> _Found:
    """`"Names: " + names` → `str(names)`."""
    other = found.right if found.left_type == "str" else found.left
    why = f"Only text can be joined to text; `{source(failure, other)}` is a {found.right_type}."
    yield edited(failure, *wrap(failure, other, "str(")), why, 0.6
    yield edited(failure, *wrap(failure, other, "', '.join(map(str, ", "))")), why, 0.4


def _with_set(found: Operands, failure: Failure) -> _Found:
    """A set and another iterable: both sides as sets."""
    operator = "|" if found.symbol == "+" else found.symbol
    edits = [] if found.left_type in ("set", "frozenset") else wrap(failure, found.left, "set(")
    edits += [] if found.right_type in ("set", "frozenset") else wrap(failure, found.right, "set(")
    edits += [_operator(found, failure, operator)] if operator != found.symbol else []
    yield edited(failure, *edits), f"`{operator}` needs a set on both sides.", 0.75


def _difference(found: Operands, failure: Failure) -> _Found:
    """`a - b` of lists: a comprehension keeps order and repetitions; inside `set(…)`, two sets."""
    left, right = source(failure, found.left), source(failure, found.right)
    holder = parent(failure, found.node)
    in_set = isinstance(holder, ast.Call) and source(failure, holder.func) == "set" and len(holder.args) == 1
    why = f"A {found.left_type} has no `-`."
    if in_set and isinstance(holder, ast.Call):
        yield edited(failure, replace(failure, holder, f"set({left}) - set({right})")), why, 0.5
        yield edited(failure, _operator(found, failure, "+")), f"{why} `+` joins both.", 0.35
    elif not found.in_place:
        kept = f"[item for item in {left} if item not in {right}]"
        yield edited(failure, replace(failure, found.node, kept)), f"{why} This keeps what is not in `{right}`.", 0.5
        yield edited(failure, replace(failure, found.node, f"set({left}) - set({right})")), why, 0.3


def _intersection(found: Operands, failure: Failure) -> _Found:
    edits = [*wrap(failure, found.left, "set("), *wrap(failure, found.right, "set(")]
    yield edited(failure, *edits), f"`{found.symbol}` works on sets.", 0.75


def _elementwise(found: Operands, failure: Failure) -> _Found:
    """`rows * rows`, `rows - 1`: item by item."""
    if found.in_place or "" in (found.left_type, found.right_type):
        return
    left, right = source(failure, found.left), source(failure, found.right)
    if found.right_type in ("list", "tuple"):
        text = f"[a {found.symbol} b for a, b in zip({left}, {right})]"
    else:
        text = f"[item {found.symbol} {right} for item in {left}]"
    yield edited(failure, replace(failure, found.node, text)), "A list is no vector: item by item it can be done.", 0.45


def _operator(found: Operands, failure: Failure, operator: str) -> Edit:
    """The edit that writes another operator between the two sides."""
    left, right = wrap(failure, found.left, "", ""), wrap(failure, found.right, "", "")
    start, end = left[1].end, right[0].start
    at = failure.code.index(found.symbol, start, end)
    return Edit(at, at + len(found.symbol), operator)


def _is(symbols: str, left: str, right: str) -> Callable[[Operands], bool]:
    """A test of symbol and types; `*` stands for anything, `iterable` and `single` for what they say."""

    def holds(found: Operands) -> bool:
        return found.symbol in symbols.split() and _matches(found.left_type, left) and _matches(found.right_type, right)

    return holds


def _matches(kind: str, wanted: str) -> bool:
    if wanted == "iterable":
        return kind in _ITERABLES
    if wanted == "single":
        return kind not in _ITERABLES and kind != ""
    return kind in wanted.split()


_REPAIRS: tuple[tuple[Callable[[Operands], bool], Callable[[Operands, Failure], _Found]], ...] = (
    (_is("+", "str", "list tuple dict set range"), _text),
    (_is("+", "list tuple", "single"), _single),
    (_is("+", "single", "list tuple"), _flipped),
    (_is("+", "list tuple", "iterable"), _iterable),
    (_is("+ &", "dict", "dict"), _union),
    (_is("+", "set frozenset", "set frozenset"), _union),
    (_is("+ | & - ^", "set frozenset", "iterable"), _with_set),
    (_is("| & - ^", "iterable", "set frozenset"), _with_set),
    (_is("-", "list tuple", "list tuple"), _difference),
    (_is("& ^ |", "list tuple", "list tuple"), _intersection),
    (_is("* / - // % **", "list tuple", "int float list tuple"), _elementwise),
)
