"""List what a wheel must hold and must not hold.

python scripts/check_wheel.py dist/jupyter_quickfix-*.whl
"""

from __future__ import annotations

import re
import sys
import zipfile

DATA = r"jupyter_quickfix-[^/]+\.data/data/share/jupyter/labextensions/jupyter-quickfix"
REQUIRED = (
    rf"{DATA}/package\.json",
    rf"{DATA}/install\.json",
    rf"{DATA}/static/remoteEntry\.[0-9a-f]+\.js",
    rf"{DATA}/static/style\.js",
    rf"{DATA}/schemas/jupyter-quickfix/.+\.json",
    r"jupyter_quickfix/__init__\.py",
    r"jupyter_quickfix/py\.typed",
    r"jupyter_quickfix/present/static/widget\.js",
    r"jupyter_quickfix/fixers/data/.+\.json",
    r"jupyter_quickfix/models/token_model\.bin",
    r"jupyter_quickfix/models/.+\.json",
    r"jupyter_quickfix/traces/migrations/.+\.sql",
    r"jupyter_quickfix-[^/]+\.dist-info/entry_points\.txt",
    r"jupyter_quickfix-[^/]+\.dist-info/licenses/LICENSE",
)
FORBIDDEN = (
    r"jupyter_quickfix/labextension/.*",  # shared data: else it is in the wheel twice
    r"tests/.*|.*/node_modules/.*|.*\.ipynb|.*/__pycache__/.*",
    r".*\.tsbuildinfo|.*\.map",
)
MAX_BYTES = 2_000_000


def faults(names: list[str], size: int) -> list[str]:
    """What is wrong with a wheel of these files and this size in bytes."""
    found = [f"missing: {pattern}" for pattern in REQUIRED if not any(re.fullmatch(pattern, name) for name in names)]
    found += [f"must not be in it: {name}" for name in names if any(re.fullmatch(bad, name) for bad in FORBIDDEN)]
    if len(names) != len(set(names)):
        found.append("a file is in it twice")
    if size > MAX_BYTES:
        found.append(f"it is {size:,} bytes, more than {MAX_BYTES:,}")
    return found


def main(path: str) -> int:
    with zipfile.ZipFile(path) as wheel:
        names = wheel.namelist()
        size = sum(info.compress_size for info in wheel.infolist())
    found = faults(names, size)
    print(f"{len(names)} files, {size:,} bytes" if not found else "\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
