"""An AttributeError taken apart: which attribute of which live object, and the node in the cell that asked for it."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.fault.locate import failing_node, nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.values import UNKNOWN, Receiver, type_of, value_of
from jupyter_quickfix.fixers.renaming.templates import rename_edit
from jupyter_quickfix.records import Context, Failure

_MISSING = re.compile(r"has no attribute '(\w+)'")


@dataclass(frozen=True, slots=True)
class AttributeFault:
    """`node` asked `receiver` for `name`, which it does not have."""

    name: str
    receiver: Receiver
    node: ast.Attribute


def read_fault(failure: Failure, context: Context) -> AttributeFault | None:
    """The fault behind an AttributeError; None when it was not the cell's own text that asked, or None was asked."""
    exception = failure.exception
    if not isinstance(exception, AttributeError):
        return None
    # Through the class: a subclass of the user's may have a property of the same name.
    name = AttributeError.__dict__["name"].__get__(exception)
    value = AttributeError.__dict__["obj"].__get__(exception)
    if type(name) is not str:
        match = _MISSING.search(failure.message)
        name = match.group(1) if match else ""
    node = _asking_node(failure, name)
    if node is None or failure.message.startswith("'NoneType' object"):
        return None
    if value is None:  # raised by hand, without saying of what
        value = value_of(node.value, context)
    return None if value is UNKNOWN or value is None else AttributeFault(name, Receiver(value), node)


def _asking_node(failure: Failure, name: str) -> ast.Attribute | None:
    node = failing_node(failure, ast.Attribute)
    if node is not None:
        return node if node.attr == name else None
    if failure.column is not None:
        return None
    named = [node for node in nodes_of(failure, ast.Attribute) if node.attr == name and on_failing_lines(failure, node)]
    return named[0] if len(named) == 1 else None


def same_accesses(fault: AttributeFault, failure: Failure, context: Context) -> list[ast.Attribute]:
    """Every place in the cell that asks the same thing: same receiver text, or a receiver known to be of the same type."""
    kind, receiver = type(fault.receiver.value), ast.dump(fault.node.value)
    found = []
    for node in nodes_of(failure, ast.Attribute):
        if node.attr != fault.name:
            continue
        same_text = ast.dump(node.value) == receiver
        if node is fault.node or same_text or (not fault.receiver.is_module and type_of(node.value, context) is kind):
            found.append(node)
    return found


def rename_everywhere(fault: AttributeFault, name: str, failure: Failure, context: Context) -> list[Edit]:
    """The edits that give the attribute another name wherever the cell asks for it."""
    return [rename_edit(failure, node, name) for node in same_accesses(fault, failure, context)]
