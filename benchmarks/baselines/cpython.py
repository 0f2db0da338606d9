"""CPython's own hints: "Did you mean: 'x'?" and the parser's messages that say what is missing."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Iterable, Iterator

from benchmarks.baselines.places import closed, indented, inserted, renamed, replaced, span
from jupyter_quickfix.fixers.base import Fixer
from jupyter_quickfix.records import Candidate, Context, Failure

_MEANT = re.compile(r"Did you mean: '([^']+)'\?")
_ASKED = re.compile(r"name '(\w+)' is not defined|has no attribute '(\w+)'|cannot import name '(\w+)'")


class Cpython(Fixer):
    """What CPython's message names, done."""

    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        codes = _by_parser(failure) if isinstance(failure.exception, SyntaxError) else _by_name(failure)
        for number, code in enumerate(dict.fromkeys(codes)):
            yield self.candidate(code, "CPython's hint", confidence=0.95 - 0.1 * number)


def _by_name(failure: Failure) -> Iterator[str]:
    """The suggestion is made while the traceback is printed: by C code up to Python 3.11."""
    if failure.exception is None or failure.traceback is None:
        return
    with contextlib.redirect_stderr(io.StringIO()) as printed:
        sys.__excepthook__(type(failure.exception), failure.exception, failure.traceback)
    meant, asked = _MEANT.search(printed.getvalue()), _ASKED.search(str(failure.exception))
    if meant and asked:
        yield renamed(failure.code, next(name for name in asked.groups() if name), meant.group(1))


def _by_parser(failure: Failure) -> Iterator[str]:
    message = failure.message
    if "Perhaps you forgot a comma" in message:
        yield from inserted(failure, ",")
    elif "Maybe you meant '==' " in message or "Maybe you meant '==' or" in message:
        yield from replaced(failure, "=", "==")
    elif "expected ':'" in message:
        yield from inserted(failure, ":")
    elif "Missing parentheses in call to" in message:
        yield from _called(failure)
    elif match := re.search(r"'(.)' was never closed", message):
        yield from closed(failure, match.group(1))
    elif match := re.search(r"unmatched '(.)'", message):
        yield from replaced(failure, match.group(1), "")
    elif match := re.search(r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", message):
        yield from replaced(failure, match.group(1), {"(": ")", "[": "]", "{": "}"}[match.group(2)])
    elif "unterminated string literal" in message:
        yield from _quoted(failure)
    elif "expected an indented block" in message:
        yield from indented(failure, "    ")
    elif "unexpected indent" in message:
        yield from indented(failure, "")


def _called(failure: Failure) -> Iterator[str]:
    place = span(failure)
    if place is None:
        return
    begin = place[0]
    end = (failure.code + "\n").index("\n", begin)
    word, _, rest = failure.code[begin:end].partition(" ")
    yield f"{failure.code[:begin]}{word}({rest.strip()}){failure.code[end:]}"


def _quoted(failure: Failure) -> Iterator[str]:
    place = span(failure)
    if place is None:
        return
    end = (failure.code + "\n").index("\n", place[0])
    quote = failure.code[place[0] : place[0] + 1]
    if quote in ("'", '"'):
        yield failure.code[:end] + quote + failure.code[end:]


FIXERS = (Cpython(),)
