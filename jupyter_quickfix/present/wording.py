"""Words and characters that the HTML, the text and the terminal share, so that a candidate reads the same in all of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from jupyter_quickfix.present.messages import DiffLine, PanelAction, PanelCandidate

#: Sign in front of a line of a diff, by its kind.
SIGNS = {"keep": " ", "remove": "-", "add": "+"}
_CHECK_WORDS = {
    "parses": {"passed": "well formed", "failed": "not well formed"},
    "resolves": {"passed": "names resolve", "failed": "names do not resolve"},
    "explains": {"passed": "accepted by the database", "failed": "refused by the database"},
    "trial": {"passed": "proved: it ran on a copy of your session", "failed": "failed on a copy of your session"},
}


def legible(text: str) -> str:
    r"""`text` with what cannot be seen, or moves the cursor or the reading direction, written as its escape (`\x1b`).

    A cell can hold anything, and a diff that is not what it looks like is worse than none. Tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_seen(character) else _escape(character) for character in text)


def _is_seen(character: str) -> bool:
    # Cc: control, Cf: format (zero width, reading direction), Cs: half a pair, Zl and Zp: line breaks to some
    return character == "\t" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def pieces(line: DiffLine) -> Iterator[tuple[str, bool]]:
    """The line cut where its marks begin and end: (text, whether marked), legible, without empty pieces."""
    text, position = line["text"], 0
    for start, end in line["marks"]:
        yield from (
            (legible(part), marked) for part, marked in ((text[position:start], False), (text[start:end], True)) if part
        )
        position = end
    if position < len(text):
        yield legible(text[position:]), False


def first_steps(candidate: PanelCandidate) -> str:
    """What has to be done before the cell is run, as one sentence; empty when nothing has."""
    if not candidate["actions"]:
        return ""
    return f"First: {', then '.join(map(_step, candidate['actions']))}."


def _step(action: PanelAction) -> str:
    warning = action.get("warning")
    return legible(action["label"]) + (f" (it {legible(warning)})" if warning else "")


def marks(candidate: PanelCandidate) -> list[tuple[str, str]]:
    """What is known of the candidate: (verdict, words), safety last; checks that could not tell are left out."""
    found: list[tuple[str, str]] = [
        (check["verdict"], words)
        for check in candidate["checks"]
        if (words := _CHECK_WORDS.get(check["name"], {}).get(check["verdict"]))
    ]
    if candidate["safety_label"]:
        found.append(("warning", candidate["safety_label"]))
    return found


def changes_code(candidate: PanelCandidate) -> bool:
    """Whether it changes the cell's text; otherwise it is only something to do first."""
    return bool(candidate["hunks"])
