"""`python -m custom_resources …` is `govpair …`."""

import sys

from custom_resources.scripts.cli import main

if __name__ == "__main__":
    sys.exit(main())
