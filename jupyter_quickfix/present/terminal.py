"""The panel in terminal IPython: a coloured diff under the traceback, as wide as the terminal and as short as it can be.

Everything here is a pure function of the panel and the look; `look_of` finds out what suits a stream. Colours are the
terminal's own 16, which its user chose to be readable, and changed words are in reverse video, which needs no colour
to be right on light and on dark.
"""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from jupyter_quickfix.present.messages import DiffHunk, DiffLine, Panel, PanelCandidate
from jupyter_quickfix.present.wording import SIGNS, first_steps, legible, marks, pieces

#: Lines of a diff shown under a traceback; `%fix 1` shows all of it.
MAX_LINES = 24
MIN_WIDTH = 20
_RESET = "\x1b[0m"
_STYLES = {"remove": "31", "add": "32", "keep": "2", "title": "1", "faint": "2", "warning": "33"}
_REVERSE = "7"
#: What to write where the terminal cannot show the sign.
_ASCII = {"✓": "+", "✗": "x", "⚠": "!", "·": "|", "…": "...", "⋮": ":", "↪": ">"}
_MARK_SIGNS = {"passed": "✓", "failed": "✗", "warning": "⚠"}


@dataclass(frozen=True, slots=True)
class Look:
    """How to write: columns, whether with colours, whether with ASCII only, whether Alt-a and Alt-r work here."""

    width: int = 80
    colour: bool = False
    ascii_only: bool = False
    keys: bool = True

    @property
    def room(self) -> int:
        """Columns to write in; a terminal narrower than this wraps by itself."""
        return max(self.width, MIN_WIDTH)

    def styled(self, text: str, *styles: str) -> str:
        """`text` in these styles (SGR numbers), or as it is where there is no colour."""
        return f"\x1b[{';'.join(styles)}m{text}{_RESET}" if self.colour and text else text

    def plain(self, text: str) -> str:
        """A sentence of ours; its signs in ASCII where the terminal has no others."""
        if self.ascii_only:
            for sign, instead in _ASCII.items():
                text = text.replace(sign, instead)
        return self.exact(text)

    def exact(self, text: str) -> str:
        """The user's text; what the terminal cannot show is escaped, never replaced by something else."""
        return text.encode("ascii", "backslashreplace").decode("ascii") if self.ascii_only else text


def look_of(
    stream: TextIO,
    environ: Mapping[str, str] | None = None,
    *,
    colour: bool = True,
    keys: bool = True,
    notebook: bool = False,
) -> Look:
    """The look that suits a stream. Colours need a terminal, the user's consent (`colour`) and no NO_COLOR.

    A `notebook` shows colours and every character too, though its stream is no terminal.
    """
    environ = os.environ if environ is None else environ
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "").replace("_", "")
    wanted = colour and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Look(
        width=shutil.get_terminal_size().columns,
        colour=wanted and (notebook or stream.isatty()),
        ascii_only=not (notebook or encoding.startswith("utf")),
        keys=keys,
    )


def render(panel: Panel, *, width: int, colour: bool, ascii_only: bool = False, keys: bool = True) -> str:
    """The panel as it stands under the traceback: one line when quiet, else the best candidate."""
    return _render(panel, Look(width, colour, ascii_only, keys))


def render_candidate(panel: Panel, number: int, look: Look) -> str:
    """The whole of candidate `number` (from 1)."""
    candidate = panel["candidates"][number - 1]
    return "\n".join([*_title(panel, look), *_body(candidate, look, None), *_footer(panel, number, look)])


def render_list(panel: Panel, look: Look) -> str:
    """All candidates, a line or two each, and what can be done with them."""
    lines = list(_title(panel, look))
    for number, candidate in enumerate(panel["candidates"], start=1):
        lines += _wrapped(f"{number}  {legible(candidate['rationale'])}", look, indent=3)
        lines += _notes(candidate, look, indent="   ")
    lines += _wrapped(
        "%fix 1 shows a fix · %fix accept 1 · %fix run 1 · %fix edit 1 · %fix reject", look, style="faint"
    )
    return "\n".join(lines)


