"""Cells executed on symbols: which work on which inputs made each value.

A value is a number, made of the statement that wrote it and of the numbers of what the statement read. Equal numbers mean
the same history; that is what "stale" means here: the number that a name has is not the one that it would have if the
notebook had been run from the top. Parts of a value (columns) have numbers of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jupyter_quickfix.context.dataflow.reader import union_of
from jupyter_quickfix.context.dataflow.records import BASE, Call, Later, Ref, Statement

_NOTHING = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A value's numbers: what it is without the columns that were assigned one by one, and these."""

    base: int
    columns: dict[str, int] = field(default_factory=dict)

    def whole(self) -> int:
        """One number for all of it."""
        return hash((self.base, frozenset(self.columns.items()))) if self.columns else self.base

    def part(self, column: str | None) -> int:
        """The number of the whole, of the base, or of a column."""
        return self.whole() if column is None else self.columns.get(column, self.base)


@dataclass(frozen=True, slots=True)
class Demand:
    """A part that a cell reads from before it. Columns in `without` the cell has written itself by then."""

    name: str
    column: str | None
    line: int
    without: frozenset[str] = frozenset()


@dataclass(slots=True)
class Footprint:
    """What one cell read from before it and wrote, as found when it was executed."""

    demands: list[Demand] = field(default_factory=list)
    bases: set[str] = field(default_factory=set)
    columns: set[tuple[str, str]] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    bound: set[str] = field(default_factory=set)  # names that it assigns, not only changes

    def _covers(self, name: str, column: str | None) -> bool:
        return name in self.bound or (column is not None and (name, column) in self.columns)

    def demand(self, ref: Ref, line: int) -> None:
        """Note a read, unless the cell itself wrote what is read."""
        name, column = ref
        if self._covers(name, column):
            return
        without = frozenset(c for n, c in self.columns if n == name) if column is None else frozenset[str]()
        self.demands.append(Demand(name, column, line, without))


