"""What an expression or statement reads and writes, part by part: a walk over the tree that runs nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jupyter_quickfix.context.dataflow.blocks import Blocks
from jupyter_quickfix.context.dataflow.records import Later, Ref
from jupyter_quickfix.context.dataflow.shapes import constants, grouped, located
from jupyter_quickfix.context.dataflow.vocabulary import WHOLE

_MAKING = frozenset({"__init__", "__new__", "__post_init__"})
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
#: The method that looks at a node; nodes of other kinds are looked through.
_VISITS: dict[type[ast.AST], str] = {
    ast.Name: "_name",
    ast.Attribute: "_attribute",
    ast.Subscript: "_subscript",
    ast.Call: "_call",
    ast.If: "_if",
    ast.IfExp: "_if",
    ast.For: "_for",
    ast.AsyncFor: "_for",
    ast.Try: "_try",
    ast.Assign: "_assign",
    ast.AugAssign: "_aug_assign",
    ast.AnnAssign: "_ann_assign",
    ast.NamedExpr: "_named_expr",
    ast.alias: "_alias",
    ast.ExceptHandler: "_except_handler",
    ast.Lambda: "_lambda",
    **dict.fromkeys(_COMPREHENSIONS, "_comprehension"),
    **dict.fromkeys(_FUNCTIONS, "_function_def"),
    ast.ClassDef: "_class_def",
}


class Reader(Blocks):
    """`visit` statements and expressions in the order in which they run; what was found is in the attributes."""

    def visit(self, node: ast.AST | None) -> None:
        """Look at a node and what is below it."""
        if node is None:
            return
        method = _VISITS.get(type(node))
        if method is not None:
            getattr(self, method)(node)
        else:
            for child in ast.iter_child_nodes(node):
                self.visit(child)

    def _name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.read(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.bind(node.id)
        elif not self._is_own(node.id):
            self.read(node.id)
            self.deletes[node.id] = None

    def _attribute(self, node: ast.Attribute) -> None:
        owner = node.value
        if not isinstance(node.ctx, ast.Load):
            self.store_into(owner, None if node.attr in WHOLE else node.attr)
        elif isinstance(owner, ast.Name):
            self.read(owner.id, None if node.attr in WHOLE else node.attr)
        else:
            self.visit(owner)

    def _subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._store_subscript(node)
            return
        columns = constants(node.slice)
        owner = node.value
        if columns and isinstance(owner, ast.Name):
            for column in columns:
                self.read(owner.id, column)
            return
        table = located(node)
        if table is not None and isinstance(node.slice, ast.Tuple):
            for column in constants(node.slice.elts[1]) or ():
                self.read(table, column)
            self.visit(node.slice.elts[0])
            return
        if columns and (of := grouped(owner)) is not None:
            self._selected(of, node)
            return
        self.visit(owner)
        self.visit(node.slice)

    def _store_subscript(self, node: ast.Subscript) -> None:
        columns = constants(node.slice)
        table = located(node)
        if table is not None and isinstance(node.slice, ast.Tuple) and (columns := constants(node.slice.elts[1])):
            self.visit(node.slice.elts[0])
            for column in columns:
                self.read(table, column)  # the rows that are not meant keep theirs
                self.change(table, column)
            return
        if not columns:
            self.visit(node.slice)
        for each in columns or (None,):
            self.store_into(node.value, each)

    def _named_expr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.bind(node.target.id)

    def _alias(self, node: ast.alias) -> None:
        if node.name != "*":
            self.bind(node.asname or node.name.partition(".")[0])

    def _except_handler(self, node: ast.ExceptHandler) -> None:
        self.visit_all([node.type, *node.body])

    def _lambda(self, node: ast.Lambda) -> None:
        self.visit_all([*node.args.defaults, *(each for each in node.args.kw_defaults if each)])
        self._own.append({each.arg for each in arguments_of(node.args)})
        self.visit(node.body)
        self._own.pop()

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        own: set[str] = set()
        self._own.append(own)
        for generator in node.generators:
            self.visit(generator.iter)
            own.update(each.id for each in ast.walk(generator.target) if isinstance(each, ast.Name))
            self.visit_all(generator.ifs)
        self.visit_all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self._own.pop()

    def _function_def(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.visit_all([*node.decorator_list, *node.args.defaults, *(each for each in node.args.kw_defaults if each)])
        self.visit_all([each.annotation for each in arguments_of(node.args)])
        self.visit(node.returns)
        self.define(node.name, function_later(node.args, node.body))

    def define(self, name: str, later: Later) -> None:
        """Note that `name` is bound to a function or class, and what calling it does."""
        if self._is_own(name):
            # An inner function: what it does is done by the one around it.
            for read, column in later.reads:
                self.read(read, column)
            for changed in later.changes:
                self.change(changed)
            self.methods.update(dict.fromkeys(later.methods))
            return
        self.bind(name)
        self.later[name] = later

    def _class_def(self, node: ast.ClassDef) -> None:
        self.visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self.define(node.name, _class_later(self, node))


def function_later(arguments: ast.arguments, body: list[ast.stmt]) -> Later:
    """What a call of a function with this body does."""
    parameters = tuple(each.arg for each in arguments_of(arguments))
    shared = {name for node in walk_own(body) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    own = {*parameters, *assigned(body)} - shared
    reader = Reader(own or {""}, parameters)
    reader.visit_all(body)
    return Later(
        reads=frozenset(reader.reads),
        binds=frozenset(reader.binds),
        changes=frozenset([*reader.changes, *(name for name, _ in reader.columns)]),
        parameters=parameters,
        mutated=frozenset(reader.mutated),
        methods=tuple(reader.methods),
    )


def _class_later(outer: Reader, node: ast.ClassDef) -> Later:
    own = set(assigned(node.body))
    reader = Reader(own or {""})
    made: list[Later] = []
    used: list[Later] = []
    mutators: set[str] = set()
    for statement in node.body:
        if isinstance(statement, _FUNCTIONS):
            method = function_later(statement.args, statement.body)
            if statement.name in _MAKING:
                made.append(method)
            else:
                used.append(method)
            if method.parameters and method.parameters[0] in method.mutated and statement.name != "__init__":
                mutators.add(statement.name)
            reader.visit_all([*statement.decorator_list, *statement.args.defaults])
        else:
            reader.visit(statement)
    for name, column in reader.reads:
        outer.read(name, column)
    return replace(
        union_of(made), is_class=True, mutators=frozenset(mutators), of_instances=replace(union_of(used), is_class=True)
    )


def union_of(each: Sequence[Later]) -> Later:
    """What all of these do."""
    return Later(
        reads=frozenset[Ref]().union(*(one.reads for one in each)),
        changes=frozenset[str]().union(*(one.changes for one in each)),
        methods=tuple(dict.fromkeys(method for one in each for method in one.methods)),
    )


def arguments_of(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (each for each in (arguments.vararg, arguments.kwarg) if each is not None)


def walk_own(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a function's body without those of functions and classes in it."""
    for node in body:
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda, *_COMPREHENSIONS)):
            yield from walk_own(ast.iter_child_nodes(node))


def assigned(body: list[ast.stmt]) -> Iterator[str]:
    for node in walk_own(body):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
