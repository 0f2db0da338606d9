"""What an expression or statement reads and writes, part by part: a walk over the tree that runs nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from jupyter_quickfix.context.dataflow.records import BASE, Call, Later, MethodCall, Ref
from jupyter_quickfix.context.dataflow.sql import is_sql, tables_of
from jupyter_quickfix.context.dataflow.vocabulary import MUTATORS, PLOTTING, SELECTING, SQL_METHODS, WHOLE

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Reader:
    """Collects; `visit` statements and expressions in the order in which they run.

    Inside a function, `own` holds its local names and `parameters` those of them that the caller's objects come in by.
    """

    def __init__(self, own: Iterable[str] = (), parameters: Iterable[str] = ()) -> None:
        self.reads: set[Ref] = set()
        self.binds: dict[str, None] = {}
        self.columns: dict[tuple[str, str], None] = {}
        self.changes: dict[str, None] = {}
        self.deletes: dict[str, None] = {}
        self.calls: list[Call] = []
        self.methods: dict[MethodCall, None] = {}
        self.later: dict[str, Later] = {}
        self.mutated: set[str] = set()
        self._parameters = frozenset(parameters)
        self._own: list[set[str]] = [set(own)] if own else []
        self._bound: set[str] = set()

    # Names

    def _is_own(self, name: str) -> bool:
        return any(name in names for names in self._own)

    def read(self, name: str, column: str | None = None) -> None:
        """Note that a part of a name is read, unless the name is local or was bound just before."""
        if name not in self._bound and not self._is_own(name):
            self.reads.add((name, column))

    def bind(self, name: str) -> None:
        """Note that a name is assigned."""
        if not self._is_own(name):
            self.binds[name] = None
            self._bound.add(name)

    def change(self, name: str, column: str | None = None) -> None:
        """Note that the object behind a name is changed, all of it or in one column."""
        if name in self._parameters:
            self.mutated.add(name)
        if self._is_own(name):
            return
        self.read(name, BASE if column is not None else None)
        if column is None:
            self.changes[name] = None
        else:
            self.columns[name, column] = None

    # Walking

    def visit(self, node: ast.AST | None) -> None:
        """Look at a node and what is below it."""
        if node is None:
            return
        method = getattr(self, f"_visit_{type(node).__name__}", None)
        if method is not None:
            method(node)
        else:
            for child in ast.iter_child_nodes(node):
                self.visit(child)

    def visit_all(self, nodes: Iterable[ast.AST | None]) -> None:
        """`visit` each."""
        for node in nodes:
            self.visit(node)

    def _visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.read(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.bind(node.id)
        elif not self._is_own(node.id):
            self.read(node.id)
            self.deletes[node.id] = None

    def _visit_Attribute(self, node: ast.Attribute) -> None:
        owner = node.value
        if not isinstance(node.ctx, ast.Load):
            self._store_into(owner, None if node.attr in WHOLE else node.attr)
        elif isinstance(owner, ast.Name):
            self.read(owner.id, None if node.attr in WHOLE else node.attr)
        else:
            self.visit(owner)

    def _visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._store_subscript(node)
            return
        columns = _constants(node.slice)
        owner = node.value
        if columns and isinstance(owner, ast.Name):
            for column in columns:
                self.read(owner.id, column)
            return
        table = _located(node)
        if table is not None and isinstance(node.slice, ast.Tuple):
            for column in _constants(node.slice.elts[1]) or ():
                self.read(table, column)
            self.visit(node.slice.elts[0])
            return
        if columns and (grouped := _grouped(owner)) is not None:
            self._selected(grouped, node)
            return
        self.visit(owner)
        self.visit(node.slice)

    def _store_subscript(self, node: ast.Subscript) -> None:
        columns = _constants(node.slice)
        table = _located(node)
        if table is not None and isinstance(node.slice, ast.Tuple) and (columns := _constants(node.slice.elts[1])):
            self.visit(node.slice.elts[0])
            for column in columns:
                self.read(table, column)  # the rows that are not meant keep theirs
                self.change(table, column)
            return
        if not columns:
            self.visit(node.slice)
        for column in columns or (None,):
            self._store_into(node.value, column)

    def _store_into(self, owner: ast.expr, column: str | None) -> None:
        """`owner[column] = …` or `owner.column = …`; deeper owners are changed in the column that leads there."""
        if isinstance(owner, ast.Name):
            self.change(owner.id, column)
            return
        root, first = root_of(owner)
        if root is not None:
            if first is not None:
                self.read(root, first)
            self.change(root, first)
        else:
            self.visit(owner)

    def _visit_Call(self, node: ast.Call) -> None:
        function = node.func
        if isinstance(function, ast.Name):
            self._called_name(node, function.id)
        if isinstance(function, ast.Attribute):
            if self._sql(node, function) or self._plots(node, function):
                return
            root, first = root_of(function.value)
            if root is not None and not self._is_own(root) and root not in self._bound:
                self.methods[MethodCall(root, first or BASE, function.attr)] = None
            in_place = any(word.arg == "inplace" and _is_true(word.value) for word in node.keywords)
            if root is not None and (in_place or function.attr in MUTATORS) and not _is_module_like(root):
                self._mutates(node, function.attr, root, first)
            if function.attr in SELECTING and isinstance(function.value, ast.Name) and _names_columns(node):
                self._selected(function.value.id, node)
                return
            grouped = _grouped(node)
            if grouped is not None and function.attr in ("agg", "aggregate", "size"):
                self._selected(grouped, node)
                return
            if isinstance(function.value, ast.Name):
                self.read(function.value.id)
            else:
                self.visit(function.value)
        else:
            self.visit(function)
        self.visit_all([*node.args, *node.keywords])

    def _mutates(self, node: ast.Call, method: str, root: str, first: str | None) -> None:
        if method == "drop" and first is None:
            dropped = [column for word in node.keywords if word.arg == "columns" for column in _constants(word.value) or ()]
            for column in dropped:
                self.change(root, column)
            if dropped:
                return
        if method == "update" and first is None and node.args and isinstance(node.args[0], ast.Dict):
            for key in node.args[0].keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    self.change(root, key.value)
            return
        if first is not None:
            self.read(root, first)
        self.change(root, first)

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
        text = _text(node.args[0])
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
            self.read(owner, _table_column(table))
            self.read(table)  # duckdb finds variables by their names
        for table in sorted(tables.creates):
            self.change(owner, _table_column(table))
        for table in sorted(tables.changes - tables.creates):
            self.read(owner, _table_column(table))
            self.change(owner, _table_column(table))
        return True

    def _writes_table(self, node: ast.Call, function: ast.Attribute) -> bool:
        """`df.to_sql("table", con)`, `con.register("table", df)`."""
        table = _text(node.args[0]) if node.args else None
        if table is None or function.attr not in ("to_sql", "register"):
            return False
        second = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "con"), None)
        connection = second if function.attr == "to_sql" else function.value
        self.visit(function.value)
        self.visit_all([*node.args[1:], *node.keywords])
        if isinstance(connection, ast.Name):
            self.change(connection.id, _table_column(table.lower()))
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
            for column in _constants(word.value) or ():
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

    # Statements that hold others

    def _visit_If(self, node: ast.If | ast.IfExp) -> None:
        self.visit(node.test)
        bodies = [node.body, node.orelse]
        self._branches([body if isinstance(body, list) else [body] for body in bodies])

    _visit_IfExp = _visit_If

    def _branches(self, branches: list[list[ast.AST]] | list[list[ast.stmt]]) -> None:
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

    def _visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit(node.iter)
        self.visit(node.target)
        self.visit_all([*node.body, *node.orelse])

    _visit_AsyncFor = _visit_For

    def _visit_Try(self, node: ast.Try) -> None:
        handlers = [[each.type, *each.body] for each in node.handlers]
        self._branches([[*node.body, *node.orelse], *([part for part in each if part] for each in handlers)])
        self.visit_all(node.finalbody)

    def _visit_Assign(self, node: ast.Assign) -> None:
        if self._assigns_columns(node):
            return
        self.visit(node.value)
        self.visit_all(node.targets)

    def _assigns_columns(self, node: ast.Assign) -> bool:
        """`df = df.assign(a=…, b=…)` writes columns."""
        value, target = node.value, node.targets[0]
        if not (
            isinstance(target, ast.Name)
            and len(node.targets) == 1
            and isinstance(value, ast.Call)
            and isinstance(value.func, ast.Attribute)
            and value.func.attr == "assign"
            and isinstance(value.func.value, ast.Name)
            and value.func.value.id == target.id
            and all(word.arg for word in value.keywords)
        ):
            return False
        for word in value.keywords:
            if isinstance(word.value, ast.Lambda) and word.value.args.args:
                # The table comes in by the parameter's name.
                self._own.append(set())
                self._lambda_as(word.value, target.id)
                self._own.pop()
            else:
                self.visit(word.value)
        for word in value.keywords:
            self.change(target.id, word.arg)
        return True

    def _lambda_as(self, node: ast.Lambda, name: str) -> None:
        parameter = node.args.args[0].arg
        inner = Reader()
        inner.visit(node.body)
        for read, column in inner.reads:
            self.read(name if read == parameter else read, column)

    def _visit_AugAssign(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Name):
            self.read(target.id)
        elif isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            for column in _constants(target.slice) or (None,):
                self.read(target.value.id, column)
        elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
            self.read(target.value.id, target.attr)
        self.visit(node.value)
        self.visit(target)

    def _visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit(node.annotation)
        self.visit(node.value)
        if node.value is not None:
            self.visit(node.target)

    def _visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit(node.value)
        self.bind(node.target.id)

    def _visit_alias(self, node: ast.alias) -> None:
        if node.name != "*":
            self.bind(node.asname or node.name.partition(".")[0])

    def _visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.visit_all([node.type, *node.body])

    def _visit_Lambda(self, node: ast.Lambda) -> None:
        self.visit_all([*node.args.defaults, *(each for each in node.args.kw_defaults if each)])
        self._own.append({each.arg for each in _arguments(node.args)})
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

    _visit_ListComp = _visit_SetComp = _visit_DictComp = _visit_GeneratorExp = _comprehension

    def _visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.visit_all([*node.decorator_list, *node.args.defaults, *(each for each in node.args.kw_defaults if each)])
        self.visit_all([each.annotation for each in _arguments(node.args)])
        self.visit(node.returns)
        self.define(node.name, function_later(node.args, node.body))

    _visit_AsyncFunctionDef = _visit_FunctionDef

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

    def _visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.visit_all([*node.decorator_list, *node.bases, *node.keywords])
        self.define(node.name, _class_later(self, node))


def function_later(arguments: ast.arguments, body: list[ast.stmt]) -> Later:
    """What a call of a function with this body does."""
    parameters = tuple(each.arg for each in _arguments(arguments))
    shared = {name for node in _walk_own(body) if isinstance(node, (ast.Global, ast.Nonlocal)) for name in node.names}
    own = {*parameters, *_assigned(body)} - shared
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
    own = set(_assigned(node.body))
    reader = Reader(own or {""})
    reads: set[Ref] = set()
    changes: set[str] = set()
    methods: dict[MethodCall, None] = {}
    mutators: set[str] = set()
    for statement in node.body:
        if isinstance(statement, _FUNCTIONS):
            method = function_later(statement.args, statement.body)
            reads |= method.reads
            changes |= method.changes
            methods.update(dict.fromkeys(method.methods))
            if method.parameters and method.parameters[0] in method.mutated and statement.name != "__init__":
                mutators.add(statement.name)
            reader.visit_all([*statement.decorator_list, *statement.args.defaults])
        else:
            reader.visit(statement)
    for name, column in reader.reads:
        outer.read(name, column)
    return Later(
        reads=frozenset(reads),
        changes=frozenset(changes),
        is_class=True,
        mutators=frozenset(mutators),
        methods=tuple(methods),
    )


def root_of(node: ast.expr) -> tuple[str | None, str | None]:
    """The name that a chain of attributes and subscripts starts at, and the constant key or attribute after it."""
    first: str | None = None
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Attribute):
            first = None if node.attr in WHOLE else node.attr
        else:
            constants = _constants(node.slice)
            first = constants[0] if constants and len(constants) == 1 else None
        node = node.value
    return (node.id, first) if isinstance(node, ast.Name) else (None, None)


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (each for each in (arguments.vararg, arguments.kwarg) if each is not None)


def _walk_own(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The nodes of a function's body without those of functions and classes in it."""
    for node in body:
        yield node
        if not isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda, *_COMPREHENSIONS)):
            yield from _walk_own(ast.iter_child_nodes(node))


