"""Reading broken text: tokens, brackets without partners, and where an open bracket must have ended."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_quickfix.fixers.syntax.source import Source


@given(st.text(alphabet="ab1 \n\t'\"()[]{}:,.=#\\é“", max_size=80))
def test_tokens_are_the_text_in_order(text: str) -> None:
    source = Source(text)
    position = 0
    for token in source.tokens:
        assert token.start >= position
        assert text[token.start : token.end] == token.text != ""
        assert source.line_at(token.start) == token.line == text.count("\n", 0, token.start) + 1
        position = token.end


@given(st.text(alphabet="a ()[]{}\n", max_size=60))
def test_each_bracket_is_paired_unclosed_or_unmatched(text: str) -> None:
    source = Source(text)
    open_ones = {unclosed.opener.index for unclosed in source.unclosed}
    lone = {token.index for token in source.unmatched}
    for token in source.tokens:
        if token.text in "()[]{}":
            assert [token.index in source.partner, token.index in open_ones, token.index in lone].count(True) == 1


def test_a_statement_ends_the_brackets_above_it() -> None:
    source = Source("x = f(1,\n      2\ny = 3\nprint(y)")
    (unclosed,) = source.unclosed
    assert (unclosed.opener.text, unclosed.opener.start, unclosed.last_line) == ("(", 5, 2)
    assert source.tokens[-1].opener == source.tokens[-3].index


def test_strings_know_whether_they_are_closed() -> None:
    tokens = Source("a = 'x\nb = 'y'\nc = '''z").tokens
    assert [token.closed for token in tokens if token.kind == "string"] == [False, True, False]
