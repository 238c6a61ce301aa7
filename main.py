"""The CDKTF app of a checkout: `constructs_lib/app.py`, with examples/single-company where no file is named."""

from __future__ import annotations

import sys
from pathlib import Path

from constructs_lib.app import main

DEFAULT_ORGANIZATION = Path(__file__).resolve().parent / "examples" / "single-company" / "organization.yaml"

if __name__ == "__main__":
    sys.exit(main(default=DEFAULT_ORGANIZATION))
