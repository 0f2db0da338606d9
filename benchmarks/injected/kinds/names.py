"""Names that nothing bears: misspelled, remembered from another library, or never imported."""

from __future__ import annotations

import ast
import json
import keyword
from collections.abc import Iterator
from pathlib import Path

from benchmarks.injected.cells import Cell, type_name
from benchmarks.injected.spelling import miscased, misspelled, other_number, other_style

#: Attribute → what people who come from another library write instead, by package.
SIBLINGS: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("siblings.json").read_text())


def _loaded(cell: Cell) -> Iterator[ast.Name]:
    for node in cell.nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in cell.scope:
            yield node


def name_misspelled(cell: Cell) -> Iterator[str]:
    """`df` → `fd`, `frame` → `fraem`."""
    for node in _loaded(cell):
        if len(node.id) > 3:
            yield cell.with_node(node, misspelled(node.id, cell.rng))
        elif len(node.id) > 1 and cell.rng.random() < 0.3:
            yield cell.with_node(node, node.id + cell.rng.choice(("1", "s", node.id[-1])))


def name_in_another_case(cell: Cell) -> Iterator[str]:
    """`X` → `x`, `train_data` → `trainData`, `row` → `rows`."""
    for node in _loaded(cell):
        for new in {miscased(node.id, cell.rng), other_style(node.id), other_number(node.id)} - {node.id}:
            if new.isidentifier() and not keyword.iskeyword(new) and new not in cell.scope:
                yield cell.with_node(node, new)


def attribute_misspelled(cell: Cell) -> Iterator[str]:
    """`df.groupby` → `df.gruopby`."""
    for node in cell.attributes():
        if len(node.attr) > 2:
            yield cell.with_span(*cell.attribute_span(node), misspelled(node.attr, cell.rng))


def attribute_in_another_case(cell: Cell) -> Iterator[str]:
    """`pd.DataFrame` → `pd.Dataframe`, `sort_values` → `sortValues`, `columns` → `column`."""
    for node in cell.attributes():
        news = {node.attr.capitalize(), node.attr.lower(), other_style(node.attr), other_number(node.attr)}
        for new in sorted(news - {node.attr}):
            if new.isidentifier():
                yield cell.with_span(*cell.attribute_span(node), new)


def attribute_of_a_sibling(cell: Cell) -> Iterator[str]:
    """`df.groupby` → `df.group_by`: the name that it has in another library."""
    for node in cell.attributes():
        for new in SIBLINGS.get(cell.package, {}).get(node.attr, ()):
            yield cell.with_span(*cell.attribute_span(node), new)


def function_for_method(cell: Cell) -> Iterator[str]:
    """`np.median(a)` → `a.median()`."""
    for call in cell.calls():
        function = call.func
        if not isinstance(function, ast.Attribute) or not call.args:
            continue
        first = call.args[0]
        if type_name(cell.known(function.value)) == "module" and isinstance(first, ast.Name):
            rest = ", ".join(cell.source(item) for item in (*call.args[1:], *call.keywords))
            yield cell.with_node(call, f"{first.id}.{function.attr}({rest})")


def import_misspelled(cell: Cell) -> Iterator[str]:
    """`from sklearn.linear_model import LinearRegresion`; `import padnas as pd`."""
    for node in cell.nodes:
        if isinstance(node, ast.alias):
            first = node.name.partition(".")[0]
            yield cell.with_node(node, cell.source(node).replace(first, misspelled(first, cell.rng), 1))
        if isinstance(node, ast.ImportFrom) and node.module and "." in node.module:
            last = node.module.rpartition(".")[2]
            new = cell.source(node).replace(f".{last}", f".{misspelled(last, cell.rng)}", 1)
            yield cell.with_node(node, new)


def import_missing(cell: Cell) -> Iterator[str]:
    """The cell without one of its imports."""
    for node in cell.statements():
        if isinstance(node, ast.Import | ast.ImportFrom) and len(cell.statements()) > 1:
            begin, end = cell.span(node)
            yield cell.with_span(begin, end, "").replace("\n\n", "\n").strip("\n")


def module_under_another_name(cell: Cell) -> Iterator[str]:
    """`np.array` → `numpy.array` where it was imported as `np`, and the reverse."""
    for node in _loaded(cell):
        value = cell.scope.get(node.id)
        if type_name(value) != "module":
            continue
        full = getattr(value, "__name__", node.id).rpartition(".")[2]
        for new in {full} - {node.id}:
            if new not in cell.scope:
                yield cell.with_node(node, new)


def module_left_out(cell: Cell) -> Iterator[str]:
    """`np.array(...)` → `array(...)`."""
    for node in cell.attributes():
        if isinstance(node.value, ast.Name) and type_name(cell.scope.get(node.value.id)) == "module":
            yield cell.with_node(node, node.attr)
