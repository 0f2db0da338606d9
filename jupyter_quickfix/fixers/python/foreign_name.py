"""Names of Python 2 and of other languages."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import Any

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.edits import Edit, apply_edits, replace_node, text_of
from jupyter_quickfix.fixers.fault.undefined import Undefined, find_undefined, rename
from jupyter_quickfix.fixers.names.imports import with_import
from jupyter_quickfix.records import Candidate, Context, Failure


class ForeignName(Fixer):
    """Names of Python 2 and of other languages.

    Catches: NameError for a name that another language defines: `xrange`, `null`, `console.log`, `Math.max`.
    Proposes: what Python calls it, with the import that it needs; the same for every other undefined name of that language
    in the cell, so that pasted JSON runs at once.
    Keeps silent when: the name is not in the table (`data/foreign_names.json`), is used in another way, or the cell
    assigns it.
    Safety: safe; `cmp` and `apply` are rewritten as Python 2 defined them.
    """

    errors = ("NameError",)
    examples = (
        Fixes("[i for i in xrange(3)]", "[i for i in range(3)]"),
        Fixes("{'a': null, 'b': [true, null]}", "{'a': None, 'b': [True, None]}"),
        Fixes("console.log(1)\nconsole.log('null')", "print(1)\nprint('null')"),
        Fixes("reduce(max, [1, 2])", "from functools import reduce\nreduce(max, [1, 2])"),
        Fixes("area = Math.PI * Math.pow(2, 2)", "import math\narea = math.pi * pow(2, 2)"),
        Fixes("cmp(1 + 1, 3)", "((1 + 1 > 3) - (1 + 1 < 3))"),
        Fixes("apply(max, [1, 2])", "max(*[1, 2])"),
        Fixes(
            "class Pen:\n    def ink(self):\n        return this.colour\n    colour = 1\nPen().ink()",
            "class Pen:\n    def ink(self):\n        return self.colour\n    colour = 1\nPen().ink()",
        ),
        Silent("this.colour", "there is no method around"),
        Silent("length + 1", "a variable's name: other languages call it"),
        Silent("Math.cbrt(8)", "the table does not know it"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """One candidate, or none."""
        found = find_undefined(failure)
        if found is None or found.home is not None:
            return
        dotted = _dotted(found.node, found)
        for language, table in load("foreign_names").items():
            key = next((key for key in (".".join(dotted[:n]) for n in range(len(dotted), 0, -1)) if key in table), None)
            edits = _edits(failure, found, found.node, key, table[key]) if key else None
            if key is None or edits is None:
                continue
            code = _rewritten(failure, found, table, context)
            meant = table[key].get("name") or table[key].get("import")
            text = f"`{key}` is {language}; Python has `{meant}`." if meant else f"`{key}` is {language}."
            if code != failure.code:
                yield self.candidate(code, text, confidence=0.93 if language == "Python 2" else 0.88)
            return


def _dotted(node: ast.Name, found: Undefined) -> list[str]:
    """The dotted expression that begins with the name: `System`, `out`, `println`."""
    parts, above = [node.id], found.parents.get(node)
    while isinstance(above, ast.Attribute):
        parts.append(above.attr)
        above = found.parents.get(above)
    return parts


def _rewritten(failure: Failure, found: Undefined, table: dict[str, Any], context: Context) -> str:
    """The cell with every undefined name of this language replaced: pasted JSON has `null` and `true`."""
    edits: set[Edit] = set()
    imports: list[str] = []
    for key in sorted(table, key=len, reverse=True):
        name = key.partition(".")[0]
        if name in context.namespace or hasattr(builtins, name):
            continue
        for scope in found.scope.module.walk():
            for node in scope.used.get(name, ()):
                new = _edits(failure, found, node, key, table[key]) if scope.home(name) is None else None
                if new is not None and not any(_overlap(edit, other) for edit in new for other in edits):
                    edits.update(new)
                    imports += [table[key]["import"]] if "import" in table[key] else []
    code = apply_edits(failure.code, edits)
    for statement in sorted(set(imports), reverse=True):
        code = with_import(failure, statement, code)
    return code


def _overlap(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end


def _edits(failure: Failure, found: Undefined, node: ast.Name, key: str, rule: dict[str, Any]) -> list[Edit] | None:
    """The edits that replace the key, where it begins with this name; None when it is used in another way."""
    whole = _whole(node, key, found)
    call = found.parents.get(whole) if whole is not None else None
    called = isinstance(call, ast.Call) and call.func is whole
    if whole is None or (rule.get("called") and not called):
        return None
    if "call" in rule:
        if not (isinstance(call, ast.Call) and called and len(call.args) == rule["arguments"] and not call.keywords):
            return None
        arguments = [text_of(failure.code, argument) for argument in call.args]
        return [replace_node(failure.code, call, rule["call"].format(*arguments))]
    if "name" not in rule:
        return []
    new = _receiver(node, found) if rule.get("in_method") else rule["name"]
    if new is None:
        return None
    return (
        rename(failure.code, node, node.id, new, found.parents)
        if whole is node
        else [replace_node(failure.code, whole, new)]
    )


def _whole(node: ast.Name, key: str, found: Undefined) -> ast.expr | None:
    """The expression that is the key, which begins with this name; None when it goes on otherwise."""
    whole: ast.expr = node
    for part in key.split(".")[1:]:
        above = found.parents.get(whole)
        if not isinstance(above, ast.Attribute) or above.attr != part:
            return None
        whole = above
    return whole


def _receiver(node: ast.Name, found: Undefined) -> str | None:
    """The first parameter of the method around, such as `self`."""
    around = found.parents.get(node)
    if not isinstance(around, ast.Attribute):
        return None  # an object is asked for something; by itself the word may be anything
    while around is not None:
        above = found.parents.get(around)
        in_class = isinstance(above, ast.ClassDef)
        if in_class and isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef)) and around.args.args:
            return around.args.args[0].arg
        around = above
    return None
