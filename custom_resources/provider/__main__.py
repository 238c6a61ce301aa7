"""`python -I -m custom_resources.provider`: the process that Terraform starts."""

from __future__ import annotations

import sys

from custom_resources.plugin import Provider, serve


def make() -> Provider:
    """The provider; loading it, with all its resources, takes as long as all that comes before."""
    from custom_resources.provider.provider import GovpairProvider

    return GovpairProvider()


def main() -> int:
    """Serve the provider to the Terraform that started this process; returns the exit code."""
    return serve(make)


if __name__ == "__main__":
    sys.exit(main())
