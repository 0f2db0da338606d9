"""The panel without its program: HTML for nbviewer, GitHub and nbconvert, text for plain consoles.

GitHub takes away classes and styles, and nobody's scripts may run in a saved notebook: the HTML reads from its structure
alone (`<pre>`, `<del>`, `<ins>`, `<details>`), and a few inline colours help where they are kept. Every text in it comes
from the user's cell or from an error message, and is escaped.
"""

from __future__ import annotations

import re
from html import escape

from jupyter_quickfix.present.messages import DiffHunk, Panel, PanelCandidate
from jupyter_quickfix.present.wording import SIGNS, changes_code, first_steps, legible, marks, pieces

_CODE = re.compile(r"`([^`]+)`")
_TAGS = {"keep": "", "remove": "del", "add": "ins"}
#: Translucent, so that they suit light and dark pages. A struck-through diff is hard to read where colours are kept.
_STYLES = {
    "del": "text-decoration:none;background:rgba(255,90,90,.2)",
    "ins": "text-decoration:none;background:rgba(60,190,90,.2)",
}
_SIGNS = {"passed": "✓", "failed": "✗", "warning": "⚠"}


def to_html(panel: Panel) -> str:
    """The panel as a fragment of HTML: the best candidate open, the others (all, in a quiet panel) folded."""
    heading = f"<strong>Quick Fix:</strong> {_text(panel['title'])}"
    first, *others = panel["candidates"]
    count = len(panel["candidates"])
    if panel["quiet"]:
        body = f"<details><summary>{heading}</summary>\n{_candidate(first)}</details>"
    else:
        body = f"<p>{heading}</p>\n{_candidate(first)}"
    folded = [_folded(other, f"{number} of {count}") for number, other in enumerate(others, start=2)]
    hint = "<p><small>To take it: <code>%fix accept</code> in a new cell.</small></p>"
    return "\n".join(["<div>", body.rstrip("\n"), *folded, hint, "</div>"])


def to_text(panel: Panel) -> str:
    """The panel as plain text: the best candidate, how many more there are, and how to take one."""
    first, count = panel["candidates"][0], len(panel["candidates"])
    title = f"Quick Fix: {legible(panel['title'])}"
    if panel["quiet"]:
        return f"{title}\n  perhaps: {legible(first['rationale'])} (%fix 1 shows it)"
    found = " · ".join(f"{_SIGNS[verdict]} {words}" for verdict, words in marks(first))
    lines = [title, *_text_diff(first["hunks"]), first_steps(first), legible(first["rationale"]), found]
    footer = "%fix accept" if count == 1 else f"%fix accept · 1 of {count}, %fix lists them"
    return "\n".join([*(line for line in lines if line), footer])


def _text(text: str) -> str:
    """A sentence; what it quotes in backticks becomes code."""
    return _CODE.sub(r"<code>\1</code>", escape(legible(text)))


def _folded(candidate: PanelCandidate, which: str) -> str:
    summary = f"<summary>{which}: {_text(candidate['rationale'])}</summary>"
    return f"<details>{summary}\n{_candidate(candidate, rationale=False)}</details>"


def _candidate(candidate: PanelCandidate, *, rationale: bool = True) -> str:
    parts = []
    if changes_code(candidate):
        parts.append(f"<pre>{_diff(candidate['hunks'])}</pre>")
    if steps := first_steps(candidate):
        parts.append(f"<p><strong>{_text(steps)}</strong></p>")
    if rationale:
        parts.append(f"<p>{_text(candidate['rationale'])}</p>")
    if found := marks(candidate):
        parts.append(
            f"<p><small>{' · '.join(f'{_SIGNS[verdict]} {escape(words)}' for verdict, words in found)}</small></p>"
        )
    return "".join(f"{part}\n" for part in parts)


def _diff(hunks: list[DiffHunk]) -> str:
    return "\n⋮\n".join("\n".join(_line(line["kind"], list(pieces(line))) for line in hunk["lines"]) for hunk in hunks)


def _line(kind: str, cut: list[tuple[str, bool]]) -> str:
    """One line of the diff; its changed words are bold."""
    text = "".join(f"<b>{escape(part)}</b>" if marked else escape(part) for part, marked in cut)
    tag = _TAGS[kind]
    if not tag:
        return f"{SIGNS[kind]} {text}"
    return f'<{tag} style="{_STYLES[tag]}">{SIGNS[kind]} {text}</{tag}>'


def _text_diff(hunks: list[DiffHunk]) -> list[str]:
    lines: list[str] = []
    for number, hunk in enumerate(hunks):
        lines += ["  ⋮"] if number else []
        lines += [f"  {SIGNS[line['kind']]} {legible(line['text'])}".rstrip() for line in hunk["lines"]]
    return lines
