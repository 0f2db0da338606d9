"""Names that stand in a module or an object at hand, without the prefix."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import apply_edits
from jupyter_quickfix.fixers.fault.flow import bound_names
from jupyter_quickfix.fixers.fault.undefined import Undefined, find_undefined, rename_all
from jupyter_quickfix.fixers.names.at_hand import modules_with
from jupyter_quickfix.records import Candidate, Context, Failure


class UnqualifiedName(Fixer):
    """Names that stand in a module or an object at hand, without the prefix.

    Catches: NameError for `pi` where `math` is imported, for `linspace` where NumPy is `np`; and in a method for what
    is an attribute or another method of the object.
    Proposes: `math.pi`, `np.linspace`, `self.total`, everywhere in the cell (for `self`: in the methods of that class).
    Keeps silent when: several modules at hand offer it, it could not be called with these arguments, or the name is
    so short or so common that it is more likely a variable.
    Safety: safe.
    """

    errors = ("NameError",)
    examples = (
        Fixes("area = pi * 2", "area = math.pi * 2", setup="import math"),
        Fixes("sqrt(2) + sqrt(3)", "m.sqrt(2) + m.sqrt(3)", setup="import math as m"),
        Fixes(
            "class Jar:\n    def __init__(self):\n        self.sweets = 3\n    def count(self):\n        return sweets\n"
            "Jar().count()",
            "class Jar:\n    def __init__(self):\n        self.sweets = 3\n    def count(self):\n        return self.sweets\n"
            "Jar().count()",
        ),
        Fixes(
            "class Jar:\n    def one(self):\n        return 1\n    def two(self):\n        return one() + one()\nJar().two()",
            "class Jar:\n    def one(self):\n        return 1\n    def two(self):\n        return self.one() + self.one()\n"
            "Jar().two()",
        ),
        Fixes(
            "class Jar:\n    size = 3\n    def double(self):\n        return 2 * size\nJar().double()",
            "class Jar:\n    size = 3\n    def double(self):\n        return 2 * self.size\nJar().double()",
        ),
        Silent("split(' ')", "`re.split` takes two arguments at least", setup="import re"),
        Silent("sqrt(2)", "two modules offer it", setup="import math, cmath"),
        Silent("e + 1", "one letter is more likely a variable", setup="import math"),
        Silent("x = pii", "no module has it", setup="import math"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """One candidate: the object's own attribute before a module's."""
        found = find_undefined(failure)
        if found is None or found.home is not None or found.name.startswith("_"):
            return
        method = _method(found)
        if method is not None and method.args.args and _has_attribute(found, method, context):
            receiver = method.args.args[0].arg
            owner = found.parents[method]
            nodes = tuple(
                node
                for node in found.occurrences
                if _inside(node, owner, found) and _has_receiver(node, receiver, found)
            )
            text = f"`{found.name}` is an attribute of `{receiver}`, not a name of its own."
            yield self._prefixed(failure, found, nodes, receiver, text, 0.9)
            return
        aliases = modules_with(found, context)
        if len(aliases) == 1 and len(found.name) > 1:
            alias = aliases[0]
            text = f"`{found.name}` is not defined; `{alias}`, imported in this session, has it."
            confidence = 0.9 if found.uses.called or len(found.name) < 4 else 0.75
            yield self._prefixed(failure, found, found.occurrences, alias, text, confidence)

    def _prefixed(
        self, failure: Failure, found: Undefined, nodes: tuple[ast.Name, ...], prefix: str, text: str, confidence: float
    ) -> Candidate:
        edits = rename_all(failure.code, nodes, found.name, f"{prefix}.{found.name}", found.parents)
        return self.candidate(apply_edits(failure.code, edits), text, confidence=confidence)


def _method(found: Undefined, node: ast.AST | None = None) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The method that the name stands in."""
    around: ast.AST | None = node or found.node
    while around is not None:
        above = found.parents.get(around)
        if isinstance(around, (ast.FunctionDef, ast.AsyncFunctionDef)) and isinstance(above, ast.ClassDef):
            return None if around.decorator_list else around  # a static method has no receiver
        around = above
    return None


def _inside(node: ast.AST, owner: ast.AST, found: Undefined) -> bool:
    around: ast.AST | None = node
    while around is not None and around is not owner:
        around = found.parents.get(around)
    return around is owner


def _has_receiver(node: ast.Name, receiver: str, found: Undefined) -> bool:
    method = _method(found, node)
    return method is not None and bool(method.args.args) and method.args.args[0].arg == receiver


def _has_attribute(found: Undefined, method: ast.FunctionDef | ast.AsyncFunctionDef, context: Context) -> bool:
    """Whether the class's text, or the live object, has an attribute of this name."""
    owner, receiver = found.parents[method], method.args.args[0].arg
    for node in ast.walk(owner):
        stored = isinstance(node, ast.Attribute) and node.attr == found.name and isinstance(node.ctx, ast.Store)
        if (
            stored
            and isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == receiver
        ):
            return True
        of_class = isinstance(node, (ast.Assign, ast.AnnAssign)) and found.parents.get(node) is owner
        if of_class and found.name in bound_names(node):
            return True
        is_method = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == found.name
        if is_method and found.parents.get(node) is owner and found.uses.called:
            return True
    return receiver in context.frame_locals and found.name in safe.instance_dict(context.frame_locals[receiver])
