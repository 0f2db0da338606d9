"""Modules that no installed package provides."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from functools import cache

from jupyter_quickfix.fixers.base import Fixer, Fixes, Silent
from jupyter_quickfix.fixers.data_files import load
from jupyter_quickfix.fixers.fault.import_errors import missing_module, missing_part
from jupyter_quickfix.fixers.fault.undefined import raised_in_session
from jupyter_quickfix.fixers.names.imports import is_installed
from jupyter_quickfix.records import Action, Candidate, Context, Failure, Safety

#: How libraries say that they want another one: pandas, seaborn, and the many that quote the command.
_OPTIONAL = (
    re.compile(r"[Mm]issing optional dependency '([\w.-]+)'"),
    re.compile(r"tried using: '([\w.-]+)'"),
    re.compile(r"(?:pip|conda) install (?:-U |--upgrade |-q )?['\"`]?([A-Za-z][\w.-]*)"),
    re.compile(r"[Pp]lease install (?:the )?[`'\"]?([A-Za-z][\w.-]*)"),
)


class ModuleNotInstalled(Fixer):
    """Modules that no installed package provides.

    Catches: ModuleNotFoundError for a module of a package that is known and not installed, whoever imports it; and
    ImportError by which a library asks for an optional package.
    Proposes: to install the right distribution (`cv2` is opencv-python); the cell stays as it is.
    Keeps silent when: the module is not in the table (`data/distributions.json`): a guessed name is how look-alike
    packages get installed; when a part of an installed package is missing; or when a file of this name is near.
    Safety: installs a package.
    """

    errors = ("ImportError",)
    examples = (
        Fixes("import spacy", "import spacy", actions=("Install spacy",)),
        Fixes("from skimage.io import imread", "from skimage.io import imread", actions=("Install scikit-image",)),
        Fixes("import cv2 as cv", "import cv2 as cv", actions=("Install opencv-python",)),
        Fixes(
            "from google.cloud import bigquery",
            "from google.cloud import bigquery",
            actions=("Install google-cloud-bigquery",),
        ),
        Fixes("import umap.plot", "import umap.plot", actions=("Install umap-learn",)),
        Fixes(
            "rates = pd.Series([1]).to_xarray()",
            "rates = pd.Series([1]).to_xarray()",
            setup="import pandas as pd",
            actions=("Install xarray",),
        ),
        Silent("import pands", "not a known package"),
        Silent("import my_project_code", "not a known package"),
        Silent("import numpy.no_such_part", "NumPy is installed; the part is not there"),
        Silent("raise ImportError('pip install spacy')", "the cell raises it on purpose"),
    )

    def propose(self, failure: Failure, context: Context) -> Iterator[Candidate]:
        """One candidate, or none."""
        module = missing_module(failure) or missing_part(failure)
        if module is not None:
            distribution = distribution_of(_asked_for(module, failure))
            if distribution is None or _is_near(module.partition(".")[0], context.cwd):
                return
            reason = f"`{module}` is not installed here; the package {distribution} provides it."
            confidence = 0.93
        else:
            distribution = None if raised_in_session(failure) else _optional(failure.message)
            if distribution is None:
                return
            reason = f"What this cell calls needs the package {distribution}, which is not installed here."
            confidence = 0.85
        yield self.candidate(
            failure.code,
            reason,
            confidence=confidence,
            safety=Safety.INSTALLS,
            actions=(Action("install", distribution, f"Install {distribution}"),),
        )


def distribution_of(module: str) -> str | None:
    """The distribution that provides a module; None where it is not known, or part of something installed."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        prefix = ".".join(parts[:length])
        found = _distributions().get(prefix)
        if found is not None:
            return None if is_installed(prefix) else found
    return None


@cache
def _distributions() -> dict[str, str]:
    data = load("distributions")
    return {**{name: name for name in data["same_name"]}, **data["other_name"]}


def _asked_for(module: str, failure: Failure) -> str:
    """The longer path that the cell asked for, where the missing part is a namespace that many packages share."""
    wanted = re.search(rf"^\s*from\s+({re.escape(module)}[\w.]*)\s+import\s+\(?\s*(\w+)", failure.python, re.MULTILINE)
    if wanted is not None:
        full = f"{wanted.group(1)}.{wanted.group(2)}"
        return full if distribution_of(full) else wanted.group(1)
    wanted = re.search(rf"^\s*import\s+({re.escape(module)}[\w.]*)", failure.python, re.MULTILINE)
    return wanted.group(1) if wanted is not None else module


def _is_near(name: str, folder: str) -> bool:
    """Whether a file or folder of this name is here, in a folder right here, or one above: the user's own code."""
    above = os.path.dirname(os.path.abspath(folder))
    places = [folder, above]
    try:
        with os.scandir(folder) as entries:
            places += [entry.path for _, entry in zip(range(200), entries, strict=False) if entry.is_dir()]
    except OSError:
        return False
    return any(
        os.path.isfile(os.path.join(place, f"{name}.py")) or os.path.isfile(os.path.join(place, name, "__init__.py"))
        for place in places
        if place not in sys.path or place == folder
    )


def _optional(message: str) -> str | None:
    """The distribution that a library's message asks for, if it is a known one that is not installed."""
    for pattern in _OPTIONAL:
        match = pattern.search(message)
        if match is None:
            continue
        wanted = match.group(1).rstrip(".").lower().replace("_", "-")
        for module, distribution in _distributions().items():
            if wanted in (distribution.lower(), module.lower()) and not is_installed(module):
                return distribution
    return None
