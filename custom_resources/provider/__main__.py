"""`python -I -m custom_resources.provider`: the process that Terraform starts."""

from __future__ import annotations

import sys

from custom_resources.plugin import serve
from custom_resources.provider.provider import GovpairProvider


def main() -> int:
    """Serve the provider to the Terraform that started this process; returns the exit code."""
    return serve(GovpairProvider())


if __name__ == "__main__":
    sys.exit(main())
