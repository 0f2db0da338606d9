"""Items that are looked for, removed or taken where there are none: `rows.remove(3)`, `max([])`, `next(rows)`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import builtin_called
from jupyter_quickfix.fixers.fault.flow import exact_node
from jupyter_quickfix.fixers.fault.locate import parent
from jupyter_quickfix.fixers.fault.rewrite import edited, indent_of, replace, source
from jupyter_quickfix.records import Candidate, Context, Failure, Safety


class AbsentItem(Fixer):
    """Catches: "list.remove(x): x not in list", "substring not found", "max() arg is an empty sequence", "Sample larger
    than population", StopIteration from `next`.

    Proposes: a condition before the removal; `find`, which gives -1; `default=`; a sample no larger than there is.

    Keeps silent when: the call is part of a longer expression that a default would not suit.

    Safety: marked as changing results: that the item is absent may itself be the mistake.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "StopIteration")
    examples = (
        Fixes(setup="rows = [1]", before="rows.remove(3)", after="if 3 in rows:\n    rows.remove(3)"),
        Fixes(setup="text = 'abc'", before="at = text.index('x')", after="at = text.find('x')"),
        Fixes(setup="rows = []", before="top = max(rows)", after="top = max(rows, default=None)"),
        Fixes(setup="rows = iter([])", before="first = next(rows)", after="first = next(rows, None)"),
        Fixes(
            setup="import random\nrows = [1, 2]",
            before="some = sorted(random.sample(rows, 5))",
            after="some = sorted(random.sample(rows, min(5, len(rows))))",
        ),
        Silent(before="int('x')", why="another kind of ValueError"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = exact_node(failure, ast.Call)
        repair = _repair(call, failure, context) if call is not None else None
        if repair is not None:
            code, why, sure = repair
            yield self.candidate(code, why, confidence=sure, safety=Safety.CHANGES_RESULTS)


def _repair(call: ast.Call, failure: Failure, context: Context) -> tuple[str, str, float] | None:
    message, function = failure.message, call.func
    if "list.remove(x): x not in list" in message and isinstance(function, ast.Attribute) and len(call.args) == 1:
        statement = parent(failure, call)
        if not isinstance(statement, ast.Expr) or (indent := indent_of(failure, statement)) is None:
            return None
        text = f"if {source(failure, call.args[0])} in {source(failure, function.value)}:\n{indent}    "
        start = span_of(failure.python, statement)[0]
        return edited(failure, Edit(start, start, text)), "Only what is in the list can be removed.", 0.25
    if (
        "substring not found" in message
        and isinstance(function, ast.Attribute)
        and function.attr in ("index", "rindex")
    ):
        name = function.attr.replace("index", "find")
        code = edited(failure, replace(failure, function, f"{source(failure, function.value)}.{name}"))
        return code, f"`{name}` gives -1 where `{function.attr}` fails.", 0.55
    name = builtin_called(call, context) or ""
    end = span_of(failure.python, call)[1] - 1
    if name in ("max", "min") and "empty" in message and len(call.args) == 1:
        code = edited(failure, Edit(end, end, ", default=None"))
        return code, f"`{source(failure, call.args[0])}` is empty, and `{name}` has no default.", 0.35
    if failure.error_type == "StopIteration" and name == "next" and len(call.args) == 1:
        return edited(failure, Edit(end, end, ", None")), "Nothing is left; with a default `next` says so.", 0.6
    if "Sample larger than population" in message and len(call.args) == 2:
        population, size = (source(failure, each) for each in call.args)
        code = edited(failure, replace(failure, call.args[1], f"min({size}, len({population}))"))
        return code, f"`{population}` has fewer items than `{size}`.", 0.7
    return None
