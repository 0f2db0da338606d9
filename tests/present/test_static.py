"""The panel where no program of ours runs: HTML that reads without styles, text, and nothing that escapes from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert import HTMLExporter, MarkdownExporter

from jupyter_quickfix.present.panel import mime_bundle
from jupyter_quickfix.present.static import to_html, to_text
from tests.present.conftest import candidate, panel_of, panels, proposal

ALLOWED = {"div", "p", "pre", "del", "ins", "b", "strong", "small", "code", "details", "summary"}


class Reader(HTMLParser):
    """Checks that tags are ours and nest, and keeps the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.read = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert [name for name, _ in attrs] in ([], ["style"])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.read += data


def read(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.read


@pytest.mark.parametrize("name", list(panels()))
def test_html(name: str, snapshot: Callable[[str, str], None]) -> None:
    html = to_html(panels()[name])
    read(html)
    snapshot(f"{name}.html", html)


@pytest.mark.parametrize("name", list(panels()))
def test_text(name: str, snapshot: Callable[[str, str], None]) -> None:
    snapshot(f"{name}.txt", to_text(panels()[name]))


def test_nothing_of_the_cell_becomes_markup() -> None:
    html = to_html(panels()["hostile"])
    assert "<img" not in html
    assert "</script" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert "</script><img src=x onerror=alert(1)>" in read(html)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_text_stays_text(code: str, new: str, rationale: str) -> None:
    read(to_html(panel_of(proposal(code, candidate(new, rationale)))))


def test_the_diff_reads_without_any_style() -> None:
    bare = re.sub(r' style="[^"]*"', "", to_html(panels()["proved"]))
    assert "<pre><del>- <b>pritn</b>(1)</del>\n<ins>+ <b>print</b>(1)</ins></pre>" in bare


def test_it_is_compact() -> None:
    panel = panels()["three"]
    assert len(to_html(panel)) < 2500
    assert len(to_text(panel).splitlines()) <= 9


@pytest.mark.parametrize("name", ["three", "hostile", "quiet"])
def test_a_saved_panel_is_readable_in_exports(name: str) -> None:
    panel = panels()[name]
    output = nbformat.v4.new_output("display_data", data=mime_bundle(panel))
    cell = nbformat.v4.new_code_cell(panel["code"].replace("\x1b", ""), outputs=[output])
    notebook = nbformat.v4.new_notebook(cells=[cell])
    page, _ = HTMLExporter().from_notebook_node(notebook)
    text = " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())
    assert " ".join(read(to_html(panel)).split()) in text
    markdown, _ = MarkdownExporter().from_notebook_node(notebook)
    assert to_html(panel) in markdown
