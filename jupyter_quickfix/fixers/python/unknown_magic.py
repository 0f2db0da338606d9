"""A magic that does not exist, stands in the wrong place, or is Python in truth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.capture.source import PYTHON_CELL_MAGICS, read_cell
from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.fixers.syntax.parser import fault_of, quiet
from jupyter_quickfix.fixers.syntax.shell_words import (
    AS_MAGIC,
    CELL_MAGICS,
    COMMANDS,
    DELETING,
    INSTALLING,
    LINE_MAGICS,
)
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_NOT_FOUND = re.compile(r"(Line|Cell) magic (?:function )?`(%%?)([^`]+)` not found")
_EMPTY = re.compile(r"%%(\w+) is a cell magic, but the cell body is empty")
#: Cell magics whose body takes a comment with `#`.
_HASH_COMMENTS = PYTHON_CELL_MAGICS | {"bash", "sh", "script", "perl", "ruby", "cython", "python", "python3"}


class UnknownMagic(Fixer):
    """A magic that IPython does not find.

    Catches: IPython's "magic … not found" and "the cell body is empty".
    Proposes: the magic of nearly that name; a cell magic moved to the cell's first line; `%` for `%%` and the reverse; the
    shell command with `!`; Python without the `%`.
    Keeps silent when: no magic has a name like it.
    Safety: shell commands that install or delete are marked so.
    """

    errors: ClassVar[tuple[str, ...]] = ("UsageError",)
    examples: ClassVar[tuple[Fixes | Silent, ...]] = (
        Fixes("%matplotib inline", "%matplotlib inline"),
        Fixes("%%tiem\nx = 1", "%%time\nx = 1"),
        Fixes("%lod_ext autoreload", "%load_ext autoreload"),
        Fixes("# how long?\n%%time\nx = 1", "%%time\n# how long?\nx = 1"),
        Fixes("x = 1\n%%time\ny = 2", "%%time\nx = 1\ny = 2"),
        Fixes("%%matplotlib inline\nx = 1", "%matplotlib inline\nx = 1"),
        Fixes("%capture\nx = 1", "%%capture\nx = 1"),
        Fixes("%print(1)", "print(1)"),
        Fixes("%git status", "!git status"),
        Fixes("%%bash ls", "!ls"),
        Silent("%frobnicate", "no magic has a name like it"),
        Silent("%load_ext no_such_extension_anywhere", "the magic exists; the extension does not"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if match := _EMPTY.search(failure.message):
            yield from self._without_body(failure, match.group(1))
        match = _NOT_FOUND.search(failure.message)
        place = _line_of(failure, match.group(2) + match.group(3)) if match else None
        if match is None or place is None:
            return
        _, sign, name = match.groups()
        lines = failure.code.split("\n")
        exists = f"magic `{'%' if sign == '%%' else '%%'}{name}` exists" in failure.message
        if sign == "%%" and (place or not exists) and name in CELL_MAGICS:
            yield from self._to_the_top(lines, place, name)
        elif exists and sign == "%%":
            yield self._changed(
                lines, place, lines[place].replace("%%", "%", 1), f"`%{name}` works on its own line.", 0.93
            )
        elif exists:
            lines[place] = lines[place].replace("%", "%%", 1)
            yield from self._to_the_top(lines, place, name)
        else:
            yield from self._other_name(lines, place, sign, name)

    def _other_name(self, lines: list[str], place: int, sign: str, name: str) -> Iterator[Candidate]:
        line = lines[place]
        body = line.strip().removeprefix(sign)
        word = re.match(r"[\w.-]*", body)
        command = word.group() if word else ""
        if sign == "%" and (command in COMMANDS or command in AS_MAGIC):
            right = f"%{AS_MAGIC[command]}" if command in AS_MAGIC else f"!{command}"
            words = set(body.split()[:4])
            safety = Safety.DELETES if words & DELETING else Safety.INSTALLS if words & INSTALLING else Safety.SAFE
            text = line.replace(f"%{command}", right, 1)
            yield self._changed(lines, place, text, f"`{command}` is a shell command.", 0.9, safety)
            return
        known = CELL_MAGICS if sign == "%%" else LINE_MAGICS
        near = closest(command, known, limit=2, cutoff=0.7)
        with quiet():
            is_python = sign == "%" and fault_of(body) is None and body != name.strip()
            is_python = is_python or (sign == "%" and "(" in body and fault_of(body) is None)
        if is_python:
            yield self._changed(lines, place, line.replace("%", "", 1), "This is Python, not a magic.", 0.85)
        for right, likeness in near:
            text = line.replace(sign + command, sign + right, 1)
            reason = f"There is no magic `{sign}{command}`; `{sign}{right}` is nearly its name."
            yield self._changed(lines, place, text, reason, round(0.95 * likeness * (0.7 if is_python else 1.0), 3))

    def _to_the_top(self, lines: list[str], place: int, name: str) -> Iterator[Candidate]:
        before = lines[:place]
        code = [line for line in before if line.strip()]
        comments = all(line.lstrip().startswith("#") for line in code)
        if code and name not in _HASH_COMMENTS and not (comments and name in PYTHON_CELL_MAGICS):
            return
        if not comments and name not in PYTHON_CELL_MAGICS:
            return
        text = "\n".join(
            [lines[place].lstrip(), *(line for line in before if line.strip() or code), *lines[place + 1 :]]
        )
        reason = f"`%%{name}` works only on the cell's first line."
        yield self.candidate(text, reason, confidence=0.93 if comments else 0.85)

    def _without_body(self, failure: Failure, name: str) -> Iterator[Candidate]:
        lines = failure.code.split("\n")
        place = _line_of(failure, f"%%{name}")
        if place is None:
            return
        rest = lines[place].strip().removeprefix(f"%%{name}").strip()
        if rest and name in ("bash", "sh"):
            yield self._changed(lines, place, f"!{rest}", f"`%%{name}` takes its commands from the lines below.", 0.85)
        elif rest and name in LINE_MAGICS:
            yield self._changed(
                lines, place, lines[place].replace("%%", "%", 1), f"`%{name}` works on its own line.", 0.85
            )

    def _changed(
        self, lines: list[str], place: int, text: str, reason: str, confidence: float, safety: Safety = Safety.SAFE
    ) -> Candidate:
        code = "\n".join([*lines[:place], text, *lines[place + 1 :]])
        with quiet():
            sound = not (python := read_cell(code).python) or fault_of(python) is None
        return self.candidate(code, reason, confidence=confidence if sound else confidence / 2, safety=safety)


def _line_of(failure: Failure, magic: str) -> int | None:
    """Index of the line that begins with the magic."""
    lines = failure.code.split("\n")
    return next((number for number, line in enumerate(lines) if line.lstrip().startswith(magic)), None)
