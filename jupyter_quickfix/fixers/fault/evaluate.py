"""What an expression is worth, computed where that needs none of the user's code: arithmetic, `len`, slices of builtins.

`values` looks things up; this adds what follows from them. Only exact builtin types take part, and only while they are
small, so that nothing here can run long or call anybody's method.
"""

from __future__ import annotations

import ast
import builtins
import operator
from collections.abc import Callable
from types import CoroutineType, FunctionType, GeneratorType, MethodType
from typing import Any, Final

from jupyter_quickfix.context import safe
from jupyter_quickfix.context.static import is_one_of
from jupyter_quickfix.fixers.fault.values import UNKNOWN, type_of, value_of
from jupyter_quickfix.records import Context

_NUMBERS = (int, float, bool)
_SEQUENCES = (list, tuple, str)
SIZED: Final = (list, tuple, str, dict, set, frozenset, range, bytes)
_MAX_ITEMS = 50_000
_MAX_BITS = 256
_MAX_DEPTH = 12

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
#: What builtin functions return, whatever they are given.
_RETURNS: dict[str, type] = {
    "len": int,
    "input": str,
    "sorted": list,
    "ord": int,
    "chr": str,
    "hash": int,
    "id": int,
    "repr": str,
    "bin": str,
    "hex": str,
    "oct": str,
    "format": str,
    "ascii": str,
    "dir": list,
    "isinstance": bool,
    "issubclass": bool,
    "callable": bool,
    "any": bool,
    "all": bool,
    "print": type(None),
    "divmod": tuple,
}
#: What the methods of builtin types return.
_METHODS: dict[type, dict[type, str]] = {
    str: {
        str: "capitalize casefold center expandtabs format join ljust lower lstrip replace rjust rstrip strip "
        "swapcase title translate upper zfill removeprefix removesuffix",
        list: "split rsplit splitlines",
        tuple: "partition rpartition",
        int: "count find index rfind rindex",
        bool: "startswith endswith isdigit isalpha isalnum isspace isupper islower isnumeric isdecimal istitle",
        bytes: "encode",
    },
    list: {type(None): "append extend insert remove reverse sort clear", int: "count index", list: "copy"},
    dict: {
        type({}.keys()): "keys",
        type({}.values()): "values",
        type({}.items()): "items",
        type(None): "update clear",
        dict: "copy",
        tuple: "popitem",
    },
    set: {
        type(None): "add discard remove update clear difference_update intersection_update",
        set: "union intersection difference symmetric_difference copy",
        bool: "issubset issuperset isdisjoint",
    },
    tuple: {int: "count index"},
    int: {int: "bit_length bit_count"},
    float: {bool: "is_integer"},
    bytes: {str: "decode", list: "split"},
}


def evaluate(node: ast.expr, context: Context, depth: int = 0) -> object:
    """The expression's value as it would be now, else `UNKNOWN`."""
    value = value_of(node, context)
    if value is not UNKNOWN or depth > _MAX_DEPTH:
        return value
    try:
        return _computed(node, context, depth + 1)
    except (ArithmeticError, ValueError, TypeError, IndexError, KeyError):
        return UNKNOWN


def _computed(node: ast.expr, context: Context, depth: int) -> object:
    if isinstance(node, ast.BinOp):
        return _operation(node.op, evaluate(node.left, context, depth), evaluate(node.right, context, depth))
    if isinstance(node, ast.UnaryOp):
        return _unary(node.op, evaluate(node.operand, context, depth))
    if isinstance(node, ast.Subscript):
        return _item(evaluate(node.value, context, depth), node.slice, context, depth)
    if isinstance(node, (ast.List, ast.Tuple)):
        items = [evaluate(item, context, depth) for item in node.elts[:100]]
        if len(items) != len(node.elts) or any(item is UNKNOWN for item in items):
            return UNKNOWN
        return items if isinstance(node, ast.List) else tuple(items)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _comparison(node, context, depth)
    if isinstance(node, ast.Call):
        return _call(node, context, depth)
    return UNKNOWN


def _operation(op: ast.operator, left: Any, right: Any) -> object:
    function = _OPERATORS.get(type(op))
    if function is None:
        return UNKNOWN
    if is_one_of(type(left), _NUMBERS) and is_one_of(type(right), _NUMBERS):
        small = all(type(side) is float or int(side).bit_length() < _MAX_BITS for side in (left, right))
        return function(left, right) if small else UNKNOWN
    for sequence, times in ((left, right), (right, left)):
        if isinstance(op, ast.Mult) and is_one_of(type(sequence), _SEQUENCES) and type(times) is int:
            return sequence * times if len(sequence) * max(times, 0) <= _MAX_ITEMS else UNKNOWN
    if isinstance(op, ast.Add) and type(left) is type(right) and is_one_of(type(left), _SEQUENCES):
        return left + right if len(left) + len(right) <= _MAX_ITEMS else UNKNOWN
    return UNKNOWN


