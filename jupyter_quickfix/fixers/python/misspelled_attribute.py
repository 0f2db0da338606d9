"""An attribute, method or column whose name is nearly right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of
from jupyter_quickfix.fixers.fault.attribute_fault import AttributeFault, read_fault, rename_everywhere, same_accesses
from jupyter_quickfix.fixers.fault.frames import labels_of
from jupyter_quickfix.fixers.fault.values import Receiver
from jupyter_quickfix.fixers.renaming.templates import receiver_text
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure


class MisspelledAttribute(Fixer):
    """Catches: AttributeError whose object has an attribute, method or column of nearly this name (a slip of the hand,
    other case or underscores).

    Proposes: the right name, at every place in the cell that asks the same object or an object of the same type.

    Keeps silent when: nothing the object has comes near, the object is None, or the failing text is not in this cell.

    Safety: safe; only a name changes, to one that exists.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(setup="numbers = [3, 1]", before="numbers.appendd(2)\nnumbers", after="numbers.append(2)\nnumbers"),
        Fixes(before="import math\nmath.sqr(2) + math.sqr(3)", after="import math\nmath.sqrt(2) + math.sqrt(3)"),
        Fixes(setup="text = 'a b'", before="text.Upper()", after="text.upper()"),
        Fixes(setup="text = 'a b'", before="text.starts_with('a')", after="text.startswith('a')"),
        Fixes(
            before="class Dog:\n    def __init__(self, name):\n        self.name = name\n\n"
            "    def greet(self):\n        return 'I am ' + self.nmae\n\nDog('Rex').greet()",
            after="class Dog:\n    def __init__(self, name):\n        self.name = name\n\n"
            "    def greet(self):\n        return 'I am ' + self.name\n\nDog('Rex').greet()",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1, 2], 'unit cost': [3, 4]})",
            before="df.prices.sum()",
            after="df.price.sum()",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'price': [1, 2], 'unit cost': [3, 4]})",
            before="df.unit_cost.max()",
            after='df["unit cost"].max()',
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'x': [1, 2]})",
            before="(df\n .reset_index()\n .dropduplicates())",
            after="(df\n .reset_index()\n .drop_duplicates())",
        ),
        Silent(before="[1].frobnicate()", why="lists have nothing of that name"),
        Silent(setup="missing = None", before="missing.append(1)", why="None has no attributes worth offering"),
        Silent(before="raise AttributeError('no such thing')", why="raised on purpose, about nothing in the cell"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        fault = read_fault(failure, context)
        if fault is None:
            return
        choices = dict(near_attributes(fault))
        columns = dict(self._columns(fault))
        ranked = sorted({**columns, **choices}.items(), key=lambda pair: -pair[1])
        for name, likeness in ranked[:3]:
            edits = self._as_column(fault, name, failure, context) if name in columns else None
            what = "column" if name in columns else "attribute"
            yield self.candidate(
                apply_edits(failure.code, edits or rename_everywhere(fault, name, failure, context)),
                f"{_described(fault)} has no attribute `{fault.name}`; the nearest {what} is `{name}`.",
                confidence=_confidence(likeness),
            )

    @staticmethod
    def _columns(fault: AttributeFault) -> list[tuple[str, float]]:
        labels = labels_of(fault.receiver.value)
        if labels is None or labels.kind == "dict":
            return []
        return closest(fault.name, labels.names)

    @staticmethod
    def _as_column(fault: AttributeFault, name: str, failure: Failure, context: Context) -> list[Edit] | None:
        """Edits to `frame["name"]` where the column cannot be written as an attribute."""
        if name.isidentifier() and safe.lookup(fault.receiver.value, name) is None:
            return None
        edits = []
        for node in same_accesses(fault, failure, context):
            quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
            start, end = span_of(failure.python, node)
            edits.append(Edit(start, end, f"{receiver_text(failure, node)}[{quoted}]"))
        return edits


def near_attributes(fault: AttributeFault) -> list[tuple[str, float]]:
    """The object's attributes that come near, with their likeness, best first."""
    return closest(fault.name, _public(fault.receiver, fault.name))


def _public(receiver: Receiver, wrong: str) -> list[str]:
    hidden = wrong.startswith("_")
    return [name for name in receiver.attributes if hidden or not name.startswith("_")]


def _described(fault: AttributeFault) -> str:
    value = fault.receiver.value
    if fault.receiver.is_module:
        return f"Module `{safe.instance_dict(value).get('__name__', '')}`"
    name = safe.type_name(value).rpartition(".")[2]
    return f"`{type.__dict__['__name__'].__get__(value)}`" if safe.is_class(value) else f"`{name}`"


def _confidence(likeness: float) -> float:
    return round(min(0.95, likeness * 0.95), 3)
