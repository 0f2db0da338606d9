"""The parent's side: a few zygotes, a thread for each, and every case through one of them.

The session of a case is sent its visible part only; the whole row goes to the judge's process, later and apart.
"""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import platformdirs

from jupyter_quickfix.bench.cases import Case
from jupyter_quickfix.bench.databases import missing
from jupyter_quickfix.bench.judge import Judgement
from jupyter_quickfix.bench.results import Result, Status, Verdict
from jupyter_quickfix.bench.session import Candidate, Measured, Options
from jupyter_quickfix.errors import QuickFixError

#: How many candidates of a case are judged.
JUDGED = 3
#: Extra seconds for starting a Java process and its Spark session.
SPARK_EXTRA_S = 60.0
#: The longest time that preparing may take; without its result the bench still runs.
PREPARING_S = 180.0
#: Loaded before every fork: what a kernel in use has loaded long since.
_BASE = ("IPython.core.interactiveshell", "jupyter_quickfix.session", "jupyter_quickfix.fixers")
#: Loaded too for the cases that use them; others must not find them in `sys.modules`, which fixers look at.
_LIBRARIES = {
    "numpy": ("numpy",),
    "pandas": ("numpy", "pandas"),
    "matplotlib": ("numpy", "matplotlib.pyplot"),
    "seaborn": ("numpy", "pandas", "matplotlib.pyplot", "seaborn"),
    "scipy": ("numpy", "scipy"),
    "sklearn": ("numpy", "scipy", "sklearn"),
    "duckdb": ("duckdb",),
    "sqlite": ("sqlite3",),
    "spark": (),
}


class BenchError(QuickFixError):
    """The bench itself cannot go on."""


