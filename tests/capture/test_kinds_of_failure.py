"""Every way a cell can fail is seen once, with the cell's own text and position."""

from __future__ import annotations

import pytest

from jupyter_quickfix.capture import build_failure
from jupyter_quickfix.records import Language, Stage
from tests.session import Session

KINDS = [
    pytest.param("1/0", "ZeroDivisionError", Stage.RUN, (1, 0), id="runtime"),
    pytest.param("x = (1,", "SyntaxError", Stage.PARSE, (1, 4), id="parse"),
    pytest.param("a = 1\nreturn 5", "SyntaxError", Stage.COMPILE, (2, 0), id="compile"),
    pytest.param("if True:\nx = 1", "IndentationError", Stage.PARSE, (2, 0), id="indentation"),
    pytest.param("def f():\n  nonlocal q", "SyntaxError", Stage.COMPILE, (2, 2), id="symbol-table"),
    pytest.param("x = 1\n%no_such_magic", "UsageError", Stage.RUN, (2, 0), id="magic"),
    pytest.param("%%no_such_magic\nx", "UsageError", Stage.RUN, (1, 0), id="cell-magic"),
    pytest.param("await missing()", "NameError", Stage.RUN, (1, 6), id="await"),
    pytest.param("%%time\nx = 1\nmissing(x)", "NameError", Stage.RUN, (3, 0), id="under-time"),
    pytest.param("%%time\nx = (1", "SyntaxError", Stage.PARSE, (2, 4), id="parse-under-time"),
    pytest.param("%%capture\nx = 1\nmissing(x)", "NameError", Stage.RUN, (3, 0), id="under-capture"),
    pytest.param("%time missing(1)", "NameError", Stage.RUN, (1, None), id="time-line"),
    pytest.param("é = 1; missing", "NameError", Stage.RUN, (1, 7), id="non-ascii-columns"),
]


@pytest.mark.parametrize(("code", "error_type", "stage", "position"), KINDS)
def test_is_captured_once(
    ipython: Session, code: str, error_type: str, stage: Stage, position: tuple[int, int | None]
) -> None:
    failure = ipython.run(code, cell_id="the-cell")
    assert failure is not None
    assert len(ipython.failures) == 1
    assert not ipython.runs
    assert (failure.code, failure.cell_id) == (code, "the-cell")
    assert (failure.error_type, failure.stage) == (error_type, stage)
    assert failure.line == position[0]
    if position[1] is not None:
        assert failure.column == position[1]


def test_a_failing_repr_is_a_display_failure(ipython: Session) -> None:
    failure = ipython.run("class A:\n    def __repr__(self):\n        return 1 / 0\nA()")
    assert failure is not None
    assert (failure.error_type, failure.stage, failure.line) == ("ZeroDivisionError", Stage.DISPLAY, 3)


def test_a_failing_script_under_run(ipython: Session, tmp_path: object) -> None:
    script = f"{tmp_path}/script.py"
    with open(script, "w") as file:
        file.write("x = 1\nmissing(x)\n")
    failure = ipython.run(f"%run {script}")
    assert failure is not None
    assert failure.error_type == "NameError"
    assert failure.frames[-1].filename == script


def test_a_failing_query_under_jupysql_keeps_its_cause(ipython: Session) -> None:
    pytest.importorskip("sql")
    ipython.run("%load_ext sql")
    ipython.run("%config SqlMagic.feedback = 0")
    ipython.run("%sql sqlite://")
    failure = ipython.run("%%sql\nSELECT nothing FROM nowhere")
    assert failure is not None
    assert failure.language is Language.SQL
    messages = [failure.message, *(cause.message for cause in failure.causes)]
    assert any("nowhere" in message for message in messages)


def test_chained_causes_are_kept_nearest_first(ipython: Session) -> None:
    failure = ipython.run("try:\n    1/0\nexcept Exception as e:\n    raise KeyError('x') from e")
    assert failure is not None
    assert [cause.error_type for cause in failure.causes] == ["ZeroDivisionError"]


def test_a_suppressed_context_is_no_cause(ipython: Session) -> None:
    failure = ipython.run("try:\n    1/0\nexcept Exception:\n    raise KeyError('x') from None")
    assert failure is not None
    assert failure.causes == ()


def test_several_failures_in_a_row(ipython: Session) -> None:
    for code in ("1/0", "missing", "x = "):
        assert ipython.run(code) is not None
    assert [failure.error_type for failure in ipython.failures] == ["ZeroDivisionError", "NameError", "SyntaxError"]


def test_the_same_exception_object_raised_again(ipython: Session) -> None:
    ipython.run("error = ValueError('mine')")
    assert ipython.run("raise error") is not None
    assert ipython.run("raise error") is not None


def test_a_success_after_a_failure_is_a_success(ipython: Session) -> None:
    ipython.run("1/0")
    assert ipython.run("%%time\nx = 1") is None
    assert ipython.run("%%capture\nx = 1") is None
    assert [run.code for run in ipython.runs] == ["%%time\nx = 1", "%%capture\nx = 1"]


def test_a_frame_of_an_earlier_cell_names_its_cell(ipython: Session) -> None:
    ipython.run("def earlier():\n    return missing")
    count = ipython.runs[-1].execution_count
    failure = ipython.run("x = 1\nearlier()")
    assert failure is not None
    assert failure.line == 2
    last = failure.frames[-1]
    assert (last.cell, last.line, last.in_failing_cell) == (count, 2, False)


def test_an_input_transformer_that_refuses(ipython: Session) -> None:
    def refuse(lines: list[str]) -> list[str]:
        raise SyntaxError("not in this house")

    ipython.shell.input_transformers_post.append(refuse)
    failure = ipython.run("x = 1")
    assert failure is not None
    assert (failure.error_type, failure.stage, failure.message) == ("SyntaxError", Stage.TRANSFORM, "not in this house")


def test_never_closed_brackets_are_named(ipython: Session) -> None:
    failure = ipython.run("f = max(1,\nx = 2")
    assert failure is not None
    assert "'(' was never closed" in failure.message or "invalid syntax" in failure.message


def test_an_exception_that_cannot_be_shown(ipython: Session) -> None:
    code = "class Hostile(Exception):\n    def __str__(self):\n        raise ValueError('no')\nraise Hostile()"
    failure = ipython.run(code)
    assert failure is not None
    assert (failure.code, failure.error_type) == (code, "ValueError")  # IPython stumbles over it, and shows that


def test_a_hostile_message_is_left_empty() -> None:
    class HostileError(Exception):
        def __str__(self) -> str:
            raise ValueError("no")

    failure = build_failure(HostileError(), "x = 1")
    assert (failure.error_type, failure.message) == ("HostileError", "")


def test_recursion_keeps_few_frames(ipython: Session) -> None:
    failure = ipython.run("def f():\n    f()\nf()")
    assert failure is not None
    assert failure.error_type == "RecursionError"
    assert len(failure.frames) <= 60


def test_stop_leaves_no_callback_behind(ipython: Session) -> None:
    before = {name: list(calls) for name, calls in ipython.shell.events.callbacks.items()}
    ipython.close()
    for name in ("pre_run_cell", "post_run_cell"):
        assert len(ipython.shell.events.callbacks[name]) == len(before[name]) - 1
