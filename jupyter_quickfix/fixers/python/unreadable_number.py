"""Texts that `int` or `float` cannot read: `'3.5'`, `'1,000'`, `'12%'`, `''`, `'0x1f'`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, span_of
from jupyter_quickfix.fixers.fault.evaluate import builtin_called
from jupyter_quickfix.fixers.fault.flow import exact_node, raised_here
from jupyter_quickfix.fixers.fault.locate import ancestors
from jupyter_quickfix.fixers.fault.numerals import converter, is_grouped
from jupyter_quickfix.fixers.fault.rewrite import edited, primary, replace, source
from jupyter_quickfix.records import Candidate, Context, Failure, Safety

_INT = re.compile(r"invalid literal for int\(\) with base (\d+): '(.*)'$", re.DOTALL)
_FLOAT = re.compile(r"could not convert string to float: '(.*)'$", re.DOTALL)
_MARKS = "$€£% "


class UnreadableNumber(Fixer):
    """Catches: ValueError from `int(text)` or `float(text)` where the text is a number in another form: with decimals,
    with separators, a currency or per cent sign, hexadecimal, a decimal comma, several numbers, or blank.

    Proposes: `int(float(…))`, `.replace(',', '')`, `.strip('$%')`, `int(…, 16)`, a list of numbers; for a blank, a
    condition in the comprehension.

    Keeps silent when: the text is no number in any form.

    Safety: `int(float(…))` cuts decimals off, and is marked as changing results; the rest is safe.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError",)
    examples = (
        Fixes(setup="text = '3.5'", before="n = int(text)", after="n = int(float(text))"),
        Fixes(setup="text = '1,234'", before="n = int(text)", after="n = int(text.replace(',', ''))"),
        Fixes(
            setup="text = '$1,234.50'", before="n = float(text)", after="n = float(text.replace(',', '').strip('$'))"
        ),
        Fixes(setup="text = '12 %'", before="n = float(text)", after="n = float(text.strip(' %'))"),
        Fixes(setup="text = '3,5'", before="n = float(text)", after="n = float(text.replace(',', '.'))"),
        Fixes(setup="text = '0x1f'", before="n = int(text)", after="n = int(text, 16)"),
        Fixes(
            setup="line = '1,2,'",
            before="ns = [int(part) for part in line.split(',')]",
            after="ns = [int(part) for part in line.split(',') if part.strip()]",
        ),
        Fixes(setup="line = '3 4'", before="ns = int(line)", after="ns = [int(part) for part in line.split()]"),
        Silent(setup="text = 'three'", before="int(text)", why="it is no number"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        as_int, as_float = _INT.search(failure.message), _FLOAT.search(failure.message)
        if not (as_int or as_float) or not raised_here(failure):
            return
        call = exact_node(failure, ast.Call)
        name = builtin_called(call, context) if call is not None else None
        if call is None or name not in ("int", "float") or not call.args or (len(call.args) > 1 and _said(failure)):
            return
        text = as_int.group(2) if as_int else as_float.group(1) if as_float else ""
        if not text.strip():
            yield from self._blank(call, failure)
            yield from self._sliced(call, failure)
        else:
            yield from self._number(text, name, call, failure)

    def _number(self, text: str, name: str, call: ast.Call, failure: Failure) -> Iterator[Candidate]:
        argument = call.args[0]
        written = primary(failure, argument)
        if name == "int" and converter(text) == "float":
            code = edited(failure, replace(failure, argument, f"float({source(failure, argument)})"))
            why = f"`int` reads whole numbers only; {text!r} has decimals."
            yield self.candidate(code, why, confidence=0.88)
            code = edited(failure, replace(failure, call.func, "float"))
            yield self.candidate(code, f"{text!r} has decimals.", confidence=0.4)
            return
        if (base := _base(text)) is not None and name == "int":
            end = span_of(failure.python, argument)[1]
            yield self.candidate(
                edited(failure, Edit(end, end, f", {base}")), f"{text!r} has base {base}.", confidence=0.9
            )
            return
        cleaned, steps = _cleaned(text, name)
        if steps and converter(cleaned) is not None:
            inner = f"{written}{steps}"
            inner = f"float({inner})" if name == "int" and converter(cleaned) == "float" else inner
            code = edited(failure, replace(failure, argument, inner))
            yield self.candidate(code, f"`{name}` reads digits only; {text!r} has more.", confidence=0.88)
            return
        for separator in ("", ",", ";"):
            parts = text.split(separator) if separator else text.split()
            if len(parts) > 1 and all(converter(part) is not None for part in parts):
                split = f".split({separator!r})" if separator else ".split()"
                listed = f"[{name}(part) for part in {written}{split}]"
                code = edited(failure, replace(failure, call, listed))
                yield self.candidate(code, f"{text!r} holds {len(parts)} numbers.", confidence=0.6)
                return

    def _sliced(self, call: ast.Call, failure: Failure) -> Iterator[Candidate]:
        """Nothing was left of the text: a slice begins behind its end."""
        for node in ast.walk(call.args[0]):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and node.slice.lower is not None:
                text = source(failure, node)
                code = edited(failure, replace(failure, node, source(failure, node.value)))
                yield self.candidate(code, f"Nothing is left of `{text}`; without the slice there is.", confidence=0.5)
                return

    def _blank(self, call: ast.Call, failure: Failure) -> Iterator[Candidate]:
        """Leave blanks out of the comprehension around."""
        for above in ancestors(failure, call):
            if isinstance(above, (ast.ListComp, ast.SetComp, ast.GeneratorExp)) and isinstance(call.args[0], ast.Name):
                last = above.generators[-1]
                if last.ifs or not isinstance(last.target, ast.Name) or last.target.id != call.args[0].id:
                    return
                end = span_of(failure.python, last.iter)[1]
                code = edited(failure, Edit(end, end, f" if {last.target.id}.strip()"))
                yield self.candidate(code, "One of the texts is blank.", confidence=0.75, safety=Safety.SAFE)
                return
            if isinstance(above, ast.stmt):
                return


def _said(failure: Failure) -> bool:
    """Whether the message shows a text that is not blank."""
    return not failure.message.rstrip().endswith("''")


def _base(text: str) -> int | None:
    for prefix, base, digits in (("0x", 16, "[0-9a-f]+"), ("0b", 2, "[01]+"), ("0o", 8, "[0-7]+")):
        if re.fullmatch(rf"[+-]?{prefix}{digits}", text.strip().lower()):
            return base
    return None


def _cleaned(text: str, name: str) -> tuple[str, str]:
    """The text without what numbers are decorated with, and the methods that take it off."""
    steps = ""
    if is_grouped(text) or ("," in text and "." in text):
        text, steps = text.replace(",", ""), ".replace(',', '')"
    elif text.count(",") == 1 and name == "float":
        text, steps = text.replace(",", "."), ".replace(',', '.')"
    marks = "".join(mark for mark in _MARKS if mark in (text[:2] + text[-2:]) and mark != " ")
    if marks:
        marks = (" " if " " in text.strip() else "") + marks
        text, steps = text.strip(marks), f"{steps}.strip({marks!r})"
    return text, steps
