#!/usr/bin/env bash
# Build the wheel as it is released, look into it, and use it in an environment of its own where there is no Node.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The front end is built by now; the hook would only build it again. What is packed is checked below all the same.
SKIP_JUPYTER_BUILDER=1 .venv/bin/python -m build --wheel --no-isolation --outdir "$work" . >"$work/build.log" 2>&1 \
  || { cat "$work/build.log"; exit 1; }
.venv/bin/python scripts/check_wheel.py "$work"/*.whl

# Its dependencies are lent by the development environment; the package itself comes from the wheel alone.
python3 -m venv "$work/venv"
python="$work/venv/bin/python"
"$python" -m pip install -q --no-deps "$work"/*.whl
site=$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' >"$site/lent.pth"

cd "$work"
export PATH="$work/venv/bin:/usr/bin:/bin" HOME="$work"
mkdir "$work/no-node" && printf '#!/bin/sh\nexit 127\n' >"$work/no-node/node" && chmod +x "$work/no-node/node"
export PATH="$work/no-node:$PATH"
"$python" - <<'PY'
import pathlib
import sys

from IPython.core.interactiveshell import InteractiveShell

import jupyter_quickfix
from jupyter_quickfix.cli.doctor import run  # noqa: F401  (the command line is in the wheel)

assert pathlib.Path(jupyter_quickfix.__file__).is_relative_to(sys.prefix), jupyter_quickfix.__file__
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "jupyter_quickfix")
shell.run_cell("total = 1\nprint(totl)")
best = jupyter_quickfix.last_proposal().candidates[0]
assert best.code == "total = 1\nprint(total)", best
widget = pathlib.Path(jupyter_quickfix.__file__).parent / "present" / "static" / "widget.js"
assert widget.stat().st_size > 1000
PY
jupyter-quickfix --version
"$python" -c "from jupyterlab.labextensions import main; main()" list 2>&1 | sed "s/\x1b\[[0-9;]*m//g" | grep -E "jupyter-quickfix .*enabled.*OK"
echo "the wheel installs, loads and repairs"
