"""What others' hints would repair, as fixers: the words that they name, put where the error is.

CPython and friendly-traceback explain an error to a reader and change nothing. To compare, each hint that says what to write
is applied in the way that its reader would, generously: at every place it can mean, and where it does not say where, at the
likeliest. `jupyter quickfix bench --fixers benchmarks.baselines.cpython` then measures them like our own.
"""
