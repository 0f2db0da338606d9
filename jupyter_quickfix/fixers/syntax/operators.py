"""Steps for operators: `=` for `==`, operators of other languages, and operators that fell apart or doubled."""

from __future__ import annotations

from collections.abc import Iterator

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import KEYWORDS, Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, delete, replace

_CONDITIONS = frozenset({"if", "elif", "while", "assert", "and", "or", "not", "return"})
#: Neighbouring marks, and what they stand for here.
_FOREIGN = {
    ("==", "="): "==", ("=", "=="): "==", ("!=", "="): "!=", ("<", ">"): "!=", ("=", "<"): "<=", ("=", ">"): ">=", ("=", "!"): "!=",
    ("&", "&"): "and", ("|", "|"): "or", ("+", "+"): "+= 1", ("-", "-"): "-= 1", ("=", "+"): "+=", ("=", "*"): "*=",
    ("=", "/"): "/=", ("=", "%"): "%=",
    ("=", "="): "==", ("!", "="): "!=", ("<", "="): "<=", (">", "="): ">=", ("+", "="): "+=", ("-", "="): "-=",
    ("*", "="): "*=", ("/", "="): "/=", ("*", "*"): "**", ("/", "/"): "//", ("-", ">"): "->", (":", "="): ":=",
    ("->",): ".", (":", ":"): ":", ("<", "-"): "=", ("=", "~"): "==", ("?",): "",
}  # fmt: skip
_BINARY = frozenset(
    ["+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>", "==", "!=", "<=", ">=", "<", ">", "and", "or"]
)


def operators(problem: Problem) -> Iterator[Step]:
    """Mend the operators around where the parser stopped."""
    yield from _equals(problem)
    yield from _foreign(problem)
    yield from _not(problem)
    yield from _conditional(problem)
    yield from _comment(problem)
    yield from _walrus(problem)
    yield from _target(problem)
    yield from _cut_short(problem)


def _line(problem: Problem) -> list[Token]:
    """Tokens of the logical line where the parser stopped."""
    tokens, index = problem.source.tokens, min(problem.index, len(problem.source.tokens) - 1)
    if index < 0:
        return []
    on_line = problem.line_tokens
    if on_line and tokens[index].line > problem.fault.line:  # the parser stopped at the end of its line
        index = on_line[-1].index
    first = last = index
    while first > 0 and (tokens[first - 1].line == tokens[first].line or tokens[first].opener >= 0):
        first -= 1
    while last + 1 < len(tokens) and (tokens[last + 1].line == tokens[last].line or tokens[last + 1].opener >= 0):
        last += 1
    return tokens[first : last + 1]


def _equals(problem: Problem) -> Iterator[Step]:
    """`if a = 3:` compares."""
    line = _line(problem)
    single = [token for token in line if token.text == "=" and _compares(problem, token, line)]
    if not single:
        return
    named = 0.0 if problem.mentions("'=='", "cannot assign", '"=="') else 0.3
    reason = "`=` assigns; `==` compares."
    if len(single) > 1:
        yield Step(tuple(replace(token, "==") for token in single), 0.4 + named, Kind.OPERATOR, reason)
    nearest = sorted(single, key=lambda token: abs(token.index - problem.index))
    for token in nearest[:3]:
        yield Step((replace(token, "=="),), 0.5 + named, Kind.OPERATOR, reason)
    if problem.mentions("':='"):
        yield Step((replace(nearest[0], ":="),), 1.6, Kind.OPERATOR, "`:=` assigns inside an expression.")


def _compares(problem: Problem, token: Token, line: list[Token]) -> bool:
    """Whether this `=` stands in a condition and is neither a keyword argument nor a default."""
    after = problem.get(token.index + 1)
    if after is not None and after.text == "=" and after.start == token.end:
        return False
    before = [other for other in line if other.index < token.index]
    if any(other.text in _CONDITIONS and other.opener in (token.opener, -1) for other in before):
        opener = problem.get(token.opener)
        callee = problem.get(opener.index - 1) if opener is not None else None
        if opener is not None and callee is not None and opener.text == "(" and callee.end == opener.start:
            left, start = problem.get(token.index - 1), problem.get(token.index - 2)
            if callee.ends_value and left is not None and left.kind == "name" and start is not None:
                return start.text not in ("(", ",")
        return True
    return token.opener >= 0 and problem.source.tokens[token.opener].text in ("[", "(")


