"""The state that a cell leaves behind, in a form that can be compared and kept as JSON.

Simple values (numbers, text, containers of these, small arrays and tables) become a canonical form; everything else is
left out, because two live objects that mean the same rarely compare equal. Numbers keep nine significant digits, so
that a repair which adds up in another order is no different.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import io
import json
import math
from collections.abc import Mapping
from typing import TypedDict

Canonical = list[object] | None
Namespace = dict[str, object]

_MAX_ITEMS = 500
_MAX_TEXT = 2000
_MAX_DEPTH = 3
_MAX_ARRAY = 5000


class State(TypedDict):
    """Variables created or changed, the value of the last expression, and what was printed."""

    vars: dict[str, Canonical]
    last: Canonical
    stdout: str


def run(setup: str, code: str) -> tuple[State, Namespace]:
    """Run both in a fresh namespace; the state that `code` left, and the namespace. Raises what they raise."""
    namespace: Namespace = {"__name__": "__main__"}
    execute(setup, "<setup>", namespace)
    before = {name: _key(value) for name, value in namespace.items() if not name.startswith("_")}
    tree = ast.parse(code)
    tail = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        tail = ast.Expression(tree.body[-1].value)
        tree.body.pop()
    last: object = None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec", dont_inherit=True), namespace)
        if tail is not None:
            last = eval(compile(tail, "<cell>", "eval", dont_inherit=True), namespace)
    left = {
        name: canonical(value)
        for name, value in list(namespace.items())
        if not name.startswith("_") and canonical(value) is not None and _key(value) != before.get(name)
    }
    state = State(vars=left, last=None if last is None else canonical(last), stdout=printed.getvalue()[:_MAX_TEXT])
    return state, namespace


def execute(code: str, name: str, namespace: Namespace) -> None:
    """Run a text as a module would be."""
    exec(compile(code, name, "exec", dont_inherit=True), namespace)


def agrees(got: State, want: Mapping[str, object]) -> bool:
    """Whether the state holds all that is wanted; more variables than wanted do no harm."""
    state = json.loads(json.dumps(got))
    wanted = json.loads(json.dumps(want))
    if any(state["vars"].get(name) != value for name, value in (wanted.get("vars") or {}).items()):
        return False
    if wanted.get("last") is not None and state["last"] != wanted["last"]:
        return False
    return not wanted.get("stdout") or bool(state["stdout"] == wanted["stdout"])


def both(one: State, other: State) -> State:
    """What two runs of the same code agree on: random numbers, times and addresses drop out."""
    return State(
        vars={name: value for name, value in one["vars"].items() if other["vars"].get(name) == value},
        last=one["last"] if one["last"] == other["last"] else None,
        stdout=one["stdout"] if one["stdout"] == other["stdout"] else "",
    )


def _key(value: object) -> str:
    return json.dumps(canonical(value))


def canonical(value: object, depth: int = 0) -> Canonical:
    """The canonical form of a simple value; None for one that cannot be compared."""
    if value is None or isinstance(value, bool | int | str | complex):
        return ["v", repr(value)[:_MAX_TEXT]]
    if isinstance(value, float):
        return ["f", "nan" if math.isnan(value) else f"{value:.9g}"]
    if depth > _MAX_DEPTH:
        return None
    if isinstance(value, list | tuple | set | frozenset | dict):
        return _container(value, depth + 1)
    root = type(value).__module__.partition(".")[0]
    try:
        if root == "numpy":
            return _array(value, depth + 1)
        if root == "pandas":
            return _table(value) if hasattr(value, "to_csv") else _pandas_other(value)
        if root == "polars":
            return _polars(value)
        if root == "datetime":
            return ["s", type(value).__name__, str(value)]
    except Exception:  # a half-made array or frame: then it cannot be compared
        return None
    return None


def _container(
    value: list[object] | tuple[object, ...] | set[object] | frozenset[object] | dict[object, object], depth: int
) -> Canonical:
    if len(value) > _MAX_ITEMS:
        return None
    if isinstance(value, dict):
        pairs = [(canonical(key, depth), canonical(item, depth)) for key, item in value.items()]
        if any(key is None or item is None for key, item in pairs):
            return None
        return ["dict", sorted(json.dumps(pair) for pair in pairs)]
    items = [canonical(item, depth) for item in value]
    if any(item is None for item in items):
        return None
    if isinstance(value, set | frozenset):
        return ["set", sorted(map(json.dumps, items))]
    return [type(value).__name__, items]


def _array(value: object, depth: int) -> Canonical:
    import numpy as np  # loaded already: the value is one of its own

    if isinstance(value, np.generic):
        return canonical(value.item(), depth)
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufUS":
        form = "{:.6g}" if value.dtype.kind == "f" else "{}"
        text = " ".join(form.format(item) for item in value.ravel()[:_MAX_ARRAY])
        return ["nd", list(value.shape), value.dtype.kind, _digest(text)]
    return None


def _table(value: object) -> Canonical:
    frame = value.head(2000)  # type: ignore[attr-defined]  # a pandas object, by its module
    text = frame.to_csv(float_format="%.6g")
    return ["pd", type(value).__name__, list(value.shape), _digest(text)]  # type: ignore[attr-defined]  # the same


def _pandas_other(value: object) -> Canonical:
    """Scalars, indexes and extension arrays; group-bys and the like have no text but their address."""
    place = type(value).__module__
    if place.startswith("pandas._libs.tslibs") or "Interval" in type(value).__name__:
        return ["s", type(value).__name__, str(value)]
    if place.startswith(("pandas.core.indexes", "pandas.core.arrays")):
        return ["s", type(value).__name__, _digest(" ".join(map(str, value[:_MAX_ARRAY])))]  # type: ignore[index]  # as above
    return None


def _polars(value: object) -> Canonical:
    name = type(value).__name__
    if name == "DataFrame":
        head = value.head(_MAX_ARRAY)  # type: ignore[attr-defined]  # a polars frame, by its class
        return ["pl", name, list(value.shape), _digest(repr(head.to_dict(as_series=False)))]  # type: ignore[attr-defined]  # the same
    if name == "Series":
        return ["pl", name, [len(value)], _digest(repr(value.head(_MAX_ARRAY).to_list()))]  # type: ignore[arg-type, attr-defined]  # the same
    return ["s", name, str(value)] if name == "LazyFrame" else None


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
