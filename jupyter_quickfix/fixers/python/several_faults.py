"""A cell that does not compile, and that would stop at an undefined name once it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import ClassVar

from jupyter_quickfix.capture.source import read_cell
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, parse, replace_node
from jupyter_quickfix.fixers.fault.scopes import Scope, analyse
from jupyter_quickfix.fixers.fault.undefined import Undefined, uses_of
from jupyter_quickfix.fixers.names.name_choices import choices
from jupyter_quickfix.fixers.syntax.plausibility import BUILTINS
from jupyter_quickfix.fixers.syntax.repairs import Repair, repairs_of
from jupyter_quickfix.records import Candidate, Context, Failure

#: Repairs looked at, and names mended in each.
_REPAIRS, _NAMES = 2, 3
#: How well a name must fit, and the chance that one that just does is meant.
_LEAST, _CHANCE = 0.72, 0.75


class SeveralFaults(Fixer):
    """A cell that does not compile, and that would stop at an undefined name once it does.

    Catches: errors of syntax in a cell whose repaired text uses names that neither the cell nor the session defines: misspelled,
    or a method of the class around without its `self`.
    Proposes: the repair of the syntax together with the name that is near, so that one accept mends both.
    Keeps silent when: every name is known, none is near, or the cell fails for another reason than its syntax.
    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("SyntaxError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes(
            "def mean(values)\n    return sum(valeus) / len(values)\nmean([1])",
            "def mean(values):\n    return sum(values) / len(values)\nmean([1])",
        ),
        Fixes(
            "class Tree:\n    def size(self):\n        return 1\n    def twice(self)\n        return 2 * size()",
            "class Tree:\n    def size(self):\n        return 1\n    def twice(self):\n        return 2 * self.size()",
        ),
        Silent("def mean(values)\n    return sum(values)", "all names are known"),
        Silent("def mean(values)\n    return frobnicate(values)", "no name is near"),
        Silent(
            "def show()\n    global value\n    print(value)", "`value` is said to be made elsewhere", setup="valve = 1"
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        for repair in repairs_of(failure, context)[:_REPAIRS]:
            mended = _mended(repair, failure, context)
            if mended is not None:
                code, reason, chance = mended
                confidence = round(repair.confidence * chance, 3)
                yield self.candidate(code, f"{repair.reason} {reason}", confidence=confidence)


def _mended(repair: Repair, failure: Failure, context: Context) -> tuple[str, str, float] | None:
    """The repaired text with its undefined names mended, a sentence, and the chance that all were meant so."""
    tree = parse(read_cell(repair.code).python)
    if tree is None:
        return None
    module = analyse(tree)
    loose = _loose(module, context.namespace)
    if not loose or len(loose) > _NAMES:
        return None
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    edits: list[Edit] = []
    reasons, chance = [], 1.0
    for name, places in loose.items():
        right, likely = _meant(name, places, parents, failure, context)
        if not right:
            return None
        edits += [replace_node(repair.code, node, right) for _, node in places]
        reasons.append(f"`{name}` is not defined; `{right}` is near.")
        chance *= likely
    return apply_edits(repair.code, edits), " ".join(reasons), chance


def _loose(module: Scope, session: Mapping[str, object]) -> dict[str, list[tuple[Scope, ast.Name]]]:
    """Names that nothing defines, with where they stand."""
    found: dict[str, list[tuple[Scope, ast.Name]]] = {}
    elsewhere = {name for scope in module.walk() for name in scope.declared_global}
    for scope in module.walk():
        for name, nodes in scope.used.items():
            if name not in BUILTINS and name not in elsewhere and name not in session and scope.home(name) is None:
                found.setdefault(name, []).extend((scope, node) for node in nodes)
    return found


def _meant(
    name: str,
    places: list[tuple[Scope, ast.Name]],
    parents: dict[ast.AST, ast.AST],
    failure: Failure,
    context: Context,
) -> tuple[str, float]:
    """What stands for the name, and how likely; empty where nothing is near."""
    scope, node = places[0]
    if all(_is_method(name, place) for place, _ in places):
        return f"self.{name}", 0.9
    nodes = tuple(other for _, other in places)
    undefined = Undefined(name, node, scope, None, nodes, uses_of(nodes, parents), parents, failure)
    ranked = choices(undefined, context)
    if not ranked or ranked[0].score < _LEAST:
        return "", 0.0
    lead = ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0.0)
    return ranked[0].name, min(0.88, _CHANCE + lead) if lead > 0.05 else _CHANCE * 0.7


def _is_method(name: str, scope: Scope) -> bool:
    """Whether the class around the function has a method of this name, and the function a `self` to reach it by."""
    function = scope.function()
    while function is not None and function.parent is not None and function.parent.kind != "class":
        function = function.parent.function()
    if function is None or function.parent is None or "self" not in function.bound:
        return False
    return any(
        isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in function.parent.bound.get(name, ())
    )
