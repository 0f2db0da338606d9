"""`python -m jupyter_quickfix.cli`: the same as `jupyter quickfix`, for environments whose scripts are not on the path."""

import sys

from jupyter_quickfix.cli import main

if __name__ == "__main__":
    sys.exit(main())
