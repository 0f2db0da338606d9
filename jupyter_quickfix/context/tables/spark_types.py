"""Spark's types as its `simpleString` shows them (`bigint`, `array<int>`), from the JSON of a schema or from its objects.

A schema may hold types of the user's own (UDTs): Spark's reading of its JSON imports or even unpickles their classes, and
their `simpleString` is the user's code. Here they are shown by the name of their class, and no code of theirs runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jupyter_quickfix.context import static

#: Longer types are cut: a struct may hold a thousand fields.
MAX_LENGTH = 60
#: Where the JSON has another word than `simpleString`.
_WORDS = {"byte": "tinyint", "short": "smallint", "integer": "int", "long": "bigint"}

#: What lies inside a type: labels (of struct fields, else empty) with types.
_Inside = list[tuple[str, object]]


def shown(kind: object) -> str:
    """The type's name. `kind` is what JSON made of it (a string or dict), or an object of `pyspark.sql.types`."""
    text = ""
    for piece in _pieces(kind):
        text += piece
        if len(text) >= MAX_LENGTH:
            break
    return text[:MAX_LENGTH]


def _pieces(kind: object) -> Iterator[str]:
    name, inside = _of_json(kind) if static.is_one_of(type(kind), (str, dict)) else _of_object(kind)
    yield name
    if not inside and name not in ("struct", "array", "map"):
        return
    yield "<"
    for place, (label, child) in enumerate(inside):
        yield f"{',' if place else ''}{label}{':' if label else ''}"
        yield from _pieces(child)
    yield ">"


def _of_json(kind: Any) -> tuple[str, _Inside]:
    if type(kind) is str:
        return _WORDS.get(kind, kind), []
    name = str(kind["type"])
    if name == "struct":
        return name, [(field["name"], field["type"]) for field in kind["fields"]]
    if name == "udt":
        return str(kind.get("class") or kind.get("pyClass") or name).rpartition(".")[2], []
    return name, [("", kind[part]) for part in ("keyType", "valueType", "elementType") if part in kind]


def _of_object(kind: Any) -> tuple[str, _Inside]:
    module, name = static.qualified_name(type(kind))
    if module != "pyspark.sql.types" or static.loaded(module, name) is not type(kind):
        return name.rpartition(".")[2], []
    own = static.instance_dict(kind)
    if name == "StructType":
        return "struct", [(field.name, field.dataType) for field in own["fields"]]  # type: ignore[attr-defined]  # a list
    inside: _Inside = [("", own[part]) for part in ("keyType", "valueType", "elementType") if part in own]
    return (name.removesuffix("Type").lower() if inside else str(kind.simpleString())), inside
