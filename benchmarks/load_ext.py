"""What `%load_ext jupyter_quickfix` costs a fresh session, and what it imports.

Fresh processes, one after the other: an InteractiveShell is made, then the magic is timed and `sys.modules` compared. A
thread that the extension starts may import at the same time: then a module is there in some processes only. The first
process may write byte code and is not counted. Budget: under 250 ms, and none of the heavy modules.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TypedDict

from benchmarks.shell import build_index, new_shell, run_quietly, scratch, spread

PROCESSES = 15
#: Needed by some failures or not at all: loaded when first asked for.
HEAVY = (
    "anywidget",
    "detect_secrets",
    "ipywidgets",
    "lightgbm",
    "numpy",
    "openai",
    "pandas",
    "pyspark",
    "sqlalchemy",
    "sqlglot",
)


class Load(TypedDict):
    """One process: how long the magic took, and the modules it imported."""

    milliseconds: float
    modules: list[str]


def main() -> None:
    """Measure and print the tables."""
    if sys.argv[1:] == ["once"]:
        print(json.dumps(_once()))
        return
    from jupyter_quickfix.bench.report import table  # not where the extension is loaded: it would find parts of itself

    build_index()
    runs = [_fresh() for _ in range(PROCESSES + 1)][1:]
    p50, p95, longest = spread([run["milliseconds"] for run in runs])
    loaded = sorted({module for run in runs for module in run["modules"]})
    roots = sorted({module.partition(".")[0] for module in loaded} - set(sys.stdlib_module_names))
    times = {module: sum(module in run["modules"] for run in runs) for module in HEAVY}
    heavy = [f"{module} in {number} of them" for module, number in times.items() if number]
    head = ("%load_ext in a fresh process", "p50 (ms)", "p95 (ms)", "max (ms)", "modules imported", "heavy ones")
    cells = (f"{p50:.0f}", f"{p95:.0f}", f"{longest:.0f}", str(len(loaded)), ", ".join(heavy) or "none")
    print("\n".join(table(head, [(f"{PROCESSES} processes", *cells)])))
    print(f"\nBudget: 250 ms, and none of {', '.join(HEAVY)}.")
    print(f"Packages imported beyond the standard library and IPython's own: {', '.join(roots)}.")
    slowest = [(f"`{name}`", f"{took:.1f}") for name, took in _slowest()]
    print("\n" + "\n".join(table(("slowest imports", "itself (ms)"), slowest)))


def _fresh() -> Load:
    command = [sys.executable, "-m", "benchmarks.load_ext", "once"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: Load = json.loads(done.stdout.splitlines()[-1])
    return told


def _once() -> Load:
    assert "jupyter_quickfix" not in sys.modules, "the measured imports have taken place already"
    with scratch():
        shell = new_shell()
        before = set(sys.modules)
        began = time.perf_counter()
        result = run_quietly(shell, "%load_ext jupyter_quickfix")
        took = (time.perf_counter() - began) * 1000
        assert result.success, result.error_in_exec
        return Load(milliseconds=took, modules=sorted(set(sys.modules) - before))


def _slowest(number: int = 5) -> list[tuple[str, float]]:
    """The modules that take longest to import by themselves, as `-X importtime` sees them."""
    code = "import IPython.core.interactiveshell, sys; print('---', file=sys.stderr); import jupyter_quickfix.session"
    command = [sys.executable, "-X", "importtime", "-c", code]
    said = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True).stderr.partition("---")[2]
    found = []
    for line in said.splitlines():
        itself, _, rest = line.removeprefix("import time:").partition("|")
        if itself.strip().isdigit():
            found.append((rest.partition("|")[2].strip(), int(itself) / 1000))
    return sorted(found, key=lambda pair: -pair[1])[:number]


if __name__ == "__main__":
    main()
