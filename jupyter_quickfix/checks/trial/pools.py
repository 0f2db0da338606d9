"""Native thread pools after a fork: their threads are gone, but they do not know, and wait for them for ever.

A pool of one needs no other thread. To be called in the forked child first of all; what was not loaded before the fork
makes pools of its own there, and needs nothing.
"""

from __future__ import annotations

import contextlib
import os
import sys

import threadpoolctl


def limit_to_one_thread() -> None:
    """OpenMP, BLAS (threadpoolctl knows them) and torch; xgboost, which asks for the number of processors instead."""
    with contextlib.suppress(Exception):  # a library it cannot load: a trial that needs it runs into its deadline
        threadpoolctl.threadpool_limits(1)
    torch = sys.modules.get("torch")
    if torch is not None:
        with contextlib.suppress(Exception):
            torch.set_num_threads(1)
    if "xgboost" in sys.modules:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for name in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "RAYON_NUM_THREADS",
        "NUMBA_NUM_THREADS",
    ):
        os.environ[name] = "1"


def polars_has_threads() -> bool:
    """Whether polars has begun its pool in this process: it then waits for ever in a forked child, and nothing helps."""
    if "polars" not in sys.modules:
        return False
    with contextlib.suppress(OSError):
        for task in os.listdir("/proc/self/task"):
            with contextlib.suppress(OSError), open(f"/proc/self/task/{task}/comm") as file:
                if file.read().startswith("polars"):
                    return True
    return False
