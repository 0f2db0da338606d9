"""Which name was meant, beyond the examples on the fixer's page."""

from __future__ import annotations

import pytest

from jupyter_quickfix.fixers.python.misspelled_name import MisspelledName
from jupyter_quickfix.records import Candidate
from tests.session import Session


def propose(ipython: Session, code: str, setup: str = "") -> list[Candidate]:
    if setup:
        assert ipython.run(setup) is None
    failure = ipython.run(code)
    assert failure is not None
    return list(MisspelledName().propose(failure, ipython.context(failure)))


def test_strings_attributes_keywords_and_comments_are_left_alone(ipython: Session) -> None:
    code = "dict(totla=1).get('totla'), box.totla if 0 else totla  # totla"
    first = propose(ipython, code, "total = 3\nbox = None")[0]
    assert first.code == "dict(totla=1).get('totla'), box.totla if 0 else total  # totla"


def test_only_the_function_that_sees_the_name_is_changed(ipython: Session) -> None:
    code = "def f(values):\n    return len(vlaues)\ndef g():\n    return vlaues\nf([])"
    assert propose(ipython, code)[0].code == code.replace("len(vlaues)", "len(values)")


def test_a_local_name_that_is_bound_elsewhere_keeps_its_name(ipython: Session) -> None:
    code = "def g(vlaues):\n    return vlaues\ndef f(values):\n    return len(vlaues)\nf([])"
    assert propose(ipython, code)[0].code == code.replace("len(vlaues)", "len(values)")


@pytest.mark.parametrize(
    ("use", "meant"),
    [("scor(3)", "score"), ("scor[0]", "scorn"), ("scor.real", "scord"), ("for s in scor: pass", "scorn")],
)
def test_of_equally_near_names_the_one_that_can_be_used_so(ipython: Session, use: str, meant: str) -> None:
    setup = "scord = 3\nscorn = [1]\ndef score(x):\n    return x"
    assert propose(ipython, use, setup)[0].code == use.replace("scor", meant)


def test_confidence_falls_when_two_are_as_near(ipython: Session) -> None:
    alone = propose(ipython, "pric + 1", "price = 1")[0].confidence
    both = propose(ipython, "pric + 1", "prices = 1\npricy = 2")[0].confidence
    assert both < alone


def test_positions_hold_in_lines_that_are_not_ascii(ipython: Session) -> None:
    code = "é = 'ünï'; x = [totla, é, totla]"
    assert propose(ipython, code, "total = 3")[0].code == "é = 'ünï'; x = [total, é, total]"


def test_f_strings_of_several_lines(ipython: Session) -> None:
    code = 'print(f"""totla\n{totla:>{totla}} and {1 + totla}""")'
    assert propose(ipython, code, "total = 3")[0].code == 'print(f"""totla\n{total:>{total}} and {1 + total}""")'


def test_a_definition_whose_parameter_callers_name_is_kept(ipython: Session) -> None:
    code = "def f(totl=1):\n    return total + total\nf(totl=2)"
    assert propose(ipython, code)[0].code == code.replace("total + total", "totl + totl")


def test_hostile_values_are_not_run(ipython: Session) -> None:
    setup = (
        "ran = []\nclass Trap:\n    def __getattribute__(self, name):\n        ran.append(name)\n        raise RuntimeError\n"
        "    def __dir__(self):\n        ran.append('dir')\n        raise RuntimeError\n"
        "    __class__ = property(lambda self: ran.append('class'))\ntotal = Trap()\nran.clear()"
    )
    assert propose(ipython, "totla.head()", setup) is not None
    assert ipython.shell.user_ns["ran"] == []


def test_the_failing_cell_itself_is_no_other_cell(ipython: Session) -> None:
    """The front end names all cells, the failing one among them: that it defines the name says nothing."""
    code = "runs = 41\nprint(rnus + 1)"
    failure = ipython.run(code)
    assert failure is not None
    context = ipython.context(failure, cells=(("first = 1", True), (code, True)))
    (best, *_) = MisspelledName().propose(failure, context)
    assert best.code == "runs = 41\nprint(runs + 1)"
