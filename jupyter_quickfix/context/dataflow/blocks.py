"""Statements that hold others, and those that assign."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from jupyter_quickfix.context.dataflow.calls import Calls
from jupyter_quickfix.context.dataflow.shapes import constants


class Blocks(Calls):
    """The part of the reader that looks at branches, loops and assignments."""

    def _if(self, node: ast.If | ast.IfExp) -> None:
        self.visit(node.test)
        body, other = node.body, node.orelse
        self._branches(
            [
                body if isinstance(body, list) else [body],
                other if isinstance(other, list) else [other],
            ]
        )

    def _branches(self, branches: Sequence[Sequence[ast.AST]]) -> None:
        """What is bound in some branches only may keep its old value, which is then read."""
        before = set(self._bound)
        ends: list[set[str]] = []
        for branch in branches:
            self._bound = set(before)
            self.visit_all(branch)
            if not (branch and isinstance(branch[-1], (ast.Raise, ast.Return, ast.Continue, ast.Break))):
                ends.append(self._bound)
        always = set.intersection(*ends) if ends else set(before)
        self._bound = before
        for end in ends:
            for name in end - always:
                self.read(name)
        self._bound = always

    def _for(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.visit(node.target)
        self.visit_all([*node.body, *node.orelse])

    def _try(self, node: ast.Try) -> None:
        handlers = [[each.type, *each.body] for each in node.handlers]
        self._branches([[*node.body, *node.orelse], *([part for part in each if part] for each in handlers)])
        self.visit_all(node.finalbody)

    def _assign(self, node: ast.Assign) -> None:
        if self._assigns_columns(node):
            return
        self.visit(node.value)
        self.visit_all(node.targets)

    def _assigns_columns(self, node: ast.Assign) -> bool:
        """`df = df.assign(a=…)`, `df = df.drop(columns="a")`: the table stays what it is but for some columns."""
        value, target = node.value, node.targets[0]
        if not (
            isinstance(target, ast.Name)
            and len(node.targets) == 1
            and isinstance(value, ast.Call)
            and isinstance(value.func, ast.Attribute)
            and isinstance(value.func.value, ast.Name)
            and value.func.value.id == target.id
        ):
            return False
        if value.func.attr == "assign" and value.keywords and all(word.arg for word in value.keywords):
            self._assigned_by_words(target.id, value)
            return True
        return self.moves_columns(target.id, value)

    def _assigned_by_words(self, table: str, call: ast.Call) -> None:
        for word in call.keywords:
            if isinstance(word.value, ast.Lambda) and word.value.args.args:
                self._lambda_as(word.value, table)  # the table comes in by the parameter's name
            else:
                self.visit(word.value)
        for word in call.keywords:
            self.change(table, word.arg)

    def _lambda_as(self, node: ast.Lambda, name: str) -> None:
        parameter = node.args.args[0].arg
        inner = type(self)()
        inner.visit(node.body)
        for read, column in inner.reads:
            self.read(name if read == parameter else read, column)

    def _aug_assign(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Name):
            self.read(target.id)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            for column in constants(target.slice) or (None,):
                self.read(target.value.id, column)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            self.read(target.value.id, target.attr)
        self.visit(node.value)
        self.visit(target)

    def _ann_assign(self, node: ast.AnnAssign) -> None:
        self.visit(node.annotation)
        self.visit(node.value)
        if node.value is not None:
            self.visit(node.target)
