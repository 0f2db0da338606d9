"""The notebooks: Python files whose cells are parted by `# %%`, and real notebooks of this project."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("notebooks")
TOURS = Path(__file__).parent.parent.parent / "notebooks"


@dataclass(frozen=True)
class Notebook:
    """A name and the texts of its code cells."""

    name: str
    cells: tuple[str, ...]


def load_all() -> list[Notebook]:
    """Every notebook that is there, by name. Cells of a tour that are meant to fail are left out."""
    found = [Notebook(path.stem, _cells(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.py"))]
    for path in sorted(TOURS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code" and not _fails(cell)]
        texts = [text for text in texts if text.strip() and "%load_ext" not in text and "%fix" not in text]
        if len(texts) >= 4:
            found.append(Notebook(path.stem, tuple(texts)))
    return found


def _cells(text: str) -> tuple[str, ...]:
    parts = re.split(r"(?m)^# %%.*\n", text)
    return tuple(part.strip("\n") for part in parts[1:] if part.strip())


def _fails(cell: dict[str, dict[str, list[str]]]) -> bool:
    return "raises-exception" in cell.get("metadata", {}).get("tags", [])
