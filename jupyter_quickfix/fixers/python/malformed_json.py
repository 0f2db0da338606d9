"""A text or file that `json` cannot read as it is asked to."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.drafting import Draft
from jupyter_quickfix.fixers.edits import text_of
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.records import Candidate, Context, Failure

_WRONG_KIND = re.compile(r"the JSON object must be str, bytes or bytearray, not (\w+)")
_NO_READ = re.compile(r"'(str|PosixPath|WindowsPath|bytes|dict|list)' object has no attribute 'read'")
_TRAILING = re.compile(r",(\s*[}\]])")
_MAX_TEXT = 1 << 20


class MalformedJson(Fixer):
    """Catches: JSONDecodeError from `json.load` and `json.loads`; a path given to `json.load`, a file to `json.loads`.

    Proposes: reading line by line where each line is an object; `ast.literal_eval` for a text that is Python's;
    `utf-8-sig` for a file that begins with a mark; the text without a trailing comma; `load` for `loads` and the
    reverse.

    Keeps silent when: the text is none of these.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("JSONDecodeError", "TypeError", "AttributeError")
    examples = (
        Fixes(
            setup='import json\ntext = \'{"a": 1}\\n{"a": 2}\\n\'',
            before="rows = json.loads(text)",
            after="rows = [json.loads(line) for line in text.splitlines()]",
        ),
        Fixes(
            setup="import json",
            before="d = json.loads('{\"a\": 1,}')",
            after="d = json.loads('{\"a\": 1}')",
        ),
        Fixes(
            setup="import json\ntext = \"{'a': None}\"",
            before="d = json.loads(text)",
            after="import ast\nd = ast.literal_eval(text)",
        ),
        Fixes(
            setup="import json, os, tempfile\nos.chdir(tempfile.mkdtemp())\nopen('a.json', 'w').write('[1]')",
            before="d = json.load('a.json')",
            after="d = json.load(open('a.json'))",
        ),
        Fixes(
            setup="import json, os, tempfile\nos.chdir(tempfile.mkdtemp())\nopen('a.json', 'w').write('[1]')",
            before="d = json.loads(open('a.json'))",
            after="d = json.load(open('a.json'))",
        ),
        Silent(setup="import json", before="json.loads('')", why="there is nothing to read"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        calls = [call for call in nodes_of(failure, ast.Call) if on_failing_lines(failure, call)]
        found = next((call for call in calls if _name(call) in ("load", "loads") and len(call.args) == 1), None)
        if found is None:
            return
        if failure.error_type == "JSONDecodeError":
            yield from self._unreadable(found, failure, context)
        elif _name(found) == "loads" and (match := _WRONG_KIND.search(failure.message)):
            yield from self._other_kind(found, match.group(1), failure, context)
        elif _name(found) == "load" and _NO_READ.search(failure.message):
            draft = Draft(failure, context)
            mode = ", 'rb'" if draft.text(found.func).startswith(("pickle", "pkl", "joblib")) else ""
            draft.before(found.args[0], "open(").after(found.args[0], f"{mode})")
            yield self.candidate(draft.code(), "`load` reads an open file, not a path.", confidence=0.85)
            if not mode and "str" in failure.message:
                draft = Draft(failure, context)
                draft.after(found.func, "s")
                yield self.candidate(draft.code(), "`loads` reads a text.", confidence=0.45)

    def _other_kind(self, call: ast.Call, kind: str, failure: Failure, context: Context) -> Iterator[Candidate]:
        draft = Draft(failure, context)
        if kind in ("TextIOWrapper", "BufferedReader", "StringIO", "BytesIO", "HTTPResponse"):
            text = draft.text(call.func)
            draft.replace(call.func, text.removesuffix("s"))
            yield self.candidate(draft.code(), "`loads` reads a text; `load` reads a file.", confidence=0.93)
        elif kind == "Response":
            draft.replace(call, f"{draft.tight(call.args[0])}.json()")
            yield self.candidate(draft.code(), "A response reads its own JSON.", confidence=0.92)
        elif kind in ("dict", "list"):
            draft.replace(call, draft.tight(call.args[0]))
            yield self.candidate(draft.code(), f"It is a {kind} already; there is nothing to read.", confidence=0.85)

    def _unreadable(self, call: ast.Call, failure: Failure, context: Context) -> Iterator[Candidate]:
        document = getattr(failure.exception, "doc", "")
        if type(document) is not str or not document.strip() or len(document) > _MAX_TEXT:
            return
        node, draft = call.args[0], Draft(failure, context)
        text, from_file = draft.text(node), _name(call) == "load"
        if document.startswith("\ufeff"):
            yield from self._marked(failure, context)
        elif _is_lines(document):
            lines = text if from_file else f"{draft.tight(node)}.splitlines()"
            module = draft.text(call.func).rpartition(".")[0]
            loads = f"{module}.loads" if module else "loads"
            draft.replace(call, f"[{loads}(line) for line in {lines}]")
            yield self.candidate(draft.code(), "Each line is an object of its own.", confidence=0.92)
        elif _reads(fixed := _TRAILING.sub(r"\1", document)) and isinstance(node, ast.Constant):
            literal = text_of(failure.code, node)
            draft.replace(node, _TRAILING.sub(r"\1", literal))
            yield self.candidate(draft.code(), "JSON takes no comma before a closing bracket.", confidence=0.93)
        elif _is_python(document):
            source = f"{draft.tight(node)}.read()" if from_file else text
            draft.replace(call, f"{draft.module('ast')}.literal_eval({source})")
            yield self.candidate(draft.code(), "The text is written as Python, not as JSON.", confidence=0.9)
        elif _reads(fixed):
            draft.replace(node, f"{draft.module('re')}.sub(r',(\\s*[}}\\]])', r'\\1', {text})")
            yield self.candidate(draft.code(), "JSON takes no comma before a closing bracket.", confidence=0.6)

    def _marked(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        opened = [call for call in nodes_of(failure, ast.Call) if _name(call) == "open"]
        if not opened:
            return
        draft = Draft(failure, context)
        given = next((keyword for keyword in opened[-1].keywords if keyword.arg == "encoding"), None)
        if given is not None:
            draft.replace(given.value, "'utf-8-sig'")
        else:
            draft.add_argument(opened[-1], "encoding='utf-8-sig'")
        yield self.candidate(draft.code(), "The file begins with a byte-order mark.", confidence=0.92)


def _name(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def _reads(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _is_lines(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and all(_reads(line) for line in lines[:50])


def _is_python(text: str) -> bool:
    if len(text) > 100_000:
        return False
    try:
        ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    return True
