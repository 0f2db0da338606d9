"""The small file in an IPython profile's startup folder that has Quick Fix in every session of that profile."""

from __future__ import annotations

from pathlib import Path

from jupyter_quickfix.cli.configured import profile_folder
from jupyter_quickfix.errors import UsageError

FILE_NAME = "50-jupyter_quickfix.py"
#: By this first line we know the file as ours, whichever version wrote it.
MARK = "# Written by `jupyter quickfix enable`; `jupyter quickfix disable` removes it."

#: No docstring, and no name that stays: the file runs in the user's own namespace. A profile is shared by all of the
#: user's environments, so those without the package are passed over in silence.
CONTENT = f"""{MARK}
def _load_jupyter_quickfix():
    from importlib.util import find_spec

    if find_spec("jupyter_quickfix") is None:
        return
    try:
        get_ipython().extension_manager.load_extension("jupyter_quickfix")
    except Exception as error:
        print(f"Quick Fix could not be switched on ({{error}}); `jupyter quickfix doctor` may say why.")


try:
    _load_jupyter_quickfix()
finally:
    del _load_jupyter_quickfix
"""


def startup_file(profile: str) -> Path:
    """Where the file of `profile` is or would be. Raises UsageError if there is no such profile."""
    folder = profile_folder(profile)
    if profile != "default" and not folder.is_dir():  # IPython makes the default profile by itself when it first starts
        raise UsageError(f"there is no IPython profile {profile!r}; create it with `ipython profile create {profile}`")
    return folder / "startup" / FILE_NAME


def is_ours(path: Path) -> bool:
    """Whether the file is there and was written by us. Raises UsageError if it is somebody else's."""
    try:
        first = path.read_text(encoding="utf-8", errors="replace").split("\n", 1)[0]
    except FileNotFoundError:
        return False
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); look at its permissions") from error
    if first.strip() != MARK:
        raise UsageError(f"{path} was not written by Quick Fix and is left alone; move it away yourself")
    return True
