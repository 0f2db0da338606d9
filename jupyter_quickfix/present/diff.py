"""The difference between the cell that failed and a candidate: as the panel shows it, and as it is put into a cell.

Texts are cut at line feeds only, so that joining the lines again gives the text back exactly: a text that ends in a
line feed has an empty last line, and a carriage return belongs to its line. Columns count characters (code points).

    hunks(base, new)  ──►  shown, and sent to the front end
          │
          └── merge_into(base, new, current): the same changes, put into a cell that was edited meanwhile

`labextension/src/apply.ts` holds the same rule for the front end; `tests/vectors/apply.json` keeps the two in step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from jupyter_quickfix.errors import StaleCellError
from jupyter_quickfix.present.messages import DiffHunk, DiffLine

#: Kept lines shown on each side of a change.
CONTEXT_LINES = 3
#: Comparing is quadratic at worst; beyond this many pairs of lines or words the whole stretch counts as changed.
MAX_PAIRS = 4_000_000
#: Several marks over more than this share of a line tell less than none: the line as a whole is another one.
MAX_MARKED = 0.7
_WORD = re.compile(r"\w+|[^\w\n]|\n")

#: Tag and ranges as `difflib` gives them: replace, delete, insert or equal; from, to in old; from, to in new.
_Opcode = tuple[str, int, int, int, int]


def hunks(old: str, new: str) -> list[DiffHunk]:
    """What changes from `old` to `new`, line by line, in order; none when the texts are equal."""
    old_lines, new_lines = old.split("\n"), new.split("\n")
    return [_hunk(group, old_lines, new_lines) for group in _grouped(_opcodes(old_lines, new_lines))]


def apply_hunks(text: str, changes: Sequence[DiffHunk]) -> str:
    """`text` with all hunks applied at the lines they name: `apply_hunks(old, hunks(old, new)) == new`.

    Raises StaleCellError when a hunk's old lines are not there.
    """
    return _replace(text.split("\n"), [(hunk["start"], hunk["lines"]) for hunk in changes])


def merge_into(base: str, new: str, current: str) -> str | None:
    """The changes from `base` to `new`, made to `current`; None where they no longer have one certain place.

    An unedited cell becomes `new`. Otherwise each hunk must find its old lines exactly once, first with three kept
    lines on each side, then with two, one and none; old lines that are all blank are no place. All hunks fit, in their
    order and without overlap, or nothing is changed.
    """
    if current in (base, new):
        return new
    lines = current.split("\n")
    places: list[tuple[int, list[DiffLine]]] = []
    free_from = 0
    for hunk in hunks(base, new):
        place = _fit(lines, hunk["lines"])
        if place is None or place[0] < free_from:
            return None
        places.append(place)
        free_from = place[0] + len(_old_lines(place[1]))
    return _replace(lines, places)


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[_Opcode]:
    """`difflib`'s opcodes, with the equal start and end cut off first, which makes the usual small edit cheap."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = next((i for i in range(shorter - head) if old[-1 - i] != new[-1 - i]), shorter - head)
    old_end, new_end = len(old) - tail, len(new) - tail
    middle: list[_Opcode]
    if (old_end - head) * (new_end - head) > MAX_PAIRS:
        middle = [("replace", head, old_end, head, new_end)]
    else:
        found = SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=False).get_opcodes()
        middle = [(tag, i1 + head, i2 + head, j1 + head, j2 + head) for tag, i1, i2, j1, j2 in found]
    ends = [("equal", 0, head, 0, head), *middle, ("equal", old_end, len(old), new_end, len(new))]
    return [opcode for opcode in ends if opcode[1] < opcode[2] or opcode[3] < opcode[4]]


def _grouped(opcodes: list[_Opcode]) -> Iterator[list[_Opcode]]:
    """Runs of changes with the kept lines around them; changes closer than twice the context share a hunk."""
    group: list[_Opcode] = []
    for number, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        if tag != "equal":
            group.append((tag, i1, i2, j1, j2))
            continue
        last = number == len(opcodes) - 1
        if group and not last and i2 - i1 <= 2 * CONTEXT_LINES:
            group.append((tag, i1, i2, j1, j2))
            continue
        if group:
            kept = min(i2 - i1, CONTEXT_LINES)
            yield [*group, (tag, i1, i1 + kept, j1, j1 + kept)]
        kept = 0 if last else min(i2 - i1, CONTEXT_LINES)
        group = [] if last else [(tag, i2 - kept, i2, j2 - kept, j2)]
    if any(tag != "equal" for tag, *_ in group):
        yield group


