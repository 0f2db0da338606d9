"""The exceptions of this package; each message says what to do next.

    QuickFixError
    ├── UsageError            a command or magic was called wrongly (exit code 2)
    │   └── InputFileError    a file given to a command is missing, unreadable or not in the format
    ├── StaleCellError        the cell changed since it failed, and no part of the fix fits
    ├── UnknownProposalError  no live proposal has this id
    └── TraceStoreError       the trace database cannot be used
        ├── TraceStoreLocked  another process holds it
        └── TraceStoreCorrupt it is damaged, or no SQLite database at all

Nothing here is ever raised into the user's cell: magics and commands print the message, the engine logs it.
"""


class QuickFixError(Exception):
    """Base of all errors of this package."""


class UsageError(QuickFixError):
    """A command or magic was called wrongly."""


class InputFileError(UsageError):
    """A file given to a command is missing, unreadable, or not in the expected format."""


class StaleCellError(QuickFixError):
    """The cell was edited after it failed and no part of the fix fits any more; nothing was changed."""


class UnknownProposalError(QuickFixError):
    """No live proposal has this id: the kernel was restarted, or the proposal is too old."""


class TraceStoreError(QuickFixError):
    """The trace database cannot be opened, read or written."""


class TraceStoreLocked(TraceStoreError):
    """Another process holds the trace database for longer than we wait."""


class TraceStoreCorrupt(TraceStoreError):
    """The trace database is damaged, or is no SQLite database at all."""
