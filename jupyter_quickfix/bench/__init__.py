"""Measure Quick Fix on real failing cells: `jupyter quickfix bench CASES.jsonl…`.

    cases ──► pool ──► zygote ──fork──► session (the failing cell, with the extension)   ──► report
    (files)   (threads)  (imported once) ──fork──► judge (one candidate, nothing of ours)      (tables, JSON)

Every case runs in a real IPython session in a process of its own, and every candidate is judged in another one. The
session's process is handed setup, failing cell, language and engine, and nothing that tells the answer.
"""
