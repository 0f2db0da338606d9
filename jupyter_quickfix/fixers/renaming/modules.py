"""Bring a cell's imports, and what it reaches through modules, up to the installed libraries.

All at once: a cell from an old notebook often imports three things from places that are gone.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.locate import call_of, nodes_of, parent
from jupyter_quickfix.fixers.names.imported import dotted_path, import_edit, imported_names, is_builtin, name_for
from jupyter_quickfix.fixers.renaming.calls import modern_call
from jupyter_quickfix.fixers.renaming.table import Rename, by_path, exists, is_gone, split_module
from jupyter_quickfix.fixers.renaming.templates import rewrite_attribute
from jupyter_quickfix.records import Context, Failure


@dataclass(slots=True)
class Modernised:
    """What changes: the edits, the imports that they need, and the entries that asked for them."""

    edits: list[Edit] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    used: list[Rename] = field(default_factory=list)
    rewritten: set[str] = field(default_factory=set)  # import lines that the edits themselves bring

    def all_edits(self, failure: Failure) -> list[Edit]:
        missing = dict.fromkeys(line for line in self.imports if line not in self.rewritten)
        wanted = [import_edit(failure, line) for line in missing]
        return [*wanted, *without_overlaps(self.edits)]


def without_overlaps(edits: list[Edit]) -> list[Edit]:
    """Of edits that overlap, the widest; of equal ones, the first."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: edit.start - edit.end):
        if all(edit.end <= other.start or other.end <= edit.start for other in kept):
            kept.append(edit)
    return kept


def modernise(failure: Failure, context: Context) -> Modernised:
    """Everything in the cell that names a module or a member under an old path that is gone."""
    result = Modernised()
    for statement in nodes_of(failure, ast.ImportFrom):
        if statement.module and not statement.level:
            _from_import(statement, failure, context, result)
    for plain in nodes_of(failure, ast.Import):
        _plain_import(plain, failure, result)
    _members(failure, context, result)
    return result


def new_home(module: str, name: str) -> tuple[str, Rename] | None:
    """Where `from module import name` finds it now, with the entry that says so; None if it did not move."""
    path = f"{module}.{name}"
    entry = by_path("member").get(path)
    if entry is None and (moved := by_path("module").get(path)) is not None:
        entry = moved
    if entry is not None:
        return (
            (entry.new, entry) if entry.new and not entry.is_template and is_gone(path) and exists(entry.new) else None
        )
    entry = by_path("module").get(module)
    if entry is None or not is_gone(module) or not exists(f"{entry.new}.{name}"):
        return None
    return f"{entry.new}.{name}", entry


def _from_import(statement: ast.ImportFrom, failure: Failure, context: Context, result: Modernised) -> None:
    module = statement.module or ""
    homes = [new_home(module, alias.name) for alias in statement.names]
    if not any(homes):
        return
    groups: dict[str, list[str]] = {module: []} if not all(homes) else {}  # what stays goes first
    lines = []
    for alias, home in zip(statement.names, homes, strict=True):
        package, name, local = module, alias.name, alias.asname or alias.name
        if home is not None:
            path, entry = home
            result.used.append(entry)
            _rename_uses(local, alias.asname, path, entry, failure, context, result)
            if is_builtin(path):
                continue
            package, members = split_module(path)
            if not members:
                package, _, last = package.rpartition(".")
                members = (last,)
            name = members[0]
        if package:
            groups.setdefault(package, []).append(name + (f" as {alias.asname}" if alias.asname else ""))
        else:
            lines.append(f"import {name}" + (f" as {alias.asname}" if alias.asname else ""))
    start, end = span_of(failure.python, statement)
    if len(groups) == 1 and not lines and _only_path_changes(statement, homes):
        at = failure.code.index(module, start)
        result.edits.append(Edit(at, at + len(module), next(iter(groups))))
        return
    lines += [f"from {package} import {', '.join(names)}" for package, names in groups.items()]
    result.rewritten.update(lines)
    separator = "\n" + " " * statement.col_offset
    result.edits.append(Edit(start, end, separator.join(lines)) if lines else _without_line(failure, start, end))


def _only_path_changes(statement: ast.ImportFrom, homes: list[tuple[str, Rename] | None]) -> bool:
    names = zip(statement.names, homes, strict=True)
    return all(home is not None and home[0].rpartition(".")[2] == alias.name for alias, home in names)


def _rename_uses(
    local: str,
    asname: str | None,
    path: str,
    entry: Rename,
    failure: Failure,
    context: Context,
    result: Modernised,
) -> None:
    """The uses of an imported name, where the name itself or the way it is called changed."""
    members = (path,) if is_builtin(path) else split_module(path)[1] or (path.rpartition(".")[2],)
    renamed = ".".join([asname or members[0], *members[1:]]) if not is_builtin(path) else path
    for node in nodes_of(failure, ast.Name):
        if node.id != local or not isinstance(node.ctx, ast.Load):
            continue
        call = call_of(failure, node)
        whole = modern_call(entry, call, renamed, failure) if call is not None else None
        if whole is not None:
            assert call is not None
            result.edits.append(Edit(*span_of(failure.python, call), whole))
        elif renamed != local:
            result.edits.append(Edit(*span_of(failure.python, node), renamed))


