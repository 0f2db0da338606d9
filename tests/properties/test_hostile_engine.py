"""The whole engine in a hostile namespace: whatever the failure, no object of the user's is touched."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from jupyter_quickfix.engine import Engine
from jupyter_quickfix.proposal import Proposal
from jupyter_quickfix.settings import QuickFix
from tests.context import test_hostile as hostile
from tests.session import Session

FAILING = [
    "instnace + 1",
    "instance.nmae",
    "hostile.nmae",
    "meta.nmae",
    "lazy.nmae",
    "loud.nmae",
    "listed.nmae",
    "bag.nmae",
    "slotted.c",
    "million['a']",
    "values['aa']",
    "mapping['mee']",
    "recursive.apend(1)",
    "attributes.a100000",
    "instance(1)",
    "instance['a']",
    "default(b=1)",
    "partial(x=1)",
    "cycle(1, c=2)",
    "len(instance, 1)",
    "values['a'].nmae",
    "inside[0].nmae",
    "import instnace",
    "from lazy import nmae",
    "print(instance",
    "del instnace",
    "number.nmae",
    "wide.nmae",
]
#: A trap blocks for longer than this.
LIMIT_S = 20.0


@pytest.mark.parametrize("code", FAILING)
def test_nothing_is_touched(ipython: Session, code: str, caplog: pytest.LogCaptureFixture) -> None:
    ipython.shell.user_ns.update(hostile.hostile_namespace())
    failure = ipython.run(code)
    assert failure is not None
    engine = Engine(QuickFix(budget_ms=LIMIT_S * 1000, hard_stop_ms=LIMIT_S * 1000))  # every fixer gets its turn
    proposals: list[Proposal] = []

    def propose() -> None:
        proposals.append(engine.propose(failure, ipython.shell.user_ns, time.perf_counter()))

    hostile.TOUCHED.clear()
    hostile.armed[0] = True
    try:
        with caplog.at_level(logging.ERROR, "jupyter_quickfix"):
            worker = threading.Thread(target=propose, daemon=True)
            worker.start()
            worker.join(LIMIT_S)
    finally:
        hostile.armed[0] = False
    assert hostile.TOUCHED == []
    assert len(proposals) == 1, "the engine blocked"
    assert caplog.records == []
