"""Titles: what people read first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.present.plain_words import MAX_TITLE, title
from jupyter_quickfix.records import Cause, Failure, Frame
from tests.session import Session


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("pritn(1)", "`pritn` is not defined"),
        ("import nonexistent_module", "the module `nonexistent_module` is not installed"),
        ("from math import squareroot", "`math` has nothing called `squareroot`"),
        ("import math\nmath.squareroot(2)", "`math` has nothing called `squareroot`"),
        ("[].push(1)", "a list has no `.push`"),
        ("int.x", "the class int has no `.x`"),
        ("(1).x", "an int has no `.x`"),
        ("None.head()", "`.head` was asked of None"),
        ("prices = {'a': 1}\nprices['b']", "the key 'b' is not in prices"),
        ("{}['b']", "there is no key 'b'"),
        ("[1][3]", "the list is shorter than that"),
        ("sorted([1], revers=True)", "`sort` has no argument `revers`"),
        ("def area(width, height): ...\narea(1)", "`area` was not given 'height'"),
        ("def area(width): ...\narea(1, 2)", "`area` takes 1 and was given 2"),
        ("import math\nmath()", "a module was called like a function"),
        ("'a' + 1", "`+` does not work between str and int"),
        ("1 + 'a'", "`+` does not work between int and str"),
        ("1 < 'a'", "`<` does not work between int and str"),
        ("x = None\nx[0]", "None was used where a value was expected"),
        ("x = 1\nx[0]", "an int cannot be indexed with [ ]"),
        ("for x in 3: ...", "an int cannot be looped over"),
        ("len(3)", "an int has no length"),
        ("{[]: 1}", "a list cannot be a key or a member of a set"),
        ("1 / 0", "division by zero"),
        ("float('1,5')", "'1,5' is not a number"),
        ("a, b = 1, 2, 3", "more than 2 values came"),
        ("open('no such file.csv')", "there is no file 'no such file.csv'"),
        ("import json\njson.loads('{')", "the text is not JSON (its line 1, column 2)"),
        ("x = 1\n\ny = (x", "a '(' is never closed (line 3)"),
        ("print 'a'", "`print` needs parentheses"),
        ("x = 1\nif x\n    y = 2", "a ':' is missing (line 2)"),
        ("x = [1, 2)", "a '[' is closed by ')'"),
        ("x = 'abc", "a string is never closed"),
        ("if True:\npass", "nothing is indented under the 'if' statement (line 2)"),
        ("x = 1\n  y = 2", "a line is indented without reason (line 2)"),
        ("return 5", "`return` stands where it cannot"),
        ("x = “a”", "the character '“' (U+201C) is not Python"),
        ("%nosuchmagic", "there is no magic `%nosuchmagic`"),
        ("raise RuntimeError('first\\nsecond')", "RuntimeError: first"),
        ("raise RuntimeError", "RuntimeError"),
        ("import pandas as pd\ndf = pd.DataFrame({'price': [1]})\ndf['pirce']", "the column 'pirce' is not in df"),
        ("import pandas as pd\ndf = pd.DataFrame({'a': [1]})\ndf[['b', 'c']]", "none of the columns 'b', 'c' is there"),
        ("import pandas as pd\ndf = pd.DataFrame({'a': [1]})\ndf[['a', 'c']]", "the column 'c' is not there"),
        ("import duckdb\nduckdb.sql('SELECT x FROM nowhere')", "there is no table 'nowhere'"),
        ("import duckdb\nduckdb.sql('SELECT pirce FROM (SELECT 1 AS price)')", "there is no column 'pirce'"),
        ("import sqlite3\nsqlite3.connect(':memory:').execute('SELECT * FROM nowhere')", "there is no table 'nowhere'"),
    ],
)
def test_title_of_a_real_failure(ipython: Session, code: str, said: str) -> None:
    failure = ipython.run(code)
    assert failure is not None
    assert title(failure) == said


def made(error_type: str, message: str, **fields: object) -> Failure:
    return Failure(id="1", code="", error_type=error_type, message=message, **fields)  # type: ignore[arg-type]  # any field


def test_spark_quotes_part_by_part() -> None:
    message = (
        "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or function parameter with name `t`.`pirce` cannot be"
    )
    assert title(made("AnalysisException", message)) == "there is no column 't.pirce'"
    message = "[TABLE_OR_VIEW_NOT_FOUND] The table or view `shop`.`order` cannot be found."
    assert title(made("AnalysisException", message)) == "there is no table 'shop.order'"


def test_an_engines_prefix_is_left_out_of_its_own_words() -> None:
    assert title(made("ParserException", "Parser Error: too deep")) == "ParserException: too deep"
    assert title(made("AnalysisException", "[SOME_CLASS.SUB] Not so.")) == "AnalysisException: Not so."


def test_an_empty_message_is_taken_from_the_cause() -> None:
    failure = made("UsageError", "", causes=(Cause("NameError", "name 'x' is not defined"),))
    assert title(failure) == "UsageError: name 'x' is not defined"


def test_a_column_is_known_by_who_raised() -> None:
    frame = Frame("/lib/site-packages/pandas/core/frame.py", 1, "__getitem__")
    assert title(made("KeyError", "'b'", frames=(frame,))) == "there is no column 'b'"


@given(
    st.sampled_from(["KeyError", "SyntaxError", "TypeError", "Weird", "ImportError"]), st.text(max_size=300), st.text()
)
def test_any_message_gives_one_short_line(error_type: str, message: str, code: str) -> None:
    said = title(Failure(id="1", code=code, error_type=error_type, message=message, python=code, line=1))
    assert said
    assert len(said) <= MAX_TITLE
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("message", ["'" + "x'" * 5000, "name '" + "a" * 10_000 + "' is not defined", "[" * 10_000])
def test_long_messages_make_short_titles(message: str) -> None:
    for error_type in ("KeyError", "NameError", "AnalysisException"):
        assert len(title(made(error_type, message))) <= MAX_TITLE
