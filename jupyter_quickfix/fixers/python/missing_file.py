"""A path that leads to no file."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import insert_line, text_of
from jupyter_quickfix.fixers.fault.locate import failing_node, failing_statement, nodes_of, parent
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.files import nearby_files
from jupyter_quickfix.fixers.similar import similarity
from jupyter_quickfix.records import Candidate, Context, Failure

_NAMED = re.compile(r"No such file or directory: ['\"](.+?)['\"]$|File ['\"]?(.+?)['\"]? does not exist|^(\S+) not found\.$|"
                    r"No such file or directory \(os error 2\): (\S+)")  # fmt: skip
_WRITERS = re.compile(r"^(to_|savefig|save|savez|dump|write|imwrite|makedirs|mkdir|copy|rename|move)")


class MissingFile(Fixer):
    """Catches: FileNotFoundError whose path is written in the cell.

    Proposes: the file of that name in another folder near by, of nearly that name, or with another extension or case;
    making the folder first, where something is to be written into one that is missing.

    Keeps silent when: nothing near the working directory comes near the path.

    Safety: safe; only a path that exists is put in.
    """

    errors: ClassVar[tuple[str, ...]] = ("FileNotFoundError", "OSError")
    examples = (
        Fixes(
            setup="import os, tempfile\nos.chdir(tempfile.mkdtemp())\nos.mkdir('data')\nopen('data/sales.csv', 'w').close()",
            before="text = open('sales.csv').read()",
            after="text = open('data/sales.csv').read()",
        ),
        Fixes(
            setup="import os, tempfile\nos.chdir(tempfile.mkdtemp())\nopen('sales_2023.csv', 'w').close()",
            before="text = open('sales2023.csv').read()",
            after="text = open('sales_2023.csv').read()",
        ),
        Fixes(
            setup="import os, tempfile\nos.chdir(tempfile.mkdtemp())",
            before="with open('out/result.txt', 'w') as file:\n    file.write('x')",
            after="os.makedirs('out', exist_ok=True)\nwith open('out/result.txt', 'w') as file:\n    file.write('x')",
        ),
        Silent(
            setup="import os, tempfile\nos.chdir(tempfile.mkdtemp())\nopen('notes.md', 'w').close()",
            before="open('sales.csv')",
            why="nothing near by comes near",
        ),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        path = _path(failure)
        if not path or path.startswith(("http:", "https:", "s3:", "gs:")):
            return
        folder = os.path.dirname(path)
        if folder and _writes(failure, context) and not os.path.isdir(os.path.join(context.cwd, folder)):
            yield from self._made(folder, failure, context)
            return
        literals = _literals(path, failure)
        if not literals:
            return
        for place, (name, sure) in enumerate(_nearest(path, context.cwd)):
            draft = Draft(failure, context)
            if literals[0].value != path and not _same_folder(name, path):
                return  # the path was put together from parts, of which only the last is known
            for node in literals:
                new = name if node.value == path else os.path.basename(name)
                draft.replace(node, _requoted(text_of(failure.code, node), new))
            why = f"There is no `{path}`; the nearest that exists is `{name}`."
            yield self.candidate(draft.code(), why, confidence=sure if place == 0 else min(sure, 0.5))

    def _made(self, folder: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        statement = failing_statement(failure)
        if statement is None:
            return
        call = failing_node(failure, ast.Call)
        draft = Draft(failure, context)
        if call is not None and getattr(call.func, "attr", "") == "mkdir" and isinstance(call.func, ast.Attribute):
            written = draft.text(call.func)
            draft.replace(call.func, written.removesuffix("mkdir") + "makedirs")
            yield self.candidate(draft.code(), "`makedirs` makes the folders above it too.", confidence=0.9)
            return
        indent = failure.code.split("\n")[statement.lineno - 1][: statement.col_offset]
        line = f"{indent}{draft.module('os')}.makedirs({folder!r}, exist_ok=True)"
        code = insert_line(draft.code(), statement.lineno + draft.code().count("\n") - failure.code.count("\n"), line)
        yield self.candidate(code, f"The folder `{folder}` does not exist yet.", confidence=0.9)


def _path(failure: Failure) -> str:
    exception = failure.exception
    if isinstance(exception, OSError):
        name = OSError.__dict__["filename"].__get__(exception)
        if type(name) is str:
            return name
    match = _NAMED.search(failure.message)
    return next((group for group in match.groups() if group), "") if match else ""


def _literals(path: str, failure: Failure) -> list[ast.Constant]:
    """The literals in the cell that hold the path, else the one that holds its last part."""
    texts = [node for node in nodes_of(failure, ast.Constant) if type(node.value) is str and node.value]
    texts = [node for node in texts if not isinstance(parent(failure, node), ast.JoinedStr)]
    whole = [node for node in texts if node.value == path]
    if whole:
        return whole
    tail = [node for node in texts if path.endswith(str(node.value)) and os.path.basename(path) == node.value]
    return tail if len(tail) == 1 else []


def _requoted(old: str, path: str) -> str:
    quote = '"' if old.rstrip().endswith('"') else "'"
    return quote + path.replace("\\", "/").replace(quote, "\\" + quote) + quote


def _same_folder(name: str, path: str) -> bool:
    return os.path.normpath(os.path.dirname(name)) == os.path.normpath(os.path.dirname(path) or ".")


def _nearest(path: str, cwd: str) -> list[tuple[str, float]]:
    """Paths that exist and are most like the wrong one, with how sure it is that they are meant."""
    wanted = path.replace("\\", "/")
    base = wanted.rstrip("/").rpartition("/")[2]
    stem, extension = os.path.splitext(base)
    if len(base) < 2:
        return []
    scored = []
    for name in nearby_files(cwd):
        other = os.path.basename(name)
        sure = _likeness(base, stem, extension, other)
        if sure:
            above = os.path.dirname(name)
            depth = name.count(os.sep)
            folder = 0.02 if os.path.normpath(above or ".") == os.path.normpath(os.path.dirname(wanted) or ".") else 0.0
            scored.append((sure + folder - 0.01 * depth, name))
    scored.sort(key=lambda pair: (-pair[0], pair[1]))
    found = [(name, min(sure, 0.95)) for sure, name in scored[:3]]
    if len(found) > 1 and found[0][1] - found[1][1] < 0.005:  # as likely as each other
        return [(name, min(sure, 0.5)) for name, sure in found]
    return found


def _likeness(base: str, stem: str, extension: str, other: str) -> float:
    if other == base:
        return 0.93
    if other.lower() == base.lower():
        return 0.93
    other_stem, other_extension = os.path.splitext(other)
    if other_stem.lower() == stem.lower():
        return 0.88 if not extension else 0.8 if other_extension else 0.6
    near = similarity(stem, other_stem)
    same = other_extension.lower() == extension.lower()
    return near * 0.9 if near >= 0.78 and same else 0.0


def _writes(failure: Failure, context: Context) -> bool:
    """Whether the failing call would write the file."""
    for call in nodes_of(failure, ast.Call):
        name = str(getattr(call.func, "attr", getattr(call.func, "id", "")))
        covers = failure.line is not None and call.lineno <= failure.line <= (call.end_lineno or call.lineno)
        if not covers:
            continue
        if name == "open":
            modes = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
            if any(type(mode := value_of(node, context)) is str and mode[:1] in ("w", "a", "x") for node in modes):
                return True
        elif _WRITERS.match(name):
            return True
    return False
