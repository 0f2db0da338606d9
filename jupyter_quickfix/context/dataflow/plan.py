"""The fewest cells that make right what a cell reads.

Two flows are compared: the notebook from its top (what should be) and the runs of this kernel (what is). Where a part that
the failing cell reads is not what it should be, the cell that writes it last is chosen; then the cells that are chosen are
run on a copy of the symbols, and whatever is not right yet for one of them chooses another one, until nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from jupyter_quickfix.context.dataflow.files import PREFIX
from jupyter_quickfix.context.dataflow.flow import Demand, Flow, Footprint, Value
from jupyter_quickfix.context.dataflow.records import BASE, Ref
from jupyter_quickfix.context.dataflow.statements import statements_of

#: Cells chosen at most: beyond, "Run all above" says the same.
MAX_CHOSEN = 40


@dataclass(frozen=True, slots=True)
class Wrong:
    """A part that is not what it should be when the cell at `place` reads it. `missing`: the name is not there at all."""

    place: int
    name: str
    column: str
    missing: bool
    line: int


@dataclass(frozen=True, slots=True)
class Solution:
    """Places of the cells to run, in order; what was wrong for the last one at first; what could not be made right."""

    chosen: tuple[int, ...]
    wrong: tuple[Wrong, ...]
    lacking: frozenset[str] = frozenset()


@dataclass
class Notebook:
    """Cells in the order in which they are meant to run; the last one is the one to be made to work.

    `present` says whether a name is in the live session: what no known run wrote, but is there, is taken as right.
    """

    texts: Sequence[str]
    present: Callable[[str], bool]
    footprints: list[Footprint] = field(default_factory=list)
    _versions: dict[str, list[tuple[int, Value | None]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        flow = Flow()
        for place, text in enumerate(self.texts):
            footprint = flow.run(statements_of(text))
            self.footprints.append(footprint)
            for name in {*footprint.bases, *(name for name, _ in footprint.columns)}:
                self._versions.setdefault(name, []).append((place, flow.values.get(name)))

    @property
    def last(self) -> int:
        """The place of the cell to be made to work."""
        return len(self.texts) - 1

    def value(self, name: str, place: int) -> Value | None:
        """What the name should be before the cell at this place."""
        for written, value in reversed(self._versions.get(name, ())):
            if written < place:
                return value
        return None

    def wrongs(self, flow: Flow, place: int, *, strict: bool) -> Iterator[Wrong]:
        """The parts that the cell at this place reads and that are not what they should be in `flow`.

        `strict` also minds columns that should not be there (yet).
        """
        seen: set[tuple[Ref, frozenset[str]]] = set()
        for demand in self.footprints[place].demands:
            key = ((demand.name, demand.column), demand.without)
            if key not in seen:
                seen.add(key)
                yield from self._wrong(flow, demand, place, strict)

    def _wrong(self, flow: Flow, demand: Demand, place: int, strict: bool) -> Iterator[Wrong]:
        name = demand.name
        want, have = self.value(name, place), flow.values.get(name)
        if want is None:
            return
        if have is None:
            if not self.present(name):
                yield Wrong(place, name, demand.column or BASE, True, demand.line)
            return
        if have is want:
            return
        if demand.column is not None:
            if have.part(demand.column) != want.part(demand.column):
                yield Wrong(place, name, demand.column, demand.column not in have.columns, demand.line)
            return
        if have.base != want.base:
            yield Wrong(place, name, BASE, False, demand.line)
        for column, number in want.columns.items():
            if column not in demand.without and have.part(column) != number:
                yield Wrong(place, name, column, column not in have.columns, demand.line)
        if strict and not have.columns.keys() <= want.columns.keys() | demand.without:
            yield Wrong(place, name, BASE, False, demand.line)

    def solve(self, flow: Flow, *, strict: bool = False) -> Solution | None:
        """The cells to run in the session `flow` before the last one; None when there are too many."""
        first = tuple(self.wrongs(flow, self.last, strict=strict))
        chosen: set[int] = set()
        hopeless: set[tuple[int, str, str]] = set()
        while (wrong := self._first_wrong(flow, chosen, hopeless, strict)) is not None:
            writer = self._writer(wrong, chosen)
            if writer is None:
                hopeless.add((wrong.place, wrong.name, wrong.column))
            else:
                chosen.add(writer)
            if len(chosen) > MAX_CHOSEN:
                return None
        for place in sorted(chosen):
            if self._first_wrong(flow, chosen - {place}, hopeless, strict) is None:
                chosen.discard(place)
        return Solution(tuple(sorted(chosen)), first, frozenset(self._lacking(flow, chosen)))

    def _first_wrong(
        self, flow: Flow, chosen: set[int], hopeless: set[tuple[int, str, str]], strict: bool
    ) -> Wrong | None:
        session = flow.copy()
        for place in [*sorted(chosen), self.last]:
            for wrong in self.wrongs(session, place, strict=strict):
                if (place, wrong.name, wrong.column) not in hopeless:
                    return wrong
            if place != self.last:
                session.run(statements_of(self.texts[place]))
        return next(self._lost(flow, session, chosen, hopeless), None)

    def _lost(
        self, flow: Flow, session: Flow, chosen: set[int], hopeless: set[tuple[int, str, str]]
    ) -> Iterator[Wrong]:
        """Columns that went when a chosen cell made their table anew: those the session held, for later cells need them
        still, and all of a table that the last cell writes into.
        """
        own = self.footprints[self.last].columns
        written = {name for name, _ in own}
        for name in {name for place in chosen for name in self.footprints[place].bound}:
            want, before, now = self.value(name, self.last), flow.values.get(name), session.values.get(name)
            if want is None or now is None:
                continue
            held = before.columns if before is not None else {}
            for column, number in want.columns.items():
                kept = (column in held or name in written) and (name, column) not in own
                if kept and now.part(column) != number and (self.last, name, column) not in hopeless:
                    yield Wrong(self.last, name, column, False, 0)

    def _writer(self, wrong: Wrong, chosen: set[int]) -> int | None:
        """The cell that writes the part last before it is read, and is not chosen yet."""
        want = self.value(wrong.name, wrong.place)
        for place in range(wrong.place - 1, -1, -1):
            footprint = self.footprints[place]
            writes = wrong.name in footprint.bases or (wrong.name, wrong.column) in footprint.columns
            if writes and place not in chosen:
                return self._cheaper(wrong.name, place, want)
            if wrong.name in footprint.bound:
                return None
        return None

    def _cheaper(self, name: str, place: int, want: Value | None) -> int:
        """Of the cells above that make the very same value (the same import), the one with the least to do."""
        if want is None or name not in self.footprints[place].bound:
            return place
        same = [
            other
            for other in range(place + 1)
            if name in self.footprints[other].bound and self.value(name, other + 1) == want
        ]
        return min(same, key=self._work, default=place)

    def _work(self, place: int) -> tuple[int, int, int]:
        """How much a cell asks for and does; of equal ones the nearest."""
        return len(self.footprints[place].demands), len(statements_of(self.texts[place])), -place

    def _lacking(self, flow: Flow, chosen: set[int]) -> Iterator[str]:
        """Names that are read and that nothing above defines and the session does not hold."""
        made: set[str] = set()
        for place in [*sorted(chosen), self.last]:
            demands = self.footprints[place].demands
            # A text of SQL names tables, which may be variables.
            tables = {demand.column for demand in demands if demand.column and demand.column.startswith("table ")}
            for demand in demands:
                name = demand.name
                if f"table {name}" in tables or name.startswith(PREFIX):
                    continue
                if name in made or name in flow.values or self.present(name):
                    continue
                if self.value(name, place) is None:
                    yield name
            made |= self.footprints[place].bases
