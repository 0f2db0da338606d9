"""The panel in a terminal: what it says, how wide it is, and what it leaves out where the terminal cannot show it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.present.terminal import MIN_WIDTH, Look, columns, look_of, render, render_candidate, render_list
from tests.present.conftest import candidate, panel_of, panels, proposal

SGR = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("name", list(panels()))
def test_under_the_traceback(name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"{name}.terminal.txt", render(panels()[name], width=80, colour=False))


@pytest.mark.parametrize("name", ["three", "install", "wide"])
def test_narrow_and_ascii(name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"{name}.terminal-narrow.txt", render(panels()[name], width=30, colour=False, ascii_only=True))


def test_colours(snapshot: Callable[[str, str], None]) -> None:
    text = render(panels()["three"], width=80, colour=True)
    snapshot("three.terminal-colour.txt", text.replace("\x1b", "ESC"))
    assert SGR.sub("", text) == render(panels()["three"], width=80, colour=False)


def test_list_and_a_single_candidate(snapshot: Callable[[str, str], None]) -> None:
    snapshot("three.list.txt", render_list(panels()["three"], Look()))
    snapshot("three.second.txt", render_candidate(panels()["three"], 2, Look()))


@given(
    st.text(max_size=120),
    st.text(max_size=120),
    st.text(max_size=200),
    st.integers(1, 90),
    st.booleans(),
    st.booleans(),
)
def test_any_text_fits_the_width_and_moves_nothing(
    code: str, new: str, rationale: str, width: int, colour: bool, ascii_only: bool
) -> None:
    panel = panel_of(proposal(code, candidate(new, rationale), message=rationale))
    look = Look(width, colour, ascii_only)
    for text in (render(panel, width=width, colour=colour, ascii_only=ascii_only), render_list(panel, look)):
        bare = SGR.sub("", text)
        assert "\x1b" not in bare
        assert not ascii_only or bare.isascii()
        assert all(columns(line.replace("\t", "")) <= max(width, MIN_WIDTH) for line in bare.split("\n"))


def test_a_terminal_shows_the_diff_as_it_is() -> None:
    screen = pyte.Screen(60, 20)
    pyte.Stream(screen).feed(render(panels()["wide"], width=60, colour=True).replace("\n", "\r\n"))
    row = next(line for line in screen.display if "- pritn" in line)
    assert row.rstrip() == "  - pritn(名前)"
    cells = screen.buffer[screen.display.index(row)]
    assert [cells[column].reverse for column in range(4, 10)] == [True] * 5 + [False]
    assert cells[4].fg == "red"


def test_a_long_diff_is_cut_and_shown_whole_on_demand() -> None:
    new = "\n".join(f"line {number}" for number in range(100))
    panel = panel_of(proposal("", candidate(new, "Much.")))
    assert "… 77 more lines" in render(panel, width=80, colour=False)
    assert "line 99" in render_candidate(panel, 1, Look())


def test_keys_are_named_only_where_they_work() -> None:
    panel = panels()["three"]
    assert "(Alt-a)" in render(panel, width=80, colour=False)
    assert "Alt" not in render(panel, width=80, colour=False, keys=False)
    assert "Alt" not in render_candidate(panel, 2, Look())
    assert "%fix accept 2" in render_candidate(panel, 2, Look())


class Stream(io.StringIO):
    def __init__(self, encoding: str | None, *, tty: bool) -> None:
        super().__init__()
        self._encoding, self._tty = encoding, tty

    @property
    def encoding(self) -> str | None:  # type: ignore[override]  # StringIO has none
        return self._encoding

    def isatty(self) -> bool:
        return self._tty


@pytest.mark.parametrize(
    ("encoding", "tty", "environ", "consent", "colour", "ascii_only"),
    [
        ("utf-8", True, {}, True, True, False),
        ("UTF8", True, {}, True, True, False),
        ("utf-8", False, {}, True, False, False),
        ("utf-8", True, {"NO_COLOR": "1"}, True, False, False),
        ("utf-8", True, {"NO_COLOR": ""}, True, True, False),
        ("utf-8", True, {"TERM": "dumb"}, True, False, False),
        ("utf-8", True, {}, False, False, False),
        ("latin-1", True, {}, True, True, True),
        (None, True, {}, True, True, True),
    ],
)
def test_the_look_follows_the_stream(
    encoding: str | None, tty: bool, environ: dict[str, str], consent: bool, colour: bool, ascii_only: bool
) -> None:
    look = look_of(Stream(encoding, tty=tty), environ, colour=consent)
    assert (look.colour, look.ascii_only) == (colour, ascii_only)


def test_a_notebook_shows_colours_though_it_is_no_terminal() -> None:
    stream = Stream(None, tty=False)
    assert look_of(stream, {}, notebook=True) == Look(look_of(stream, {}).width, colour=True, ascii_only=False)
    assert not look_of(stream, {"NO_COLOR": "1"}, notebook=True).colour
