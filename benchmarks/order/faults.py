"""Seeded faults: what a user did with a notebook before a cell failed."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.order.notebooks import Notebook


@dataclass(frozen=True)
class Step:
    """One run. `may_fail`: the user passes over its failure; `interrupted`: it is stopped before this statement."""

    cell: str
    text: str
    may_fail: bool = False
    interrupted: int | None = None


@dataclass(frozen=True)
class Shown:
    """A cell of the notebook as the front end tells it. `earlier`: it shows the run of an earlier session."""

    cell: str
    text: str
    earlier: bool = False


@dataclass(frozen=True)
class Fault:
    """The runs, the notebook as it stands when a cell fails, and what was done wrong."""

    notebook: str
    kind: str
    steps: tuple[Step, ...]
    shown: tuple[Shown, ...]
    note: str = ""


def _plain(notebook: Notebook, *, earlier: bool = False) -> tuple[Shown, ...]:
    return tuple(Shown(f"c{n}", text, earlier) for n, text in enumerate(notebook.cells))


def _steps(notebook: Notebook, places: list[int]) -> list[Step]:
    return [Step(f"c{n}", notebook.cells[n]) for n in places]


def skipped(notebook: Notebook, rng: random.Random) -> Fault:
    """One to three cells were not run."""
    count = len(notebook.cells)
    left_out = set(rng.sample(range(count - 1), min(rng.choice((1, 1, 1, 2, 3)), count - 1)))
    steps = _steps(notebook, [n for n in range(count) if n not in left_out])
    return Fault(notebook.name, "skipped", tuple(steps), _plain(notebook), f"skipped {sorted(left_out)}")


def restarted(notebook: Notebook, rng: random.Random) -> Fault:
    """The kernel was restarted, and the notebook run on from the middle, often with its imports."""
    count = len(notebook.cells)
    middle = rng.randrange(2, count)
    places = ([0] if rng.random() < 0.6 else []) + list(range(middle, count))
    return Fault(
        notebook.name, "restarted", tuple(_steps(notebook, places)), _plain(notebook, earlier=True), f"{places}"
    )


def permuted(notebook: Notebook, rng: random.Random) -> Fault:
    """One or two cells were run later or earlier than they stand."""
    places = list(range(len(notebook.cells)))
    for _ in range(rng.choice((1, 1, 2))):
        moved = places.pop(rng.randrange(1, len(places)))
        places.insert(rng.randrange(1, len(places) + 1), moved)
    return Fault(notebook.name, "permuted", tuple(_steps(notebook, places)), _plain(notebook), f"{places}")


def run_twice(notebook: Notebook, rng: random.Random) -> Fault:
    """One or two cells were run again in between."""
    places = list(range(len(notebook.cells)))
    for _ in range(rng.choice((1, 1, 2))):
        place = rng.randrange(1, len(places))
        places.insert(place, rng.choice(places[:place]))
    return Fault(notebook.name, "run twice", tuple(_steps(notebook, places)), _plain(notebook), f"{places}")


def edited(notebook: Notebook, rng: random.Random) -> Fault:
    """A cell ran with another text than it has now."""
    place = rng.randrange(len(notebook.cells) - 1)
    old = _older(notebook.cells[place], rng)
    steps = _steps(notebook, list(range(len(notebook.cells))))
    steps[place] = Step(f"c{place}", old, may_fail=True)
    return Fault(notebook.name, "edited", tuple(steps), _plain(notebook), f"{place} was\n{old}")


def failed(notebook: Notebook, rng: random.Random) -> Fault:
    """A cell failed: it was interrupted, had a mistake that is mended by now, or ran before what it needs; it was passed over."""
    count = len(notebook.cells)
    place = rng.randrange(count - 1)
    steps = _steps(notebook, list(range(count)))
    text = notebook.cells[place]
    way = rng.choice(("interrupted", "mended", "early"))
    if way == "interrupted":
        steps[place] = Step(f"c{place}", text, True, interrupted=rng.randrange(_statements(text)))
    elif way == "mended":
        lines = text.split("\n")
        lines.insert(rng.choice(_tops(text)), "unknown_helper_of_mine()")
        steps[place] = Step(f"c{place}", "\n".join(lines), True)
    elif place > 0:
        before = rng.randrange(place)
        delayed = steps.pop(before)
        steps[place - 1] = Step(f"c{place}", text, True)
        steps.insert(place, delayed)
    return Fault(notebook.name, "failed", tuple(steps), _plain(notebook), f"{place} {way}")


_OVERWRITES = (
    "{0} = None",
    "del {0}",
    "{0} = str({0})",
    "{0} = list({0})[:1]",
    "{0} = {0}.drop(columns={0}.columns[0])",
    "{0} = {0}.rename(columns=str.upper)",
    "{0} = 0",
)


def deleted(notebook: Notebook, rng: random.Random) -> Fault:
    """A cell that changed a value ran, and is not in the notebook any more."""
    place = rng.randrange(len(notebook.cells) - 1)
    names = _assigned(notebook.cells[place]) or ["nothing"]
    text = rng.choice(_OVERWRITES).format(rng.choice(names))
    steps = _steps(notebook, list(range(len(notebook.cells))))
    later = rng.randrange(place + 1, len(notebook.cells))
    steps.insert(later, Step("gone", text, may_fail=True))
    return Fault(notebook.name, "deleted", tuple(steps), _plain(notebook), f"before {later}: {text}")


def moved_down(notebook: Notebook, rng: random.Random) -> Fault:
    """A cell stands below one that needs it; the notebook is run as it stands."""
    places = list(range(len(notebook.cells)))
    moved = places.pop(rng.randrange(len(places) - 1))
    places.insert(rng.randrange(moved + 1, len(places) + 1), moved)
    shown = _plain(notebook)
    return Fault(
        notebook.name,
        "moved down",
        tuple(_steps(notebook, places)),
        tuple(shown[n] for n in places),
        f"{moved} to {places}",
    )


KINDS: tuple[Callable[[Notebook, random.Random], Fault], ...] = (
    skipped,
    restarted,
    permuted,
    run_twice,
    edited,
    failed,
    deleted,
    moved_down,
)


def _statements(text: str) -> int:
    return len(ast.parse(_plain_python(text)).body)


def _tops(text: str) -> list[int]:
    """Lines (from 0) at which a statement at the top begins."""
    return [node.lineno - 1 for node in ast.parse(_plain_python(text)).body]


def _plain_python(text: str) -> str:
    return re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", text)


def _assigned(text: str) -> list[str]:
    found: dict[str, None] = {}
    for node in ast.parse(_plain_python(text)).body:
        for target in getattr(node, "targets", []):
            for name in ast.walk(target):
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store):
                    found[name.id] = None
    return list(found)


def _older(text: str, rng: random.Random) -> str:
    """A text that the cell may have had before: a statement less, a name, key or number that was another one."""
    tree = ast.parse(_plain_python(text))
    lines = text.split("\n")
    ways = ["nothing"]
    if len(tree.body) > 1:
        ways += ["drop", "drop"]
    names = _assigned(text)
    if names:
        ways += ["name", "name"]
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    keys = sorted({value for value in constants if isinstance(value, str) and value.isidentifier() and len(value) > 1})
    if keys:
        ways += ["key", "key"]
    numbers = sorted({value for value in constants if type(value) is int})
    if numbers:
        ways.append("number")
    way = rng.choice(ways)
    if way == "drop":
        node = rng.choice(tree.body)
        return "\n".join(lines[: node.lineno - 1] + lines[node.end_lineno :])
    if way == "name":
        name = rng.choice(names)
        return re.sub(rf"\b{name}\b", f"{name}_old", text)
    if way == "key":
        key = rng.choice(keys)
        return re.sub(rf"(?<=['\"]){re.escape(key)}(?=['\"])", f"{key}_old", text)
    if way == "number":
        number = rng.choice(numbers)
        return re.sub(rf"\b{number}\b", str(number + rng.choice((-1, 1, 2))), text)
    return "# to be written"
