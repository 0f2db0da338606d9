"""What calls do: change the object they are made on, run SQL, read the columns that they name."""

from __future__ import annotations

import ast

from jupyter_quickfix.context.dataflow.names import Names
from jupyter_quickfix.context.dataflow.records import BASE, Call, MethodCall
from jupyter_quickfix.context.dataflow.shapes import (
    constants,
    grouped,
    is_module_like,
    is_true,
    moved_columns,
    names_columns,
    root_of,
    table_column,
    text_of,
)
from jupyter_quickfix.context.dataflow.sql import is_sql, tables_of
from jupyter_quickfix.context.dataflow.vocabulary import MUTATORS, PLOTTING, SELECTING, SQL_METHODS


class Calls(Names):
    """The part of the reader that looks at calls."""

    def _call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Name):
            self._called_name(node, function.id)
        if isinstance(function, ast.Attribute):
            if self._sql(node, function) or self._plots(node, function):
                return
            root, first = root_of(function.value)
            if root is not None and not self._is_own(root) and root not in self._bound:
                self.methods[MethodCall(root, first or BASE, function.attr)] = None
            in_place = any(word.arg == "inplace" and is_true(word.value) for word in node.keywords)
            if in_place and isinstance(function.value, ast.Name) and self.moves_columns(function.value.id, node):
                return
            if root is not None and (in_place or function.attr in MUTATORS) and not is_module_like(root):
                self._mutates(node, function.attr, root, first)
            if function.attr in SELECTING and isinstance(function.value, ast.Name) and names_columns(node):
                self._selected(function.value.id, node)
                return
            table = grouped(node)
            if table is not None and function.attr in ("agg", "aggregate", "size"):
                self._selected(table, node)
                return
            if isinstance(function.value, ast.Name):
                self.read(function.value.id)
            else:
                self.visit(function.value)
        else:
            self.visit(function)
        self.visit_all([*node.args, *node.keywords])

    def _mutates(self, node: ast.Call, method: str, root: str, first: str | None) -> None:
        if method == "update" and first is None and node.args and isinstance(node.args[0], ast.Dict):
            for key in node.args[0].keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    self.change(root, key.value)
            return
        if first is not None:
            self.read(root, first)
        self.change(root, first)

    def moves_columns(self, table: str, call: ast.Call) -> bool:
        """Note the columns that go or get another name; False where the call does something else."""
        moved = moved_columns(call)
        if moved is None:
            return False
        for column in moved[0]:
            self.read(table, column)
        for column in moved[1]:
            self.change(table, column)
        return True

    def _called_name(self, node: ast.Call, name: str) -> None:
        positional = tuple(argument.id if isinstance(argument, ast.Name) else None for argument in node.args)
        keywords = tuple(
            (word.arg, word.value.id) for word in node.keywords if word.arg and isinstance(word.value, ast.Name)
        )
        if not self._is_own(name):
            self.calls.append(Call(name, positional, keywords))

    def _sql(self, node: ast.Call, function: ast.Attribute) -> bool:
        """`con.execute("…")`, `duckdb.sql("…")`, `pd.read_sql("…", con)` with a text that can be read."""
        if function.attr not in SQL_METHODS or not node.args:
            return self._writes_table(node, function)
        text = text_of(node.args[0])
        if text is None or not is_sql(text):
            return False
        owner = next((arg.id for arg in node.args[1:] if isinstance(arg, ast.Name)), None)
        if owner is None or function.attr not in ("read_sql", "read_sql_query"):
            owner = root_of(function.value)[0]
        self.visit_all([node.args[0] if isinstance(node.args[0], ast.JoinedStr) else None, *node.args[1:]])
        self.visit_all(node.keywords)
        if isinstance(function.value, ast.Name):
            self.read(function.value.id, BASE)
        if owner is None:
            return True
        self.read(owner, BASE)
        tables = tables_of(text)
        for table in sorted(tables.reads):
            self.read(owner, table_column(table))
            self.read(table)  # duckdb finds variables by their names
            self.tables[owner, table] = None
        for table in sorted(tables.creates):
            self.change(owner, table_column(table))
        for table in sorted(tables.changes - tables.creates):
            self.read(owner, table_column(table))
            self.change(owner, table_column(table))
        return True

    def _writes_table(self, node: ast.Call, function: ast.Attribute) -> bool:
        """`df.to_sql("table", con)`, `con.register("table", df)`."""
        table = text_of(node.args[0]) if node.args else None
        if table is None or function.attr not in ("to_sql", "register"):
            return False
        second = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "con"), None)
        connection = second if function.attr == "to_sql" else function.value
        self.visit(function.value)
        self.visit_all([*node.args[1:], *node.keywords])
        if isinstance(connection, ast.Name):
            self.change(connection.id, table_column(table.lower()))
        return True

    def _plots(self, node: ast.Call, function: ast.Attribute) -> bool:
        """`sns.scatterplot(data=df, x="a", y="b")`: the constants are the columns that it reads."""
        data = next((word.value for word in node.keywords if word.arg == "data"), None)
        if data is None and root_of(function.value)[0] in PLOTTING and node.args:
            data = node.args[0]
        names = [word for word in node.keywords if word.arg in ("x", "y", "hue", "size", "style", "color", "vars")]
        if not isinstance(data, ast.Name) or not names:
            return False
        self.visit(function.value)
        for argument in [*node.args, *(word.value for word in node.keywords)]:
            if argument is not data:
                self.visit(argument)
        for word in names:
            for column in constants(word.value) or ():
                self.read(data.id, column)
        return True

    def _selected(self, table: str, node: ast.AST) -> None:
        """A chain of calls on a table whose constants name the columns."""
        self.read(table, BASE)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                self.read(table, inner.value)
            elif isinstance(inner, ast.Name) and inner.id != table:
                self.visit(inner)