def _foreign(problem: Problem) -> Iterator[Step]:
    tokens = _line(problem)
    for place, token in enumerate(tokens):
        if abs(token.index - problem.index) > 2 or token.kind != "op":
            continue
        pair = tokens[place + 1] if place + 1 < len(tokens) else None
        third = tokens[place + 2] if place + 2 < len(tokens) else None
        if pair is not None and pair.kind == "op":
            yield from _pair(problem, token, pair, third)
        if token.text == "->" and place and tokens[place - 1].ends_value:
            yield Step((replace(token, "."),), 1.0, Kind.OPERATOR, "Python reaches attributes with a dot.")
        if token.text == "\\" or token.text == "⁄":
            yield Step((replace(token, "/"),), 0.6, Kind.OPERATOR, "`/` divides.")


def _pair(problem: Problem, first: Token, second: Token, third: Token | None) -> Iterator[Step]:
    right = _FOREIGN.get((first.text, second.text))
    written = problem.text[first.start : second.end]
    if first.text == "=" and second.text == "=" and third is not None and third.text == "=":
        yield Step((Edit(first.start, third.end, "=="),), 0.4, Kind.OPERATOR, "`==` compares.")
    if right is not None:
        reason = f"Python writes `{written}` as `{right}`."
        yield Step((Edit(first.start, second.end, _spaced(problem, first, second, right)),), 0.5, Kind.OPERATOR, reason)
    if first.text in _BINARY and second.text in _BINARY and second.text not in ("-", "+"):
        yield Step((delete(problem, second),), 0.9, Kind.OPERATOR, f"`{written}` is one operator too many.")
        yield Step((delete(problem, first),), 1.0, Kind.OPERATOR, f"`{written}` is one operator too many.")


def _spaced(problem: Problem, first: Token, second: Token, right: str) -> str:
    """Words and steps want blanks around them."""
    if not (right.isalpha() or right.endswith("1")):
        return right
    before = " " if first.start and problem.text[first.start - 1] not in " \n(" else ""
    after = " " if right.isalpha() and problem.text[second.end : second.end + 1] not in (" ", "") else ""
    return before + right + after


def _not(problem: Problem) -> Iterator[Step]:
    """`!x` is `not x`."""
    for token in problem.line_tokens:
        after = problem.get(token.index + 1)
        if token.text == "!" and after is not None and after.text != "=" and abs(token.index - problem.index) <= 1:
            edit = Edit(token.start, after.start, "not ")
            yield Step((edit,), 0.5, Kind.OPERATOR, "Python writes `!` as `not`.")


def _conditional(problem: Problem) -> Iterator[Step]:
    """`c ? a : b` is `a if c else b`."""
    line = _line(problem)
    mark = next((token for token in line if token.text == "?"), None)
    if mark is None:
        return
    colon = next((t for t in line if t.index > mark.index and t.text == ":" and t.opener == mark.opener), None)
    if colon is None:
        return
    start = next(
        (
            t.end
            for t in reversed(line)
            if t.index < mark.index
            and ((t.text in ("=", ",", "return") and t.opener == mark.opener) or t.index == mark.opener)
        ),
        line[0].start,
    )
    end = next(
        (t.start for t in line if t.index > colon.index and t.opener == mark.opener and t.text in (",", ";", ")", "]")),
        line[-1].end,
    )
    text = problem.text
    parts = [text[start : mark.start].strip(), text[mark.end : colon.start].strip(), text[colon.end : end].strip()]
    if all(parts):
        lead = " " if start != line[0].start and text[start - 1] not in "([" else ""
        edit = Edit(start, end, f"{lead}{parts[1]} if {parts[0]} else {parts[2]}")
        yield Step((edit,), 0.5, Kind.OPERATOR, "Python writes `c ? a : b` as `a if c else b`.")


def _comment(problem: Problem) -> Iterator[Step]:
    """Comments of other languages: `// why`, `/* why */`."""
    source = problem.source
    line = problem.line_tokens
    for token in line:
        if token.text == "//":
            before = problem.get(token.index - 1)
            own = before is None or before.line != token.line or before.text in (";", ":", ",", "(", "[", "{")
            cost = 0.5 if own else 0.9
            yield Step((replace(token, "#"),), cost, Kind.OPERATOR, "Python's comments begin with `#`.")
    for token in line:
        after = problem.get(token.index + 1)
        if token.text != "/" or after is None or after.text not in ("*", "**") or after.start != token.end:
            continue
        close = problem.text.find("*/", after.end)
        if close < 0:
            continue
        inside = problem.text[after.end : close]
        marks = (Edit(token.start, after.end, ""), Edit(close, close + 2, ""))
        yield Step(marks, 0.8, Kind.OPERATOR, "`/*` and `*/` do not mark anything in Python.")
        last = source.line_at(close)
        alone = not source.lines[last - 1][close + 2 - source.starts[last - 1] :].strip()
        if alone:
            body = "\n".join("#" + part for part in inside.split("\n"))
            yield Step((Edit(token.start, close + 2, body),), 0.7, Kind.OPERATOR, "Python's comments begin with `#`.")
        else:
            yield Step((Edit(token.start, close + 2, ""),), 1.0, Kind.OPERATOR, "Python has no comment inside a line.")


