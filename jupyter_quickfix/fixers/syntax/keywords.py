"""Steps for keywords: misspelled, capitalised, glued to the next word, of another language, or used as names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz.distance import OSA

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import KEYWORDS, STATEMENT_KEYWORDS, VALUE_WORDS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, delete, insert, replace

#: Words of other languages that mean a keyword here.
FOREIGN = {
    "elseif": "elif", "elsif": "elif", "elif:": "elif", "function": "def", "fn": "def", "func": "def", "fun": "def",
    "sub": "def", "define": "def", "catch": "except", "throw": "raise", "unless": "if not", "foreach": "for",
    "until": "while not", "switch": "match", "until:": "while not", "include": "import", "using": "import",
    "require": "import", "then": ":", "otherwise": "else", "default": "else", "exception": "except",
}  # fmt: skip
#: Words that declare a name elsewhere and are superfluous here.
DECLARING = frozenset(
    (
        "var",
        "let",
        "const",
        "int",
        "float",
        "double",
        "str",
        "string",
        "bool",
        "char",
        "auto",
        "long",
        "final",
        "my",
        "dim",
        "new",
    )
)
_AT_START = (*STATEMENT_KEYWORDS, "lambda", "not", "yield", "await")
_INSIDE = ("in", "if", "else", "for", "and", "or", "not", "is", "as", "import", "lambda", "from")
_FUNCTION_WORDS = frozenset({"def", "class", "function"})


def keywords(problem: Problem) -> Iterator[Step]:
    """Respell, split, replace or rename the words around where the parser stopped."""
    for token in _words(problem):
        yield from _respelled(problem, token)
        yield from _foreign(problem, token)
    yield from _as_name(problem)
    yield from _else_if(problem)
    yield from _wrong_start(problem)


def _words(problem: Problem) -> Iterator[Token]:
    """Words that may be misspelled keywords: the first of its line, and those near where the parser stopped."""
    line = list(problem.line_tokens)
    chosen = [token for token in line if token.kind == "name"]
    first = problem.source.first(problem.source.next_line(problem.fault.line, -1) or problem.fault.line)
    near = [token for token in chosen if abs(token.index - problem.index) <= 3 or token is line[0]]
    if first is not None and first.kind == "name" and first not in near:
        near.append(first)
    for token in near:
        if token.text not in KEYWORDS:
            yield token


def _respelled(problem: Problem, token: Token) -> Iterator[Step]:
    first = problem.source.first(token.line) is token or _after(problem, token, ";", ":")
    known = token.text in problem.names
    before, after = problem.get(token.index - 1), problem.get(token.index + 1)
    if (after is not None and after.text in ("=", ".")) or (before is not None and before.text == "."):
        return
    word = token.text.lower()
    for keyword in _AT_START if first else _INSIDE:
        slips = OSA.distance(word, keyword, score_cutoff=2)
        longest = max(len(word), len(keyword))
        if slips > (2 if longest >= 6 else 1) or (slips and longest <= 2) or (slips and known and longest < 5):
            continue
        cost = (0.5 if slips <= 1 else 0.9) + (0.5 if known else 0.0) + (0.3 if longest <= 3 and slips else 0.0)
        yield Step((replace(token, keyword),), cost, Kind.KEYWORD, f"`{token.text}` is a misspelling of `{keyword}`.")
    yield from _glued(problem, token, first)


def _glued(problem: Problem, token: Token, first: bool) -> Iterator[Step]:
    """`importnumpy`, `returnx`, `inrange(3)`."""
    if token.text in problem.names:
        return
    for keyword in _AT_START if first else _INSIDE:
        rest = token.text[len(keyword) :]
        if not token.text.startswith(keyword) or len(rest) < 1 or (keyword in ("as", "is") and len(rest) < 3):
            continue
        cost = 0.8 if rest in problem.names or rest.isdigit() else 1.3
        edit = insert(token.start + len(keyword), " ")
        yield Step((edit,), cost, Kind.KEYWORD, f"A blank is missing after `{keyword}`.")


def _foreign(problem: Problem, token: Token) -> Iterator[Step]:
    first = problem.source.first(token.line) is token
    after = problem.get(token.index + 1)
    if token.text.lower() in FOREIGN and token.text not in problem.names:
        right = FOREIGN[token.text.lower()]
        if right == ":":
            yield Step((delete(problem, token),), 0.8, Kind.KEYWORD, f"Python has no `{token.text}`.")
        elif first and after is not None and after.text not in ("=", ".", ","):
            yield Step((replace(token, right),), 0.5, Kind.KEYWORD, f"Python says `{right}` for `{token.text}`.")
    lone = problem.get(token.index + 2)
    if (
        token.text in ("var", "let", "const")
        and first
        and after is not None
        and (lone is None or lone.line != token.line or lone.text == ";")
    ):
        end = lone.end if lone is not None and lone.line == token.line else after.end
        yield Step(
            (Edit(token.start, end, "pass"),), 0.5, Kind.KEYWORD, "Python does not declare names; assigning makes them."
        )
    declares = token.text in DECLARING and after is not None and after.kind == "name" and after.text not in KEYWORDS
    if declares and after is not None and after.line == token.line:
        yield Step(
            (Edit(token.start, after.start, ""),), 0.5, Kind.KEYWORD, f"Python declares names without `{token.text}`."
        )


def _as_name(problem: Problem) -> Iterator[Step]:
    """A keyword in a name's place: an underscore after it makes it a name, everywhere in the cell where it is one."""
    for token in (problem.token, problem.get(problem.index - 1), *problem.line_tokens[:3]):
        if token is None or token.text not in KEYWORDS or token.line != problem.fault.line:
            continue
        if not _stands_for_name(problem, token):
            continue
        name = token.text.lower() if token.text in VALUE_WORDS else token.text + "_"
        alike = tuple(
            replace(other, name)
            for other in problem.source.tokens
            if other.text == token.text and (other is token or _stands_for_name(problem, other))
        )
        reason = f"`{token.text}` is a keyword and cannot be a name; `{name}` can."
        yield Step(alike, 0.9, Kind.KEYWORD, reason)
        before = problem.get(token.index - 1)
        if before is not None and before.text in ("*", "**"):
            right = "args" if before.text == "*" else "kwargs"
            yield Step(
                (replace(token, right),),
                0.8,
                Kind.STATEMENT,
                f"`{token.text}` is a keyword; the usual name is `{right}`.",
            )


