"""The None that a method working in place returns, used as if it were the result: `rows = rows.sort()`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.fault.evaluate import kind_of
from jupyter_quickfix.fixers.fault.flow import assignments, function_of, own_nodes, raised_here, statement_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines, parent
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.records import Candidate, Context, Failure

_MESSAGE = re.compile(r"NoneType|can only join an iterable")
#: What each method that works in place would be as an expression: `{0}` the receiver, `{1}` the arguments.
_AS_VALUE = {
    "sort": "sorted({0}, {1})",
    "reverse": "{0}[::-1]",
    "append": "{0} + [{1}]",
    "extend": "{0} + list({1})",
    "add": "{0} | {{{1}}}",
    "update": "{0} | {1}",
    "insert": "",
    "remove": "",
    "discard": "{0} - {{{1}}}",
    "clear": "",
}


class InPlaceResult(Fixer):
    """Catches: errors that speak of None where the None is what `append`, `sort`, `reverse`, `add`, `update` or
    `inplace=True` returned: assigned to the variable itself, added to it, looped over, joined.

    Proposes: the call as a statement of its own; `sorted(…)`, `[::-1]`, `+ [item]` where the value is used; the call
    without `inplace=True`.

    Keeps silent when: no such call is in the failing cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "AttributeError")
    examples = (
        Fixes(
            before="rows = [3, 1]\nrows = rows.sort()\nrows[0]",
            after="rows = [3, 1]\nrows.sort()\nrows[0]",
        ),
        Fixes(
            before="kept = []\nfor n in [1, 2]:\n    kept = kept.append(n)\nkept",
            after="kept = []\nfor n in [1, 2]:\n    kept.append(n)\nkept",
        ),
        Fixes(
            before="kept = []\nfor n in [1, 2]:\n    kept += kept.append(n)\nkept",
            after="kept = []\nfor n in [1, 2]:\n    kept.append(n)\nkept",
        ),
        Fixes(
            setup="rows = [3, 1]",
            before="ordered = rows.sort()\nfor n in ordered:\n    n",
            after="ordered = sorted(rows)\nfor n in ordered:\n    n",
        ),
        Fixes(
            setup="rows = [3, 1]",
            before="for n in rows.sort(reverse=True):\n    n",
            after="for n in sorted(rows, reverse=True):\n    n",
        ),
        Fixes(setup="letters = ['b', 'a']", before="''.join(letters.reverse())", after="''.join(letters[::-1])"),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1, None]})",
            before="clean = df.dropna(inplace=True)\nclean.shape",
            after="clean = df.dropna()\nclean.shape",
        ),
        Silent(setup="x = None", before="x.append(3)", why="nothing here made it None"),
        Silent(setup="rows = [1]", before="rows.append(None)\nrows[1][0]", why="the None was put in on purpose"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not _MESSAGE.search(failure.message) or not raised_here(failure):
            return
        for call, holder in _calls(failure, context):
            code = _repaired(call, holder, failure, context)
            if code is not None:
                method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                what = f"`{method}` changes its object" if method in _AS_VALUE else "With `inplace=True` the method"
                why = f"{what} and returns None." if method in _AS_VALUE else f"{what} returns None."
                yield self.candidate(code, why, confidence=0.9)
                return


def _calls(failure: Failure, context: Context) -> Iterator[tuple[ast.Call, ast.AST | None]]:
    """Calls that gave the None, with the node that uses their value: in the failing line, or where a name came from."""
    for node in nodes_of(failure, ast.Call):
        used = on_failing_lines(failure, node) and not isinstance(parent(failure, node), ast.Expr)
        if used and _is_in_place(node, context):
            yield node, parent(failure, node)
    for name in nodes_of(failure, ast.Name):
        if not on_failing_lines(failure, name) or value_of(name, context) is not None:
            continue
        for assignment in assignments(failure, name.id, name):
            value = assignment.value
            if isinstance(value, ast.Call) and _is_in_place(value, context, assigned=name.id):
                yield value, assignment


def _is_in_place(call: ast.Call, context: Context, assigned: str = "") -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if any(keyword.arg == "inplace" and getattr(keyword.value, "value", None) is True for keyword in call.keywords):
        return True
    if call.func.attr not in _AS_VALUE:
        return False
    if isinstance(call.func.value, ast.Name) and call.func.value.id == assigned:
        return True  # it is None by now, so its type cannot be asked
    return kind_of(call.func.value, context) in (list, set, dict, None)


def _repaired(call: ast.Call, holder: ast.AST | None, failure: Failure, context: Context) -> str | None:
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr not in _AS_VALUE:
        return edited(failure, _without_inplace(call, failure))
    statement = statement_of(failure, call)
    receiver = source(failure, call.func.value)
    if isinstance(statement, (ast.Assign, ast.AugAssign)) and statement.value is call:
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if source(failure, target) == receiver:
            return edited(failure, *_statements_alike(statement, failure))
    template = _AS_VALUE[call.func.attr]
    arguments = ", ".join(source(failure, argument) for argument in (*call.args, *call.keywords))
    if not template:
        return None
    if call.func.attr == "reverse" and kind_of(call.func.value, context) is str:
        return None
    text = template.format(primary(failure, call.func.value), arguments).replace(", )", ")")
    return edited(failure, replace(failure, call, text))


def _statements_alike(statement: ast.Assign | ast.AugAssign, failure: Failure) -> list[Edit]:
    """The edits that make `rows = rows.sort()` plain statements, wherever the function does the same."""
    edits = []
    for node in own_nodes(failure, function_of(failure, statement)):
        if isinstance(node, (ast.Assign, ast.AugAssign)) and isinstance(node.value, ast.Call):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            function = node.value.func
            in_place = isinstance(function, ast.Attribute) and function.attr in _AS_VALUE
            if in_place and isinstance(function, ast.Attribute) and ast.unparse(function.value) == ast.unparse(target):
                edits.append(replace(failure, node, source(failure, node.value)))
    return edits


def _without_inplace(call: ast.Call, failure: Failure) -> Edit:
    arguments = [source(failure, each) for each in call.args]
    arguments += [source(failure, each) for each in call.keywords if each.arg != "inplace"]
    return replace(failure, call, f"{source(failure, call.func)}({', '.join(arguments)})")
