"""Capture: IPython's events in, `Failure` records out.

`source` gives the Python of a cell with its magics blanked out, `position` finds where in the cell the error is,
`failure` builds the record, and `events` listens to the shell and tells failed runs from successful ones.
"""

from jupyter_quickfix.capture.events import Capture, Run
from jupyter_quickfix.capture.failure import build_failure
from jupyter_quickfix.capture.source import CellSource, read_cell

__all__ = ["Capture", "CellSource", "Run", "build_failure", "read_cell"]
