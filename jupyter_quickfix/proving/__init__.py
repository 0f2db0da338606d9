"""Prove candidates by trial, in the background: the proposal on screen improves as results come in.

    Engine.prove ─► Snapshot (one fork) ─► thread: try the likeliest untried candidate ─► Work ─► ranked anew ─► shown
                                              │
                                              └── failed later, for another reason ─► that failure is repaired in the
                                                  trial's own state; the sum is one candidate more, tried in turn

A trial tells that a candidate runs, not that it is meant. So it only counts as proof where the changed lines were
reached, and a candidate that fails as before drops out of sight.
"""

from __future__ import annotations

from jupyter_quickfix.proving.prover import Prover, triable
from jupyter_quickfix.proving.trials import Trials
from jupyter_quickfix.proving.work import Tried, Work

__all__ = ["Prover", "Trials", "Tried", "Work", "triable"]
