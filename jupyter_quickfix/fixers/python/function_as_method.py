"""A library's function that is called as a method of the value it works on."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import Parameter
from typing import ClassVar

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of
from jupyter_quickfix.fixers.fault.attribute_fault import AttributeFault, read_fault
from jupyter_quickfix.fixers.fault.callee import signature_of
from jupyter_quickfix.fixers.fault.locate import call_of
from jupyter_quickfix.fixers.fault.values import UNKNOWN, attribute_value
from jupyter_quickfix.fixers.names.imported import module_path
from jupyter_quickfix.fixers.renaming.templates import arguments_text, receiver_text
from jupyter_quickfix.records import Candidate, Context, Failure

#: Types of values that functions are made for: written between the call's brackets as they stand.
_DATA = ("numpy", "pandas", "polars", "builtins", "scipy", "torch")
_POSITIONAL = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD, Parameter.VAR_POSITIONAL)


class FunctionAsMethod(Fixer):
    """Catches: AttributeError for `x.nan_to_num()`, `names.Series()`, `start.date_range(periods=3)`: a function or class of
    an imported module, called as if the value were its owner.

    Proposes: `np.nan_to_num(x)`, `pd.Series(names)`, `pd.date_range(start, periods=3)`.

    Keeps silent when: no imported module has it, several do and none is the value's own library, it takes no value by
    position, or the receiver is a module or an object of the user's own.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("AttributeError",)
    examples = (
        Fixes(
            setup="import numpy as np\nx = np.array([1.0, np.nan])",
            before="y = x.nan_to_num(nan=0.0)",
            after="y = np.nan_to_num(x, nan=0.0)",
        ),
        Fixes(
            setup="import pandas as pd\nnames = ['a', 'b']", before="s = names.Series()", after="s = pd.Series(names)"
        ),
        Fixes(setup="import math\nx = 2.25", before="x.sqrt()", after="math.sqrt(x)"),
        Fixes(
            setup="import pandas as pd\nstart = '2024-01-01'",
            before="days = start.date_range(periods=3)",
            after="days = pd.date_range(start, periods=3)",
        ),
        Silent(setup="names = ['a']", before="names.Series()", why="no imported module has it"),
        Silent(
            setup="import math\nclass Jar:\n    pass\njar = Jar()",
            before="jar.sqrt()",
            why="an object of the user's own",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        fault = read_fault(failure, context)
        call = call_of(failure, fault.node) if fault is not None else None
        if fault is None or call is None or fault.receiver.is_module or fault.name.startswith("_"):
            return
        root = safe.root_module(fault.receiver.value)
        if root not in _DATA or safe.is_class(fault.receiver.value):
            return
        homes = list(_homes(fault, context))
        own = [alias for alias, path in homes if path.partition(".")[0] == root]
        aliases = own or [alias for alias, _ in homes]
        if len(aliases) != 1:
            return
        receiver, arguments = receiver_text(failure, fault.node), arguments_text(failure, call)
        text = f"{aliases[0]}.{fault.name}({receiver}{', ' if arguments else ''}{arguments})"
        yield self.candidate(
            apply_edits(failure.code, [Edit(*span_of(failure.python, call), text)]),
            f"`{fault.name}` is a function of `{aliases[0]}`, not a method of `{receiver}`.",
            confidence=_confidence(fault, bool(own)),
        )


def _confidence(fault: AttributeFault, own: bool) -> float:
    if own or fault.name[0].isupper():
        return 0.85
    # A list may have been meant to be an array, whose method it then is.
    return 0.5 if type(fault.receiver.value) in (list, tuple, range) else 0.75


def _homes(fault: AttributeFault, context: Context) -> Iterator[tuple[str, str]]:
    """Alias and path of the imported modules that have a function of this name which takes a value by position."""
    seen: set[str] = set()
    for alias, value in list(context.namespace.items()):
        path = module_path(value) if type(alias) is str and not alias.startswith("_") else None
        if path is None or path in seen or path == "builtins":
            continue
        seen.add(path)
        function = attribute_value(value, fault.name)
        if function is UNKNOWN and safe.root_module(safe.lookup(value, fault.name)) == "numpy":
            function = safe.lookup(value, fault.name)  # NumPy's own types of functions
        if function is not UNKNOWN and not safe.is_module(function) and _takes_a_value(function):
            yield alias, path


def _takes_a_value(function: object) -> bool:
    signature = signature_of(function)
    if signature is None:
        return True
    return any(parameter.kind in _POSITIONAL for parameter in signature.parameters.values())
