"""Where the trace database is: the environment variable, else the setting, else the Jupyter data folder."""

from __future__ import annotations

import os
from pathlib import Path

ENVIRONMENT_VARIABLE = "JUPYTER_QUICKFIX_TRACES"


def database_path(trace_path: str = "") -> Path:
    """The database's file; `trace_path` is the user's setting of that name. The file need not exist."""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE, "") or trace_path
    if chosen:
        return Path(chosen).expanduser().absolute()
    from jupyter_core.paths import jupyter_data_dir  # only now: nobody needs it who names a file

    return Path(jupyter_data_dir()) / "quickfix" / "traces.db"
