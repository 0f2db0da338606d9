"""Run a chosen case for good: does it fail, does the original pass, and what does that leave behind?"""

from __future__ import annotations

import difflib
import re
import warnings

from benchmarks.injected.screen import Found
from jupyter_quickfix.bench.state import Namespace, State, both, canonical, run

#: A quick fix changes at most so many tokens, on so many lines, as with the other case files.
_QUICK_TOKENS, _QUICK_LINES = 8, 3
_TOKEN = re.compile(r"\w+|[^\w\s]|\n")


def verify(found: Found) -> dict[str, object] | None:
    """The case as a row of a case file; None where it cannot be judged, or does not fail after all."""
    warnings.simplefilter("ignore")
    try:
        one, namespace = run(found.setup, found.fixed)
        expect = both(one, run(found.setup, found.fixed)[0])
    except BaseException:  # passed when screened: it needs what an earlier cell's run has left outside the session
        return None
    check = _types(found, namespace)
    if not (expect["vars"] or expect["last"] or expect["stdout"]) or _hidden(one, expect):
        return None
    try:
        run(found.setup, found.buggy)
    except Exception as error:
        return _row(found, error, expect, check)
    except BaseException:
        return None
    return None


def _hidden(one: State, expect: State) -> bool:
    """Whether the cell's last value was comparable once and not the second time: chance, so no judge."""
    return one["last"] is not None and expect["last"] is None


def _types(found: Found, namespace: Namespace) -> str:
    """Assertions on the types of what the cell assigns and the state cannot tell apart, such as models."""
    names = re.findall(r"^(\w+) = ", found.fixed, re.MULTILINE)
    hidden = [name for name in dict.fromkeys(names) if name in namespace and canonical(namespace[name]) is None]
    return "\n".join(f"assert type({name}).__name__ == {type(namespace[name]).__name__!r}" for name in hidden)


def _row(found: Found, error: Exception, expect: State, check: str) -> dict[str, object]:
    tokens, lines = _size(found.buggy, found.fixed)
    return {
        "source": found.example.source,
        "licence": found.example.licence,
        "lang": "python",
        "setup": found.setup,
        "buggy": found.buggy,
        "error_type": type(error).__name__,
        "error_message": str(error)[:500],
        "fixed": found.fixed,
        "check": check,
        "expect": expect,
        "category": found.kind,
        "cls": found.example.package,
        "quick": tokens <= _QUICK_TOKENS and lines <= _QUICK_LINES,
    }


def _size(buggy: str, fixed: str) -> tuple[int, int]:
    """How many tokens and lines the known fix changes."""
    return _changed(_TOKEN.findall(buggy), _TOKEN.findall(fixed)), _changed(buggy.split("\n"), fixed.split("\n"))


def _changed(one: list[str], other: list[str]) -> int:
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in blocks if tag != "equal")
