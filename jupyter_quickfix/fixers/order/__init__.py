"""Execution order: what is wrong with the order in which a notebook's cells ran, in words and as cells to run first.

`diagnosis` is shared by all fixers of this kind: each of them speaks for one cause, and a failure has one.
"""