def _unary(op: ast.unaryop, value: Any) -> object:
    if not is_one_of(type(value), _NUMBERS):
        return UNKNOWN
    if isinstance(op, ast.USub):
        return -value
    return not value if isinstance(op, ast.Not) else UNKNOWN


def _item(container: Any, index: ast.expr, context: Context, depth: int) -> object:
    if isinstance(index, ast.Slice):
        parts = [
            None if part is None else evaluate(part, context, depth) for part in (index.lower, index.upper, index.step)
        ]
        whole = is_one_of(type(container), _SEQUENCES) and len(container) <= _MAX_ITEMS
        plain = all(part is None or type(part) is int for part in parts)
        return container[slice(*parts)] if whole and plain else UNKNOWN
    key = evaluate(index, context, depth)
    if is_one_of(type(container), (*_SEQUENCES, range)) and type(key) is int:
        return container[key]
    if type(container) is dict and is_one_of(type(key), (str, int, float, bool)):
        return container.get(key, UNKNOWN)
    return UNKNOWN


def _comparison(node: ast.Compare, context: Context, depth: int) -> object:
    left, right = evaluate(node.left, context, depth), evaluate(node.comparators[0], context, depth)
    function = _COMPARISONS.get(type(node.ops[0]))
    numbers = is_one_of(type(left), _NUMBERS) and is_one_of(type(right), _NUMBERS)
    texts = type(left) is str and type(right) is str
    return function(left, right) if function is not None and (numbers or texts) else UNKNOWN


def _call(node: ast.Call, context: Context, depth: int) -> object:
    name = builtin_called(node, context)
    if name is None or node.keywords or not 1 <= len(node.args) <= 3:
        return UNKNOWN
    values = [evaluate(argument, context, depth) for argument in node.args]
    first = values[0]
    if name == "len" and is_one_of(type(first), SIZED):
        return len(first)  # type: ignore[arg-type]  # one of the builtin containers
    if name == "range" and all(type(value) is int for value in values):
        return range(*values)  # type: ignore[call-overload]  # one to three ints
    if name in ("min", "max", "abs") and all(is_one_of(type(value), _NUMBERS) for value in values):
        return getattr(builtins, name)(*values) if (name == "abs") == (len(values) == 1) else UNKNOWN
    if name in ("str", "int", "float") and len(values) == 1 and is_one_of(type(first), (*_NUMBERS, str)):
        return getattr(builtins, name)(first)
    return UNKNOWN


def builtin_called(node: ast.expr, context: Context) -> str | None:
    """The name of the builtin that this call calls, if it is one and nobody has taken its name."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    name = node.func.id
    own = value_of(node.func, context)
    return name if own is not UNKNOWN and own is getattr(builtins, name, None) else None


def kind_of(node: ast.expr, context: Context, depth: int = 0) -> type | None:
    """The type of the expression's value, also where the value itself cannot be told."""
    value = evaluate(node, context)
    if value is not UNKNOWN:
        return type(value)
    if isinstance(node, ast.GeneratorExp):
        return GeneratorType
    if isinstance(node, ast.BinOp) and depth < _MAX_DEPTH:
        return _kind_of_operation(
            kind_of(node.left, context, depth + 1), kind_of(node.right, context, depth + 1), node.op
        )
    if isinstance(node, ast.Call):
        return _kind_of_call(node, context, depth + 1)
    return type_of(node, context)


def _kind_of_operation(left: type | None, right: type | None, op: ast.operator) -> type | None:
    if left in (int, float, bool) and right in (int, float, bool):
        return float if float in (left, right) or isinstance(op, ast.Div) else int
    if left is right and left in (str, list, tuple) and isinstance(op, ast.Add):
        return left
    return str if left is str and isinstance(op, ast.Mod) else None


def _kind_of_call(node: ast.Call, context: Context, depth: int) -> type | None:
    name = builtin_called(node, context)
    if name in _RETURNS:
        return _RETURNS[name]
    if isinstance(node.func, ast.Attribute) and depth < _MAX_DEPTH:
        found = method_returns(kind_of(node.func.value, context, depth), node.func.attr)
        if found is not None:
            return found
    called = value_of(node.func, context)
    if type(called) is MethodType:
        called = called.__func__
    if type(called) is FunctionType:
        flags = called.__code__.co_flags
        return GeneratorType if flags & 0x20 else CoroutineType if flags & 0x80 else None
    return type_of(node, context)


def method_returns(kind: type | None, method: str) -> type | None:
    """What a method of a builtin type returns; None where it is not known."""
    for result, names in _METHODS.get(kind, {}).items() if kind is not None else ():
        if method in names.split():
            return result
    return None


def is_user_class(kind: type) -> bool:
    """Whether the class was made in the session."""
    return safe.mro_names(kind)[:1] != () and type.__dict__["__module__"].__get__(kind) == "__main__"
