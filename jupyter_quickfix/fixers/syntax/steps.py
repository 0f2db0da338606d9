"""What a generator of edits is asked (`Problem`) and what it answers (`Step`).

A step is one plausible slip undone. Its cost says how implausible the slip is: about 0.5 for what the parser's message
names outright, 1 for a slip that the text makes likely, 2 and more for guesses. A repair is one step or several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.parser import SyntaxFault
from jupyter_quickfix.fixers.syntax.source import Source, Token


class Kind(StrEnum):
    """What a step mends; the values are the ids of the fixers that show it."""

    PUNCTUATION = "missing_punctuation"
    KEYWORD = "misspelled_keyword"
    OPERATOR = "misused_operator"
    INDENTATION = "indentation"
    PYTHON2 = "python2_syntax"
    LITERAL = "invalid_literal"
    STATEMENT = "malformed_statement"


@dataclass(frozen=True, slots=True)
class Step:
    """One slip undone: edits that do not overlap, what they cost, and one sentence that says why."""

    edits: tuple[Edit, ...]
    cost: float
    kind: Kind
    reason: str


@dataclass(frozen=True)
class Problem:
    """A text, where the parser stopped in it, and the names known to be in scope."""

    source: Source
    fault: SyntaxFault
    names: frozenset[str] = field(default_factory=frozenset)

    @property
    def text(self) -> str:
        """The text that does not compile."""
        return self.source.text

    @property
    def message(self) -> str:
        """The parser's message."""
        return self.fault.message

    @property
    def index(self) -> int:
        """Index of the token where the parser stopped; the number of tokens at the end of the text."""
        return self.source.token_at(self.fault.start)

    @property
    def token(self) -> Token | None:
        """The token where the parser stopped."""
        return self.get(self.index)

    @property
    def line_tokens(self) -> list[Token]:
        """The tokens that begin on the line where the parser stopped."""
        return self.source.by_line.get(self.fault.line, [])

    def get(self, index: int) -> Token | None:
        """The token with this index, None outside."""
        return self.source.tokens[index] if 0 <= index < len(self.source.tokens) else None

    def knows(self, word: str) -> bool:
        """Whether the word is a name in scope, or occurs elsewhere in the text as a name."""
        return word in self.names or self.source.count(word) > 0

    def mentions(self, *words: str) -> bool:
        """Whether the parser's message has one of the words."""
        return any(word in self.fault.message for word in words)


Generator = Callable[[Problem], Iterator[Step]]


def insert(offset: int, text: str) -> Edit:
    """The edit that puts `text` in at the offset."""
    return Edit(offset, offset, text)


def replace(token: Token, text: str) -> Edit:
    """The edit that puts `text` in the token's place."""
    return Edit(token.start, token.end, text)


def delete(problem: Problem, token: Token) -> Edit:
    """The edit that takes the token out, with the blanks before it, or after it where it begins its line."""
    text, start, end = problem.text, token.start, token.end
    line_start = problem.source.starts[token.line - 1]
    if text[line_start:start].strip():
        while start > line_start and text[start - 1] in " \t" and text[end : end + 1] in " \t\n)]},:":
            start -= 1
    else:
        while end < len(text) and text[end] in " \t":
            end += 1
    return Edit(start, end, "")