def _plain_import(statement: ast.Import, failure: Failure, result: Modernised) -> None:
    """`import old as x` keeps its name; what is reached through `import old` is dealt with at its uses."""
    start, end = span_of(failure.python, statement)
    parts, changed = [], False
    for alias in statement.names:
        entry = by_path("module").get(alias.name)
        member = by_path("member").get(alias.name)
        entry = entry or (member if member is not None and not member.is_template else None)
        if entry is None or not is_gone(alias.name) or not exists(entry.new):
            parts.append(alias.name + (f" as {alias.asname}" if alias.asname else ""))
            continue
        changed = True
        result.used.append(entry)
        suffix = f" as {alias.asname}" if alias.asname and alias.asname != entry.new else ""
        parts.append(entry.new + suffix)
        result.rewritten.add(f"import {entry.new}")
    if changed:
        result.edits.append(Edit(start, end, f"import {', '.join(parts)}"))


def _members(failure: Failure, context: Context, result: Modernised) -> None:
    """Members reached through a module: `np.float`, `urllib2.urlopen`."""
    imported = imported_names(failure)
    for node in nodes_of(failure, ast.Attribute):
        path = dotted_path(node, failure, context)
        if path is None or (isinstance(parent(failure, node), ast.Attribute) and _is_longer(node, failure, context)):
            continue
        entry = by_path("member").get(path)
        if entry is not None and is_gone(path):
            _member(node, entry, failure, context, result)
            continue
        module, _, name = path.rpartition(".")
        moved = by_path("module").get(module)
        if (
            moved is not None
            and is_gone(module)
            and exists(f"{moved.new}.{name}")
            and not _is_from(node, imported, module)
        ):
            result.used.append(moved)
            _write(node, f"{moved.new}.{name}", failure, context, result)


def _is_from(node: ast.Attribute, imported: dict[str, str], module: str) -> bool:
    """Whether the module is reached by a name that the import's own rewriting keeps (`import old as x`)."""
    return isinstance(node.value, ast.Name) and imported.get(node.value.id) == module != node.value.id


def _is_longer(node: ast.Attribute, failure: Failure, context: Context) -> bool:
    """Whether the attribute above this one has an entry of its own."""
    above = parent(failure, node)
    assert isinstance(above, ast.Attribute)
    path = dotted_path(above, failure, context) or ""
    return path in by_path("member") or path.rpartition(".")[0] in by_path("module")


def _member(node: ast.Attribute, entry: Rename, failure: Failure, context: Context, result: Modernised) -> None:
    call = call_of(failure, node)
    if not entry.new:
        statement = parent(failure, call) if call is not None else None
        if isinstance(statement, ast.Expr):
            result.edits.append(_without_line(failure, *span_of(failure.python, statement)))
            result.used.append(entry)
        return
    if entry.is_template:
        rewrite = rewrite_attribute(entry.new, node, failure, context)
        if rewrite is not None:
            result.edits += rewrite.edits
            result.imports += rewrite.imports
            result.used.append(entry)
        return
    if exists(entry.new) or entry.new[0] in "-0":
        result.used.append(entry)
        _write(node, entry.new, failure, context, result, entry)


def _write(
    node: ast.Attribute, path: str, failure: Failure, context: Context, result: Modernised, entry: Rename | None = None
) -> None:
    """Write the new path in place of the old, through a name that the cell has for its module or one of its parents."""
    base, text = node.value, ""
    while isinstance(base, (ast.Name, ast.Attribute)) and not is_builtin(path.partition(".")[0]):
        known = dotted_path(base, failure, context) or ""
        if known and path.startswith(f"{known}.") and exists(known):
            written = failure.code[slice(*span_of(failure.python, base))]
            text = written + path[len(known) :]
            break
        base = base.value if isinstance(base, ast.Attribute) else None  # type: ignore[assignment]  # ends the loop
    if (not text and is_builtin(path.partition(".")[0])) or path[0] in "-0":
        text = path
    if not text:
        module, members = split_module(path)
        alias, line = name_for(module, failure, context)
        result.imports += [line] if line else []
        text = ".".join([alias, *members])
    call = call_of(failure, node)
    whole = modern_call(entry, call, text, failure) if entry is not None and call is not None else None
    target: ast.expr = call if whole is not None and call is not None else node
    result.edits.append(Edit(*span_of(failure.python, target), whole or text))


def _without_line(failure: Failure, start: int, end: int) -> Edit:
    """The edit that takes a statement away, with its line if nothing else is on it and the block has other lines."""
    line_start = failure.code.rfind("\n", 0, start) + 1
    line_end = failure.code.find("\n", end)
    line_end = len(failure.code) if line_end < 0 else line_end
    alone = not failure.code[line_start:start].strip() and failure.code[end:line_end].strip(" ;") == ""
    if alone and line_start == start:
        return Edit(start, min(line_end + 1, len(failure.code)), "")
    return Edit(start, end, "pass")
