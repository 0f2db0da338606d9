"""The fixers for Python cells: one rule a file, named for what it finds. `fixers.FIXERS` lists them in order."""
