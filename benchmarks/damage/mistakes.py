"""Slips of syntax as people make them: each turns clean code into the same code with one slip, or finds no place for it.

The weights are rough frequencies, taken from what beginners' compile errors are reported to be: brackets, quotes, colons and
indentation first.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from jupyter_quickfix.fixers.edits import Edit, apply_edits
from jupyter_quickfix.fixers.syntax.parser import fault_of, quiet
from jupyter_quickfix.fixers.syntax.source import CLOSERS, KEYWORDS, OPENERS, Source, Token

Mistake = Callable[[Source, random.Random], str | None]


def _one(source: Source, rng: random.Random, places: Sequence[tuple[Edit, ...]]) -> str | None:
    return apply_edits(source.text, rng.choice(places)) if places else None


def _cut(token: Token) -> tuple[Edit, ...]:
    return (Edit(token.start, token.end, ""),)


def _put(token: Token, text: str) -> tuple[Edit, ...]:
    return (Edit(token.start, token.end, text),)


def _header_colons(source: Source) -> list[Token]:
    found = []
    for tokens in source.by_line.values():
        if tokens[-1].text == ":" and tokens[-1].opener < 0:
            found.append(tokens[-1])
    return found


def missing_colon(source: Source, rng: random.Random) -> str | None:
    """A block's first line without its colon."""
    return _one(source, rng, [_cut(token) for token in _header_colons(source)])


def wrong_colon(source: Source, rng: random.Random) -> str | None:
    """Another mark for the colon."""
    return _one(source, rng, [_put(token, rng.choice(";.,")) for token in _header_colons(source)])


def missing_closer(source: Source, rng: random.Random) -> str | None:
    """A bracket is not closed."""
    return _one(source, rng, [_cut(token) for token in source.tokens if token.text in CLOSERS])


def missing_opener(source: Source, rng: random.Random) -> str | None:
    """A bracket is not opened."""
    places = []
    for token in source.tokens:
        after = source.tokens[token.index + 1] if token.index + 1 < len(source.tokens) else token
        if token.text in OPENERS:
            places.append(_put(token, " " if after.kind in ("name", "number") else ""))
    return _one(source, rng, places)


def wrong_closer(source: Source, rng: random.Random) -> str | None:
    """A bracket is closed by one of another kind."""
    others = {")": "]}", "]": ")}", "}": ")]"}
    return _one(
        source, rng, [_put(token, rng.choice(others[token.text])) for token in source.tokens if token.text in CLOSERS]
    )


def double_closer(source: Source, rng: random.Random) -> str | None:
    """A closing bracket stands twice."""
    return _one(source, rng, [_put(token, token.text * 2) for token in source.tokens if token.text in CLOSERS])


def missing_comma(source: Source, rng: random.Random) -> str | None:
    """A comma between arguments or elements is left out."""
    return _one(source, rng, [_cut(token) for token in source.tokens if token.text == "," and token.opener >= 0])


def wrong_comma(source: Source, rng: random.Random) -> str | None:
    """Another mark for the comma."""
    places = [_put(token, rng.choice(";.")) for token in source.tokens if token.text == "," and token.opener >= 0]
    return _one(source, rng, places)


def _plain_strings(source: Source) -> list[Token]:
    return [t for t in source.tokens if t.kind == "string" and t.text[0] in "'\"" and t.text[:3] not in ("'''", '"""')]


def missing_closing_quote(source: Source, rng: random.Random) -> str | None:
    """A string is not closed."""
    return _one(source, rng, [(Edit(t.end - 1, t.end, ""),) for t in _plain_strings(source)])


def missing_opening_quote(source: Source, rng: random.Random) -> str | None:
    """A string is not opened."""
    return _one(source, rng, [(Edit(t.start, t.start + 1, ""),) for t in _plain_strings(source)])


def mixed_quotes(source: Source, rng: random.Random) -> str | None:
    """A string is closed by the other quote."""
    other = {"'": '"', '"': "'"}
    return _one(source, rng, [(Edit(t.end - 1, t.end, other[t.text[0]]),) for t in _plain_strings(source)])


