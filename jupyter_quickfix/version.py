"""The version of the installed package; `labextension/package.json` is where it is written."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("jupyter-quickfix")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
