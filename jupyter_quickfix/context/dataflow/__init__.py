"""The data flow between a notebook's cells: read from their text, never run.

    text ─► statements ─► flow (in the notebook's order: what should be) ─┐
                        └► flow (as this kernel ran: what is) ────────────┴► plan: the cells to run first

`statements` tells what each statement reads and writes, down to the columns of tables. `flow` executes statements on
symbols: the value of a name is a number made of the statement that wrote it and the numbers of what that read, so that
two values are the same work on the same inputs exactly when their numbers are equal. `plan` compares the flow of the
notebook from its top with the flow of the runs that this kernel really made, and finds the fewest cells that make right
what the failing cell reads.
"""
