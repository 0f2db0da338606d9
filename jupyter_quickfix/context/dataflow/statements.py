"""A cell's text as the statements at its top, each with what it reads and writes. Kept by text: a cell is read once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from jupyter_quickfix.capture.source import read_cell
from jupyter_quickfix.context.dataflow.again import again_of
from jupyter_quickfix.context.dataflow.files import files_mentioned, files_written
from jupyter_quickfix.context.dataflow.reader import Reader, function_later
from jupyter_quickfix.context.dataflow.records import Statement

#: Cell magics that store their result under a name of the user's choice.
_RESULT = re.compile(r"\s*%%(?:sql\b[^\n]*?\b(\w+)\s*<<|capture\s+(\w+)|(?:bash|sh|script)\b[^\n]*--out[= ](\w+))")
_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
#: Texts kept: more cells than a large notebook and the runs of a long session have.
_KEPT = 4_096


@lru_cache(maxsize=_KEPT)
def statements_of(text: str) -> tuple[Statement, ...]:
    """The statements at the top of a cell; none for one that does not parse or is not Python."""
    source = read_cell(text)
    found: list[Statement] = []
    match = _RESULT.match(text)
    if match:
        found += [_result(name, text) for name in match.groups() if name]
    try:
        tree = ast.parse(source.python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return tuple(found)
    blanked = source.python != text
    lines = text.split("\n")
    for node in tree.body:
        # Magics are blanked out of the tree: their own words make the difference.
        words = "\n".join(lines[node.lineno - 1 : node.end_lineno]) if blanked else ""
        magic = words if blanked and any(mark in words for mark in "%!") else ""
        found.extend(_read(node, magic))
    return tuple(found)


def _result(name: str, text: str) -> Statement:
    return Statement(key=hash(text), line=1, end_line=text.count("\n") + 1, binds=(name,))


def _read(node: ast.stmt, magic: str) -> Iterator[Statement]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from _imports(node)
        return
    reader = Reader()
    alias: tuple[str, str] | None = None
    single = node.targets[0] if isinstance(node, ast.Assign) and len(node.targets) == 1 else None
    if isinstance(single, ast.Name) and isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        reader.visit_all(node.value.args.defaults)
        body = ast.Expr(node.value.body)
        reader.define(single.id, function_later(node.value.args, [ast.copy_location(body, node.value.body)]))
    else:
        reader.visit(node)
        if isinstance(single, ast.Name) and isinstance(node, ast.Assign) and isinstance(node.value, ast.Name):
            alias = single.id, node.value.id
    for name in files_written(node):
        reader.bind(name)
    for name in files_mentioned(node):
        reader.read(name)
    yield Statement(
        key=hash((ast.dump(node), magic)),
        line=node.lineno,
        end_line=node.end_lineno or node.lineno,
        reads=tuple(sorted(reader.reads, key=lambda ref: (ref[0], ref[1] is not None, ref[1] or ""))),
        binds=tuple(reader.binds),
        columns=tuple(reader.columns),
        changes=tuple(reader.changes),
        deletes=tuple(reader.deletes),
        alias=alias,
        later=tuple(reader.later.items()),
        calls=tuple(reader.calls),
        methods=tuple(reader.methods),
        tables=tuple(reader.tables),
        again=again_of(node),
        compound=isinstance(node, _COMPOUND),
    )


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[Statement]:
    """One statement a name, so that a cell with one more import leaves the others what they are."""
    module = "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        if alias.name == "*":
            yield Statement(hash(("*", module)), node.lineno, node.end_lineno or node.lineno, star=module)
            continue
        name = alias.asname or alias.name.partition(".")[0]
        what = alias.name if alias.asname or module else name
        key = hash(("import", module, what))
        yield Statement(key, node.lineno, node.end_lineno or node.lineno, binds=(name,))
