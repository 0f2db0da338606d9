"""The names that could have been meant where an undefined one stands, and how well each fits the way it is used."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.fault.scopes import Scope
from jupyter_quickfix.fixers.fault.undefined import Undefined, Uses
from jupyter_quickfix.fixers.names.cell_names import mentions, names_of, other_cells
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Context, Failure

_CONSTANTS = ("True", "False", "None")
_STATEMENTS = ("pass", "break", "continue", "return", "yield")
#: Put into every session by IPython or `site`; hardly ever meant.
_SHELL = frozenset({"In", "Out", "exit", "quit", "copyright", "credits", "license"})
_MODULE_DUNDERS = ("__name__", "__doc__", "__file__")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

#: How much nearer a name counts for standing near.
_NEARNESS = {"local": 0.05, "enclosing": 0.03, "cell": 0.03, "session": 0.0, "builtin": -0.01, "keyword": 0.0}
_UNUSED_BONUS = 0.08
_MISFIT = 0.25
#: The score of the only name that its function defines and never uses, however different.
_LEFT_OVER = 0.64
CUTOFF = 0.62


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that may have been meant. `score` in [0, 1]: likeness, corrected for where it stands and how it fits."""

    name: str
    origin: str  # "local" | "enclosing" | "cell" | "session" | "builtin" | "keyword"
    score: float
    scope: Scope | None = None
    likeness: float = 1.0


def choices(found: Undefined, context: Context) -> list[Choice]:
    """The names that may have been meant, best first, none under the cutoff."""
    visible = dict(_visible(found, context))
    visible.pop(found.name, None)
    near = dict(closest(found.name, visible, limit=12, cutoff=0.5))
    for name, likeness in _sharing_words(found.name, visible):
        near[name] = max(likeness, near.get(name, 0.0))
    near = dict(sorted(near.items(), key=lambda item: -item[1])[:12])
    left_over = _left_over(found, visible, context)
    if left_over is not None:
        near.setdefault(left_over, _LEFT_OVER)
    beside = _beside(found)
    compared = isinstance(found.parents.get(found.node), ast.Compare)
    order = {name: place for place, name in enumerate(context.namespace)}
    scored = []
    for name, likeness in near.items():
        origin, scope = visible[name]
        unused = scope is not None and scope.kind != "comprehension" and not _is_used(scope, name)
        score = likeness + _NEARNESS[origin] + (_UNUSED_BONUS if unused else 0.0)
        score += 0.02 * order.get(name, 0) / (len(order) or 1)  # what was defined last is on the user's mind
        score += _fit(found, name, scope, context) + _style(found.name, name)
        if name in beside:
            score -= 0.15 + 0.15 * compared  # `day == day[1]` says nothing
        if len(found.name) <= 2 and likeness < 0.9 and name != left_over:
            score -= 0.3  # a short name is near to too many
        if origin == "builtin" and likeness < 0.7:
            continue  # every word is half-way to some builtin
        if score >= CUTOFF:
            scored.append(Choice(name, origin, score, scope, likeness))
    return sorted(scored, key=lambda choice: (-choice.score, -choice.likeness, choice.name))


def _visible(found: Undefined, context: Context) -> Iterator[tuple[str, tuple[str, Scope | None]]]:
    """Every name that could stand there, with its origin; a nearer scope's comes later and wins."""
    for name in (*_CONSTANTS, *_statements(found)):
        yield name, ("keyword", None)
    private = found.name.startswith("_")
    for name in dir(builtins):
        if not name.startswith("_") and name not in _SHELL:
            yield name, ("builtin", None)
    for name in (*_MODULE_DUNDERS, *context.namespace) if private else tuple(context.namespace):
        if type(name) is str and (private or not name.startswith("_")) and name not in _SHELL:
            yield name, ("session", None)
    module = found.scope.module
    for name in module.bound:  # those that were not reached are not in the namespace
        if name in context.namespace:
            yield name, ("cell", module)
    for scope in reversed([scope for scope in found.scope.outwards() if scope is not module]):
        live = context.frame_locals if scope is found.scope and scope.kind == "function" else None
        for name, nodes in scope.bound.items():
            if not live or name in live or any(isinstance(node, ast.arg) for node in nodes):
                yield name, ("local" if scope.function() is found.scope.function() else "enclosing", scope)


def _statements(found: Undefined) -> Iterator[str]:
    """Keywords that are statements by themselves, where the name is one."""
    if not isinstance(found.parents.get(found.node), ast.Expr):
        return
    in_function = found.scope.function() is not None
    around: ast.AST | None = found.node
    in_loop = False
    while around is not None and not isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        in_loop |= isinstance(around, (ast.For, ast.While, ast.AsyncFor))
        around = found.parents.get(around)
    for keyword in _STATEMENTS:
        if (keyword in ("break", "continue") and in_loop) or (keyword in ("return", "yield") and in_function):
            yield keyword
    yield "pass"


