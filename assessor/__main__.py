"""`python -m assessor`."""

import sys

from assessor.cli import main

if __name__ == "__main__":
    sys.exit(main())
