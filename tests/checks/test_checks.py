"""What each check says of a candidate, in a real session."""

from __future__ import annotations

import pytest

from jupyter_quickfix.checks import parses, resolves, run_checks
from jupyter_quickfix.records import Action, Candidate, Verdict
from tests.session import Session

SETUP = """
import math
import pandas as pd
df = pd.DataFrame({"price": [1.0], "units": [2]}, index=pd.Index([7], name="day"))
def area(width, height=1):
    return width * height
def anything(**options):
    return options
class Loose:
    def __getattr__(self, name):
        return name
loose = Loose()
"""

RESOLVES = [
    ("math.pi", Verdict.PASSED),
    ("math.pie", Verdict.FAILED),
    ("undefined_name", Verdict.FAILED),
    ("def f():\n    return undefined_name", Verdict.FAILED),
    ("x = 1\nx", Verdict.PASSED),
    ("import json\njson.loads('1')", Verdict.PASSED),
    ("from math import *\nsqrt(4)", Verdict.PASSED),
    ("[i for i in range(3)]", Verdict.PASSED),
    ("def f():\n    global made\n    made = 1\nf()\nmade", Verdict.PASSED),
    ("area(2, height=3)", Verdict.PASSED),
    ("area(2, heigth=3)", Verdict.FAILED),
    ("anything(whatever=1)", Verdict.PASSED),
    ("loose.whatever", Verdict.PASSED),
    ("df['price']", Verdict.PASSED),
    ("df['pirce']", Verdict.FAILED),
    ("df['new'] = 1\ndf['new']", Verdict.PASSED),
    ("df.rename(columns={'price': 'p'}, inplace=True)\ndf['p']", Verdict.PASSED),
    ("df = df.rename(columns={'price': 'p'})\ndf['p']", Verdict.PASSED),
    ("%time math.pi", Verdict.PASSED),
    ("display(1)\nget_ipython()\n_", Verdict.PASSED),
    ("x = ", Verdict.UNKNOWN),
    ("import json.decoder", Verdict.PASSED),
    ("import no_such_module", Verdict.FAILED),
    ("import math.no_such_module", Verdict.FAILED),
    ("from math import sqrt", Verdict.PASSED),
    ("from math import sqroot", Verdict.FAILED),
    ("from pandas import DataFrame, testing", Verdict.PASSED),
    ("from pandas import DataFrmae", Verdict.FAILED),
    ("from no_such_module import x", Verdict.FAILED),
    ("try:\n    import no_such_module\nexcept ImportError:\n    pass", Verdict.PASSED),
]


@pytest.mark.parametrize(("code", "verdict"), RESOLVES)
def test_resolves(ipython: Session, code: str, verdict: Verdict) -> None:
    assert ipython.run(SETUP) is None
    failure = ipython.run("1/0")
    assert failure is not None
    check = resolves(code, ipython.context(failure))
    assert check.verdict is verdict, check.detail


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("x = 1", Verdict.PASSED),
        ("await f()", Verdict.PASSED),
        ("%matplotlib inline\n!ls", Verdict.PASSED),
        ("%%time\nx = 1", Verdict.PASSED),
        ("x = (", Verdict.FAILED),
        ("return 5", Verdict.FAILED),
        ("\0", Verdict.FAILED),
    ],
)
def test_parses(code: str, verdict: Verdict) -> None:
    check = parses(code)
    assert check is not None
    assert check.verdict is verdict


@pytest.mark.parametrize("code", ["%%sql\nSELECT 1", "%%bash\nls"])
def test_other_languages_are_not_parsed_as_python(code: str) -> None:
    assert parses(code) is None


def test_resolves_is_left_out_where_it_does_not_parse(ipython: Session) -> None:
    failure = ipython.run("1/0")
    assert failure is not None
    checked = run_checks(Candidate(code="x = (", rationale="", source="test"), ipython.context(failure))
    assert [check.name for check in checked.checks] == ["parses"]


def test_what_the_cells_run_first_define_counts_as_there(ipython: Session) -> None:
    failure = ipython.run("monthly + 1")
    assert failure is not None
    context = ipython.context(failure, cells=(("monthly = 41", False), ("monthly + 1", True)))
    action = Action("run_cell", context.cells[0].id or "", "Run cell 1")
    candidate = Candidate(code="monthly + 1", rationale="", source="test", actions=(action,))
    assert run_checks(candidate, context).checks[-1].verdict is Verdict.PASSED


def test_what_is_installed_first_can_be_imported(ipython: Session) -> None:
    failure = ipython.run("import no_such_module")
    assert failure is not None
    action = Action("install", "no-such-module", "Install no-such-module")
    candidate = Candidate(code="import no_such_module", rationale="", source="test", actions=(action,))
    assert run_checks(candidate, ipython.context(failure)).checks[-1].verdict is Verdict.PASSED
