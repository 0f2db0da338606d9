"""A plain list or range that is asked for what an array, a Series or an Index can do."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.attribute_fault import AttributeFault, read_fault
from jupyter_quickfix.fixers.fault.callee import signature_of
from jupyter_quickfix.fixers.fault.locate import call_of, nodes_of
from jupyter_quickfix.fixers.names.imported import module_path
from jupyter_quickfix.records import Candidate, Context, Failure

#: What makes an array-like of a list, by the module that has it, and the class whose attributes it then has.
_MAKERS = (
    ("pandas", "Series", "pandas.core.series", "Series"),
    ("polars", "Series", "polars.series.series", "Series"),
    ("numpy", "array", "numpy", "ndarray"),
    ("pandas", "Index", "pandas.core.indexes.base", "Index"),
    ("polars", "DataFrame", "polars.dataframe.frame", "DataFrame"),
    ("pandas", "DataFrame", "pandas.core.frame", "DataFrame"),
)


class PlainList(Fixer):
    """Catches: AttributeError for `values.rolling(2)`, `[1, 2].mean()`, `range(6).reshape(2, 3)`: a list, tuple or range asked
    for what only a Series, an array, an Index or a table can do.

    Proposes: making the list one, where the cell makes it, else where it is used; the one whose method takes these
    arguments, by the libraries that the session has imported.

    Keeps silent when: none of these has the attribute, or no such library is imported.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(
            setup="import pandas as pd",
            before="speeds = [3, 1, 2]\nspeeds.rolling(2).mean()",
            after="speeds = pd.Series([3, 1, 2])\nspeeds.rolling(2).mean()",
        ),
        Fixes(
            setup="import numpy as np\nspeeds = [3, 1, 2, 4]",
            before="grid = speeds.reshape(2, 2)",
            after="grid = np.array(speeds).reshape(2, 2)",
        ),
        Fixes(setup="import numpy as np", before="range(6).reshape(2, 3)", after="np.arange(6).reshape(2, 3)"),
        Silent(setup="speeds = [3, 1, 2]", before="speeds.rolling(2)", why="no library is imported that can do it"),
        Silent(setup="import pandas as pd\nspeeds = [3, 1]", before="speeds.add(2)", why="lists have `append`"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        fault = read_fault(failure, context)
        kind = type(fault.receiver.value) if fault is not None else None
        if fault is None or kind not in (list, tuple, range) or fault.name in _OF_LISTS or fault.name.startswith("_"):
            return
        makers = list(_makers(fault, failure, context))
        for place, maker in enumerate(makers[:3]):
            edit = _edit(maker, fault, failure)
            sure = 0.86 if len(makers) == 1 else (0.72, 0.4, 0.25)[place]
            yield self.candidate(
                apply_edits(failure.code, [edit]),
                f"A {kind.__name__} has no `{fault.name}`; what `{maker}` makes of it has.",
                confidence=sure,
            )


#: What has a form of its own for lists: another rule's.
_OF_LISTS = frozenset({"add", "push", "length", "size", "contains", "shape", "len", "append", "delete", "join"})


def _makers(fault: AttributeFault, failure: Failure, context: Context) -> Iterator[str]:
    """How the cell can write what has the attribute: `pd.Series`, `np.array`."""
    aliases = _aliases(context)
    call = call_of(failure, fault.node)
    for module, maker, home, name in _MAKERS:
        owner = safe.instance_dict(sys.modules.get(home)).get(name)
        if module in aliases and safe.is_class(owner) and _does(owner, fault.name, call):
            made = "arange" if maker == "array" and type(fault.receiver.value) is range else maker
            yield f"{aliases[module]}.{made}"


def _aliases(context: Context) -> dict[str, str]:
    found: dict[str, str] = {}
    for alias, value in list(context.namespace.items()):
        path = module_path(value) if type(alias) is str and not alias.startswith("_") else None
        if path in ("pandas", "numpy", "polars"):
            found.setdefault(path, alias)
    return found


def _does(owner: object, name: str, call: ast.Call | None) -> bool:
    """Whether the class has the attribute and, where it is called, takes these arguments."""
    function = safe.lookup(owner, name)
    if function is None:
        return False
    signature = signature_of(function) if call is not None else None
    if call is None or signature is None:
        return True
    starred = any(isinstance(argument, ast.Starred) for argument in call.args)
    if starred or any(keyword.arg is None for keyword in call.keywords):
        return True
    try:
        signature.bind(None, *call.args, **{keyword.arg: keyword.value for keyword in call.keywords if keyword.arg})
    except TypeError:
        return False
    return True


def _edit(maker: str, fault: AttributeFault, failure: Failure) -> Edit:
    """Round the list where this cell makes it, else round the receiver."""
    receiver = fault.node.value
    target = _made_here(receiver.id, failure) if isinstance(receiver, ast.Name) else None
    target = target or receiver
    start, end = span_of(failure.python, target)
    if isinstance(target, ast.Call) and isinstance(target.func, ast.Name) and target.func.id == "range":
        return Edit(start, span_of(failure.python, target.func)[1], maker)
    return Edit(start, end, f"{maker}({text_of(failure.code, target)})")


def _made_here(name: str, failure: Failure) -> ast.expr | None:
    """The value that the cell's last plain assignment before the failing line gives the name."""
    found: ast.expr | None = None
    for node in nodes_of(failure, ast.Assign):
        named = len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name
        if named and failure.line is not None and node.lineno < failure.line:
            found = node.value
    return found
