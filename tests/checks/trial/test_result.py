"""What a child sends is read strictly."""

from __future__ import annotations

import json
import os
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.checks.trial import wire
from jupyter_quickfix.checks.trial.result import Forged, Result, checked_extra, from_message, to_message, with_extra

GOOD = Result("raised", "ValueError", "no", 3, "", 0.25, [["code", 0.5]])


def as_sent(result: Result) -> Any:
    return json.loads(json.dumps(to_message(result)))


def test_what_is_sent_is_read() -> None:
    for result in (GOOD, Result("ran", seconds=1.0), Result("unknown", detail="it is late")):
        assert from_message(as_sent(result)) == result


@given(st.text(min_size=1), st.text(), st.integers() | st.none(), st.floats(0, 1e6))
def test_any_error_can_be_told(name: str, text: str, line: int | None, seconds: float) -> None:
    read = from_message(as_sent(Result("raised", name, text, line, "", seconds)))
    assert (read.outcome, len(read.message)) == ("raised", min(len(text), 4000))


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "proved"},
        {"outcome": ["ran"]},
        {"outcome": "ran"},
        {"error_type": ""},
        {"error_type": "E" * 201},
        {"error_type": None},
        {"message": "x" * 4001},
        {"message": 5},
        {"line": 0},
        {"line": True},
        {"line": 1.5},
        {"line": 10**9},
        {"seconds": -1},
        {"seconds": float("nan")},
        {"seconds": float("inf")},
        {"seconds": "1"},
        {"seconds": True},
        {"extra": {"x": "y" * 10**6}},
        {"extra": [[[[[[[[[[1]]]]]]]]]]},
        {"extra": 2**70},
        {"extra": float("inf")},
        {"more": 1},
    ],
)
def test_forgeries(change: dict[str, object]) -> None:
    with pytest.raises(Forged):
        from_message({**to_message(GOOD), **change})


@pytest.mark.parametrize("message", [None, [], "ran", 1, {}, {"outcome": "ran"}])
def test_other_shapes(message: object) -> None:
    with pytest.raises(Forged):
        from_message(message)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda v: st.lists(v) | st.dictionaries(st.text(), v),
)


@given(JSON)
def test_anything_is_read_or_refused(message: object) -> None:
    try:
        read = from_message(message)
    except Forged:
        return
    assert isinstance(read, Result)


@given(JSON)
def test_extra_is_json_or_refused(value: object) -> None:
    try:
        assert checked_extra(value) is value
    except Forged:
        with pytest.raises(Forged):
            with_extra(GOOD, value)


@pytest.mark.parametrize("value", [object(), (1, 2), {1: 2}, {"x": {1}}, b"x", type("T", (str,), {})("x")])
def test_extra_that_is_no_json(value: object) -> None:
    with pytest.raises(Forged):
        checked_extra(value)


def test_messages_over_a_pipe() -> None:
    reading, writing = os.pipe()
    wire.send(writing, {"code": "é\ud800" * 100})
    assert wire.receive(reading, time.monotonic() + 5) == {"code": "é\ud800" * 100}
    with pytest.raises(wire.Late):
        wire.receive(reading, time.monotonic() + 0.01)
    os.write(writing, b"\xff\xff\xff\xff")
    with pytest.raises(wire.Broken):
        wire.receive(reading, time.monotonic() + 5)
    os.write(writing, b"\x00\x00")
    os.close(writing)
    with pytest.raises(wire.Broken):
        wire.receive(reading, time.monotonic() + 5)
    os.close(reading)
    with pytest.raises(wire.Broken):
        wire.send(writing, 1)
