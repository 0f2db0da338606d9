"""Execute the notebooks of a folder in real kernels, and see that every cell meant to fail got a panel.

    python scripts/execute_notebooks.py notebooks

Cells tagged `raises-exception` fail on purpose: each must carry our panel with at least one candidate. Cells tagged
`skip-execution` are left out, as a forgetful user would; those tagged `needs-front-end` get their fix only where a front end
tells which cells there are, which the browser tests see to. Nothing is written back. Exit code 1 if anything is amiss.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from jupyter_quickfix.present.messages import MIME_TYPE


def missing_panels(notebook: nbformat.NotebookNode) -> list[str]:
    """The ids of cells that were meant to fail and have no panel."""
    missing = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "raises-exception" in tags and "needs-front-end" not in tags:
            panels = [output.data[MIME_TYPE] for output in cell.outputs if MIME_TYPE in output.get("data", {})]
            if not any(panel["candidates"] for panel in panels):
                missing.append(cell.id)
    return missing


def main(folder: str) -> int:
    paths = sorted(Path(folder).glob("*.ipynb"))
    failed = 0
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        with tempfile.TemporaryDirectory() as home:
            environment = {"JUPYTER_QUICKFIX_TRACES": f"{home}/traces.db", "IPYTHONDIR": home}
            client = NotebookClient(
                notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": home}}
            )
            client.execute(env={**os.environ, **environment})
        missing = missing_panels(notebook)
        failed += bool(missing)
        print(f"{path}: {'ok' if not missing else 'no panel under ' + ', '.join(missing)}")
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