class Flow:
    """A session on symbols. `run` cells in it; `values` are the names' numbers."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.later: dict[str, Later] = {}
        self._mutators: set[str] = set()
        self._groups: dict[str, frozenset[str]] = {}
        self._made: dict[int, tuple[int, int]] = {}

    def copy(self) -> Flow:
        """A session that can go on by itself."""
        other = Flow()
        other.values = dict(self.values)
        other.later = dict(self.later)
        other._mutators = set(self._mutators)
        other._groups = dict(self._groups)
        other._made = dict(self._made)
        return other

    def part(self, name: str, column: str | None) -> int | None:
        """The number of a part, None for a name that is not there."""
        value = self.values.get(name)
        return None if value is None else value.part(column)

    def forget(self, name: str) -> None:
        """The name is gone."""
        self.values.pop(name, None)
        self.later.pop(name, None)
        self._leave(name)

    def run(self, statements: tuple[Statement, ...], stopped_at: int | None = None) -> Footprint:
        """Execute a cell. With `stopped_at`, up to the statement that covers that line, which was done in part at most."""
        footprint = Footprint()
        for statement in statements:
            if stopped_at is not None and statement.end_line >= stopped_at:
                if statement.compound and statement.line <= stopped_at:
                    self._execute(statement, footprint, salt=1)
                break
            self._execute(statement, footprint)
        return footprint

    def _execute(self, statement: Statement, footprint: Footprint, salt: int = 0) -> None:
        if statement.star:
            footprint.stars.append(statement.star)
            return
        refs, changed = self._expanded(statement)
        values = self.values
        if statement.tables:
            known = {table for owner, table in statement.tables if self._holds(owner, table)}
            refs = tuple(ref for ref in refs if ref[0] not in known)
        terms = []
        for name, column in refs:
            value = values.get(name)
            terms.append(_NOTHING if value is None else value.part(column))
        for ref in refs:
            footprint.demand(ref, statement.line)
        if not (statement.binds or statement.columns or changed or statement.deletes):
            return
        inputs = hash((refs, tuple(terms), salt))
        if statement.again is not None and self._is_again(statement, refs, terms):
            return
        if statement.alias is not None and statement.alias[1] in values:
            self._share(*statement.alias, footprint)
            return
        self._assign(statement, refs, changed, inputs, footprint)
        if statement.again is not None:
            self._made[self.part(*statement.again) or 0] = (statement.key, _others(statement.again, refs, terms))

    def _assign(
        self,
        statement: Statement,
        refs: tuple[Ref, ...],
        changed: tuple[str, ...],
        inputs: int,
        footprint: Footprint,
    ) -> None:
        """Give all that the statement writes its number, made of the statement and of what it read."""
        carried = self._carried(refs)
        for place, name in enumerate(statement.binds):
            self._leave(name)
            self._write(name, Value(hash((statement.key, place, inputs))), footprint)
            footprint.bound.add(name)
            self._define(name, dict(statement.later).get(name) or carried)
        for name, column in statement.columns:
            old = self.values.get(name) or Value(_NOTHING)
            number = hash((statement.key, name, column, inputs))
            self._write(name, Value(old.base, {**old.columns, column: number}), footprint, column)
        for name in changed:
            self._write(name, Value(hash((statement.key, "changes", name, inputs))), footprint)
        for name in statement.deletes:
            self.forget(name)
            footprint.bases.add(name)
            footprint.bound.add(name)

    def _holds(self, connection: str, table: str) -> bool:
        value = self.values.get(connection)
        return value is not None and f"table {table}" in value.columns

    def _expanded(self, statement: Statement) -> tuple[tuple[Ref, ...], tuple[str, ...]]:
        """What the statement reads and changes with what the functions do that it uses."""
        used = [name for name, _ in statement.reads if name in self.later]
        if not used and not (self._mutators and statement.methods):
            return statement.reads, statement.changes
        refs = dict.fromkeys(statement.reads)
        changed = dict.fromkeys(statement.changes)
        methods = list(statement.methods)
        seen: set[str] = set()
        while used:
            name = used.pop()
            if name in seen or name not in self.later:
                continue
            seen.add(name)
            later = self.later[name]
            for ref in sorted(later.reads, key=str):
                refs[ref] = None
                used.append(ref[0])
            for other in sorted(later.changes | later.binds):
                changed[other] = None
            methods += later.methods
        for call in statement.calls:
            for name in self._handed(call):
                changed[name] = None
        for method in methods:
            if method.method in self._mutators and method.name in self.values:
                refs[method.name, None] = None
                changed[method.name] = None
        return tuple(refs), tuple(changed)

    def _handed(self, call: Call) -> Iterator[str]:
        """Names whose objects the called function changes."""
        later = self.later.get(call.function)
        if later is None or not later.mutated:
            return
        for parameter, name in zip(later.parameters, call.positional, strict=False):
            if name is not None and parameter in later.mutated:
                yield name
        for parameter, name in call.keywords:
            if parameter in later.mutated:
                yield name

    def _carried(self, refs: tuple[Ref, ...]) -> Later | None:
        """An object made from a class, or of objects of it, does later what the class's methods do."""
        classes = [later for name, _ in refs if (later := self.later.get(name)) and later.is_class]
        if not classes:
            return None
        return replace(union_of([each.of_instances or each for each in classes]), is_class=True)

    def _define(self, name: str, later: Later | None) -> None:
        if later is None:
            self.later.pop(name, None)
        else:
            self.later[name] = later
            self._mutators |= later.mutators

    def _is_again(self, statement: Statement, refs: tuple[Ref, ...], terms: list[int]) -> bool:
        assert statement.again is not None
        before = self._made.get(self.part(*statement.again) or 0)
        return before is not None and before == (statement.key, _others(statement.again, refs, terms))

    # Writing: two names of one object change together.

    def _write(self, name: str, value: Value, footprint: Footprint, column: str | None = None) -> None:
        for each in self._groups.get(name, (name,)):
            self.values[each] = value
            if column is None:
                footprint.bases.add(each)
            else:
                footprint.columns.add((each, column))

    def _share(self, new: str, old: str, footprint: Footprint) -> None:
        self._leave(new)
        self.values[new] = self.values[old]
        self._define(new, self.later.get(old))
        group = self._groups.get(old, frozenset({old})) | {new}
        for each in group:
            self._groups[each] = group
        footprint.bases.add(new)
        footprint.bound.add(new)

    def _leave(self, name: str) -> None:
        group = self._groups.pop(name, None)
        if group is not None:
            rest = group - {name}
            for each in rest:
                self._groups[each] = rest


def _others(ref: Ref, refs: tuple[Ref, ...], terms: list[int]) -> int:
    """One number for all that was read besides the value that is made over."""
    name, column = ref
    return hash(
        tuple(term for (n, c), term in zip(refs, terms, strict=True) if not (n == name and c in (column, BASE, None)))
    )
