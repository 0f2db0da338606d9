"""Which names a cell binds and uses, scope by scope.

`symtable` knows the scopes but not where in the text a name stands, and repairs need both. Resolution follows the
language: class bodies are skipped from inside their functions, comprehensions are scopes of their own (their first
iterable belongs outside), `:=` in one binds in the function around it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(eq=False, slots=True)
class Scope:
    """One scope: `bound` maps a name to the nodes that bind it, `used` to the `Name` nodes that read or delete it."""

    node: ast.AST
    kind: str  # "module" | "function" | "class" | "comprehension"
    parent: Scope | None = None
    bound: dict[str, list[ast.AST]] = field(default_factory=dict)
    used: dict[str, list[ast.Name]] = field(default_factory=dict)
    declared_global: set[str] = field(default_factory=set)
    declared_nonlocal: set[str] = field(default_factory=set)
    children: list[Scope] = field(default_factory=list)

    def walk(self) -> Iterator[Scope]:
        """The scope and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def outwards(self) -> Iterator[Scope]:
        """The scope and those around it that its names can come from, innermost first."""
        yield self
        scope = self.parent
        while scope is not None:
            if scope.kind != "class":
                yield scope
            scope = scope.parent

    @property
    def module(self) -> Scope:
        """The outermost scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def home(self, name: str) -> Scope | None:
        """The scope of this cell that binds `name` as seen from here; None when the cell does not bind it."""
        for scope in self.outwards():
            if name in scope.declared_global:
                break
            if name in scope.bound and name not in scope.declared_nonlocal:
                return scope
        return self.module if name in self.module.bound else None

    def function(self) -> Scope | None:
        """The nearest function around (or at) this scope; None at module or class level."""
        scope: Scope | None = self
        while scope is not None and scope.kind == "comprehension":
            scope = scope.parent
        return scope if scope is not None and scope.kind == "function" else None


def analyse(tree: ast.Module) -> Scope:
    """The scopes of a module; the one returned is the module's."""
    module = Scope(tree, "module")
    _Walker(module).walk_all(tree.body)
    return module


class _Walker:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def walk_all(self, nodes: list[ast.stmt] | list[ast.expr]) -> None:
        for node in nodes:
            self.walk(node)

    def walk(self, node: ast.AST) -> None:
        if isinstance(node, _FUNCTIONS):
            self._function(node)
        elif isinstance(node, ast.ClassDef):
            self._class(node)
        elif isinstance(node, _COMPREHENSIONS):
            self._comprehension(node)
        elif isinstance(node, ast.NamedExpr):
            self.walk(node.value)
            self._bind_outside_comprehensions(node.target)
        else:
            self._note(node)
            for child in ast.iter_child_nodes(node):
                self.walk(child)

    def _note(self, node: ast.AST) -> None:
        """Record what a node other than a scope binds or uses."""
        scope = self.scope
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                self._bind(node.id, node)
            else:
                scope.used.setdefault(node.id, []).append(node)
        elif isinstance(node, ast.alias) and node.name != "*":
            self._bind(node.asname or node.name.partition(".")[0], node)
        elif isinstance(node, ast.Global):
            scope.declared_global.update(node.names)
        elif isinstance(node, ast.Nonlocal):
            scope.declared_nonlocal.update(node.names)
        elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
            self._bind(node.name, node)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            self._bind(node.rest, node)

    def _bind(self, name: str, node: ast.AST) -> None:
        scope = self.scope.module if name in self.scope.declared_global else self.scope
        scope.bound.setdefault(name, []).append(node)

    def _bind_outside_comprehensions(self, target: ast.Name) -> None:
        scope = self.scope
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        scope.bound.setdefault(target.id, []).append(target)

    def _inner(self, node: ast.AST, kind: str) -> _Walker:
        inner = Scope(node, kind, self.scope)
        self.scope.children.append(inner)
        return _Walker(inner)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        arguments = node.args
        everyone = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        everyone += [extra for extra in (arguments.vararg, arguments.kwarg) if extra is not None]
        self.walk_all([*arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)])
        self.walk_all([argument.annotation for argument in everyone if argument.annotation is not None])
        if not isinstance(node, ast.Lambda):
            self.walk_all(node.decorator_list)
            if node.returns is not None:
                self.walk(node.returns)
            self._bind(node.name, node)
        inner = self._inner(node, "function")
        for argument in everyone:
            inner._bind(argument.arg, argument)
        inner.walk_all([node.body] if isinstance(node, ast.Lambda) else node.body)

    def _class(self, node: ast.ClassDef) -> None:
        self.walk_all([*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)])
        self._bind(node.name, node)
        self._inner(node, "class").walk_all(node.body)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        first, *others = node.generators
        self.walk(first.iter)
        inner = self._inner(node, "comprehension")
        inner.walk(first.target)
        inner.walk_all(first.ifs)
        for generator in others:
            inner.walk(generator)
        inner.walk_all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
