"""An attribute that another type, language or library has, and this type has under another form."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterator
from functools import cache
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.edits import apply_edits
from jupyter_quickfix.fixers.fault.attribute_fault import AttributeFault, read_fault
from jupyter_quickfix.fixers.fault.locate import call_of
from jupyter_quickfix.fixers.renaming.templates import rewrite_attribute
from jupyter_quickfix.records import Candidate, Context, Failure

#: Builtin functions that people call as methods.
_AS_METHOD = frozenset(
    [
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "callable",
        "dict",
        "divmod",
        "enumerate",
        "filter",
        "float",
        "frozenset",
        "hash",
        "id",
        "int",
        "isinstance",
        "iter",
        "len",
        "list",
        "map",
        "max",
        "min",
        "next",
        "open",
        "ord",
        "print",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "sorted",
        "str",
        "sum",
        "tuple",
        "type",
        "zip",
    ]
)


class ConfusedAttribute(Fixer):
    """Catches: AttributeError for a method or attribute that belongs to another type, language or library (`list.add`,
    `str.contains`, `array.append`, `series.lower`, `dict.has_key`), or for a builtin function called as a method.

    Proposes: how this type says it: another method (`append`), an operator (`in`), a builtin (`len(x)`), a NumPy or
    pandas function, or the accessor (`.str`, `.dt`) that has it.

    Keeps silent when: the table has no such confusion for the object's type, or its form does not fit the place (an
    assignment inside an expression).

    Safety: safe; the text says what was meant in the type's own terms.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(setup="numbers = [3]", before="numbers.add(1)", after="numbers.append(1)"),
        Fixes(setup="seen = {3}", before="seen.append(1)", after="seen.add(1)"),
        Fixes(setup="d = {'a': 1}", before="if d.has_key('a'):\n    print(1)", after="if 'a' in d:\n    print(1)"),
        Fixes(
            setup="d = {'a': 1}",
            before="for k, v in d.iteritems():\n    print(k, v)",
            after="for k, v in d.items():\n    print(k, v)",
        ),
        Fixes(setup="text = 'abc'", before="text.contains('b') == True", after="('b' in text) == True"),
        Fixes(setup="numbers = [3]", before="n = numbers.length\nn", after="n = len(numbers)\nn"),
        Fixes(setup="numbers = [3]", before="n = numbers.size()\nn", after="n = len(numbers)\nn"),
        Fixes(setup="numbers = [3, 4]", before="numbers.max() + 1", after="max(numbers) + 1"),
        Fixes(setup="gen = (i for i in range(3))", before="gen.next()", after="next(gen)"),
        Fixes(setup="d = {'a': 1}", before="d.remove('a')", after="del d['a']"),
        Fixes(
            setup="import numpy as np\na = np.array([1, 2])",
            before="a.append(3)\na.sum()",
            after="a = np.append(a, 3)\na.sum()",
        ),
        Fixes(
            setup="import pandas as pd\ns = pd.Series(['A', 'B'])",
            before="low = s.lower()",
            after="low = s.str.lower()",
        ),
        Fixes(
            setup="import pandas as pd\nwhen = pd.Series(pd.to_datetime(['2024-01-02']))",
            before="when.year",
            after="when.dt.year",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
            before="df.withColumnRenamed('a', 'b')",
            after="df.rename(columns={'a': 'b'})",
        ),
        Fixes(
            setup="import pandas as pd\nwindow = pd.Series([1, 2, 3]).rolling(2)",
            before="window.avg()",
            after="window.mean()",
        ),
        Fixes(setup="import numpy as np", before="np.tensor([1, 2])", after="np.array([1, 2])"),
        Silent(setup="numbers = [3]", before="numbers.frobnicate()", why="no type has this"),
        Silent(
            setup="import numpy as np\na = np.array([1, 2])",
            before="b = a.append(3)",
            why="the repair assigns, and cannot stand inside another assignment",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        fault = read_fault(failure, context)
        if fault is None:
            return
        kind = _kind(fault)
        for template, confidence in self._templates(fault, failure):
            rewrite = rewrite_attribute(template, fault.node, failure, context)
            if rewrite is not None:
                yield self.candidate(
                    apply_edits(failure.code, rewrite.all_edits(failure)),
                    f"`{kind}` has no `{fault.name}`; {_said(template)}.",
                    confidence=confidence,
                )

    def _templates(self, fault: AttributeFault, failure: Failure) -> Iterator[tuple[str, float]]:
        table = load("confused_attributes")
        for type_name in fault.receiver.type_names:
            template = table.get(type_name, {}).get(fault.name)
            if template is not None:
                yield template, _confidence(template)
                break
        yield from _accessors(fault)
        yield from _synonyms(fault)
        call = call_of(failure, fault.node)
        if call is not None and not fault.receiver.is_module and fault.name in _AS_METHOD and not _is_self(fault.node):
            yield f"{fault.name}({{self}}, {{args}})", 0.7 if not call.args else 0.5


def _kind(fault: AttributeFault) -> str:
    """What the object is called in the rationale."""
    value = fault.receiver.value
    name = safe.instance_dict(value).get("__name__") if fault.receiver.is_module else None
    return name if type(name) is str else safe.type_name(value).rpartition(".")[2]


def _synonyms(fault: AttributeFault) -> Iterator[tuple[str, float]]:
    """What other libraries call by this name, under the name that this object has: the group's first, else any of it."""
    if safe.root_module(fault.receiver.value) == "builtins" and not fault.receiver.is_module:
        return
    asked = _folded(fault.name)
    groups = [group for group in _groups() if asked in map(_folded, group)]
    for right in (*(group[0] for group in groups), *(name for group in groups for name in group)):
        if right != fault.name and fault.receiver.has(right):
            yield right, 0.88
            return


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group.split()) for group in load("attribute_synonyms"))