def _stands_for_name(problem: Problem, token: Token) -> bool:
    before, after = problem.get(token.index - 1), problem.get(token.index + 1)
    if (
        before is not None
        and before.line == token.line
        and (before.text in (".", "*", "**") or before.text in _FUNCTION_WORDS)
    ):
        return True
    if after is None:
        return False
    if after.text == "=" and token.text not in ("lambda",):
        return True
    in_parameters = token.opener > 0 and _is_definition(problem, token.opener)
    return in_parameters and after.text in (",", ")", ":", "=") and before is not None and before.text in ("(", ",")


def _is_definition(problem: Problem, opener: int) -> bool:
    before = problem.get(opener - 2)
    return before is not None and before.text == "def"


def _else_if(problem: Problem) -> Iterator[Step]:
    line = problem.line_tokens
    for first, second in pairwise(line):
        if first.text in ("else", "el") and second.text == "if" and first is line[0]:
            edit = Edit(first.start, second.end, "elif")
            yield Step((edit,), 0.4, Kind.KEYWORD, "Python writes `else if` as `elif`.")


def _wrong_start(problem: Problem) -> Iterator[Step]:
    """A line that ends like a block's first line and begins with the wrong word."""
    line = problem.line_tokens
    if len(line) < 2 or line[-1].text != ":":
        return
    first, texts = line[0], [token.text for token in line]
    if first.kind != "name":
        return
    if "in" in texts and first.text not in ("for", "async") and texts.index("in") >= 2:
        cost = 0.9 if first.text in ("is", "if", "in", "while", "of", "from") else 1.2
        yield Step((replace(first, "for"),), cost, Kind.KEYWORD, "A loop over something begins with `for`.")
    if first.text == "for" and "in" not in texts:
        yield Step((replace(first, "while"),), 1.3, Kind.KEYWORD, "A loop on a condition begins with `while`.")
        yield Step((replace(first, "if"),), 1.6, Kind.KEYWORD, "A condition begins with `if`.")
    if first.text == "else" and len(line) > 2:
        yield Step((replace(first, "elif"),), 0.9, Kind.KEYWORD, "`else` has no condition; `elif` has.")
    near = any(OSA.distance(first.text, word) <= 2 for word in ("finally", "except"))
    if problem.mentions("expected 'except'") and not near:
        yield Step((replace(first, "except"),), 1.0, Kind.KEYWORD, "After `try` comes `except`.")
        if len(line) == 2:
            yield Step((replace(first, "except Exception"),), 0.9, Kind.KEYWORD, "After `try` comes `except`.")


def _after(problem: Problem, token: Token, *marks: str) -> bool:
    before = problem.get(token.index - 1)
    return before is not None and before.text in marks and before.opener < 0
