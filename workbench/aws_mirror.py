"""Find a mirror of hashicorp/aws on this machine, so that demo and tests can run without the public registry."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from custom_resources.scripts.provider_mirror import platform_name

MINIMUM, BELOW = (5, 100), (7, 0)
"""The versions that the constructs' required_providers allow; a test compares the two."""

REGISTRY = "registry.terraform.io"


def find_aws_mirror() -> Path | None:
    """The folder to name in a ``filesystem_mirror`` block: the parent of a ``registry.terraform.io`` folder that holds
    a usable version of hashicorp/aws for this platform; None when there is none.

    Both layouts that Terraform knows are taken, packed (``terraform-provider-aws_V_OS_ARCH.zip``) and unpacked
    (``V/OS_ARCH/``): https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
    """
    return next((root for root in _candidates() if _serves_aws(root)), None)


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("GOVPAIR_PROVIDER_MIRROR")
    if chosen:
        yield Path(chosen)
    home = Path.home()
    # Terraform's implied mirror folders on Linux and macOS, as its CLI documentation lists them.
    yield home / ".terraform.d" / "plugins"
    data_home = os.environ.get("XDG_DATA_HOME")
    yield (Path(data_home) if data_home else home / ".local" / "share") / "terraform" / "plugins"
    yield home / "Library" / "Application Support" / "io.terraform" / "plugins"
    for shared in (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":"):
        yield Path(shared) / "terraform" / "plugins"
    optional_software = Path("/opt")
    for pattern in (REGISTRY, f"*/{REGISTRY}"):
        yield from (found.parent for found in sorted(optional_software.glob(pattern)))


def _serves_aws(root: Path) -> bool:
    provider, platform = root / REGISTRY / "hashicorp" / "aws", platform_name()
    try:
        unpacked = [entry.parent.name for entry in provider.glob(f"*/{platform}")]
        packed = [
            entry.name.removeprefix("terraform-provider-aws_").removesuffix(f"_{platform}.zip")
            for entry in provider.glob(f"terraform-provider-aws_*_{platform}.zip")
        ]
    except OSError:
        return False
    return any(_usable(version) for version in (*unpacked, *packed))


def _usable(version: str) -> bool:
    match = re.fullmatch(r"(\d+)\.(\d+)\.\d+", version)
    return bool(match) and MINIMUM <= (int(match[1]), int(match[2])) < BELOW  # type: ignore[index]