def apostrophe(source: Source, rng: random.Random) -> str | None:
    """A string with an apostrophe, in quotes of that kind."""
    places = []
    for token in _plain_strings(source):
        inside, other = token.text[1:-1], "'" if token.text[0] == '"' else '"'
        if inside.count(other) in (1, 2) and token.text[0] not in inside and "\\" not in inside:
            places.append(_put(token, other + inside + other))
    return _one(source, rng, places)


def _misspelled(word: str, rng: random.Random) -> str:
    place = rng.randrange(len(word) - 1)
    kind = rng.choice(("swap", "drop", "double", "swap"))
    if kind == "swap" and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :] if kind == "drop" else word[:place] + word[place] + word[place:]


def misspelled_keyword(source: Source, rng: random.Random) -> str | None:
    """Letters of a keyword are swapped, dropped or doubled."""
    words = [
        t for t in source.tokens if t.text in KEYWORDS and len(t.text) > 2 and t.text not in ("True", "False", "None")
    ]
    places = [_put(token, _misspelled(token.text, rng)) for token in words]
    return _one(source, rng, places)


def missing_word(source: Source, rng: random.Random) -> str | None:
    """`in`, `import`, `def` and their kind left out."""
    words = ("in", "import", "def", "as", "if", "else", "not", "for", "and")
    return _one(source, rng, [(Edit(t.start, t.end + 1, ""),) for t in source.tokens if t.text in words])


def assigned_condition(source: Source, rng: random.Random) -> str | None:
    """`=` for `==`."""
    return _one(source, rng, [_put(token, "=") for token in source.tokens if token.text == "=="])


def equality_as_assignment(source: Source, rng: random.Random) -> str | None:
    """`==` or `:` for the `=` of an argument, `=` for a dictionary's colon."""
    places = []
    for token in source.tokens:
        opener = source.tokens[token.opener].text if token.opener >= 0 else ""
        if token.text == "=" and opener == "(":
            places.append(_put(token, ":"))
        elif token.text == ":" and opener == "{":
            places.append(_put(token, "="))
    return _one(source, rng, places)


def split_operator(source: Source, rng: random.Random) -> str | None:
    """`= =`, `! =`, `=<`, `=>`, `===`, `<>`."""
    forms = {
        "==": ("= =", "==="), "!=": ("! =", "<>", "=!"), "<=": ("=<", "< ="), ">=": ("=>", "> ="), "+=": ("+ =",),
        "-=": ("- =",), "->": ("- >",), "**": ("* *",), "//": ("/ /",),
    }  # fmt: skip
    return _one(source, rng, [_put(t, rng.choice(forms[t.text])) for t in source.tokens if t.text in forms])


def foreign_operator(source: Source, rng: random.Random) -> str | None:
    """`&&`, `||`, `!x`, `x++`."""
    places: list[tuple[Edit, ...]] = []
    for token in source.tokens:
        after = source.tokens[token.index + 1] if token.index + 1 < len(source.tokens) else None
        before = source.tokens[token.index - 1] if token.index else None
        if token.text in ("and", "or"):
            places.append(_put(token, "&&" if token.text == "and" else "||"))
        elif (
            token.text == "not"
            and after is not None
            and after.text != "in"
            and before is not None
            and before.text != "is"
        ):
            places.append((Edit(token.start, after.start, "!"),))
        elif token.text in ("+=", "-=") and after is not None and after.text == "1":
            places.append((Edit(source.tokens[token.index - 1].end, after.end, token.text[0] * 2),))
    return _one(source, rng, places)


def else_if(source: Source, rng: random.Random) -> str | None:
    """`else if`, `elseif`, `elsif`."""
    return _one(
        source, rng, [_put(t, rng.choice(("else if", "elseif", "elsif"))) for t in source.tokens if t.text == "elif"]
    )


