"""Functions that update a variable of the session or of the function around, without declaring it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, insert_line, span_of
from jupyter_quickfix.fixers.fault.scopes import Scope
from jupyter_quickfix.fixers.fault.undefined import Undefined, find_undefined
from jupyter_quickfix.records import Candidate, Context, Failure

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class UndeclaredGlobal(Fixer):
    """Functions that update a variable of the session or of the function around, without declaring it.

    Catches: UnboundLocalError where the function assigns to a name that exists outside: `count += 1`.
    Proposes: `nonlocal count` where a function around has it, else `global count`, as the function's first statement.
    Keeps silent when: the name exists nowhere outside, is a parameter, or the function stands in another cell.
    Safety: safe; that the outer variable changes is what the code says already.
    """

    errors = ("UnboundLocalError",)
    examples = (
        Fixes(
            "def tick():\n    '''One more.'''\n    count += 1\ntick()",
            "def tick():\n    '''One more.'''\n    global count\n    count += 1\ntick()",
            setup="count = 0",
        ),
        Fixes(
            "def outer():\n    n = 0\n    def inner():\n        n += 1\n    inner()\n    return n\nouter()",
            "def outer():\n    n = 0\n    def inner():\n        nonlocal n\n        n += 1\n    inner()\n    return n\nouter()",
        ),
        Fixes("def f(): n += 1\nf()", "def f(): global n; n += 1\nf()", setup="n = 0"),
        Fixes(
            "def clean():\n    rows = [r for r in rows if r]\n    return rows\nclean()",
            "def clean():\n    global rows\n    rows = [r for r in rows if r]\n    return rows\nclean()",
            setup="rows = [1, 0]",
        ),
        Silent("def tick():\n    count += 1\ntick()", "there is no such variable outside"),
        Silent("tick()", "the function stands in another cell", setup="n = 0\ndef tick():\n    global m\n    n += 1"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """One candidate, or none."""
        found = find_undefined(failure)
        scope = found.home if found is not None else None
        if found is None or scope is None or not isinstance(scope.node, _Function):
            return
        nodes = scope.bound[found.name]
        if not all(isinstance(node, ast.Name) for node in nodes):
            return
        word = _outside(found, scope, context)
        if word is None:
            return
        updates = any(isinstance(found.parents.get(node), ast.AugAssign) for node in nodes)
        where = "the function around" if word == "nonlocal" else "the session"
        text = f"`{found.name}` is assigned in `{scope.node.name}`, so it is local there; `{word}` makes it that of {where}."
        yield self.candidate(
            _declared(failure, scope.node, f"{word} {found.name}"), text, confidence=0.9 if updates else 0.6
        )
        if word == "nonlocal" and found.name in context.namespace:
            text = f"The session has a `{found.name}` as well; `global` makes it that one."
            yield self.candidate(_declared(failure, scope.node, f"global {found.name}"), text, confidence=0.35)


def _outside(found: Undefined, scope: Scope, context: Context) -> str | None:
    """The declaration that reaches an outer variable of this name; None where there is none."""
    around = scope.parent
    while around is not None and around.parent is not None:
        if around.kind == "function" and found.name in around.bound:
            return "nonlocal"
        around = around.parent
    return "global" if found.name in context.namespace else None


def _declared(failure: Failure, function: _Function, declaration: str) -> str:
    """The cell with the declaration as the function's first statement, below its docstring."""
    first, code = function.body[0], failure.code
    is_text = (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    )
    if is_text and len(function.body) > 1:
        first = function.body[1]
    line = code.split("\n")[first.lineno - 1]
    indent = line[: len(line) - len(line.lstrip())]
    start = span_of(code, first)[0]
    if code[:start].rpartition("\n")[2].strip():  # it shares its line with something before it
        return apply_edits(code, [Edit(start, start, f"{declaration}; ")])
    return insert_line(code, first.lineno, indent + declaration)
