"""`python -m backend.config.cli`: the same as the console script `zhijia`."""

import sys

from backend.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
