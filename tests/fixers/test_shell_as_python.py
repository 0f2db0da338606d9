"""Shell commands among Python: what they can do is marked, and names of the user's are left alone."""

from __future__ import annotations

import pytest

from jupyter_quickfix.fixers.python.shell_as_python import ShellAsPython
from jupyter_quickfix.records import Candidate, Safety
from tests.session import Session


def proposed(ipython: Session, code: str) -> list[Candidate]:
    failure = ipython.run(code)
    assert failure is not None
    return list(ShellAsPython().propose(failure, ipython.context(failure)))


@pytest.mark.parametrize(
    ("command", "safety"),
    [
        ("pip install nosuchpackage", Safety.INSTALLS),
        ("apt-get install -y tree", Safety.INSTALLS),
        ("rm -r /tmp/nosuchfolder", Safety.DELETES),
        ("pip uninstall -y nosuchpackage", Safety.DELETES),
        ("git clone https://example.org/a.git", Safety.SAFE),
    ],
)
def test_what_a_command_can_do_is_marked(ipython: Session, command: str, safety: Safety) -> None:
    first = proposed(ipython, f"x = 1\n{command}")[0]
    assert first.safety is safety


def test_all_commands_of_the_cell_at_once(ipython: Session) -> None:
    first = proposed(ipython, "x = 1\ngit init repo\ncd repo\npip install -e .\ny = x")[0]
    assert first.code == "x = 1\n!git init repo\n%cd repo\n%pip install -e .\ny = x"


def test_other_slips_are_mended_too(ipython: Session) -> None:
    assert proposed(ipython, "x = 1\ngit status\nprint(x")[0].code == "x = 1\n!git status\nprint(x)"


def test_a_name_of_the_users_is_not_a_command(ipython: Session) -> None:
    assert ipython.run("tree, sort = 1, 2") is None
    assert proposed(ipython, "tree -undefined_name") == []


def test_python_in_an_open_bracket_is_not_a_command(ipython: Session) -> None:
    assert proposed(ipython, "x = f(\n    find one\n)") == []