def _hunk(group: list[_Opcode], old: list[str], new: list[str]) -> DiffHunk:
    lines: list[DiffLine] = []
    for tag, i1, i2, j1, j2 in group:
        if tag == "equal":
            lines += [DiffLine(kind="keep", text=text, marks=[]) for text in old[i1:i2]]
            continue
        removed, added = old[i1:i2], new[j1:j2]
        old_marks, new_marks = _word_marks(removed, added)
        lines += [
            DiffLine(kind="remove", text=text, marks=marks) for text, marks in zip(removed, old_marks, strict=True)
        ]
        lines += [DiffLine(kind="add", text=text, marks=marks) for text, marks in zip(added, new_marks, strict=True)]
    return DiffHunk(start=group[0][1], lines=lines)


_Marks = list[list[int]]


def _word_marks(removed: list[str], added: list[str]) -> tuple[list[_Marks], list[_Marks]]:
    """For each removed and each added line, the [from, to) columns of the words that changed.

    The lines are compared as one text, so that a line that was split or joined is still marked where it changed.
    """
    old_words, new_words = _WORD.findall("\n".join(removed)), _WORD.findall("\n".join(added))
    if not removed or not added or len(old_words) * len(new_words) > MAX_PAIRS:
        return [[] for _ in removed], [[] for _ in added]
    changed = [opcode for opcode in _opcodes(old_words, new_words) if opcode[0] != "equal"]
    old_changed = {i for _, i1, i2, _, _ in changed for i in range(i1, i2)}
    new_changed = {j for _, _, _, j1, j2 in changed for j in range(j1, j2)}
    return _marks(old_words, old_changed, removed), _marks(new_words, new_changed, added)


def _marks(words: list[str], changed: set[int], lines: list[str]) -> list[_Marks]:
    """The changed words of one side as columns, line by line; neighbours are joined over the spaces between them."""
    found: list[_Marks] = [[]]
    column = 0
    for number, word in enumerate(words):
        if word == "\n":
            found.append([])
            column = 0
            continue
        end = column + len(word)
        if number in changed:
            found[-1].append([column, end])
        column = end
    return [_joined(marks, line) for marks, line in zip(found, lines, strict=True)]


def _joined(marks: _Marks, line: str) -> _Marks:
    joined: _Marks = []
    for start, end in marks:
        if joined and not line[joined[-1][1] : start].strip():
            joined[-1][1] = end
        else:
            joined.append([start, end])
    marked = sum(end - start for start, end in joined)
    if len(joined) == 1:
        return [] if marked >= len(line.strip()) > 0 else joined
    return [] if marked > MAX_MARKED * len(line.strip()) else joined


def _old_lines(lines: Sequence[DiffLine]) -> list[str]:
    return [line["text"] for line in lines if line["kind"] != "add"]


def _fit(current: list[str], lines: list[DiffLine]) -> tuple[int, list[DiffLine]] | None:
    """Where the hunk's old lines occur exactly once, with as many kept lines around as fit, and the hunk so cut."""
    for context in range(CONTEXT_LINES, -1, -1):
        cut = _with_context(lines, context)
        old = _old_lines(cut)
        if not any(line.strip() for line in old):
            continue
        places = [at for at in range(len(current) - len(old) + 1) if current[at : at + len(old)] == old]
        if len(places) == 1:
            return places[0], cut
    return None


def _with_context(lines: list[DiffLine], context: int) -> list[DiffLine]:
    """The hunk with at most `context` kept lines before its first and after its last change."""
    changes = [number for number, line in enumerate(lines) if line["kind"] != "keep"]
    return lines[max(0, changes[0] - context) : changes[-1] + 1 + context]


def _replace(lines: list[str], places: list[tuple[int, list[DiffLine]]]) -> str:
    """The lines with each hunk put in at its place. Places are in order."""
    result: list[str] = []
    position = 0
    for start, hunk_lines in places:
        old = _old_lines(hunk_lines)
        if start < position or lines[start : start + len(old)] != old:
            raise StaleCellError("The text differs from the one this fix was made for; nothing was changed.")
        result += lines[position:start]
        result += [line["text"] for line in hunk_lines if line["kind"] != "remove"]
        position = start + len(old)
    return "\n".join(result + lines[position:])
