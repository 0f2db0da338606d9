"""The text of a broken cell as tokens, lines and brackets, as far as they can be told without a parser.

Nothing here fails on any text. Where a bracket is never closed, indentation says where it should have been: a line that
begins like a statement, no deeper than the line with the bracket, ends all brackets open above it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from keyword import kwlist

OPENERS = {"(": ")", "[": "]", "{": "}"}
CLOSERS = {")": "(", "]": "[", "}": "{"}
KEYWORDS = frozenset(kwlist)
#: Words that open a block, and so want a colon at the end of their line.
BLOCK_WORDS = frozenset(
    {"if", "elif", "else", "for", "while", "def", "class", "try", "except", "finally", "with", "async", "match", "case"}
)
#: Words that only a statement begins with, the likelier ones first.
STATEMENT_KEYWORDS = (
    "def", "class", "return", "import", "while", "try", "with", "raise", "del", "pass", "break", "continue", "global", "nonlocal",
    "assert", "elif", "except", "finally", "if", "for", "else", "from", "async",
)  # fmt: skip
#: The same, and what looks like one of them.
STATEMENT_WORDS = frozenset({*STATEMENT_KEYWORDS, "print", "@"})
#: Keywords that are values.
VALUE_WORDS = frozenset({"True", "False", "None"})

_PATTERN = re.compile(
    r"""
      (?P<comment>\#[^\n]*)
    | (?P<newline>\n)
    | (?P<space>[ \t\f\r]+|\\\n)
    | (?P<string>(?:[rRbBuUfF]{1,3})?(?:'''|\"\"\"|'|"))
    | (?P<number>0[xXoObB]\w*|(?:\d[\d_]*(?:\.(?!\.)[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?\w*)
    | (?P<name>[^\W\d]\w*)
    | (?P<op>\*\*=|//=|>>=|<<=|\.\.\.|[-+*/%@&|^<>=!:]=|->|\*\*|//|>>|<<|.)
    """,
    re.VERBOSE,
)


@dataclass(slots=True, eq=False)  # not frozen: a cell has thousands, made anew for every text that is tried
class Token:
    """A token. `index` is its place in `Source.tokens`; `opener` the index of the bracket it lies in, -1 for none."""

    kind: str  # "name", "number", "string" or "op"
    text: str
    start: int
    end: int
    line: int  # from 1
    index: int
    opener: int = -1
    closed: bool = True  # False for a string that its line or the text ends

    @property
    def ends_value(self) -> bool:
        """Whether an expression may end with it."""
        if self.kind == "op":
            return self.text in CLOSERS or self.text == "..."
        return self.kind != "name" or self.text not in KEYWORDS or self.text in VALUE_WORDS

    @property
    def starts_value(self) -> bool:
        """Whether an expression may begin with it."""
        if self.kind == "op":
            return self.text in OPENERS or self.text in ("~", "...")
        return self.kind != "name" or self.text not in KEYWORDS or self.text in VALUE_WORDS | {"lambda", "not", "await"}


@dataclass(frozen=True, slots=True)
class Unclosed:
    """A bracket that is not closed, and the last line that can belong to it."""

    opener: Token
    last_line: int


class Source:
    """A text's tokens (without comments and line ends), lines and brackets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.tokens: list[Token] = []
        self.by_line: dict[int, list[Token]] = {}
        self.unclosed: list[Unclosed] = []
        self.unmatched: list[Token] = []
        self.partner: dict[int, int] = {}
        self._stack: list[Token] = []
        self._words: Counter[str] | None = None
        self._scan()

    def line_at(self, offset: int) -> int:
        """The line (from 1) that holds the offset."""
        return min(bisect_right(self.starts, offset), len(self.lines))

    def indent(self, line: int) -> str:
        """The white space that the line begins with."""
        text = self.lines[line - 1]
        return text[: len(text) - len(text.lstrip())]

    def width(self, line: int) -> int:
        """How deep the line is indented, in columns."""
        return len(self.indent(line).expandtabs(8))

    def is_blank(self, line: int) -> bool:
        """Whether nothing but white space and comment is on the line."""
        return line not in self.by_line and not self.lines[line - 1].split("#")[0].strip()

    def code_end(self, line: int) -> int:
        """Offset after the last token that begins on the line; the line's own end where there is none."""
        tokens = self.by_line.get(line)
        return tokens[-1].end if tokens else self.starts[line - 1] + len(self.lines[line - 1].rstrip())

    def first(self, line: int) -> Token | None:
        """The first token that begins on the line."""
        tokens = self.by_line.get(line)
        return tokens[0] if tokens else None

    def token_at(self, offset: int) -> int:
        """Index of the first token that ends after the offset; the number of tokens past the last."""
        return bisect_right(self.tokens, offset, key=lambda token: token.end)

    def stack_at(self, index: int) -> list[Token]:
        """The brackets open just before the token with this index, innermost first."""
        if index >= len(self.tokens):
            return list(reversed(self._stack))
        found, opener = [], self.tokens[index].opener
        while opener >= 0:
            found.append(self.tokens[opener])
            opener = self.tokens[opener].opener
        return found

    def count(self, word: str) -> int:
        """How often the word stands in the text as a name."""
        if self._words is None:
            self._words = Counter(token.text for token in self.tokens if token.kind == "name")
        return self._words[word]

    def next_line(self, line: int, step: int = 1) -> int | None:
        """The nearest line with code after (`step` 1) or before (-1) this one."""
        line += step
        while 1 <= line <= len(self.lines):
            if not self.is_blank(line):
                return line
            line += step
        return None

    def _scan(self) -> None:
        text, match_at = self.text, _PATTERN.match
        position, line, length = 0, 1, len(self.text)
        at_line_start = True
        while position < length:
            match = match_at(text, position)
            if match is None:
                position += 1
                continue
            kind, end = match.lastgroup or "space", match.end()
            if kind == "newline":
                at_line_start = True
                line += 1
            elif kind == "space":
                line += text[end - 1] == "\n"
            elif kind != "comment":
                closed = True
                if kind == "string":
                    end, closed = _string_end(text, match.group(), end)
                token = Token(kind, text[position:end], position, end, line, len(self.tokens), -1, closed)
                if at_line_start and self._stack and self._begins_statement(token):
                    self._give_up(line - 1)
                self._add(token)
                at_line_start = False
                if kind == "string":
                    line += token.text.count("\n")
            position = end
        self.unclosed += [Unclosed(opener, len(self.lines)) for opener in self._stack]

    def _add(self, token: Token) -> None:
        token.opener = self._stack[-1].index if self._stack else -1
        self.tokens.append(token)
        line = self.by_line.get(token.line)
        if line is None:
            self.by_line[token.line] = [token]
        else:
            line.append(token)
        if token.kind == "op":
            if token.text in CLOSERS:
                self._close(token)
            elif token.text in OPENERS:
                self._stack.append(token)

    def _close(self, token: Token) -> None:
        """Pair the closing bracket with the nearest one of its kind; those between are left open."""
        depth = next((d for d, o in enumerate(reversed(self._stack)) if o.text == CLOSERS[token.text]), None)
        if depth is None:
            self.unmatched.append(token)
            return
        for _ in range(depth):
            self.unclosed.append(Unclosed(self._stack.pop(), token.line))
        opener = self._stack.pop()
        self.partner[opener.index] = token.index
        self.partner[token.index] = opener.index

    def _give_up(self, line: int) -> None:
        while line > 1 and self.is_blank(line):
            line -= 1
        self.unclosed += [Unclosed(opener, line) for opener in self._stack]
        self._stack.clear()

    def _begins_statement(self, token: Token) -> bool:
        """Whether this first token of its line says that the brackets above have ended."""
        if token.text in CLOSERS or (
            self.width(token.line) > self.width(self._stack[0].line) and not self._after_header(token)
        ):
            return False
        if token.text in STATEMENT_WORDS:
            return True
        last = self.tokens[-1]
        if last.text == ":" and self._after_header(token):
            return True
        if last.text in (",", "=") or last.text in OPENERS or (last.kind == "op" and last.text not in CLOSERS):
            return False
        rest = self.lines[token.line - 1][token.end - self.starts[token.line - 1] :]
        return token.kind == "name" and _STATEMENT.match(rest) is not None

    def _after_header(self, token: Token) -> bool:
        """Whether the line above reads as a block's first line whose bracket was never closed: `def f(a, b:`."""
        line = self._stack[0].line
        first = self.first(line)
        ends = self.tokens[-1].text == ":" and self.tokens[-1].line == line == token.line - 1
        return ends and first is not None and first.text in BLOCK_WORDS and token.kind == "name"


def _string_end(text: str, opening: str, position: int) -> tuple[int, bool]:
    """Where the string that has just begun ends, and whether by its own quotes."""
    match = _CLOSING[opening.lstrip("rRbBuUfF")].match(text, position)
    assert match is not None  # each pattern matches the empty text
    return match.end(), match.group("close") is not None


_STATEMENT = re.compile(r"[\w.]*(\[[^\]\n]*\])?\s*(\(|[-+*/]?=(?!=)|,[\s\w,]*=(?!=))")
_CLOSING = {
    quote: re.compile(
        rf"(?:\\.|(?!{quote}).)*(?P<close>{quote})?"
        if len(quote) == 3
        else rf"(?:\\[^\n]|[^\\\n{quote}]|\\(?=\n)\n)*(?P<close>{quote})?",
        re.DOTALL if len(quote) == 3 else 0,
    )
    for quote in ("'", '"', "'''", '"""')
}