def _is_used(scope: Scope, name: str) -> bool:
    return any(name in inner.used and inner.home(name) is scope for inner in scope.walk())


def _left_over(found: Undefined, visible: Mapping[str, tuple[str, Scope | None]], context: Context) -> str | None:
    """The one parameter or variable that the failing function defines and never uses, if there is just one.

    At the top of a cell unused names are common; one counts that another cell defines too: a line copied from there.
    """
    if found.home is not None:
        return None
    scope = found.scope.function() or found.scope.module
    unused = [
        name
        for name in scope.bound
        if name in visible and not name.startswith("_") and name not in ("self", "cls") and not _is_used(scope, name)
    ]
    if len(unused) != 1 or (scope.kind == "module" and not is_defined_elsewhere(unused[0], found.failure, context)):
        return None
    return unused[0]


def is_defined_elsewhere(name: str, failure: Failure, context: Context) -> bool:
    """Whether another cell of the notebook or of the history defines the name."""
    return any(
        mentions(cell.text, name) and name in names_of(cell.text).defines for cell in other_cells(failure, context)
    )


def _beside(found: Undefined) -> set[str]:
    """Names in the same comparison or operation as the undefined one."""
    parent = found.parents.get(found.node)
    if not isinstance(parent, (ast.Compare, ast.BinOp)):
        return set()
    return {node.id for node in ast.walk(parent) if isinstance(node, ast.Name)}


def _style(wrong: str, right: str) -> float:
    """Beginnings are seldom mistyped; a lower-case name is seldom meant as a class."""
    same = 0
    while same < min(4, len(wrong), len(right)) and wrong[same] == right[same]:
        same += 1
    other_style = wrong.islower() and right[0].isupper() and right not in _CONSTANTS and right.lower() != wrong
    return 0.015 * same - (0.2 if other_style else 0.0)


def _sharing_words(wrong: str, names: Iterable[str]) -> Iterator[tuple[str, float]]:
    """Names that are the other's words and some more, with their likeness: `no_nums` and `nums`."""
    mine = {word.lower() for word in _WORDS.findall(wrong)}
    long_words = [word for word in mine if len(word) >= 3]
    if not long_words:
        return
    may_share = re.compile("|".join(long_words), re.IGNORECASE)
    for name in names:
        if not may_share.search(name):
            continue
        theirs = {word.lower() for word in _WORDS.findall(name)}
        fewer, more = (mine, theirs) if len(mine) <= len(theirs) else (theirs, mine)
        if fewer < more and all(len(word) >= 3 for word in fewer):
            yield name, 0.5 + 0.3 * sum(map(len, fewer)) / sum(map(len, more))


def _fit(found: Undefined, name: str, scope: Scope | None, context: Context) -> float:
    """What the way the name is used says for or against this choice."""
    if scope is not None and scope.kind != "module":
        if name in context.frame_locals and context.frame_locals[name] is not None:
            return fit(found.uses, context.frame_locals[name])
        return _fit_of_binding(found.uses, scope.bound.get(name, []))
    if name in _CONSTANTS or name in _STATEMENTS:
        uses = found.uses
        return -_MISFIT if uses.called or uses.subscripted or uses.iterated or uses.attributes else 0.0
    if name in context.namespace:
        return fit(found.uses, context.namespace[name])
    return fit(found.uses, getattr(builtins, name, None))


def fit(uses: Uses, value: object) -> float:
    """A small bonus where the value can be used so, a penalty where it cannot."""
    kind = type(value)
    names = safe.attributes(value)
    mro = type.__getattribute__(kind, "__mro__")
    of_type = {key for base in mro for key in type.__getattribute__(base, "__dict__")}
    if "__getattr__" in of_type or (issubclass(kind, ModuleType) and "__getattr__" in names):
        return 0.0
    wanted = [attribute in names for attribute in uses.attributes]
    if uses.called:
        wanted.append("__call__" in of_type)
    if uses.subscripted:
        wanted.append(bool({"__getitem__"} & of_type) or (issubclass(kind, type) and "__class_getitem__" in names))
    if uses.iterated:
        wanted.append(bool({"__iter__", "__getitem__"} & of_type))
    if uses.arithmetic:
        code = issubclass(kind, (ModuleType, type, FunctionType, BuiltinFunctionType, MethodType))
        wanted.append(not code)
    if not wanted:
        return 0.0
    return 0.05 if all(wanted) else -_MISFIT


def _fit_of_binding(uses: Uses, nodes: list[ast.AST]) -> float:
    """The same from how a local name is bound, where its value is not known."""
    code = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if any(isinstance(node, code) for node in nodes):
        return 0.05 if uses.called else -_MISFIT if uses.subscripted or uses.iterated or uses.arithmetic else 0.0
    return 0.0


def is_known_elsewhere(name: str) -> bool:
    """Whether people import something by exactly this name, so that it is hardly a misspelling."""
    table = load("import_aliases")
    return name in table["aliases"] or any(name in names.split() for names in table["members"].values())
