"""friendly-traceback's hints: the code and the names that its explanation puts between back-ticks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from benchmarks.baselines.places import closed, compiles, inserted, renamed, replaced, span
from jupyter_quickfix.fixers.base import Fixer
from jupyter_quickfix.records import Candidate, Context, Failure

_TICKED = re.compile(r"`([^`]+)`")
_ASKED = re.compile(
    r"name '(\w+)' is not defined|has no attribute '(\w+)'|cannot import name '(\w+)'|No module named '([\w.]+)'"
)
#: A hint without back-ticked code → what it tells to put in.
_INSERTED = (
    ("forget a colon", ":"),
    ("forget to write a colon", ":"),
    ("mean to write a colon", ":"),
    ("forget a comma", ","),
    ("mean to write a comma", ","),
    ("mean to separate object names by a comma", ","),
    ("forget parenthes", "()"),
    ("forget to write `in`", "in "),
    ("mean to write an equal sign", "="),
    ("write `elif`", "elif"),
)
_OPENED = {"parenthesis": "(", "square bracket": "[", "curly bracket": "{"}


class Friendly(Fixer):
    """What friendly-traceback's hint names, done."""

    def propose(self, failure: Failure, context: Context) -> Iterable[Candidate]:
        if failure.exception is None:
            return
        info = _info(failure)
        suggest, cause = info.get("suggest", ""), info.get("cause", "")
        parse = isinstance(failure.exception, SyntaxError)
        codes = _by_parser(failure, suggest) if parse else _by_name(failure, suggest, cause)
        for number, code in enumerate(list(dict.fromkeys(codes))[:5]):
            yield self.candidate(code, suggest.strip() or "friendly-traceback's hint", confidence=0.95 - 0.1 * number)


def _info(failure: Failure) -> dict[str, str]:
    from friendly_traceback.core import FriendlyTraceback  # heavy, and in the measured child only
    from friendly_traceback.source_cache import cache

    exception = failure.exception
    filename = getattr(exception, "filename", None)
    if isinstance(exception, SyntaxError) and isinstance(filename, str):
        cache.add(filename, failure.python)
    explained = FriendlyTraceback(type(exception), exception, failure.traceback)
    explained.compile_info()
    return {key: text for key, text in explained.info.items() if isinstance(text, str)}


def _by_name(failure: Failure, suggest: str, cause: str) -> Iterator[str]:
    ticked = [word.strip() for part in _TICKED.findall(suggest) for word in part.split(",")]
    asked = _ASKED.search(str(failure.exception))
    forgotten = re.search(r"forgot to import `(\w+)`", cause)
    if forgotten and not suggest:
        yield f"import {forgotten.group(1)}\n{failure.code}"
    elif "forget to import" in suggest:
        yield from (f"import {name}\n{failure.code}" for name in ticked)
    elif "forget to call" in suggest:
        yield from (failure.code.replace(name, f"{name}()", 1) for name in ticked)
    elif "forget to convert" in suggest and ticked:
        kind = "str" if "string" in suggest else "float" if "float" in suggest else "int"
        yield from (renamed(failure.code, name, f"{kind}({name})") for name in ticked)
    elif suggest.startswith(("Did you mean `from ", "Did you mean `import ")):
        yield from (_line_replaced(failure, name) for name in ticked[:1])
    elif asked:
        old = next(name for name in asked.groups() if name)
        yield from (renamed(failure.code, old, name) for name in (*ticked, *_also(cause)) if name != old)
    elif ticked:
        yield from (_line_replaced(failure, name) for name in ticked)


def _also(cause: str) -> list[str]:
    """The names in the explanation's list of what may have been meant."""
    _, _, rest = cause.partition("following")
    return [word.strip() for part in _TICKED.findall(rest) for word in part.split(",") if word.strip().isidentifier()]


def _by_parser(failure: Failure, suggest: str) -> Iterator[str]:
    words = next((text for hint, text in _INSERTED if hint in suggest), None)
    if words is not None:
        yield from inserted(failure, words)
        yield from _at_place(failure, words.strip())
    elif "instead of `=`" in suggest:
        yield from replaced(failure, "=", "==")
    elif "colon instead of an equal sign" in suggest:
        yield from replaced(failure, ":", "=")
    elif "double the backslash" in suggest:
        yield failure.code.replace("\\", "\\\\")
    elif match := re.search(r"The (.+) `.` was never closed", suggest):
        yield from closed(failure, _OPENED.get(match.group(1), "("))
    elif "closing quote" in suggest:
        yield from (failure.code[:end] + quote + failure.code[end:] for end in _line_end(failure) for quote in "'\"")
    elif "by mistake" in suggest:
        yield from (new for word in _TICKED.findall(suggest) or [","] for new in replaced(failure, word, ""))
    elif re.search(r"something between `(.+)` and `(.+)`", suggest):
        yield from inserted(failure, ",")
    elif ticked := [word for word in _TICKED.findall(suggest) if "..." not in word]:
        yield from (new for word in ticked for new in _at_place(failure, word))


def _at_place(failure: Failure, text: str) -> Iterator[str]:
    """What the hint shows in the place of the word, of the span, or of the line that the parser points at, if it compiles."""
    place = span(failure)
    if place is not None:
        code, (begin, end) = failure.code, place
        word = re.compile(r"[\w.]+|[^\w\s]+").match(code, begin)
        for last in (word.end() if word else end, end):
            if compiles(new := code[:begin] + text + code[last:]):
                yield new
                return
    if compiles(new := _line_replaced(failure, text)):
        yield new


def _line_end(failure: Failure) -> list[int]:
    if failure.line is None:
        return []
    lines = failure.code.split("\n")
    return [sum(len(line) + 1 for line in lines[: failure.line]) - 1]


def _line_replaced(failure: Failure, text: str) -> str:
    """The failing line with the code that the hint shows, at its indentation."""
    lines = failure.code.split("\n")
    at = (failure.line or 1) - 1
    if at < len(lines):
        lines[at] = lines[at][: len(lines[at]) - len(lines[at].lstrip())] + text.strip()
    return "\n".join(lines)


FIXERS = (Friendly(),)
