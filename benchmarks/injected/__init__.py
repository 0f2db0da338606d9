"""Bugs injected into the runnable docstring examples of the installed libraries: a development set of any size.

    examples ──► screen ──────────────► choose ──► verify ──────────────────► FILE.jsonl
    (doctests)   (mutate one place,     (caps by   (each case twice in
                  keep what fails)       kind)      processes of its own)

`python -m benchmarks.injected --seed 1 --out build/injected` writes `FOLDER/dev.jsonl` and `FOLDER/held_out.jsonl`, in the
format of case files; an example is wholly in one of them. The files hold text of the libraries' docstrings, under the
libraries' licences, so they are made where they are needed and never committed.
"""
