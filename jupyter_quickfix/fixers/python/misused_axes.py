"""Matplotlib's figure and axes taken for each other, or both results of `subplots` taken for one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.attribute_fault import read_fault
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of
from jupyter_quickfix.records import Candidate, Context, Failure

_TEXTS = frozenset({"title", "xlabel", "ylabel"})


class MisusedAxes(Fixer):
    """Catches: `ax.title('…')`, `ax = plt.subplots()` and then `ax.plot(…)`, `fig.gca(projection='3d')`, a method asked of
    the array that `plt.subplots(2, 2)` gives.

    Proposes: `set_title`; `fig, ax = plt.subplots()`; `add_subplot`; the first of the axes.

    Keeps silent when: the object is not one of Matplotlib's.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "AttributeError")
    examples = (
        Fixes(
            setup="import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots()",
            before="ax.title('Sales')",
            after="ax.set_title('Sales')",
        ),
        Fixes(
            setup="import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt",
            before="ax = plt.subplots()\nax.plot([1, 2])",
            after="fig, ax = plt.subplots()\nax.plot([1, 2])",
        ),
        Fixes(
            setup="import matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\nfig = plt.figure()",
            before="ax = fig.gca(projection='3d')",
            after="ax = fig.add_subplot(projection='3d')",
        ),
        Silent(setup="rows = (1, 2)", before="rows.plot()", why="no result of `subplots`"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = failing_node(failure, ast.Call)
        draft = Draft(failure, context)
        if failure.error_type == "TypeError" and call is not None and isinstance(call.func, ast.Attribute):
            name = call.func.attr
            written = draft.text(call.func)
            if name == "gca" and re.search(r"gca\(\) got an unexpected keyword", failure.message):
                draft.replace(call.func, written.removesuffix(name) + "add_subplot")
                yield self.candidate(draft.code(), "`gca` takes no arguments any more.", confidence=0.94)
            elif name in _TEXTS and "'Text' object is not callable" in failure.message:
                draft.replace(call.func, f"{written.removesuffix(name)}set_{name}")
                yield self.candidate(draft.code(), f"Axes are given their text by `set_{name}`.", confidence=0.95)
            return
        fault = read_fault(failure, context)
        if fault is None or not isinstance(fault.node.value, ast.Name):
            return
        if type(fault.receiver.value) is tuple:
            for node in nodes_of(failure, ast.Assign):
                target = node.targets[0]
                made = isinstance(node.value, ast.Call) and getattr(node.value.func, "attr", "") == "subplots"
                if made and isinstance(target, ast.Name) and target.id == fault.node.value.id:
                    draft.replace(target, f"fig, {target.id}")
                    yield self.candidate(draft.code(), "`subplots` gives the figure and its axes.", confidence=0.95)
        elif safe.type_name(fault.receiver.value) == "numpy.ndarray":
            axes = safe.lookup(_first(fault.receiver.value), fault.name)
            if axes is not None:
                draft.after(fault.node.value, ".flat[0]")
                yield self.candidate(draft.code(), "It is an array of axes; this is the first of them.", confidence=0.5)


def _first(array: object) -> object:
    """The first element of an array of objects that are Matplotlib's."""
    if getattr(getattr(array, "dtype", None), "kind", "") != "O" or not getattr(array, "size", 0):
        return None
    first = array.flat[0]  # type: ignore[attr-defined]  # exactly an ndarray, as asked above
    return first if safe.root_module(first) == "matplotlib" else None
