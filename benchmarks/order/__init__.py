"""Execution order: does the first candidate bring a cell back that failed because of the order in which cells ran?

    notebooks ─► faults (seeded) ─► play: a real IPython session, forked for each fault ─► judged ─► report

Real notebooks of 6 to 15 cells are run with cells skipped, permuted, run twice, edited after running, failed and passed over,
deleted, moved down, and with the kernel restarted in the middle. The front end's side is played: the engine is told the
notebook's cells as the labextension tells them. Where a cell fails, the first candidate's steps are taken and the cell is run
again, in a fork of that very session. It counts as restored when all that runs without an error, the cell leaves the state
and the output that it leaves in a run of the whole notebook from the top, and no other variable that was as in such a run is
another one now. A cell is needless when leaving it out restores the cell too. Values that depend on how many random numbers
were drawn before are compared by their shape.
"""