def _render(panel: Panel, look: Look) -> str:
    first = panel["candidates"][0]
    if panel["quiet"]:
        text = f"Quick Fix, perhaps: {legible(first['rationale'])}"
        asks = " (%fix 1 shows it)"
        return look.styled(look.plain(_cut(text, look.room - len(asks)) + asks), _STYLES["faint"])
    return "\n".join([*_title(panel, look), *_body(first, look, MAX_LINES), *_footer(panel, 1, look)])


def _title(panel: Panel, look: Look) -> Iterator[str]:
    return _wrapped(f"Quick Fix: {legible(panel['title'])}", look, style="title")


def _body(candidate: PanelCandidate, look: Look, most: int | None) -> Iterator[str]:
    lines = list(_diff(candidate["hunks"], look))
    yield from lines[:most]
    if most is not None and len(lines) > most:
        yield look.styled(look.plain(f"  … {len(lines) - most} more lines"), _STYLES["faint"])
    yield from _wrapped(legible(candidate["rationale"]), look)
    yield from _notes(candidate, look)


def _notes(candidate: PanelCandidate, look: Look, indent: str = "") -> Iterator[str]:
    """What to do first, and what the checks found."""
    if steps := first_steps(candidate):
        yield from _wrapped(indent + steps, look, style="warning", indent=len(indent))
    if found := marks(candidate):
        text = " · ".join(f"{_MARK_SIGNS[verdict]} {words}" for verdict, words in found)
        style = "warning" if candidate["safety_label"] else "faint"
        yield from _wrapped(indent + text, look, style=style, indent=len(indent))


def _footer(panel: Panel, number: int, look: Look) -> Iterator[str]:
    count = len(panel["candidates"])
    which = "" if number == 1 else f" {number}"
    keys = look.keys and number == 1
    parts = [f"%fix accept{which}{' (Alt-a)' if keys else ''}", f"%fix reject{' (Alt-r)' if keys else ''}"]
    if count > 1:
        parts.append(f"{number} of {count}")
    return _wrapped(" · ".join(parts), look, style="faint")


def _diff(hunks: list[DiffHunk], look: Look) -> Iterator[str]:
    for number, hunk in enumerate(hunks):
        if number:
            yield look.styled(look.plain("  ⋮"), _STYLES["faint"])
        for line in hunk["lines"]:
            yield from _diff_lines(line, look)


def _diff_lines(line: DiffLine, look: Look) -> Iterator[str]:
    """One line of the diff, wrapped to the width, its changed words in reverse video."""
    style = _STYLES[line["kind"]]
    row, used, room = "", 0, look.room - 4
    sign = SIGNS[line["kind"]]
    for text, marked in pieces(line):
        rest = look.exact(text).expandtabs(4)
        while rest:
            fits = _fitting(rest, room - used)
            row += look.styled(rest[:fits], *((style, _REVERSE) if marked else (style,)))
            used += columns(rest[:fits])
            rest = rest[fits:]
            if rest:
                yield "  " + look.styled(f"{sign} ", style) + row
                row, used, sign = "", 0, look.plain("↪")
    if row or sign.strip():
        yield "  " + look.styled(f"{sign} " if row else sign, style) + row
    else:
        yield ""


def _wrapped(text: str, look: Look, *, style: str = "", indent: int = 0) -> Iterator[str]:
    """`text` broken at spaces to the width; later lines are indented by `indent`."""
    row = ""
    words = look.plain(text).split(" ")
    for number, word in enumerate(words):
        joined = f"{row} {word}" if number else word
        if row.strip() and columns(joined) > look.room:
            yield look.styled(row, _STYLES[style]) if style else row
            joined = " " * indent + word
        row = joined
        while columns(row) > look.room:
            fits = _fitting(row, look.room)
            yield look.styled(row[:fits], _STYLES[style]) if style else row[:fits]
            row = " " * indent + row[fits:]
    yield look.styled(row, _STYLES[style]) if style else row


def columns(text: str) -> int:
    """Columns the text takes in a terminal: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_column(character) for character in text)


def _column(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fitting(text: str, room: int) -> int:
    """How many characters fit into so many columns; at least one, so that wrapping comes to an end."""
    used = 0
    for number, character in enumerate(text):
        used += _column(character)
        if used > room:
            return max(number, 1)
    return len(text)


def _cut(text: str, room: int) -> str:
    return text if columns(text) <= room else text[: max(_fitting(text, room - 1), 1)].rstrip() + "…"
