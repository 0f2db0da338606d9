"""Steps for statements put together wrongly: imports, first lines of blocks, comprehensions, `del`."""

from __future__ import annotations
import __future__

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from jupyter_quickfix.fixers.edits import Edit
from jupyter_quickfix.fixers.syntax.source import Token
from jupyter_quickfix.fixers.syntax.steps import Kind, Problem, Step, insert, replace


def statements(problem: Problem) -> Iterator[Step]:
    """Put the statement where the parser stopped in the order that Python wants."""
    yield from _imports(problem)
    yield from _missing_parts(problem)
    yield from _comprehensions(problem)
    yield from _deletions(problem)


def _line_text(problem: Problem) -> tuple[str, int, int]:
    """The code of the line where the parser stopped, and its first and last offset."""
    line = problem.line_tokens
    if not line:
        return "", problem.fault.start, problem.fault.start
    return problem.text[line[0].start : line[-1].end], line[0].start, line[-1].end


def _imports(problem: Problem) -> Iterator[Step]:
    text, start, end = _line_text(problem)
    match = re.fullmatch(r"import\s+([\w., ]+?)\s+from\s+([\w.]+)", text)
    if match:
        names = match.group(1).split(".")[0] if "." in match.group(1) else match.group(1)
        edit = Edit(start, end, f"from {match.group(2)} import {names}")
        yield Step((edit,), 0.4, Kind.STATEMENT, "Python writes `from … import …` in this order.")
    if not re.match(r"(from|import)\b", text):
        return
    yield from _future(problem, text, start, end)
    tidy = re.sub(r"\s*(,\s*)?\band\b\s*", ", ", text)
    if tidy != text:
        yield Step((Edit(start, end, tidy),), 0.5, Kind.STATEMENT, "Imported names are separated by commas.")
    if text.endswith(","):
        yield Step((Edit(end - 1, end, ""),), 0.4, Kind.STATEMENT, "Nothing follows the last comma.")
    group = re.fullmatch(r"(from\s+[\w.]+\s+import\s+)\(([^()]*)\)\s+as\s+\w+", text)
    if group:
        edit = Edit(start, end, group.group(1) + group.group(2).strip())
        yield Step((edit,), 0.8, Kind.STATEMENT, "Several names cannot be renamed at once.")
    java = re.fullmatch(r"import\s+[\w.]+\.\*;?|#include.*|using\s+[\w.]+;?", text)
    if java:
        yield Step((Edit(start, end, ""),), 0.9, Kind.STATEMENT, "This import is of another language.")
    dashed = re.fullmatch(r"((?:from|import)\s+)([\w.]+(?:-[\w.]+)+)(.*)", text)
    if dashed:
        edit = Edit(start, end, dashed.group(1) + dashed.group(2).replace("-", "_") + dashed.group(3))
        yield Step((edit,), 0.6, Kind.STATEMENT, "A module's name holds no hyphen; it is often an underscore.")


def _future(problem: Problem, text: str, start: int, end: int) -> Iterator[Step]:
    """`from __future__ import …` misspelled, or not at the beginning."""
    source, known = problem.source, __future__.all_feature_names
    if match := re.search(r"future feature (\w+) is not defined", problem.message):
        wrong = match.group(1)
        near = max(known, key=lambda name: Indel.normalized_similarity(wrong, name))
        likeness = Indel.normalized_similarity(wrong, near)
        if likeness >= 0.7:
            right = re.sub(rf"\b{wrong}\b", near, text)
            reason = f"There is no future feature `{wrong}`; `{near}` is near."
            yield Step((Edit(start, end, right),), 0.4, Kind.STATEMENT, reason)
    elif problem.mentions("must occur at the beginning"):
        first = min(source.by_line)
        line = source.line_at(start)
        before, after = source.next_line(line, -1), source.next_line(line)
        alone = before is not None and source.width(before) < source.width(line)
        alone = alone and (after is None or source.width(after) < source.width(line))
        gone = (
            Edit(start, end, "pass")
            if alone
            else Edit(source.starts[line - 1], min(source.starts[line], len(problem.text)), "")
        )
        edits = (insert(source.starts[first - 1], text + "\n"), gone)
        yield Step(edits, 0.4, Kind.STATEMENT, "Imports from `__future__` stand at the beginning.")


def _missing_parts(problem: Problem) -> Iterator[Step]:
    """A block's first line without its name, its condition or its brackets."""
    line = problem.line_tokens
    if not line:
        return
    first = line[1] if line[0].text == "async" and len(line) > 1 else line[0]
    rest = [token for token in line if token.index > first.index]
    nothing = not rest or rest[0].text == ":"
    after = first.end
    if first.text in ("if", "while", "elif") and nothing:
        value = "False" if first.text == "while" else "True"
        yield Step((insert(after, " " + value),), 1.1, Kind.STATEMENT, f"`{first.text}` needs a condition.")
    if first.text == "for" and nothing:
        yield Step(
            (insert(after, " i in range(3)"),), 1.5, Kind.STATEMENT, "`for` needs a variable and what it goes through."
        )
    if first.text == "class" and nothing:
        yield Step((insert(after, " Name"),), 1.1, Kind.STATEMENT, "A class needs a name.")
    if first.text == "def":
        yield from _definition(problem, first, rest)
    if first.text in ("except", "finally") and not problem.mentions("expected 'except'"):
        indent = problem.source.indent(first.line)
        unit = indent + "    "
        lead = f"{indent}try:\n{unit}pass\n"
        yield Step(
            (insert(problem.source.starts[first.line - 1], lead),),
            1.4,
            Kind.STATEMENT,
            f"`{first.text}` belongs to a `try`.",
        )