def _assigned(body: list[ast.stmt]) -> Iterator[str]:
    for node in _walk_own(body):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name


def _constants(node: ast.expr) -> tuple[str, ...] | None:
    """The text or texts of a constant, or of a list of constants."""
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return tuple(texts) if texts and len(texts) == len(parts) else None


def _located(node: ast.Subscript) -> str | None:
    """The table of `df.loc[rows, columns]` with constant columns."""
    owner = node.value
    if not (isinstance(owner, ast.Attribute) and owner.attr in ("loc", "at") and isinstance(owner.value, ast.Name)):
        return None
    two = isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2
    return owner.value.id if two and _constants(node.slice.elts[1]) else None  # type: ignore[attr-defined]  # as asked


def _grouped(node: ast.expr) -> str | None:
    """The table of a chain `df.groupby("key")…` with constant keys."""
    while isinstance(node, (ast.Call, ast.Attribute, ast.Subscript)):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Attribute) and function.attr == "groupby":
                return function.value.id if isinstance(function.value, ast.Name) and _names_columns(node) else None
            node = function
        else:
            node = node.value
    return None


def _names_columns(node: ast.Call) -> bool:
    """Whether the arguments are all constants, some of them texts: the names of columns."""
    values = [*node.args, *(word.value for word in node.keywords)]
    plain = all(isinstance(value, ast.Constant) or _constants(value) for value in values)
    return plain and any(_constants(value) for value in values)


def _text(node: ast.expr) -> str | None:
    """A constant text, or a formatted one with its fields left out."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "?" for part in node.values)
        return "".join(part for part in parts if isinstance(part, str))
    return None


def _table_column(table: str) -> str:
    """Tables of a database are columns of its connection; the mark keeps them apart from attributes."""
    return f"table {table}"


def _is_true(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _is_module_like(name: str) -> bool:
    """Names that usually stand for modules: `np.put`, `plt.clear` change no object of the notebook."""
    return name in {"np", "pd", "plt", "sns", "px", "tf", "torch", "os", "sys", "json", "re", "math", "random", "sp"}
