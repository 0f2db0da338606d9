"""Repair by search: edits near where the parser stopped, each tried by compiling, never by running.

    source ──► Problem ──► generators (brackets, strings, colons, …) ──► Step…
    parser ──►                                                            │
       ▲                                                                  ▼
       └────────────────────── search: best first, several slips ─────► State ──► plausibility ──► Repair

`source` reads a broken text as tokens and lines, `parser` asks CPython where it stops, each generator in a file of its own
proposes steps for one kind of slip, `search` combines them, `plausibility` judges what compiles, and `repairs` hands the best
to the fixers. A new kind of slip is a new generator in `repairs.GENERATORS`.
"""
