"""Values that are no text where text is put together: `", ".join([1, 2])`, `file.write(3)`, `"%d" % "3"`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import evaluate
from jupyter_quickfix.fixers.fault.flow import exact_node, raised_here
from jupyter_quickfix.fixers.fault.locate import nodes_of, on_failing_lines
from jupyter_quickfix.fixers.fault.numerals import converter
from jupyter_quickfix.fixers.fault.rewrite import edited, source, wrap
from jupyter_quickfix.records import Candidate, Context, Failure

_JOIN = re.compile(r"sequence item \d+: expected str instance, (\w+) found")
_WRITE = re.compile(
    r"write\(\) argument must be str, not (\w+)|must be str, not (\w+)$"
    r"|expected str(?:ing)?, (?:got )?(\w+) found|string argument expected, got"
)
_BYTES = re.compile(
    r"a bytes-like object is required, not 'str'|can't concat str to bytes|write\(\) argument must be str, not bytes"
)
_FORMAT = re.compile(
    r"(not all arguments converted during string formatting)|not enough arguments for format string"
    r"|%[dixX] format: (?:a real number|an integer) is required, not str|Unknown format code '([dfeg%])' for object of type 'str'"
)


class UnjoinableItem(Fixer):
    """Catches: "sequence item 0: expected str instance, int found", "write() argument must be str", bytes and text mixed,
    and `%` or format codes that do not fit their values.

    Proposes: `map(str, …)`, `str(…)`, `.encode()` or `.decode()`, a tuple for several values of `%`, `int(…)` or
    `float(…)` for a text that holds a number.

    Keeps silent when: what does not fit is not in this cell.

    Safety: safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("TypeError", "ValueError")
    examples = (
        Fixes(setup="ns = [1, 2]", before="', '.join(ns)", after="', '.join(map(str, ns))"),
        Fixes(setup="ns = [1, 2]", before="', '.join(n * 2 for n in ns)", after="', '.join(str(n * 2) for n in ns)"),
        Fixes(setup="import io\nout = io.StringIO()", before="out.write(3 + 4)", after="out.write(str(3 + 4))"),
        Fixes(setup="price = '2.5'", before="f'{price:.2f}'", after="f'{float(price):.2f}'"),
        Fixes(setup="a, b = 1, 2", before="'%s and %s' % a, b", after="'%s and %s' % (a, b)"),
        Fixes(setup="raw = b'a b'", before="raw.split(' ')", after="raw.decode().split(' ')"),
        Silent(setup="def say(ns):\n    return ', '.join(ns)", before="say([1])", why="another cell's code failed"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if not raised_here(failure):
            return
        if _JOIN.search(failure.message):
            yield from self._join(failure)
        elif _BYTES.search(failure.message):
            yield from self._bytes(failure, context)
        elif _WRITE.search(failure.message):
            call = exact_node(failure, ast.Call)
            if call is not None and len(call.args) == 1 and isinstance(call.func, ast.Attribute):
                text = source(failure, call.args[0])
                code = edited(failure, *wrap(failure, call.args[0], "str("))
                yield self.candidate(code, f"`{call.func.attr}` takes text; `{text}` is none.", confidence=0.88)
        elif _FORMAT.search(failure.message):
            yield from self._format(failure, context)

    def _join(self, failure: Failure) -> Iterator[Candidate]:
        for call in nodes_of(failure, ast.Call):
            joins = isinstance(call.func, ast.Attribute) and call.func.attr == "join" and len(call.args) == 1
            if not joins or not on_failing_lines(failure, call):
                continue
            items = call.args[0]
            if isinstance(items, (ast.GeneratorExp, ast.ListComp)):
                edits = wrap(failure, items.elt, "str(")
            else:
                edits = wrap(failure, items, "map(str, ", ")")
            yield self.candidate(edited(failure, *edits), "`join` takes texts; these are not.", confidence=0.93)
            return

    def _bytes(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        call = exact_node(failure, ast.Call)
        if call is not None and isinstance(call.func, ast.Attribute):
            receiver = evaluate(call.func.value, context)
            if type(receiver) is bytes:
                end = span_of(failure.python, call.func.value)[1]
                why = f"`{source(failure, call.func.value)}` holds bytes; decoded it is text."
                yield self.candidate(edited(failure, Edit(end, end, ".decode()")), why, confidence=0.8)
            elif call.func.attr == "write" and len(call.args) == 1:
                end = span_of(failure.python, call.args[0])[1]
                to_bytes = "not bytes" not in failure.message
                method = ".encode()" if to_bytes else ".decode()"
                why = f"The file was opened for {'bytes' if to_bytes else 'text'}."
                yield self.candidate(edited(failure, Edit(end, end, method)), why, confidence=0.8)

    def _format(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        operation = exact_node(failure, ast.BinOp)
        if operation is not None and isinstance(operation.op, ast.Mod):
            yield from self._percent(operation, failure, context)
            return
        for value in nodes_of(failure, ast.FormattedValue):
            name = converter(evaluate(value.value, context))
            if on_failing_lines(failure, value) and value.format_spec is not None and name is not None:
                wanted = "int" if re.search(r"Unknown format code 'd'", failure.message) else "float"
                text = ast.unparse(value.value)
                for match in re.finditer(r"\{\s*" + re.escape(text) + r"\s*:", failure.code):
                    new = "{" + f"{wanted}({text}):"
                    code = edited(failure, Edit(match.start(), match.end(), new))
                    yield self.candidate(code, f"`{text}` is text that holds a number.", confidence=0.88)
                    return

    def _percent(self, operation: ast.BinOp, failure: Failure, context: Context) -> Iterator[Candidate]:
        template = operation.left
        if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
            if converter(evaluate(template, context)) is not None:
                code = edited(failure, *wrap(failure, template, "int("))
                why = f"`{source(failure, template)}` is text; `%` on it formats, and does not divide."
                yield self.candidate(code, why, confidence=0.85)
            return
        wanted = len(re.findall(r"%(?!%)", template.value.replace("%%", "")))
        end = span_of(failure.python, operation)[1]
        rest = re.match(r"(\s*,\s*[\w.\[\]'\"]+)+", failure.code[end:])
        if "not enough" in failure.message and rest is not None and rest.group().count(",") == wanted - 1:
            start = span_of(failure.python, operation.right)[0]
            code = edited(failure, Edit(start, start, "("), Edit(end + rest.end(), end + rest.end(), ")"))
            yield self.candidate(code, "Several values of `%` go into brackets.", confidence=0.9)
        elif "not all arguments" in failure.message and wanted == 1 and not isinstance(operation.right, ast.Tuple):
            edits = wrap(failure, operation.right, "(", ",)")
            why = f"`{source(failure, operation.right)}` is a tuple; as one value it goes into brackets."
            yield self.candidate(edited(failure, *edits), why, confidence=0.7)
        elif "is required, not str" in failure.message and converter(evaluate(operation.right, context)):
            edits = wrap(failure, operation.right, f"{converter(evaluate(operation.right, context))}(")
            yield self.candidate(edited(failure, *edits), "The text holds a number.", confidence=0.85)