class Zygote:
    """One process of `zygote.py`, spoken to from one thread."""

    def __init__(self, modules: Sequence[str], folder: Path, cache: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._errors = folder / "errors.txt"
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "jupyter_quickfix.bench.zygote", str(folder), str(cache), *modules],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                # Hash seeds differ between runs otherwise, and with them the order of sets.
                env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONWARNINGS": "ignore"},
            )
        self._receive()

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """One request, one answer. Raises BenchError when the zygote is gone or the bench's own code failed."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # said below, with its reason
        answer = self._receive()
        if answer["outcome"] == "fault":
            raise BenchError(f"The bench failed on a case: {answer['detail'].strip().splitlines()[-1]}")
        return answer

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            said = self._errors.read_text().strip().splitlines()
            raise BenchError(f"The measuring process ended: {said[-1] if said else 'no reason given'}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


class Pool:
    """Measures cases on `jobs` threads, each with a zygote that has loaded what its cases use."""

    def __init__(self, *, jobs: int, timeout_s: float, options: Options | None = None) -> None:
        self._options = options
        self._jobs = jobs
        self._timeout_s = timeout_s
        self._stop = threading.Event()
        self._cache = platformdirs.user_cache_path("jupyter-quickfix", appauthor=False) / "bench"

    def run(self, cases: Sequence[Case]) -> Iterator[Result]:
        """Results as they come. Raises BenchError."""
        waiting: queue.SimpleQueue[Case] = queue.SimpleQueue()
        # Cases that use the same libraries lie together, so that a zygote is seldom replaced.
        for case in sorted(cases, key=modules_of):
            waiting.put(case)
        done: queue.SimpleQueue[Result | BaseException | None] = queue.SimpleQueue()
        with tempfile.TemporaryDirectory(prefix="quickfix-bench-", ignore_cleanup_errors=True) as folder:
            self._prepare(Path(folder))
            threads = [
                threading.Thread(target=self._work, args=(waiting, done, Path(folder), number), daemon=True)
                for number in range(self._jobs)
            ]
            for thread in threads:
                thread.start()
            try:
                yield from _drain(done, len(threads))
            finally:
                self._stop.set()
                for thread in threads:
                    thread.join()

    def _prepare(self, folder: Path) -> None:
        """Have the index of installed packages built, which sessions build in the background when there is none.

        A session of the bench is too short for that; every user's is long enough.
        """
        zygote = Zygote(_BASE, folder / "prepare", self._cache)
        try:
            zygote.ask({"task": "prepare", "timeout": PREPARING_S})
        finally:
            zygote.close()

    def _work(
        self,
        waiting: queue.SimpleQueue[Case],
        done: queue.SimpleQueue[Result | BaseException | None],
        folder: Path,
        number: int,
    ) -> None:
        zygote: Zygote | None = None
        loaded: tuple[str, ...] | None = None
        try:
            while not self._stop.is_set():
                case = waiting.get_nowait()
                package = missing(case.engine)
                if package:
                    done.put(Result(case, Status.SKIPPED, detail=package))
                    continue
                modules = modules_of(case)
                if zygote is None or modules != loaded:
                    if zygote is not None:
                        zygote.close()
                    zygote = Zygote(modules, folder / f"{number}-{abs(hash(modules))}", self._cache)
                    loaded = modules
                done.put(self._one(zygote, case))
        except queue.Empty:
            pass
        except BaseException as error:  # handed to the thread that reads the results
            done.put(error)
        finally:
            if zygote is not None:
                zygote.close()
            done.put(None)

    def _one(self, zygote: Zygote, case: Case) -> Result:
        timeout = self._timeout_s + (SPARK_EXTRA_S if case.engine == "spark" else 0.0)
        request = {"task": "measure", "case": case.visible, "wait": self._timeout_s / 2, "timeout": timeout}
        if self._options:
            request["options"] = self._options
        answer = zygote.ask(request)
        if answer["outcome"] != "done":
            status = Status.SETUP_FAILED if answer["stage"] == "setup" else Status.NO_ANSWER
            return Result(case, status, detail=f"{answer['outcome']} during {answer['stage'] or 'start'}")
        measured: Measured = answer["value"]
        if measured["status"] == "no_extension":
            raise BenchError(f"%load_ext jupyter_quickfix failed: {measured['detail']}")
        status = {"does_not_fail": Status.DOES_NOT_FAIL, "setup_failed": Status.SETUP_FAILED}.get(
            measured["status"], Status.MEASURED
        )
        candidates = tuple(measured["candidates"])
        return Result(
            case,
            status,
            detail=measured["detail"],
            failed_with=measured["failed_with"],
            latency_ms=measured["latency_ms"],
            proved_ms=measured["proved_ms"],
            candidates=candidates,
            verdicts=self._verdicts(zygote, case, candidates, timeout),
            faults=tuple(measured["faults"]),
        )

    def _verdicts(
        self, zygote: Zygote, case: Case, candidates: Sequence[Candidate], timeout: float
    ) -> tuple[Verdict, ...]:
        return tuple(
            Verdict.NOT_JUDGED
            if place >= JUDGED
            else Verdict.ACTION
            if candidate["actions"]
            else self._verdict(zygote, case, candidate["code"], timeout)
            for place, candidate in enumerate(candidates)
        )

    def _verdict(self, zygote: Zygote, case: Case, code: str, timeout: float) -> Verdict:
        request = {
            "task": "judge",
            "case": dict(case.row),
            "code": code,
            "judge": case.judge if case.lang == "python" else None,
            "timeout": timeout,
        }
        answer = zygote.ask(request)
        if answer["outcome"] == "done":
            judged: Judgement = answer["value"]
            if judged["repairs"]:
                return Verdict.REPAIRS
            return Verdict.RAISES if judged["raised"] not in ("", "AssertionError") else Verdict.WRONG
        return Verdict.TIMEOUT if answer["outcome"] == "timeout" else Verdict.WRONG


def _drain(done: queue.SimpleQueue[Result | BaseException | None], threads: int) -> Iterator[Result]:
    while threads:
        item = done.get()
        if item is None:
            threads -= 1
        elif isinstance(item, BaseException):
            raise item
        else:
            yield item


def modules_of(case: Case) -> tuple[str, ...]:
    """What a zygote for this case loads first: the base, and the libraries that its text mentions."""
    text = case.engine if case.lang == "sql" else case.setup + "\n" + case.buggy
    words = set(re.findall(r"\w+", text)) if case.lang == "python" else {case.engine}
    wanted = {module for library, modules in _LIBRARIES.items() if library in words for module in modules}
    return (*_BASE, *sorted(wanted))