def _definition(problem: Problem, first: Token, rest: list[Token]) -> Iterator[Step]:
    inside = "self" if problem.source.indent(first.line) and _in_class(problem, first.line) else ""
    if not rest or rest[0].text == ":":
        start, end = first.end, rest[0].start if rest else first.end
        yield Step(
            (Edit(start, end, f" name({inside})"),), 1.1, Kind.STATEMENT, "A function needs a name and brackets."
        )
        return
    if rest[0].text == "(":
        yield Step((Edit(first.end, rest[0].start, " name"),), 0.9, Kind.STATEMENT, "A function needs a name.")
        return
    if rest[0].kind == "string" and rest[0].closed:
        name = re.sub(r"\W+", "_", rest[0].text.strip("'\"")).strip("_")
        if name.isidentifier():
            yield Step((replace(rest[0], name),), 0.7, Kind.STATEMENT, "A function's name has no quotes.")
    colon = next((token for token in rest if token.text == ":" and token.opener < first.index), None)
    if len(rest) > 1 and rest[1].text == "." and len(rest) > 2:
        yield Step((Edit(rest[0].end, rest[2].start, "_"),), 0.8, Kind.STATEMENT, "A function's name has no dot.")
    if not any(token.text == "(" for token in rest):
        end = problem.source.tokens[colon.index - 1].end if colon else rest[-1].end
        if end == rest[0].end:
            edits: tuple[Edit, ...] = (insert(end, f"({inside})"),)
        else:
            edits = (Edit(rest[0].end, rest[1].start, "("), insert(end, ")"))
        yield Step(edits, 0.7, Kind.STATEMENT, "A function's parameters stand in brackets, even when there are none.")


def _in_class(problem: Problem, line: int) -> bool:
    source = problem.source
    for number in range(line - 1, 0, -1):
        token = source.first(number)
        if token is not None and source.width(number) < source.width(line):
            return token.text == "class"
    return False


def _loop_in_brackets(problem: Problem) -> tuple[int, int, Token] | None:
    """The brackets around or just after where the parser stopped that hold a `for`, and that word."""
    tokens, token = problem.source.tokens, problem.token
    if token is None:
        return None
    after = problem.get(token.index + 1)
    near = [token.opener, token.index] + ([after.index] if after is not None else [])
    for opener in near:
        close = problem.source.partner.get(opener)
        if opener < 0 or close is None or close < opener:
            continue
        inside = (other for other in tokens[opener + 1 : close] if other.opener == opener)
        loop = next((other for other in inside if other.text == "for"), None)
        if loop is not None and loop.index >= opener + 2:
            return opener, close, loop
    return None


def _comprehensions(problem: Problem) -> Iterator[Step]:
    tokens = problem.source.tokens
    found = _loop_in_brackets(problem)
    if found is None:
        return
    opener, close, loop = found
    inside = [other for other in tokens[opener + 1 : close] if other.opener == opener]
    before = tokens[loop.index - 1]
    commas = [other for other in inside if other.text == "," and other.index < loop.index]
    bracketed = (insert(tokens[opener + 1].start, "("), insert(before.end, ")"))
    if commas:
        yield Step(bracketed, 0.5, Kind.STATEMENT, "A pair in a comprehension wants brackets.")
    if problem.mentions("Generator expression must be parenthesized"):
        start = tokens[commas[-1].index + 1].start if commas else tokens[opener + 1].start
        later = next((other for other in inside if other.index > loop.index and other.text == ","), None)
        end = tokens[later.index - 1].end if later else tokens[close - 1].end
        reason = "A generator next to other arguments wants brackets of its own."
        yield Step((insert(start, "("), insert(end, ")")), 0.3, Kind.STATEMENT, reason)
    condition = next((other for other in inside if other.text == "if"), None)
    text = problem.text
    if condition is not None and condition.index < loop.index and not any(o.text == "else" for o in inside):
        test = text[condition.start : before.end]
        edits = (Edit(tokens[condition.index - 1].end, loop.start, " "), insert(tokens[close - 1].end, " " + test))
        yield Step(edits, 0.5, Kind.STATEMENT, "A comprehension's condition without `else` stands at its end.")
    if condition is not None and condition.index > loop.index and any(o.text == "else" for o in inside):
        test = text[condition.start : tokens[close - 1].end]
        edits = (insert(before.end, " " + test), Edit(tokens[condition.index - 1].end, tokens[close - 1].end, ""))
        yield Step(edits, 0.5, Kind.STATEMENT, "A choice with `else` stands before `for` in a comprehension.")
    opening, head = tokens[opener], tokens[opener - 1]
    if opening.text == "[" and opener and head.kind == "name" and head.end == opening.start:
        edits = (replace(opening, "("), replace(tokens[close], ")"))
        yield Step(edits, 0.6, Kind.STATEMENT, f"`{head.text}` is called with round brackets.")


def _deletions(problem: Problem) -> Iterator[Step]:
    text, start, end = _line_text(problem)
    if not text.startswith("del"):
        return
    if problem.mentions("function call") and (match := re.fullmatch(r"(del\s+[\w.]+)\([^()]*\)", text)):
        yield Step((Edit(start, end, match.group(1)),), 0.8, Kind.STATEMENT, "`del` takes names, not calls.")
    if "*" in text:
        tidy = re.sub(r"\(\*(\w+)\)", r"\1", text).replace("*", "")
        yield Step((Edit(start, end, tidy),), 0.8, Kind.STATEMENT, "`del` takes names without stars.")
    if match := re.fullmatch(r"del\s+(\w+)\s*[-+*/&]?=?\s*(\w+)", text):
        yield Step(
            (Edit(start, end, f"del {match.group(1)}, {match.group(2)}"),),
            0.8,
            Kind.STATEMENT,
            "`del` takes names with commas.",
        )
