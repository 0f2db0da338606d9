"""Which names and modules could have been meant: in the cell, the session, other cells, and installed packages."""
