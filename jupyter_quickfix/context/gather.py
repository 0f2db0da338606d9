"""Put the context of a failure together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import CodeType, FrameType

from jupyter_quickfix.context import static
from jupyter_quickfix.context.names import LazyNames, plain_namespace
from jupyter_quickfix.context.tables import LazyTables
from jupyter_quickfix.records import Cell, CellRun, Context, Failure, Table

#: Frames whose locals are only part of what their code sees: the function around them has the rest.
_INNER = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>", "<lambda>"})


def gather(
    failure: Failure,
    namespace: Mapping[str, object],
    *,
    cells: tuple[Cell, ...] = (),
    cells_known: bool = False,
    runs: tuple[CellRun, ...] = (),
    tables: Mapping[str, Table] | None = None,
) -> Context:
    """The context of `failure` in a session whose user namespace is `namespace`.

    `tables` hands on those of an earlier context of the same failure, with what connections already answered.
    """
    plain = plain_namespace(namespace)
    frame_locals = _locals(failure)
    return Context(
        names=LazyNames(plain),
        tables=LazyTables(failure, plain, frame_locals) if tables is None else tables,
        cells=cells,
        cells_known=cells_known,
        runs=runs,
        cwd=_cwd(),
        namespace=plain,
        frame_locals=frame_locals,
    )


def _cwd() -> str:
    try:
        return os.getcwd()
    except OSError:  # the folder was deleted under the session
        return "."


def _locals(failure: Failure) -> dict[str, object]:
    """The locals of the innermost frame in the user's cells, those around a comprehension or lambda included."""
    own = {frame.filename for frame in failure.frames if frame.cell is not None or frame.in_failing_cell}
    frames: list[FrameType] = []
    entry = failure.traceback
    while entry is not None:
        if entry.tb_frame.f_code.co_filename in own:
            frames.append(entry.tb_frame)
        entry = entry.tb_next
    found: dict[str, object] = {}
    inner: CodeType | None = None
    for frame in reversed(frames):
        code = frame.f_code
        if inner is not None and not any(inner is constant for constant in code.co_consts):
            continue
        if code.co_name == "<module>":  # its locals are the namespace
            break
        found = {**_copied(frame), **found}
        if code.co_name not in _INNER:
            break
        inner = code
    return found


def _copied(frame: FrameType) -> dict[str, object]:
    values = frame.f_locals
    # A class body whose metaclass has a `__prepare__` may keep its names in a mapping of the user's own.
    if type(values) is not dict and static.qualified_name(type(values))[1] != "FrameLocalsProxy":
        return {}
    return {name: value for name, value in list(values.items()) if type(name) is str}
