"""A text file read in an encoding that it is not written in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.values import value_of
from jupyter_quickfix.fixers.files import encoding_of, head_of
from jupyter_quickfix.records import Candidate, Context, Failure

_READERS = frozenset({"open", "read_csv", "read_table", "read_fwf", "read_json", "loadtxt", "genfromtxt", "read_text",
                      "decode", "scan_csv"})  # fmt: skip
#: First bytes of files that are no text, and the pandas function that reads them.
_BINARY = {b"PK\x03\x04": "read_excel", b"\xd0\xcf\x11\xe0": "read_excel", b"PAR1": "read_parquet"}


class WrongEncoding(Fixer):
    """Catches: UnicodeDecodeError from reading a file or decoding bytes.

    Proposes: the encoding that the file's first bytes tell, else Latin-1 or Windows' code page, which read any text;
    for a spreadsheet, a Parquet or a compressed file read as text, the reader for it.

    Keeps silent when: the call that opens the file is not in this cell.

    Safety: safe; single letters may come out wrong where the encoding is a guess.
    """

    errors: ClassVar[tuple[str, ...]] = ("UnicodeDecodeError", "UnicodeError")
    examples = (
        Fixes(
            setup="import os, tempfile\nos.chdir(tempfile.mkdtemp())\nopen('a.txt', 'wb').write('café'.encode('latin-1'))",
            before="text = open('a.txt').read()",
            after="text = open('a.txt', encoding='latin-1').read()",
        ),
        Fixes(
            setup="import os, tempfile, pandas as pd\nos.chdir(tempfile.mkdtemp())\n"
            "open('a.csv', 'wb').write('a,b\\n1,2\\n'.encode('utf-16'))",
            before="df = pd.read_csv('a.csv', encoding='utf-8')",
            after="df = pd.read_csv('a.csv', encoding='utf-16')",
        ),
        Fixes(before="b'caf\\xe9'.decode('utf-8')", after="b'caf\\xe9'.decode('latin-1')"),
        Silent(setup="def read():\n    return b'\\xe9'.decode()", before="read()", why="another cell decodes"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = _reading_call(failure)
        if call is None:
            return
        name = _name(call)
        path = value_of(call.args[0], context) if call.args and name != "decode" else None
        exception = failure.exception
        head = head_of(path, context.cwd) if type(path) is str else b""
        if not head and isinstance(exception, UnicodeDecodeError):
            head = UnicodeDecodeError.__dict__["object"].__get__(exception)[:4096]
        reader = next((reader for start, reader in _BINARY.items() if head.startswith(start)), "")
        if reader and isinstance(call.func, ast.Attribute) and name.startswith("read_"):
            draft = Draft(failure, context)
            written = draft.text(call.func)
            draft.replace(call.func, written.removesuffix(name) + reader)
            yield self.candidate(draft.code(), f"It is no text file; `{reader}` reads it.", confidence=0.88)
            return
        if head.startswith(b"\x1f\x8b"):
            draft = Draft(failure, context).add_argument(call, "compression='gzip'")
            if name.startswith("read_"):
                yield self.candidate(draft.code(), "The file is compressed with gzip.", confidence=0.88)
            return
        encoding = encoding_of(head)
        if encoding is not None:
            yield from self._reading(call, name, encoding, failure, context)

    def _reading(
        self, call: ast.Call, name: str, encoding: str, failure: Failure, context: Context
    ) -> Iterator[Candidate]:
        others = {"latin-1": "cp1252", "cp1252": "latin-1"}
        for place, choice in enumerate([encoding, others.get(encoding, "")]):
            draft = Draft(failure, context)
            given = next((keyword for keyword in call.keywords if keyword.arg == "encoding"), None)
            if not choice:
                return
            if given is not None:
                draft.replace(given.value, repr(choice))
            elif name == "decode":
                draft.replace(call.args[0], repr(choice)) if call.args else draft.add_argument(call, repr(choice))
            else:
                draft.add_argument(call, f"encoding={choice!r}")
            why = f"The bytes are not UTF-8; they read as {choice}."
            yield self.candidate(draft.code(), why, confidence=0.9 if place == 0 else 0.4)


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _reading_call(failure: Failure) -> ast.Call | None:
    """The call that says how the file is read: in the failing line, else the last `open` before it."""
    calls = [call for call in nodes_of(failure, ast.Call) if _name(call) in _READERS and not _is_binary(call)]
    here = [call for call in calls if on_failing_lines(failure, call)]
    before = [call for call in calls if failure.line is not None and call.lineno <= failure.line]
    return here[0] if here else before[-1] if before else None


def _is_binary(call: ast.Call) -> bool:
    modes = [*call.args[1:2], *(keyword.value for keyword in call.keywords if keyword.arg == "mode")]
    return _name(call) == "open" and any(isinstance(node, ast.Constant) and "b" in str(node.value) for node in modes)
