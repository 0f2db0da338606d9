"""Speed: what Quick Fix costs a session. `make bench` runs all of it; each module says what it measures and how.

`RESULTS.md` holds the last results. The budgets are medians on a 2-core machine; nothing here is asserted by the tests,
because a busy machine would make them fail for no reason.
"""
