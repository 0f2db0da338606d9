"""The panel's title: what went wrong, in one line of plain words.

A phrase is a pattern over the error's message and the words to say instead. The first phrase that matches is taken;
where none does, the title is the error's own type and the first line of its message. Messages come from user code and
can be anything: they are only read, shortened and never evaluated.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from jupyter_quickfix.records import Failure

#: Characters a title may have.
MAX_TITLE = 100
#: Characters of a message that are searched: some patterns take quadratic time, and the point comes early.
_MAX_READ = 1000
#: Characters kept of a name or value quoted in a title.
_MAX_QUOTED = 40

#: What engines put before the message proper: DuckDB its kind of error, Spark its error class.
_PREFIX = re.compile(r"^(?:\w+ Error: |\[[A-Z_.]+\] )+")
#: An article before a word that begins with a vowel ("a int").
_ARTICLE = re.compile(r"\ba (?=[aeiouAEIOU])")

_PARSER = "SyntaxError IndentationError TabError"
_Words = str | Callable[[re.Match[str], Failure], str]


def title(failure: Failure) -> str:
    """The error in plain words; never empty, never more than one line of `MAX_TITLE` characters."""
    message = _message(failure)
    for types, pattern, words in _PHRASES:
        if types and not _is_a(failure, types):
            continue
        if match := re.search(pattern, message):
            said = words(match, failure) if callable(words) else _filled(words, match)
            return _one_line(_ARTICLE.sub("an ", said) + _where(failure))
    return _one_line(_own_words(failure, message) + _where(failure))


def _message(failure: Failure) -> str:
    """The message; of an error whose own is empty, that of the error behind it."""
    if failure.message.strip() or not failure.causes:
        return failure.message[:_MAX_READ]
    return failure.causes[0].message[:_MAX_READ]


def _is_a(failure: Failure, types: str) -> bool:
    wanted = types.split()
    if failure.error_type in wanted:
        return True
    return failure.exception is not None and any(kind.__name__ in wanted for kind in type(failure.exception).__mro__)


def _own_words(failure: Failure, message: str) -> str:
    first = next((line.strip() for line in message.splitlines() if line.strip()), "")
    return f"{failure.error_type}: {_PREFIX.sub('', first)}" if first else failure.error_type


def _filled(words: str, match: re.Match[str]) -> str:
    """`words` with `{0}`, `{1}`… replaced by the match's groups."""
    groups = [_quoted(group or "") for group in match.groups()]
    return words.format(*groups)


def _quoted(text: str) -> str:
    """A name or value of the message; Spark writes a column of a table as `table`.`column`."""
    return _shortened(" ".join(text.replace("`.`", ".").split()), _MAX_QUOTED)


def _where(failure: Failure) -> str:
    """The line, for errors of the parser in cells of several lines; others are seen in the traceback."""
    if failure.line is None or "\n" not in failure.code.strip("\n") or not _is_a(failure, _PARSER):
        return ""
    return f" (line {failure.line})"


def _one_line(text: str) -> str:
    return _shortened(" ".join(text.split()), MAX_TITLE)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _missing_key(match: re.Match[str], failure: Failure) -> str:
    """A KeyError: of a column where a table library raised it, else of a key; with its owner where the line shows it."""
    key = _quoted(match.group(1))
    thing = "column" if _raised_in(failure, "pandas", "polars", "pyspark") else "key"
    owner = _subscripted(failure, match.group(1))
    return f"the {thing} {key} is not in {owner}" if owner else f"there is no {thing} {key}"


def _raised_in(failure: Failure, *packages: str) -> bool:
    return any(re.search(rf"[/\\]{package}[/\\]", frame.filename) for frame in failure.frames for package in packages)