def python2(source: Source, rng: random.Random) -> str | None:
    """`print x`, `except A, e`, `raise E, "why"`: everywhere in the code."""
    text = re.sub(r"\bprint\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)$", r"print \1", source.text, flags=re.MULTILINE)
    text = re.sub(r"(except [\w.]+) as (\w+):", r"\1, \2:", text)
    text = re.sub(r"(raise [\w.]+)\(([^()\n]+)\)$", r"\1, \2", text, flags=re.MULTILINE)
    return text if text != source.text else None


def foreign_comment(source: Source, rng: random.Random) -> str | None:
    """`// why`, `/* why */`, `-- why`, and a comment without its sign."""
    comments = [
        match for match in re.finditer(r"#[^\n]*", source.text) if match.start() == 0 or _is_comment(source, match)
    ]
    if not comments:
        return None
    match = rng.choice(comments)
    body = match.group().lstrip("#").strip()
    form = rng.choice((f"// {body}", f"/* {body} */", f"// {body}", f"-- {body}", body))
    return source.text[: match.start()] + form + source.text[match.end() :] if body else None


def _is_comment(source: Source, match: re.Match[str]) -> bool:
    index = source.token_at(match.start())
    return index >= len(source.tokens) or source.tokens[index].start > match.start()


def _statement_lines(source: Source) -> list[int]:
    return [line for line, tokens in source.by_line.items() if line > 1 and tokens[0].opener < 0]


def shifted_line(source: Source, rng: random.Random) -> str | None:
    """One line indented too far or not far enough."""
    lines = _statement_lines(source)
    if not lines:
        return None
    line = rng.choice(lines)
    start, indent = source.starts[line - 1], source.indent(line)
    by = rng.choice((1, -1, 2, -2, 4, -4, 3))
    return apply_edits(source.text, (Edit(start, start + len(indent), " " * max(0, len(indent) + by)),))


def flat_block(source: Source, rng: random.Random) -> str | None:
    """A block not indented under its first line."""
    headers = [token.line for token in _header_colons(source)]
    if not headers:
        return None
    header = rng.choice(headers)
    lines = source.text.split("\n")
    depth = source.width(header)
    number = header
    while number < len(lines) and (not lines[number].strip() or source.width(number + 1) > depth):
        if lines[number].strip():
            body = source.width(header + 1) - depth if header + 1 in source.by_line else 4
            lines[number] = lines[number][max(body, 0) :]
        number += 1
    return "\n".join(lines)


def stray_mark(source: Source, rng: random.Random) -> str | None:
    """A mark or letter typed by accident between two tokens."""
    tokens = [token for token in source.tokens if token.kind != "string"]
    if not tokens:
        return None
    token = rng.choice(tokens)
    return apply_edits(
        source.text, (Edit(token.end, token.end, rng.choice((",", ".", ";", "=", ":", "]", "`", "?", " x", "+"))),)
    )


def doubled_token(source: Source, rng: random.Random) -> str | None:
    """A token typed twice."""
    places = [_put(t, f"{t.text} {t.text}") for t in source.tokens if t.kind == "name" or t.text in "+-*/%=,."]
    return _one(source, rng, places)


def missing_operator(source: Source, rng: random.Random) -> str | None:
    """An operator or the `=` of an assignment left out."""
    return _one(
        source, rng, [_cut(t) for t in source.tokens if t.text in ("+", "*", "=", "==", "<", ">", "-", "/", ".", "%")]
    )


def typographic(source: Source, rng: random.Random) -> str | None:
    """Typographic quotes and dashes, as pasted from a web page."""
    places: list[tuple[Edit, ...]] = []
    for token in source.tokens:
        if token.kind == "string" and token.text[0] in "'\"" and len(token.text) > 2 and token.text[1] not in "'\"":
            left, right = ("“", "”") if token.text[0] == '"' else ("‘", "’")
            places.append(_put(token, left + token.text[1:-1] + right))
        elif token.text in ("-", "(", ",", "*"):
            places.append(_put(token, {"-": "–", "(": "（", ",": "，", "*": "×"}[token.text]))
    return _one(source, rng, places)