def _folded(name: str) -> str:
    """The name without its style: `orderBy` is `order_by`."""
    return name.replace("_", "").lower() + "_" * name.endswith("_")


def _accessors(fault: AttributeFault) -> Iterator[tuple[str, float]]:
    """`.str` and `.dt` of a Series, where that accessor has the attribute and the values are of its kind."""
    value = fault.receiver.value
    if "pandas.core.series.Series" not in fault.receiver.type_names:
        return
    try:
        dtype = object.__getattribute__(value, "_mgr").blocks[0].dtype
        kind = getattr(dtype, "kind", "O")
    except Exception:  # another version's internals
        return
    accessor = "dt" if kind in "mM" else "str" if kind in "OUT" else ""
    holder = safe.lookup(value, accessor) if accessor else None
    methods = safe.instance_dict(holder).get("_accessor")
    if accessor == "dt":
        methods = _datetime_properties("TimedeltaProperties" if kind == "m" else "DatetimeProperties")
    if isinstance(methods, type) and fault.name in safe.attributes(methods) and fault.name not in dir(object):
        yield f"{{self}}.{accessor}.{fault.name}", 0.85


def _datetime_properties(name: str) -> type | None:
    module = sys.modules.get("pandas.core.indexes.accessors")
    found = getattr(module, name, None)
    return found if isinstance(found, type) else None


def _is_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


def _said(template: str) -> str:
    if template.isidentifier():
        return f"here it is called `{template}`"
    if template == "{self}":
        return "the value is already what that would give"
    function = template.partition("(")[0]
    if function in builtins.__dict__:
        return f"`{function}` is a function"
    if template.startswith(("{self}.str.", "{self}.dt.")):
        return f"it is reached through `{template[6:10].rstrip('.')}`"
    return "it is written another way for this type"


def _confidence(template: str) -> float:
    """Plain renames are near certain; a detour through another library is a guess at what was meant."""
    if template.isidentifier():
        return 0.9
    if any(library in template for library in ("{np}", "{pd}", "{plt}", " for item in ")):
        return 0.65
    return 0.85