def _subscripted(failure: Failure, key: str) -> str:
    """The one name that the failing cell subscripts with this key, on the failing line if known; else empty."""
    try:
        tree = ast.parse(failure.python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ""
    owners = {
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and (failure.line is None or node.lineno <= failure.line <= (node.end_lineno or node.lineno))
        and any(isinstance(part, ast.Constant) and repr(part.value) == key for part in ast.walk(node.slice))
    }
    return owners.pop() if len(owners) == 1 else ""


def _wrong_count(match: re.Match[str], failure: Failure) -> str:
    """`takes 1 positional argument but 2 were given`: for a method, `self` is counted by Python but not by people."""
    name, takes, given = match.group(1), match.group(2), int(match.group(3))
    return f"`{name}` takes {takes} and was given {given}"


#: Exception classes (any of them, or all errors when empty), pattern searched in the message, what to say.
_PHRASES: tuple[tuple[str, str, _Words], ...] = (
    # Names and imports
    ("UnboundLocalError", r"(?:local variable|free variable) '(\w+)'", "`{0}` is used before it has a value"),
    ("NameError", r"name '(\w+)' is not defined", "`{0}` is not defined"),
    ("ModuleNotFoundError", r"No module named '([^']+)'", "the module `{0}` is not installed"),
    ("ImportError", r"cannot import name '([^']+)' from '([^']+)'", "`{1}` has nothing called `{0}`"),
    # Attributes
    ("AttributeError", r"module '([^']+)' has no attribute '([^']+)'", "`{0}` has nothing called `{1}`"),
    ("AttributeError", r"'NoneType' object has no attribute '([^']+)'", "`.{0}` was asked of None"),
    ("AttributeError", r"type object '([^']+)' has no attribute '([^']+)'", "the class {0} has no `.{1}`"),
    ("AttributeError", r"'([^']+)' object has no attribute '([^']+)'", "a {0} has no `.{1}`"),
    # Keys, columns, positions
    ("KeyError", r"None of \[.*?\[([^\]]+)\].*are in the", "none of the columns {0} is there"),
    ("KeyError", r"\[([^\]]+)\] not (?:in index|found in axis)", "the column {0} is not there"),
    ("KeyError", r"^('[^']*'|\"[^\"]*\"|-?\w[\w.]*|\(.*\))$", _missing_key),
    ("ColumnNotFoundError", r"^\W*(?:unable to find column )?[\"'`]?([\w .]+)[\"'`]?", "there is no column '{0}'"),
    ("IndexError", r"single positional indexer is out-of-bounds", "there is no row or column at that position"),
    (
        "IndexError",
        r"index (-?\d+) is out of bounds for axis \d+ with size (\d+)",
        "there is no position {0}: the size is {1}",
    ),
    (
        "IndexError",
        r"(list|tuple|string|range object) (?:assignment )?index out of range",
        "the {0} is shorter than that",
    ),
    # Calls
    (
        "TypeError AttributeError",
        r"(\S+)\(\) got an unexpected keyword argument '(\w+)'",
        "`{0}` has no argument `{1}`",
    ),
    ("TypeError", r"'(\w+)' is an invalid keyword argument for (\w+)", "`{1}` has no argument `{0}`"),
    ("TypeError", r"(\w+)\(\) got multiple values for (?:keyword )?argument '(\w+)'", "`{0}` was given `{1}` twice"),
    ("TypeError", r"(\w+)\(\) missing \d+ required .*arguments?: (.+)", "`{0}` was not given {1}"),
    (
        "TypeError",
        r"(\w+)\(\) takes (?:from )?(\d+(?: to \d+)?|no) (?:positional )?arguments? but (\d+) (?:was|were) given",
        _wrong_count,
    ),
    ("TypeError", r"'module' object is not callable", "a module was called like a function"),
    ("TypeError", r"'(\w+)' object is not callable", "a value of type {0} was called like a function"),
    # Operations
    (
        "TypeError",
        r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'",
        "`{0}` does not work between {1} and {2}",
    ),
    ("TypeError", r"can only concatenate (\w+) \(not \"(\w+)\"\)", "`+` does not work between {0} and {1}"),
    (
        "TypeError",
        r"'(\S+)' not supported between instances of '(\w+)' and '(\w+)'",
        "`{0}` does not work between {1} and {2}",
    ),
    ("TypeError", r"'NoneType' object is not (subscriptable|iterable)", "None was used where a value was expected"),
    ("TypeError", r"'(\w+)' object is not subscriptable", "a {0} cannot be indexed with [ ]"),
    ("TypeError", r"'(\w+)' object is not iterable", "a {0} cannot be looped over"),
    ("TypeError", r"'(\w+)' object does not support item assignment", "the items of a {0} cannot be changed"),
    ("TypeError", r"argument of type 'NoneType' is not iterable", "None was used where a value was expected"),
    ("TypeError", r"argument of type '(\w+)' is not iterable", "a {0} has nothing that `in` could search"),
    ("TypeError", r"object of type '(\w+)' has no len\(\)", "a {0} has no length"),
    (
        "TypeError",
        r"'(\w+)' object cannot be interpreted as an integer",
        "a {0} was used where a whole number is needed",
    ),
    (
        "TypeError",
        r"(\w+) indices must be integers or slices, not (\w+)",
        "a {0} is indexed by whole numbers, not by a {1}",
    ),
    ("TypeError", r"unhashable type: '(\w+)'", "a {0} cannot be a key or a member of a set"),
    ("ZeroDivisionError", r"", "division by zero"),
    ("ValueError", r"could not convert string to float: (.+)", "{0} is not a number"),
    ("ValueError", r"invalid literal for int\(\) with base \d+: (.+)", "{0} is not a whole number"),
    (
        "ValueError",
        r"not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)",
        "{0} values were expected, {1} came",
    ),
    ("ValueError", r"too many values to unpack \(expected (\d+)", "more than {0} values came"),
    (
        "ValueError",
        r"truth value of an? ([\w.]+(?: with more than one element)?) is ambiguous",
        "a {0} is neither true nor false",
    ),
    ("RecursionError", r"", "a function called itself too many times"),
    # Files
    ("FileNotFoundError", r"No such file or directory: (.+)", "there is no file {0}"),
    ("FileNotFoundError", r"File (\S+) does not exist", "there is no file {0}"),
    ("PermissionError", r"Permission denied: (.+)", "no permission for {0}"),
    ("UnicodeDecodeError", r"'([^']+)' codec can't decode", "the text is not encoded in {0}"),
    ("JSONDecodeError", r"line (\d+) column (\d+)", "the text is not JSON (its line {0}, column {1})"),
    # The parser
    (_PARSER, r"'(.)' was never closed", "a '{0}' is never closed"),
    (_PARSER, r"unmatched '(.)'", "a '{0}' closes nothing"),
    (_PARSER, r"closing parenthesis '(.)' does not match opening parenthesis '(.)'", "a '{1}' is closed by '{0}'"),
    (_PARSER, r"unterminated (?:f-string|.*string) literal|EOL while scanning", "a string is never closed"),
    (_PARSER, r"expected ':'", "a ':' is missing"),
    (_PARSER, r"Missing parentheses in call to '(\w+)'", "`{0}` needs parentheses"),
    (_PARSER, r"invalid syntax\. Perhaps you forgot a comma", "something is missing here, perhaps a comma"),
    (_PARSER, r"Maybe you meant '==' or ':=' instead of '='", "'=' stands where '==' is meant"),
    (_PARSER, r"cannot assign to ([\w ]+?)(?: here|\.|$)", "nothing can be assigned to a {0}"),
    (
        _PARSER,
        r"invalid (?:non-printable )?character '?(.*?)'? ?\(U\+(\w+)\)",
        "the character '{0}' (U+{1}) is not Python",
    ),
    (_PARSER, r"leading zeros in decimal integer", "a number begins with 0"),
    (_PARSER, r"invalid decimal literal", "a number runs into a word"),
    (_PARSER, r"expected an indented block after (.+?)(?: on line \d+)?$", "nothing is indented under the {0}"),
    (_PARSER, r"expected an indented block", "an indented line is missing"),
    (_PARSER, r"unexpected indent", "a line is indented without reason"),
    (_PARSER, r"unindent does not match", "a line's indentation matches no line before it"),
    (_PARSER, r"inconsistent use of tabs", "tabs and spaces are mixed"),
    (
        _PARSER,
        r"'(return|yield|await|break|continue)(?: \w+)*' (?:outside|not properly)",
        "`{0}` stands where it cannot",
    ),
    (_PARSER, r"unexpected EOF|incomplete input", "the cell ends too early"),
    (_PARSER, r"^invalid syntax$", "Python cannot read this"),
    # Magics and shell
    ("UsageError", r"(?:Line|Cell) magic function `(%+\S+)` not found", "there is no magic `{0}`"),
    # SQL engines; through jupysql the engine's error is wrapped, so the class says little
    ("", r"Referenced column \"([^\"]+)\" not found", "there is no column '{0}'"),
    ("", r"Referenced table \"([^\"]+)\" not found", "there is no table '{0}' in FROM"),
    (
        "",
        r"Table \"([^\"]+)\" does not have a column (?:named|with name) \"([^\"]+)\"",
        "there is no column '{1}' in {0}",
    ),
    ("", r"Table with name (\S+) does not exist", "there is no table '{0}'"),
    ("", r"(?:Scalar|Table|Aggregate) Function with name (\S+) does not exist", "there is no function '{0}'"),
    ("", r"Ambiguous reference to column name \"([^\"]+)\"", "the column '{0}' is in several tables"),
    ("", r"no such (table|column|function): (\S+)", "there is no {0} '{1}'"),
    ("", r"ambiguous column name: (\S+)", "the column '{0}' is in several tables"),
    ("", r"(?:relation|table) \"([^\"]+)\" does not exist", "there is no table '{0}'"),
    ("", r"column \"?([\w.]+)\"? does not exist", "there is no column '{0}'"),
    ("", r"syntax error at or near \"?([^\s\",]+)", "the SQL is not right near '{0}'"),
    ("", r"near \"([^\"]+)\": syntax error", "the SQL is not right near '{0}'"),
    ("", r"column \"?([\w.]+)\"? must appear in the GROUP BY", "the column '{0}' is neither grouped nor aggregated"),
    ("", r"\[MISSING_AGGREGATION\].*?expression \"([^\"]+)\"", "{0} is neither grouped nor aggregated"),
    ("", r"WHERE clause cannot contain aggregates", "an aggregate stands in WHERE"),
    ("", r"misuse of aggregate(?: function)?:? (\w+)", "the aggregate {0} stands where it cannot"),
    ("", r"\[AMBIGUOUS_REFERENCE\] Reference (\S+)", "the column {0} is in several tables"),
    ("", r"\[UNRESOLVED_COLUMN[^\]]*\].*? name `([^`]+(?:`\.`[^`]+)*)`", "there is no column '{0}'"),
    ("", r"\[TABLE_OR_VIEW_NOT_FOUND\].*?view `([^`]+(?:`\.`[^`]+)*)`", "there is no table '{0}'"),
    ("", r"\[UNRESOLVED_ROUTINE\].*?(?:function|routine) `([^`]+)`", "there is no function '{0}'"),
    ("", r"\[PARSE_SYNTAX_ERROR\].*?near '?([^'\s.]+)", "the SQL is not right near '{0}'"),
)
