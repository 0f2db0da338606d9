"""A value that `json` cannot write."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of, on_failing_lines
from jupyter_quickfix.records import Candidate, Context, Failure

_REFUSED = re.compile(r"Object of type (\w+) is not JSON serializable")
_KEYS = re.compile(r"keys must be str, int, float, bool or None, not (\w+)")
#: What turns a value of a type into one that JSON has.
_AS = {
    **dict.fromkeys(["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "integer"], "int"),
    **dict.fromkeys(["float16", "float32", "float64", "longdouble", "Decimal", "Fraction"], "float"),
    **dict.fromkeys(["bool_", "bool"], "bool"),
    **dict.fromkeys(["set", "frozenset", "dict_keys", "dict_values", "range", "map", "filter", "zip", "generator",
                     "deque", "Series", "Index"], "list"),
    **dict.fromkeys(["date", "datetime", "time", "timedelta", "Timestamp", "Timedelta", "Period", "datetime64", "UUID",
                     "PosixPath", "WindowsPath", "Path", "NaTType", "Interval", "complex", "type"], "str"),
    "ndarray": "lambda value: value.tolist()",
    "Tensor": "lambda value: value.tolist()",
    "DataFrame": "lambda value: value.to_dict('records')",
    "bytes": "lambda value: value.decode()",
    "dict_items": "dict",
    "Counter": "dict",
    "Row": "lambda value: value.asDict()",
}  # fmt: skip


class UnserialisableValue(Fixer):
    """Catches: "Object of type int64 is not JSON serializable" and its like from `json.dumps` and `json.dump`.

    Proposes: `default=…` with what turns such values into JSON's own.

    Keeps silent when: the call is not in this cell, or has a `default`.

    Safety: safe; the values are written as the numbers, lists and texts they stand for.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError",)
    examples = (
        Fixes(
            setup="import json, numpy as np",
            before="json.dumps({'n': np.int64(3)})",
            after="json.dumps({'n': np.int64(3)}, default=int)",
        ),
        Fixes(
            setup="import json, datetime",
            before="json.dumps([datetime.date(2024, 1, 2)], indent=1)",
            after="json.dumps([datetime.date(2024, 1, 2)], indent=1, default=str)",
        ),
        Fixes(setup="import json", before="json.dumps({'a': {1}})", after="json.dumps({'a': {1}}, default=list)"),
        Silent(before="raise TypeError('Object of type x is not JSON serializable')", why="nothing is written"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        match, keys = _REFUSED.search(failure.message), _KEYS.search(failure.message)
        call = failing_node(failure, ast.Call)
        writers = [each for each in nodes_of(failure, ast.Call) if on_failing_lines(failure, each) and _writes(each)]
        call = call if call is not None and _writes(call) else writers[0] if len(writers) == 1 else None
        if call is None or any(keyword.arg in ("default", "cls") for keyword in call.keywords):
            return
        if match:
            turned = _AS.get(match.group(1), "vars")
            draft = Draft(failure, context).add_argument(call, f"default={turned}")
            sure = 0.93 if turned != "vars" else 0.6
            why = f"JSON has no `{match.group(1)}`; `default` says what is written for it."
            yield self.candidate(draft.code(), why, confidence=sure)
        elif keys and call.args:
            draft = Draft(failure, context)
            kind = _AS.get(keys.group(1), "str")
            kind = kind if kind in ("int", "float", "bool", "str") else "str"
            draft.replace(call.args[0], f"{{{kind}(key): value for key, value in {draft.tight(call.args[0])}.items()}}")
            yield self.candidate(draft.code(), "The keys of a JSON object are texts or numbers.", confidence=0.8)


def _writes(call: ast.Call) -> bool:
    return isinstance(call.func, (ast.Attribute, ast.Name)) and (
        getattr(call.func, "attr", getattr(call.func, "id", "")) in ("dumps", "dump")
    )
