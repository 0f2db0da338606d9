"""Which tables and dicts a failing statement asked for a key: by its text, and by the live frames of the library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from jupyter_quickfix.fixers.fault.frames import Labels, is_frame, labels_of
from jupyter_quickfix.fixers.fault.locate import library_frames, nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.records import Context, Failure


@dataclass(frozen=True, slots=True)
class Source:
    """A table or dict. `asked` says that it may be the one that lacks the key; `text` is how the cell writes it."""

    labels: Labels
    asked: bool
    text: str = ""


def sources_of(failure: Failure, context: Context) -> Iterator[Source]:
    """Tables and dicts that may have been asked, nearest first; then the other tables in scope."""
    seen: set[int] = set()
    for value, asked, text in _values(failure, context):
        if id(value) in seen:
            continue
        seen.add(id(value))
        labels = labels_of(value)
        if labels is not None and (labels.kind != "dict" or asked):
            yield Source(labels, asked, text)


def _values(failure: Failure, context: Context) -> Iterator[tuple[object, bool, str]]:
    for node in nodes_of(failure, ast.Subscript):
        if on_failing_lines(failure, node) and type(value := value_of(node.value, context)) is dict:
            yield value, True, ""
    for frame in library_frames(failure):  # pandas' own `self`, whatever expression it came from
        for value in list(frame.f_locals.values()):
            if type(value) is not dict:
                yield value, True, ""
    for name in nodes_of(failure, ast.Name):
        if on_failing_lines(failure, name) and type(value := value_of(name, context)) is not dict:
            yield value, True, name.id
    for scope in (context.frame_locals, context.namespace):
        for variable, value in list(scope.items()):
            if type(variable) is str and not variable.startswith("_") and is_frame(value):
                yield value, False, variable
