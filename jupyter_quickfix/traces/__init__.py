"""Traces: the log of failures, proposals, decisions and outcomes that the user owns.

    Recorder ──queue──► Writer (thread) ──rows, redacted──► TraceStore (SQLite) ──► listing, export, forgetting
    (main thread)                  └──► SpillFile (JSONL) while the database cannot take them, read back later

`location` says where the database is, `migrate` brings it to the newest schema, `rows` turns records into rows,
`set_aside` moves a damaged database out of the way. Nothing leaves the machine.
"""
