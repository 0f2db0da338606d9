"""What a failure itself says is missing: a name, a column, an attribute, a table."""

from __future__ import annotations

import re

from jupyter_quickfix.context.dataflow.files import PREFIX
from jupyter_quickfix.context.dataflow.flow import Demand
from jupyter_quickfix.context.dataflow.plan import Wrong
from jupyter_quickfix.context.dataflow.statements import statements_of
from jupyter_quickfix.fixers.fault.undefined import find_undefined, raised_in_session, undefined_name
from jupyter_quickfix.records import CellRun, Failure

_WORDS = tuple(re.compile(rf"{quote}([^{quote}\n]{{1,100}}){quote}") for quote in "'\"`")
_NOT_FOUND = re.compile(r"not found: ['\"]?(\w+)")
_TABLE = re.compile(
    r"no such (?:table|column): ([\w.]+)|[Tt]able(?: with name)? \"?([\w.]+)\"? (?:does not exist|not found)"
)


def missing_name(failure: Failure) -> str | None:
    """The global name that a NameError speaks of; None for any other failure and for names of functions."""
    if failure.error_type != "NameError" or not raised_in_session(failure):
        return None
    found = find_undefined(failure)
    if found is not None and found.home is not None and found.home.kind != "module":
        return None
    return undefined_name(failure)


def missing_parts(failure: Failure) -> frozenset[str]:
    """Columns, attributes and tables that the message speaks of."""
    message = failure.message
    exception = failure.exception
    words = {word for quoted in _WORDS for word in quoted.findall(message)}
    if type(exception) is KeyError and len(exception.args) == 1 and type(exception.args[0]) is str:
        words.add(exception.args[0])
    words.update(_NOT_FOUND.findall(message))
    for match in _TABLE.finditer(message):
        words |= {f"table {name.lower()}" for name in match.groups() if name}
    return frozenset(word for word in words if word)


def is_evident(wrong: Wrong, name: str | None, parts: frozenset[str]) -> bool:
    """Whether the part that is not right is the very one that the failure speaks of."""
    if name is not None:
        return wrong.name == name
    if wrong.name.startswith(PREFIX):
        return any(part.replace("\\", "/").endswith(wrong.name.removeprefix(PREFIX)) for part in parts)
    return bool(wrong.column) and wrong.column in parts


def names_behind(failure: Failure, run: CellRun, demands: list[Demand]) -> frozenset[str]:
    """Names that the failing statement reads, itself or by way of earlier statements of its cell."""
    statements = statements_of(failure.code)
    at = run.failed_line or failure.line or 0
    reached = [statement for statement in statements if statement.line <= at] or list(statements)
    if not reached:
        return frozenset()
    lines = {reached[-1].line}
    needed = {name for name, _ in reached[-1].reads}
    for statement in reversed(reached[:-1]):
        written = {*statement.binds, *statement.changes, *(name for name, _ in statement.columns)}
        if written & needed:
            lines.add(statement.line)
            needed |= {name for name, _ in statement.reads}
    return frozenset(demand.name for demand in demands if demand.line in lines)
