"""Values unpacked into more or fewer names than there are: `for k, v in ages:`, `a, b = rows`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import builtin_called, evaluate, kind_of
from jupyter_quickfix.fixers.fault.flow import raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_TOO_MANY = re.compile(r"too many values to unpack \(expected (\d+)\)")
_TOO_FEW = re.compile(r"not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)")
_NONE = re.compile(r"cannot unpack non-iterable (\w+) object")
_COUNTERS = frozenset(
    {"i", "j", "k", "n", "idx", "index", "ix", "count", "counter", "num", "number", "pos", "position", "no"}
)
_SIZED = (list, tuple, str, dict, range)
_Loop = ast.For | ast.comprehension


class WrongUnpacking(Fixer):
    """Catches: "too many values to unpack (expected 2)", "not enough values to unpack", "cannot unpack non-iterable int
    object" in loops and assignments.

    Proposes: `.items()` for a dict, `enumerate(…)` where the first name counts, `zip(…)` for two sequences side by side,
    brackets for pairs inside `enumerate` or `zip`, `_` or `*_` for values that have no name, a limit for `split`.

    Keeps silent when: what is unpacked cannot be told, or is None.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "TypeError")
    examples = (
        Fixes(
            setup="ages = {'ann': 3}",
            before="for name, age in ages:\n    age",
            after="for name, age in ages.items():\n    age",
        ),
        Fixes(
            setup="rows = ['abc', 'd']",
            before="for i, row in rows:\n    row",
            after="for i, row in enumerate(rows):\n    row",
        ),
        Fixes(
            setup="a, b = [1, 2, 3], [4, 5, 6]",
            before="for x, y in a, b:\n    x + y",
            after="for x, y in zip(a, b):\n    x + y",
        ),
        Fixes(
            setup="pairs = [(1, 2)]",
            before="for i, a, b in enumerate(pairs):\n    a",
            after="for i, (a, b) in enumerate(pairs):\n    a",
        ),
        Fixes(
            setup="rows = [(1, 2, 3)]",
            before="[a for a, b in rows]",
            after="[a for a, b, _ in rows]",
        ),
        Fixes(setup="line = 'a=b=c'", before="key, value = line.split('=')", after="key, value = line.split('=', 1)"),
        Fixes(setup="rows = (1, 2, 3)", before="a, b = rows", after="a, b, _ = rows"),
        Silent(setup="x = None", before="a, b = x", why="where the None came from is the question"),
        Silent(setup="def pair():\n    a, b = [1]", before="pair()", why="another cell's code failed"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        many, few, none = (each.search(failure.message) for each in (_TOO_MANY, _TOO_FEW, _NONE))
        if not (many or few or none) or (none and none.group(1) == "NoneType"):
            return
        for node in nodes_of(failure, ast.AST):
            if not isinstance(node, _Loop) or not on_failing_lines(failure, node.target):
                continue
            if isinstance(node.target, (ast.Tuple, ast.List)):
                yield from self._loop(node, node.target, failure, context)
                return
        for node in nodes_of(failure, ast.Assign):
            target = node.targets[0]
            if on_failing_lines(failure, node) and isinstance(target, (ast.Tuple, ast.List)):
                yield from self._assignment(node, target, bool(many), failure, context)
                return

    def _loop(
        self, loop: _Loop, target: ast.Tuple | ast.List, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        iterated, names = loop.iter, len(target.elts)
        kind = kind_of(iterated, context)
        text = source(failure, iterated)
        if kind is dict and names == 2:
            code = edited(failure, replace(failure, iterated, f"{primary(failure, iterated)}.items()"))
            yield self.candidate(code, f"A loop over `{text}` gives its keys; `.items()` gives both.", confidence=0.95)
            return
        if isinstance(iterated, ast.Tuple) and len(iterated.elts) == names and kind is not None:
            before = failure.code[: span_of(failure.python, iterated)[0]]
            edits = wrap(failure, iterated, "zip(")
            if text.startswith("(") and not before.endswith("zip"):
                edits = [replace(failure, iterated, f"zip{text}")]
            yield self.candidate(edited(failure, *edits), "`zip` walks through them side by side.", confidence=0.9)
            return
        if builtin_called(iterated, context) in ("enumerate", "zip") and names > 2:
            yield from self._nested(target, text, failure)
            return
        first = _first(evaluate(iterated, context))
        width = len(first) if is_one_of(type(first), _SIZED) else None  # type: ignore[arg-type]  # a container
        counts = isinstance(target.elts[0], ast.Name) and target.elts[0].id in _COUNTERS
        wider = width is not None and width > names and type(first) in (tuple, list)
        if wider and width is not None and not counts:
            yield self._more(target, width - names, f"The items of `{text}` have {width} parts.", failure)
        if names == 2 and (width != names or counts) and builtin_called(iterated, context) is None:
            code = edited(failure, *wrap(failure, iterated, "enumerate("))
            sure = 0.88 if counts else 0.45 if type(first) in (int, float, str) else 0.3
            yield self.candidate(code, f"`enumerate` gives the place and the item of `{text}`.", confidence=sure)

    def _nested(self, target: ast.Tuple | ast.List, text: str, failure: Failure) -> Iterator[Candidate]:
        """`for i, a, b in enumerate(pairs)` → `for i, (a, b) in …`."""
        inner = target.elts[1:]
        start, end = span_of(failure.python, inner[0])[0], span_of(failure.python, inner[-1])[1]
        code = edited(failure, Edit(start, start, "("), Edit(end, end, ")"))
        yield self.candidate(code, f"`{text}` gives two values; the second has parts itself.", confidence=0.9)

    def _more(self, target: ast.Tuple | ast.List, extra: int, why: str, failure: Failure) -> Candidate:
        end = span_of(failure.python, target.elts[-1])[1]
        names = ", _" * extra if extra <= 2 else ", *_"
        return self.candidate(edited(failure, Edit(end, end, names)), why, confidence=0.65)

    def _assignment(
        self, node: ast.Assign, target: ast.Tuple | ast.List, many: bool, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        names, value = len(target.elts), node.value
        live = evaluate(value, context)
        text = source(failure, value)
        if (
            (
                isinstance(value, ast.Call)
                and isinstance(value.func, ast.Attribute)
                and value.func.attr in ("split", "rsplit")
            )
            and many
            and len(value.args) <= 1
            and not value.keywords
        ):
            end = span_of(failure.python, value)[1] - 1
            limit = f", {names - 1}" if value.args else f"None, {names - 1}"
            why = f"There are more than {names} parts; the last one keeps the rest."
            yield self.candidate(edited(failure, Edit(end, end, limit)), why, confidence=0.65)
            return
        starred = any(isinstance(each, ast.Starred) for each in target.elts)
        if many and not starred:
            width = len(live) if is_one_of(type(live), _SIZED) else 0  # type: ignore[arg-type]  # a container
            if width > names:
                yield self._more(target, width - names, f"`{text}` has {width} values.", failure)
            else:
                end = span_of(failure.python, target.elts[-1])[1]
                why = f"`{text}` has more than {names} values."
                yield self.candidate(edited(failure, Edit(end, end, ", *_")), why, confidence=0.6)


def _first(value: Any) -> object:
    """The first item of one of Python's own containers."""
    if is_one_of(type(value), (list, tuple, str)) and value:
        return value[0]
    return None
