"""Write the TypeScript types of the comm and the panel from `jupyter_quickfix.present.messages`.

    python scripts/generate_types.py           writes labextension/src/messages.ts
    python scripts/generate_types.py --check   exits 1 and shows the difference if the file is not up to date

Python's `TypedDict`s are the one place where these formats are written down. Docstrings become doc comments, `Literal`
becomes a union of strings, `X | None` becomes `X | null`, and integers and floats are both `number`.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
import types
import typing
from collections.abc import Iterator
from pathlib import Path

from jupyter_quickfix.present import messages

TARGET = Path(__file__).resolve().parent.parent / "labextension" / "src" / "messages.ts"
HEADER = "// Generated from jupyter_quickfix/present/messages.py by scripts/generate_types.py: do not edit.\n"
SCALARS = {str: "string", int: "number", float: "number", bool: "boolean", type(None): "null", object: "unknown"}
WIDTH = 80  # prettier's, so that its check passes on the generated file


def typescript(annotation: object) -> str:
    """The TypeScript type of an annotation. Raises TypeError for one that the messages have not needed so far."""
    if isinstance(annotation, type) and annotation in SCALARS:
        return SCALARS[annotation]
    if typing.is_typeddict(annotation):
        return typing.cast(type, annotation).__name__
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return " | ".join(_quoted(value) for value in arguments)
    if origin in (types.UnionType, typing.Union):
        return " | ".join(typescript(argument) for argument in arguments)
    if origin is list:
        inner = typescript(arguments[0])
        return f"({inner})[]" if " | " in inner else f"{inner}[]"
    if origin is dict:
        return f"{{ [key: string]: {typescript(arguments[1])} }}"
    raise TypeError(f"scripts/generate_types.py does not know the type {annotation!r}: teach it there")


def interface(record: typing.Any) -> Iterator[str]:
    """The lines of one interface."""
    # `__optional_keys__` knows of total=False, and the annotation itself of NotRequired.
    yield from _comment(record.__doc__ or "")
    yield f"export interface {record.__name__} {{"
    for field, annotation in typing.get_type_hints(record, include_extras=True).items():
        marked = typing.get_origin(annotation) is typing.NotRequired
        optional = marked or field in record.__optional_keys__
        declared = typing.get_args(annotation)[0] if marked else annotation
        yield from _declaration(f"  {field}{'?' if optional else ''}:", typescript(declared), "    ")
    yield "}"


def generate() -> str:
    """The whole file: constants, then records, then unions, each in the order in which Python defines them."""
    blocks: list[list[str]] = []
    for name, value in vars(messages).items():
        if isinstance(value, (str, int)) and name.isupper():
            blocks.append(list(_declaration(f"export const {name} =", _quoted(value), "  ")))
    for value in vars(messages).values():
        if typing.is_typeddict(value):
            blocks.append(list(interface(value)))
    for name, value in vars(messages).items():
        if typing.get_origin(value) in (types.UnionType, typing.Union):
            blocks.append(list(_declaration(f"export type {name} =", typescript(value), "  ")))
    return HEADER + "\n" + "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _quoted(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else json.dumps(value)


def _comment(text: str) -> Iterator[str]:
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) == 1:
        yield f"/** {lines[0]} */"
    elif lines:
        yield from ("/**", *(f" * {line}".rstrip() for line in lines), " */")


def _declaration(head: str, declared: str, indent: str) -> Iterator[str]:
    """`head declared;`, broken as prettier does: unions one member a line, other long ones after the head."""
    if len(f"{head} {declared};") <= WIDTH:
        yield f"{head} {declared};"
    elif " | " in declared:
        yield head
        members = declared.split(" | ")
        yield from (f"{indent}| {member}" for member in members[:-1])
        yield f"{indent}| {members[-1]};"
    else:
        yield from (head, f"{indent}{declared};")


def main(arguments: list[str] | None = None) -> int:
    """Write or check the file; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 on a difference")
    options = parser.parse_args(arguments)
    wanted = generate()
    if not options.check:
        TARGET.write_text(wanted, encoding="utf-8")
        return 0
    found = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if found == wanted:
        return 0
    names = (f"{TARGET.name} (found)", f"{TARGET.name} (from messages.py)")
    sys.stdout.writelines(difflib.unified_diff(found.splitlines(True), wanted.splitlines(True), *names))
    print("labextension/src/messages.ts is not up to date: run `python scripts/generate_types.py`.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