def import_order(source: Source, rng: random.Random) -> str | None:
    """`import a from b`, `from b import a.c`."""
    text = re.sub(r"from ([\w.]+) import (\w+)$", r"import \2 from \1", source.text, count=1, flags=re.MULTILINE)
    return text if text != source.text else None


def no_parentheses(source: Source, rng: random.Random) -> str | None:
    """A definition or a call without its brackets."""
    places: list[tuple[Edit, ...]] = []
    for opener, closer in source.partner.items():
        first, last = source.tokens[opener], source.tokens[closer]
        called = (
            opener > 0 and source.tokens[opener - 1].kind == "name" and source.tokens[opener - 1].text not in KEYWORDS
        )
        if first.text == "(" and opener < closer and called and first.line == last.line and closer > opener + 1:
            places.append((Edit(first.start, first.end, " "), Edit(last.start, last.end, "")))
    return _one(source, rng, places)


def f_string_quote(source: Source, rng: random.Random) -> str | None:
    """A field of an f-string not closed, or the string's own quotes in it."""
    places: list[tuple[Edit, ...]] = []
    for token in source.tokens:
        if (
            token.kind == "string"
            and token.text[:2] in ("f'", 'f"')
            and "{" in token.text
            and token.text[2] != token.text[1]
        ):
            other, quote = ("'" if token.text[1] == '"' else '"'), token.text[1]
            close = token.text.find("}")
            places.append(_put(token, token.text[:close] + token.text[close + 1 :]))
            if other in token.text:
                places.append(_put(token, token.text.replace(other, quote)))
    return _one(source, rng, places)


def misplaced_return(source: Source, rng: random.Random) -> str | None:
    """The last `return` at the left margin."""
    lines = source.text.split("\n")
    returns = [n for n, line in enumerate(lines) if line.startswith("    return")]
    if not returns:
        return None
    lines[returns[-1]] = lines[returns[-1]].lstrip()
    return "\n".join(lines)


#: Every slip with its weight.
MISTAKES: tuple[tuple[Mistake, float], ...] = (
    (missing_colon, 8), (wrong_colon, 2), (missing_closer, 10), (missing_opener, 3), (wrong_closer, 3), (double_closer, 3),
    (missing_comma, 6), (wrong_comma, 2), (missing_closing_quote, 6), (missing_opening_quote, 3), (mixed_quotes, 2),
    (apostrophe, 2), (misspelled_keyword, 6), (missing_word, 3), (assigned_condition, 5), (equality_as_assignment, 2),
    (split_operator, 2), (foreign_operator, 4), (else_if, 3), (python2, 4), (foreign_comment, 3), (shifted_line, 5),
    (flat_block, 3), (stray_mark, 3), (doubled_token, 2), (missing_operator, 3), (typographic, 2),
    (import_order, 1), (no_parentheses, 2), (f_string_quote, 2), (misplaced_return, 1),
)  # fmt: skip


def chosen(rng: random.Random) -> Mistake:
    """A kind of slip, by weight."""
    return rng.choices([pair[0] for pair in MISTAKES], [pair[1] for pair in MISTAKES])[0]


def damaged(clean: str, mistake: Mistake, rng: random.Random) -> str | None:
    """The code with one slip that keeps it from compiling; None where it has no place for one of this kind."""
    text = mistake(Source(clean), rng)
    return text if text is not None and broken(text) else None


def both(clean: str, first: str, second: str) -> str | None:
    """The code with the slips of two damaged versions; None where they meet or change more than a line or two each."""
    lines = clean.split("\n")
    changed: dict[int, str] = {}
    for text in (first, second):
        after = text.split("\n")
        different = {number: line for number, line in enumerate(after) if number >= len(lines) or line != lines[number]}
        if len(after) != len(lines) or len(different) > 2 or changed.keys() & different.keys():
            return None
        changed |= different
    return "\n".join(changed.get(number, line) for number, line in enumerate(lines))


def broken(text: str) -> bool:
    """Whether the text does not compile as a cell."""
    with quiet():
        return fault_of(text) is not None
