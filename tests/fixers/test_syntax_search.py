"""The search behind the syntax fixers: several slips in one cell, limits, and cells damaged at random."""

from __future__ import annotations

import ast
import inspect
import json
import random
import string
import textwrap
from collections.abc import Iterator

import pytest

from jupyter_quickfix.capture import build_failure
from jupyter_quickfix.fixers.syntax.parser import Budget, fault_of, quiet
from jupyter_quickfix.fixers.syntax.pieces import piece_at
from jupyter_quickfix.fixers.syntax.repairs import GENERATORS, Repair, repairs_of
from jupyter_quickfix.fixers.syntax.search import search
from jupyter_quickfix.fixers.syntax.source import Source
from jupyter_quickfix.fixers.syntax.steps import Kind
from jupyter_quickfix.records import Context, Failure, Stage


def failure_of(code: str) -> Failure:
    """The failure of a cell that does not compile, as capture would report it."""
    try:
        compile(code, "<cell>", "exec", dont_inherit=True, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return build_failure(error, code, before_run=True)
    raise AssertionError("the cell compiles")


def repairs(code: str) -> tuple[Repair, ...]:
    return repairs_of(failure_of(code), Context())


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (
            "def area(r)\n    return 3.14 * (r ** 2\n\nprint(area(2)",
            "def area(r):\n    return 3.14 * (r ** 2)\n\nprint(area(2))",
        ),
        ("if 1 = 1\n    print('yes)", "if 1 == 1:\n    print('yes')"),
        ("wihle True\n    x = (1\n    break", "while True:\n    x = (1)\n    break"),
        ("print 'a'\nfor i in range(3)\n    print i", "print('a')\nfor i in range(3):\n    print(i)"),
        ("x = [1, 2\ny = {'a': 1\nz = (3", "x = [1, 2]\ny = {'a': 1}\nz = (3)"),
    ],
)
def test_several_slips_are_one_candidate(broken: str, mended: str) -> None:
    assert repairs(broken)[0].code == mended


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (
            "total = sum(\n    [1, 2],\n    start=3\nprint(total)",
            "total = sum(\n    [1, 2],\n    start=3)\nprint(total)",
        ),
        ("x = max(1, min(2, 3)\ny = 2", "x = max(1, min(2, 3))\ny = 2"),
        ("def f(a, b:\n    return a", "def f(a, b):\n    return a"),
        ("n = [1, 2, 3]\nif len(n > 2:\n    pass", "n = [1, 2, 3]\nif len(n) > 2:\n    pass"),
    ],
)
def test_a_bracket_is_closed_where_it_belongs(broken: str, mended: str) -> None:
    assert repairs(broken)[0].code == mended


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("import math as\nm = 1\nfrom __future__ import annotation", None),
        ("from __future__ import divisio", "from __future__ import division"),
        ("options = dict('size'=3, 'name'='a')", "options = dict(size=3, name='a')"),
        ("print('a', end: '')", "print('a', end='')"),
        ("rows = [(i := 1) for i in [3]]", "rows = [1 for i in [3]]"),
        ("count = 0\ncount++\nprint(count)", "count = 0\ncount += 1\nprint(count)"),
        ("names = ['ann, 'bob', 'cy']", "names = ['ann', 'bob', 'cy']"),
        ("names = [ann', 'bob', 'cy']", "names = ['ann', 'bob', 'cy']"),
        ("area(r):\n    return 3 * r ** 2", "def area(r):\n    return 3 * r ** 2"),
        (
            "def f():\n    total = 0\n    def g():\n        nonlocal totl\n        totl = 1",
            "def f():\n    total = 0\n    def g():\n        nonlocal total\n        total = 1",
        ),
        ("for i range(3):\n    print(i)", "for i in range(3):\n    print(i)"),
        ("import matplotlib.pyplot plt", "import matplotlib.pyplot as plt"),
        ("sizes = [3, 4]\nprint(sizes.copy)[0])", None),
        ("total = 1\nprint(f'{total and more')", "total = 1\nprint(f'{total} and more')"),
        ("rows = [[1], [2]]\n[*row for row in rows]", "rows = [[1], [2]]\n[item for row in rows for item in row]"),
    ],
)
def test_one_slip(broken: str, mended: str | None) -> None:
    found = repairs(broken)
    assert mended is None or found[0].code == mended
    for repair in found:
        ast.parse(repair.code)


