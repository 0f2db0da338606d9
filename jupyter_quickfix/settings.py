"""What a user can set, as IPython configuration (`c.QuickFix.threshold = 0.7`) or by `%config QuickFix`.

JupyterLab's settings page shows the part that concerns the panel; the labextension sends it to the kernel, which keeps
it here.
"""

from __future__ import annotations

from traitlets import Bool, Float, Int, Unicode
from traitlets.config import Configurable


class QuickFix(Configurable):  # type: ignore[misc]  # traitlets' types are skipped: too loose for strict mode
    """Settings of Quick Fix."""

    enabled = Bool(True, help="Propose fixes for failing cells.").tag(config=True)
    auto_show = Bool(True, help="Open the panel by itself; otherwise it is one quiet line.").tag(config=True)
    threshold = Float(
        0.6, min=0.0, max=1.0, help="Score (0 to 1) below which the panel is one quiet line that opens on demand."
    ).tag(config=True)
    floor = Float(
        0.5, min=0.0, max=1.0, help="Score (0 to 1) of the first candidate below which nothing is shown."
    ).tag(config=True)
    max_candidates = Int(5, min=1, max=20, help="How many candidates a panel offers.").tag(config=True)
    accept_runs = Bool(False, help="Make Accept run the cell too.").tag(config=True)
    budget_ms = Float(150.0, min=1.0, help="Time in ms for fixers, checks and ranking.").tag(config=True)
    hard_stop_ms = Float(400.0, min=1.0, help="Time in ms after which no further fixer or check is begun.").tag(
        config=True
    )
    trials = Bool(
        True, help="Try candidates out on a throw-away copy of the session, and mark those that run as proved."
    ).tag(config=True)
    trial_seconds = Float(2.0, min=0.05, help="Time in s that one trial may take.").tag(config=True)
    traces = Bool(True, help="Keep failures, proposals and decisions in your own trace database.").tag(config=True)
    trace_path = Unicode("", help="File of the trace database; empty for the Jupyter data folder.").tag(config=True)
    retention_days = Int(365, min=0, help="Delete traces older than this many days; 0 keeps them all.").tag(config=True)
    colour = Bool(True, help="Colour the diff in terminals.").tag(config=True)
