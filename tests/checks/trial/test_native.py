"""Libraries with threads of their own, used in the session first and then in a trial.

Each in a fresh process: what another test has loaded or limited would change the picture.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import textwrap

import pytest

from tests.checks.trial.trying import needs_trials

pytestmark = needs_trials

PROGRAM = """
import sys
from jupyter_quickfix.checks.trial import Limits, Snapshot, untriable
from tests.checks.trial.trying import Namespace
names = {"__name__": "__main__"}
code = sys.argv[1]
exec(code, names)
print(untriable(code, names))
with Snapshot.take(Namespace(names), limits=Limits(seconds=30.0, overall_s=60.0, memory_bytes=2**32)) as snapshot:
    result = snapshot.try_(code)
    print(result.outcome, result.error_type, result.message, result.detail)
exec(code, names)
"""

USES = {
    "numpy": """
        import numpy as np
        a = np.random.default_rng(0).normal(size=(600, 600))
        assert (a @ a).shape == (600, 600)
        np.linalg.svd(a)
    """,
    "sklearn KMeans": """
        import numpy as np
        from sklearn.cluster import KMeans
        KMeans(3, n_init=2).fit(np.random.default_rng(0).normal(size=(5000, 5)))
    """,
    "sklearn boosting": """
        import numpy as np
        from sklearn.ensemble import HistGradientBoostingRegressor
        x = np.random.default_rng(0).normal(size=(2000, 5))
        HistGradientBoostingRegressor(max_iter=5).fit(x, x[:, 0])
    """,
    "sklearn forest": """
        import numpy as np
        from sklearn.ensemble import RandomForestClassifier
        x = np.random.default_rng(0).normal(size=(500, 5))
        RandomForestClassifier(10, n_jobs=2).fit(x, x[:, 0] > 0)
    """,
    "scipy": """
        import numpy as np, scipy.linalg, scipy.fft
        scipy.linalg.eigh(np.eye(300))
        scipy.fft.fft(np.ones((200, 2000)), workers=2)
    """,
    "pyarrow": """
        import pyarrow as pa
        t = pa.table({"x": list(range(200_000))})
        assert t.group_by("x").aggregate([("x", "sum")]).num_rows == 200_000
    """,
    "pandas": """
        import pandas as pd
        assert len(pd.DataFrame({"x": range(100_000), "k": [1, 2] * 50_000}).groupby("k").sum()) == 2
    """,
    "duckdb": """
        import duckdb
        with duckdb.connect() as connection:
            assert connection.execute("SELECT sum(range) FROM range(5_000_000)").fetchone()[0] > 0
        del connection
    """,
    "matplotlib": """
        import matplotlib
        matplotlib.use("agg")
        import matplotlib.pyplot as plt
        plt.plot([1, 2])
        plt.gcf().canvas.draw()
        plt.show()
    """,
    "lightgbm": """
        import lightgbm, numpy as np
        x = np.random.default_rng(0).normal(size=(2000, 5))
        lightgbm.train({"verbose": -1, "num_iterations": 3}, lightgbm.Dataset(x, x[:, 0]))
    """,
    "xgboost": """
        import xgboost, numpy as np
        x = np.random.default_rng(0).normal(size=(2000, 5))
        xgboost.train({}, xgboost.DMatrix(x, x[:, 0]), 3)
    """,
    "torch": """
        import torch
        a = torch.randn(500, 500)
        (a @ a).sum().item()
        torch.nn.Linear(500, 500)(a).sum().backward()
    """,
    "numexpr": """
        import numexpr, numpy as np
        a = np.ones(1_000_000)
        assert numexpr.evaluate("a + a").sum() == 2_000_000
    """,
}


def skip_without(package: str) -> None:
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed")


def run(program: str, code: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, textwrap.dedent(code)], capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [line.strip() for line in done.stdout.splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize("library", USES)
def test_used_in_the_session_before(library: str) -> None:
    skip_without(library.partition(" ")[0])
    assert run(PROGRAM, USES[library]) == ["None", "ran"]


POLARS = """
    import polars as pl
    assert pl.DataFrame({"x": range(1000)}).sort("x").select(pl.col("x").sum()).item() == 499500
"""


def test_polars_is_not_tried_once_it_has_threads() -> None:
    skip_without("polars")
    told = run(PROGRAM.replace("with Snapshot", "sys.exit()\nwith Snapshot"), POLARS)
    assert told == ["it uses a library that does not survive being copied"]


def test_polars_is_tried_before_it_has_threads() -> None:
    skip_without("polars")
    assert run(PROGRAM.replace("\nexec(code, names)\n", "\n"), POLARS) == ["None", "ran"]
