"""Is the panel there: the labextension for JupyterLab and Notebook, the widget for everywhere else?"""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from pathlib import Path

from jupyter_quickfix.cli.diagnosis.finding import Finding
from jupyter_quickfix.cli.diagnosis.versions import installed
from jupyter_quickfix.version import __version__

NAME = "jupyter-quickfix"
_REINSTALL = "pip install --force-reinstall --no-deps jupyter-quickfix"


def labextension() -> Finding:
    """Installed, of our version, and not disabled."""
    from jupyter_core.paths import jupyter_path  # here, so that other verbs do not load it

    for folder in jupyter_path("labextensions"):
        package = Path(folder) / NAME / "package.json"
        if package.is_file():
            return _installed(package)
    if installed("jupyterlab") is None and installed("notebook") is None:
        return Finding(
            "labextension", "unused", "The JupyterLab panel is not installed, nor is JupyterLab here", _REINSTALL
        )
    return Finding("labextension", "missing", "The JupyterLab panel is not installed", _REINSTALL)


def _installed(package: Path) -> Finding:
    version = str(_read(package).get("version", "?"))
    where = f"{version} in {package.parent}"
    page_config = disabled_by()
    if page_config is not None:
        how = f"jupyter labextension enable {NAME}"
        return Finding("labextension", "missing", f"The JupyterLab panel is disabled by {page_config}", how)
    if version != __version__ and installed("jupyter-quickfix") is not None:
        says = f"The JupyterLab panel is {where}, but the package is {__version__}"
        return Finding("labextension", "missing", says, f"{_REINSTALL}, then reload JupyterLab")
    return Finding("labextension", "works", f"The JupyterLab panel is installed and enabled ({where})")


def disabled_by() -> Path | None:
    """The page configuration that disables the whole extension or one of its plugins."""
    from jupyter_core.paths import jupyter_config_path  # as above

    folders = [Path(folder) / "labconfig" for folder in jupyter_config_path()]
    folders.append(Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings")
    for folder in folders:
        disabled = _read(folder / "page_config.json").get("disabledExtensions", {})
        if isinstance(disabled, list):  # the form of older JupyterLabs
            disabled = dict.fromkeys(disabled, True)
        if isinstance(disabled, dict) and any(
            off and (name == NAME or name.startswith(f"{NAME}:")) for name, off in disabled.items()
        ):
            return folder / "page_config.json"
    return None


def widget() -> Finding:
    """The bundle that VS Code, Colab and other widget-capable front ends show."""
    if files("jupyter_quickfix.present").joinpath("static", "widget.js").is_file():
        return Finding("widget", "works", "The widget for other front ends (VS Code, Colab) is there")
    return Finding("widget", "missing", "The widget for other front ends (VS Code, Colab) was not built", _REINSTALL)


def _read(path: Path) -> dict[str, object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
