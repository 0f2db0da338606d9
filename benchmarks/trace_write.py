"""What recording costs the main thread: the calls that put a failure, its proposal, a decision and an outcome in the queue.

A failing cell makes a real failure and proposal; they are recorded over and over by a recorder of its own, while its
writer works on the same machine, and each call is timed. Budget: under 1 ms.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from benchmarks.shell import build_index, new_shell, run_quietly, scratch, spread
from jupyter_quickfix.bench.report import table
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.records import Decision, DecisionKind, Failure, Outcome, new_id
from jupyter_quickfix.settings import QuickFix
from jupyter_quickfix.traces.recorder import Recorder

REPEATS = 500
#: Seconds between two failures: nobody makes them faster, and the writer's work would pile up.
PAUSE_S = 0.005
CELLS = {
    "one line": "total = lenght + 1",
    "200 lines": "\n".join([*(f"step_{number} = {number}" for number in range(199)), "print(step_1999)"]),
}


def main() -> None:
    """Measure and print the table."""
    build_index()
    rows = []
    with scratch():
        for title, cell in CELLS.items():
            proposal = _proposal(cell)
            recorder = Recorder(QuickFix())
            recorder.session_started({"front_end": "benchmark"})
            for call, times in _measure(recorder, proposal).items():
                rows.append((f"{call}, cell of {title}", *(f"{value:.3f}" for value in spread(times))))
            assert recorder.flush(60), "the writer did not finish"
            assert recorder.problem is None, recorder.problem
            recorder.close()
    print("\n".join(table(("record", "p50 (ms)", "p95 (ms)", "max (ms)"), rows)))
    print(f"\n{REPEATS} times each, the writer's thread at work. Budget: 1 ms.")


def _proposal(cell: str) -> Proposal:
    import jupyter_quickfix  # the extension, loaded here

    shell = new_shell()
    run_quietly(shell, "%load_ext jupyter_quickfix")
    run_quietly(shell, "length = 3")
    run_quietly(shell, cell)
    proposal = jupyter_quickfix.last_proposal()
    assert proposal is not None
    run_quietly(shell, "%unload_ext jupyter_quickfix")
    return proposal


def _measure(recorder: Recorder, proposal: Proposal) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"failure": [], "proposal": [], "decision": [], "outcome": []}
    for _ in range(REPEATS):
        failure: Failure = replace(proposal.failure, id=new_id())
        fresh = Proposal(failure, proposal.context, proposal.candidates, proposal.latency_ms)
        decision = Decision(fresh.id, DecisionKind.REJECT)
        outcome = Outcome(failure.id, failure.code, "cell_id")
        _time(times["failure"], partial(recorder.failure, failure))
        _time(times["proposal"], partial(recorder.proposal, fresh, "benchmark"))
        _time(times["decision"], partial(recorder.decision, decision))
        _time(times["outcome"], partial(recorder.outcome, outcome))
        time.sleep(PAUSE_S)
    return times


def _time(times: list[float], call: Callable[[], None]) -> None:
    began = time.perf_counter()
    call()
    times.append((time.perf_counter() - began) * 1000)


if __name__ == "__main__":
    main()