def test_a_number_at_the_beginning_is_no_line_number() -> None:
    assert "2" in repairs("1 = 2")[0].code
    assert repairs("1 = 2")[0].code == "1 == 2"


def test_magics_keep_their_places() -> None:
    broken = "%matplotlib inline\nfiles = !ls\nprint('a'\n!echo {files}"
    failure = build_failure(SyntaxError("'(' was never closed"), broken, before_run=True)
    assert failure.stage is Stage.PARSE
    assert repairs_of(failure, Context())[0].code == "%matplotlib inline\nfiles = !ls\nprint('a')\n!echo {files}"


def test_shows_at_most_three_and_all_compile() -> None:
    found = repairs("values = {'a': 1, 'b' 2, 'c': [3, 4}")
    assert 1 <= len(found) <= 3
    assert all(fault_of(repair.code) is None for repair in found)
    assert [repair.confidence for repair in found] == sorted((r.confidence for r in found), reverse=True)


def test_compiling_is_all_that_happens(capsys: pytest.CaptureFixture[str]) -> None:
    repairs("print('side effect'\nraise SystemExit")
    assert capsys.readouterr().out == ""


def test_nothing_is_said_of_other_stages() -> None:
    failure = build_failure(NameError("name 'x' is not defined"), "x")
    assert repairs_of(failure, Context()) == ()


def test_budget_limits_the_number_of_tries() -> None:
    code = "f(g(h(1, 2 3\n" * 3
    assert search(code, code, GENERATORS, frozenset(), Budget(10_000, 0)) == []


def test_long_cell_is_searched_in_its_faulty_statement() -> None:
    filler = "\n".join(f"def f{i}(x):\n    return [x, {i}]\n" for i in range(60))
    broken = f"{filler}\nz = f3(1, 2\nprint(z)\n{filler}"
    fault = fault_of(broken)
    assert fault is not None
    piece = piece_at(Source(broken), fault)
    assert piece is not None
    assert broken[piece.start : piece.end].startswith("z = f3(1, 2\n")
    assert len(broken[piece.start : piece.end]) < 40
    assert repairs(broken)[0].code == broken.replace("f3(1, 2\n", "f3(1, 2)\n")


def test_each_repair_belongs_to_one_fixer() -> None:
    assert repairs("if 1 = 1:\n    pass")[0].kind is Kind.OPERATOR
    assert repairs("if 1 == 1\n    pass")[0].kind is Kind.PUNCTUATION
    assert repairs("fro i in [1]:\n    pass")[0].kind is Kind.KEYWORD


def pieces_of_real_code() -> list[str]:
    """Functions and classes of the standard library, dedented."""
    found = []
    for module in (json, textwrap, string, inspect, random):
        for name in sorted(vars(module)):
            value = vars(module)[name]
            if inspect.isfunction(value) or inspect.isclass(value):
                try:
                    found.append(textwrap.dedent(inspect.getsource(value)))
                except (OSError, TypeError):
                    continue
    return found


def damaged(seed: int) -> Iterator[str]:
    """Real code with one to three slips made at random."""
    chance = random.Random(seed)
    sources = pieces_of_real_code()
    while True:
        text = chance.choice(sources)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(text))
            kind = chance.randrange(5)
            if kind == 0:
                text = text[:place] + text[place + 1 :]
            elif kind == 1:
                text = text[:place] + chance.choice("()[]{}:,'\"=\n\t ;\\#\0é“") + text[place:]
            elif kind == 2:
                text = text[:place] + text[place + 1 : place + 2] + text[place : place + 1] + text[place + 2 :]
            else:
                lines = text.split("\n")
                number = chance.randrange(len(lines))
                lines[number] = lines[number].lstrip() if kind == 3 else "   " + lines[number]
                text = "\n".join(lines)
        yield text


@pytest.mark.slow
def test_damaged_cells_never_raise() -> None:
    cells = damaged(seed=20261)
    tried = 0
    while tried < 300:
        code = next(cells)
        try:
            failure = failure_of(code)
        except (AssertionError, ValueError):  # still sound, or a null byte: not ours to mend
            continue
        tried += 1
        for repair in repairs_of(failure, Context()):
            with quiet():
                assert fault_of(repair.code) is None, code
            assert 0.0 < repair.confidence <= 1.0
