"""Build the `Failure` record of a failed run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import TracebackType

from jupyter_quickfix.capture.position import line_offset, read_frames
from jupyter_quickfix.capture.source import CellSource, read_cell
from jupyter_quickfix.records import Cause, Failure, Frame, Stage, new_id

#: Characters of an error message that are kept; SQL engines and validators can print megabytes.
MAX_MESSAGE = 10_000
_MAX_CAUSES = 8

#: Line, column, end line, end column in the cell.
Position = tuple[int | None, int | None, int | None, int | None]


def build_failure(
    exception: BaseException,
    code: str,
    *,
    before_run: bool = False,
    transformed: str | None = None,
    counts: Mapping[str, int] | None = None,
    transform: Callable[[str], str] | None = None,
    cell_id: str | None = None,
    execution_count: int | None = None,
    duration_s: float | None = None,
) -> Failure:
    """The record of one failed run of `code`.

    `before_run` says that the code never started; `transformed` is what IPython's input transformers made of it,
    `counts` maps compiled cells' file names to execution counts, `transform` is IPython's transformer itself.
    Never raises for any exception object: a hostile `__str__` gives an empty message.
    """
    source = read_cell(code)
    transformed = code if transformed is None else transformed
    frames = read_frames(exception.__traceback__, code, transformed, counts or {})
    message = message_of(exception)
    own_syntax_error = isinstance(exception, SyntaxError) and (before_run or _is_of_cell(exception, source))
    if own_syntax_error:
        assert isinstance(exception, SyntaxError)
        stage = _stage_before_run(code, source, transform)
        own, shift = _own_syntax_error(exception, code, source)
        message = message_of(own)
        line, column, end_line, end_column = _syntax_position(own, code, shift)
    else:
        stage = Stage.DISPLAY if _in_formatter(exception.__traceback__) else Stage.RUN
        frame = next((frame for frame in reversed(frames) if frame.in_failing_cell), None)
        line, column, end_line, end_column = _frame_position(frame)
    return Failure(
        id=new_id(),
        code=code,
        error_type=type(exception).__name__,
        message=message,
        python=source.python,
        language=source.language,
        stage=stage,
        cell_id=cell_id,
        execution_count=execution_count,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        frames=frames,
        causes=_causes(exception),
        duration_s=duration_s,
        exception=exception,
        traceback=exception.__traceback__,
    )


def message_of(exception: BaseException) -> str:
    """The exception's message as its traceback shows it; empty if asking for it fails."""
    try:
        text = exception.msg if isinstance(exception, SyntaxError) else str(exception)
    except Exception:  # the class is the user's: anything can happen in its __str__
        return ""
    return str(text or "")[:MAX_MESSAGE]


def _causes(exception: BaseException) -> tuple[Cause, ...]:
    """The chain behind the exception, nearest first, as the traceback would show it."""
    causes: list[Cause] = []
    seen = {id(exception)}
    link: BaseException | None = exception
    while link is not None and len(causes) < _MAX_CAUSES:
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if link is None or id(link) in seen:
            break
        seen.add(id(link))
        causes.append(Cause(type(link).__name__, message_of(link), link))
    return tuple(causes)


def _is_of_cell(error: SyntaxError, source: CellSource) -> bool:
    """Whether a syntax error met while running is in this cell's own text, as in the body of %%time."""
    if not source.magic or not error.text:
        return False
    return error.text.strip() in source.code


def _stage_before_run(code: str, source: CellSource, transform: Callable[[str], str] | None) -> Stage:
    if transform is not None:
        try:
            transform(code)
        except SyntaxError:
            return Stage.TRANSFORM
    try:
        ast.parse(source.python)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Stage.PARSE
    return Stage.COMPILE


def _own_syntax_error(error: SyntaxError, code: str, source: CellSource) -> tuple[SyntaxError, int]:
    """The parser's error on our Python, which has the cell's lines and columns, else the given one; and lines to add.

    IPython compiles so that a prompt can ask for more, which turns "'(' was never closed" into "incomplete input".
    """
    try:
        compile(source.python, "<cell>", "exec", dont_inherit=True, flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as own:
        return own, 0
    except (ValueError, RecursionError, MemoryError):
        return error, 0
    # Ours compiles (a magic's body, an input transformer): trust the given line, moved to where the text stands.
    return error, (line_offset(code, error.text) or 0) if source.magic and error.text else 0


def _syntax_position(error: SyntaxError, code: str, shift: int) -> Position:
    lines = code.split("\n")
    line = None if error.lineno is None else error.lineno + shift

    def column(number: int | None, offset: int | None) -> int | None:
        if offset is None or offset < 1 or number is None or not 0 < number <= len(lines):
            return None
        # CPython counts these in characters from 1; the end may lie past the line's end.
        return min(offset - 1, len(lines[number - 1]))

    end_line = None if error.end_lineno is None else error.end_lineno + shift
    return line, column(line, error.offset), end_line, column(end_line, error.end_offset)


def _frame_position(frame: Frame | None) -> Position:
    if frame is None:
        return None, None, None, None
    return frame.line, frame.column, frame.end_line, frame.end_column


def _in_formatter(traceback: TracebackType | None) -> bool:
    """Whether the error came while IPython formatted a result for display."""
    while traceback is not None:
        if traceback.tb_frame.f_globals.get("__name__") == "IPython.core.formatters":
            return True
        traceback = traceback.tb_next
    return False
