"""A word out of a fixed choice, nearly right: `how="lfet"`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.edits import Edit, apply_edits, span_of, text_of
from jupyter_quickfix.fixers.fault.callee import callee, documented_words
from jupyter_quickfix.fixers.fault.locate import library_frames, nodes_of, on_failing_lines, parent
from jupyter_quickfix.fixers.renaming.calls import requoted
from jupyter_quickfix.fixers.similar import closest
from jupyter_quickfix.records import Candidate, Context, Failure

_QUOTED = re.compile(r"['\"`]([\w][\w.-]*)['\"`]")
#: Words that functions written in C, or tables of theirs, know and no message tells.
_COMMON = (
    *("index", "columns", "rows", "category", "object", "string", "boolean", "float64", "float32", "int64", "int32"),
    *("datetime64[ns]", "utf-8", "ascii", "latin-1", "utf-16", "infer", "integer", "signed", "unsigned", "float"),
)
#: How near a word must be, where the message lists it and where it only stands in the library's code or documentation.
_LISTED, _FOUND = 0.55, 0.7
_MAX_FRAMES = 8


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A text in the failing call; `told` says that the message speaks of it or of its argument."""

    node: ast.Constant
    call: ast.Call
    word: str
    told: bool


class MisspelledOption(Fixer):
    """Catches: ValueError, TypeError and the like for an argument that is a word out of a fixed choice and misspelled or in
    the wrong case: `how="lfet"`, `keep="First"`, `orient="record"`.

    Proposes: the nearest word of the choice: of those that the message lists, else of those in the library's code that
    refused it and in the function's documentation.

    Keeps silent when: nothing near is found, or the text is a column or a value of the user's own.

    Safety: safe; only a word changes, to one that the library knows.
    """

    errors: ClassVar[tuple[str, ...]] = ("ValueError", "TypeError", "LookupError", "MergeError", "ComputeError")
    examples = (
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1, 1]})",
            before="df.drop_duplicates(keep='lsat')",
            after="df.drop_duplicates(keep='last')",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1, None]})",
            before="df.dropna(how='ALL')",
            after="df.dropna(how='all')",
        ),
        Fixes(
            setup="import pandas as pd\ndf = pd.DataFrame({'a': [1]})",
            before='df.sum(axis="colunms")',
            after='df.sum(axis="columns")',
        ),
        Fixes(
            setup="import numpy as np",
            before="np.array([1.5]).astype('flaot32')",
            after="np.array([1.5]).astype('float32')",
        ),
        Silent(before="float('abc')", why="a value, not an option"),
        Silent(before="int('first')", why="a value, not an option"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        if failure.error_type == "KeyError":
            return
        listed = [word for word in _QUOTED.findall(failure.message) if len(word) > 1]
        suspects = sorted(_suspects(failure), key=lambda suspect: not suspect.told)
        for suspect in suspects:
            near = _near(suspect, listed, failure, context)
            for word, likeness, told in near[:2]:
                new = requoted(text_of(failure.code, suspect.node), repr(word))
                edit = Edit(*span_of(failure.python, suspect.node), new)
                sure = likeness * (0.97 if told else 0.9) * (1.0 if suspect.told else 0.7)
                yield self.candidate(
                    apply_edits(failure.code, [edit]),
                    f"There is no choice {suspect.word!r} here; the nearest is {word!r}.",
                    confidence=round(min(0.95, sure), 3),
                )
            if near:
                return


def _suspects(failure: Failure) -> Iterator[_Suspect]:
    """The texts that are arguments of a call on the failing lines."""
    message = failure.message.casefold()
    for node in nodes_of(failure, ast.Constant):
        word = node.value
        if type(word) is not str or not 1 < len(word) < 30 or not on_failing_lines(failure, node):
            continue
        holder = parent(failure, node)
        call = parent(failure, holder) if isinstance(holder, ast.keyword) else holder
        if not isinstance(call, ast.Call):
            continue
        argument = holder.arg if isinstance(holder, ast.keyword) else None
        named = argument is not None and re.search(rf"\b{argument}\b", failure.message) is not None
        if named or argument or word.casefold() in message:
            yield _Suspect(node, call, word, named or word.casefold() in message)


def _near(suspect: _Suspect, listed: list[str], failure: Failure, context: Context) -> list[tuple[str, float, bool]]:
    """Near words with their likeness, and whether the message lists them."""
    told = _nearest(suspect.word, [word for word in listed if word != suspect.word], _LISTED)
    if told:
        return [(word, likeness, True) for word, likeness in told]
    words = dict.fromkeys((*_constants(failure), *documented_words(callee(suspect.call, failure, context)), *_COMMON))
    return [(word, likeness, False) for word, likeness in _nearest(suspect.word, list(words), _FOUND)]


def _nearest(word: str, choices: list[str], cutoff: float) -> list[tuple[str, float]]:
    if word in choices:  # it is a choice: then something else was refused
        return []
    same = [choice for choice in choices if choice.casefold() == word.casefold()]
    return [(same[0], 0.97)] if same else closest(word, choices, cutoff=cutoff)


def _constants(failure: Failure) -> Iterator[str]:
    """The texts in the library's functions that the error came through, the innermost first."""
    for frame in list(reversed(library_frames(failure)))[:_MAX_FRAMES]:
        yield from _texts(frame.f_code.co_consts)


def _texts(constants: object) -> Iterator[str]:
    for constant in constants if isinstance(constants, tuple | frozenset) else ():
        if type(constant) is str and 1 < len(constant) < 30 and " " not in constant:
            yield constant
        elif isinstance(constant, tuple | frozenset):
            yield from _texts(constant)