def _walrus(problem: Problem) -> Iterator[Step]:
    """`a := 3` as a statement."""
    line = problem.line_tokens
    for token in line[1:]:
        if token.text == ":=" and token.opener < 0 and line[0].text not in KEYWORDS:
            yield Step(
                (replace(token, "="),),
                0.5,
                Kind.OPERATOR,
                "A statement assigns with `=`; `:=` is for inside expressions.",
            )
        if token.text == ":=" and problem.mentions("cannot rebind", "within a comprehension"):
            yield from _plain_value(problem, token)
        elif token.text == ":=" and problem.mentions("assignment expression", "cannot use"):
            yield Step((replace(token, "=="),), 0.7, Kind.OPERATOR, "`:=` assigns to a name; `==` compares.")


def _plain_value(problem: Problem, sign: Token) -> Iterator[Step]:
    """`(i := 1) for i in …`: the value without the name, and without brackets that only held them."""
    name, value = problem.get(sign.index - 1), problem.get(sign.index + 1)
    if name is None or value is None:
        return
    close = problem.source.partner.get(sign.opener)
    opens = sign.opener == name.index - 1 and close is not None
    bare = opens and problem.source.tokens[sign.opener].text == "("
    reason = f"`{name.text}` is the comprehension's own variable; `:=` cannot assign to it."
    if bare and close is not None:
        opener, closer = problem.source.tokens[sign.opener], problem.source.tokens[close]
        yield Step(
            (Edit(opener.start, value.start, ""), Edit(closer.start, closer.end, "")), 0.4, Kind.STATEMENT, reason
        )
    else:
        yield Step((Edit(name.start, value.start, ""),), 0.5, Kind.STATEMENT, reason)


def _target(problem: Problem) -> Iterator[Step]:
    """A statement that assigns to what cannot be assigned to."""
    line = problem.line_tokens
    equals = [token for token in line if token.text == "=" and token.opener < 0]
    if not equals or not problem.mentions("cannot assign", "'=='", "literal"):
        return
    text = problem.text
    first, sign = line[0], equals[0]
    left = text[first.start : sign.start].strip()
    after = [token for token in line if token.index > equals[-1].index]
    if after and first.kind in ("number", "string") and all(t.kind == "name" or t.text in ".,[]" for t in after):
        rest = text[sign.end : after[-1].end].strip()
        edit = Edit(first.start, after[-1].end, f"{rest} = {left}")
        yield Step((edit,), 0.7, Kind.OPERATOR, "The name that is assigned to stands on the left of `=`.")
    words = [token for token in line if token.index < sign.index]
    if len(words) >= 3 and all(t.text == "-" if n % 2 else t.kind == "name" for n, t in enumerate(words)):
        parts = [token.text for token in words if token.kind == "name"]
        yield from _hyphens(problem, parts)
    for token in reversed(equals):
        yield Step((replace(token, "=="),), 1.1, Kind.OPERATOR, "`=` assigns; `==` compares.")


def _cut_short(problem: Problem) -> Iterator[Step]:
    """`count +=`: counting up or down by nothing; every such line of the cell."""
    edits = []
    for tokens in problem.source.by_line.values():
        if tokens[-1].text in ("+=", "-=") and tokens[-1].opener < 0:
            edits.append(Edit(tokens[-1].end, tokens[-1].end, " 1"))
    if edits and any(problem.source.line_at(edit.start) == problem.fault.line for edit in edits):
        yield Step(tuple(edits), 0.8, Kind.OPERATOR, "The line ends before it says how much; counting goes by 1.")


def _hyphens(problem: Problem, parts: list[str]) -> Iterator[Step]:
    tokens, name = problem.source.tokens, "_".join(parts)
    pattern = [word for part in parts for word in (part, "-")][:-1]
    edits = []
    for index in range(len(tokens) - len(pattern) + 1):
        run = tokens[index : index + len(pattern)]
        if [token.text for token in run] == pattern:
            edits.append(Edit(run[0].start, run[-1].end, name))
    yield Step(tuple(edits), 0.7, Kind.OPERATOR, "A name cannot hold a hyphen; an underscore can join its words.")
