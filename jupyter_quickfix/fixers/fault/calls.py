"""The call behind an argument error: its node, the function that was called, and where the cell defines that."""

from __future__ import annotations

import ast
import dis
import inspect
from dataclasses import dataclass
from types import FunctionType, MethodType

from jupyter_quickfix.context import safe
from jupyter_quickfix.fixers.fault.evaluate import kind_of
from jupyter_quickfix.fixers.fault.flow import Function, exact_node
from jupyter_quickfix.fixers.fault.locate import nodes_of, parent
from jupyter_quickfix.fixers.fault.values import UNKNOWN, value_of
from jupyter_quickfix.records import Context, Failure


@dataclass(frozen=True, slots=True)
class Called:
    """A call and what it calls. `bound` says that the first parameter is the receiver, which the call does not write."""

    node: ast.Call
    function: FunctionType | None
    value: object
    bound: bool

    @property
    def signature(self) -> inspect.Signature | None:
        """The whole signature, receiver included."""
        return safe.signature(self.function if self.function is not None else self.value)


def read_call(failure: Failure, context: Context) -> Called | None:
    """The failing call; None where this cell's own text does not call."""
    node = exact_node(failure, ast.Call)
    if node is None:
        return None
    value, bound = value_of(node.func, context), False
    if value is UNKNOWN and isinstance(node.func, ast.Attribute):
        kind = kind_of(node.func.value, context)
        value = UNKNOWN if kind is None else safe.find(kind, node.func.attr, UNKNOWN)
        bound = value is not UNKNOWN and type(value) is not staticmethod
    elif isinstance(node.func, ast.Attribute):
        holder = value_of(node.func.value, context)
        bound = type(value) is FunctionType and not safe.is_module(holder) and not safe.is_class(holder)
        bound = bound and node.func.attr not in safe.instance_dict(holder)
    if safe.is_class(value):
        value, bound = safe.find(value, "__init__", value), True
    return Called(node, _plain(value), value, bound or type(value) in (MethodType, classmethod))


def _plain(value: object) -> FunctionType | None:
    """The Python function inside a method, or itself."""
    if type(value) in (MethodType, staticmethod, classmethod):
        value = object.__getattribute__(value, "__func__")
    return value if type(value) is FunctionType else None


def definition_of(failure: Failure, qualified: str) -> Function | None:
    """The one function of the cell that a message calls `Class.method` or `function`."""
    *owners, name = qualified.replace("<locals>.", "").split(".")
    found = []
    for node in nodes_of(failure, ast.AST):
        if isinstance(node, Function) and node.name == name:
            holder = parent(failure, node)
            if (
                not owners
                or (isinstance(holder, ast.ClassDef) and holder.name == owners[-1])
                or isinstance(holder, Function)
            ):
                found.append(node)
    return found[0] if len(found) == 1 else None


def never_reads(function: FunctionType, parameter: str) -> bool:
    """Whether the function's code never looks at the parameter, so that any value will do."""
    code = function.__code__
    if parameter in code.co_cellvars:
        return False
    return not any(
        instruction.argval == parameter and instruction.opname.startswith(("LOAD_FAST", "DELETE_FAST"))
        for instruction in dis.get_instructions(code)
    )
