"""What is known of one statement of a cell: plain records, shared by all that look at the cell's text."""

from __future__ import annotations

from dataclasses import dataclass

#: A part of a value: `(name, None)` the whole of it, `(name, "")` what it is without its columns, `(name, "price")` one
#: column. Columns are what constant keys and attributes reach: of a table, a dictionary, an object, a database.
Ref = tuple[str, str | None]
BASE = ""


@dataclass(frozen=True, slots=True, order=True)
class MethodCall:
    """A call of a method on the object that a global name leads to, by a constant key or attribute or by itself."""

    name: str
    column: str
    method: str


@dataclass(frozen=True, slots=True)
class Later:
    """What a call of a function does, or a method of a class: the function's own text, read once.

    `mutated` are parameters whose objects it changes; `binds` globals that it assigns, `changes` globals whose objects it
    changes. Of a class, `mutators` are the methods that change the object itself; `reads` is
    what making an instance does, `of_instances` what using one may do.
    """

    reads: frozenset[Ref] = frozenset()
    binds: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    parameters: tuple[str, ...] = ()
    mutated: frozenset[str] = frozenset()
    is_class: bool = False
    of_instances: Later | None = None
    mutators: frozenset[str] = frozenset()
    methods: tuple[MethodCall, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a plain name: which names are handed to which parameters."""

    function: str
    positional: tuple[str | None, ...] = ()
    keywords: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement at the top of a cell. `key` tells statements apart by what they do, not by comments or layout.

    `reads` is what it takes from before it; `binds` names it assigns; `columns` parts that it assigns; `changes` names
    whose objects it changes otherwise. `alias` is `(new, old)` for `new = old`. `again` is the part that a second run
    in a row leaves as it is. `tables` are `(connection, table)` that a text of SQL reads: a variable of that name
    only where the database has no such table.
    """

    key: int
    line: int
    end_line: int
    reads: tuple[Ref, ...] = ()
    binds: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()
    deletes: tuple[str, ...] = ()
    alias: tuple[str, str] | None = None
    later: tuple[tuple[str, Later], ...] = ()
    calls: tuple[Call, ...] = ()
    methods: tuple[MethodCall, ...] = ()
    tables: tuple[tuple[str, str], ...] = ()
    again: Ref | None = None
    star: str = ""
    compound: bool = False
