"""Where in the user's cells an error is: traceback frames with columns, and syntax errors' own positions."""

from __future__ import annotations

import linecache
from collections.abc import Iterator, Mapping
from types import TracebackType

from jupyter_quickfix.records import Frame

#: File names that IPython's %time and %timeit give to the code they compile.
TIMED = frozenset({"<timed exec>", "<timed eval>", "<magic-timeit>"})
#: Frames kept of a long traceback: recursion errors have a thousand alike.
MAX_FRAMES = 60


def line_offset(code: str, text: str) -> int | None:
    """How many lines of `code` come before `text` (as under a cell magic), or None if it is not its tail."""
    text = text.rstrip("\n")
    if not text or not code.rstrip("\n").endswith(text):
        return None
    return code.rstrip("\n")[: -len(text)].count("\n")


def walk(traceback: TracebackType | None) -> Iterator[TracebackType]:
    """The traceback's entries, outermost first; of a very long one, the first and the last."""
    entries = []
    while traceback is not None:
        entries.append(traceback)
        traceback = traceback.tb_next
    if len(entries) > MAX_FRAMES:
        entries = entries[: MAX_FRAMES // 2] + entries[-MAX_FRAMES // 2 :]
    return iter(entries)


def read_frames(
    traceback: TracebackType | None, code: str, transformed: str, counts: Mapping[str, int]
) -> tuple[Frame, ...]:
    """The frames of a traceback. `counts` maps the file names IPython gave to cells to their execution counts."""
    return tuple(_read_frame(entry, code, transformed, counts) for entry in walk(traceback))


def _read_frame(entry: TracebackType, code: str, transformed: str, counts: Mapping[str, int]) -> Frame:
    compiled = entry.tb_frame.f_code
    filename, line = compiled.co_filename, entry.tb_lineno
    text = linecache.getline(filename, line).rstrip("\n")
    cell = counts.get(filename)
    offset = _offset_in_cell(filename, cell, code, transformed)
    positions = list(compiled.co_positions())
    index = entry.tb_lasti // 2
    _, end_line, column, end_column = positions[index] if 0 <= index < len(positions) else (None, None, None, None)
    shift = offset or 0
    cell_lines = code.split("\n")
    if offset is not None and 0 < line + shift <= len(cell_lines):
        text = cell_lines[line + shift - 1]
    last = (
        cell_lines[end_line + shift - 1]
        if offset is not None and end_line and end_line + shift <= len(cell_lines)
        else text
    )
    return Frame(
        filename=filename,
        line=line + shift,
        function=compiled.co_name,
        text=text,
        cell=cell,
        column=characters(text, column),
        end_line=None if end_line is None else end_line + shift,
        end_column=characters(last, end_column),
        in_failing_cell=offset is not None,
    )


def _offset_in_cell(filename: str, cell: int | None, code: str, transformed: str) -> int | None:
    """Lines before this file's text in the failing cell, None when the file is something else."""
    if cell is None and filename not in TIMED:
        return None
    text = "".join(linecache.getlines(filename))
    if text.rstrip("\n") == transformed.rstrip("\n"):
        return 0
    if filename in TIMED:
        return 1 if code.lstrip().startswith("%%") else None
    return line_offset(code, text)


def characters(line: str, column: int | None) -> int | None:
    """A column in UTF-8 bytes, as the compiler counts, as a column in characters."""
    if column is None or line.isascii():
        return column
    return len(line.encode()[:column].decode(errors="ignore"))
