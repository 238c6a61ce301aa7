"""The two AWS partitions: their names, regions and the endpoint side they are served on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from botocore.loaders import create_loader

Side = Literal["commercial", "govcloud"]


@dataclass(frozen=True)
class Partition:
    """One AWS partition.

    side: the name used throughout this project ("commercial" or "govcloud").
    name: the partition's name in ARNs.
    home_region: the region of its global control planes (Organizations, Account Management).
    regions: its regions (botocore's ``partitions.json``).
    """

    side: Side
    name: str
    home_region: str
    regions: frozenset[str]

    def has_region(self, region: str) -> bool:
        """Whether a region belongs to this partition."""
        return region in self.regions

    def is_signed_for(self, service: str, region: str) -> bool:
        """Whether a service takes requests that were signed for a region.

        Organizations, Account Management and IAM have one endpoint in a partition, signed for its home region (AWS
        General Reference, "Service endpoints"; botocore's endpoint rules); the others have one in each region.
        """
        return region == self.home_region if service in _GLOBAL else self.has_region(region)


_GLOBAL = ("organizations", "account", "iam")


def _regions(name: str) -> frozenset[str]:
    known = {
        partition["id"]: partition["regions"] for partition in create_loader().load_data("partitions")["partitions"]
    }
    return frozenset(region for region in known[name] if not region.endswith("-global"))


COMMERCIAL = Partition("commercial", "aws", "us-east-1", _regions("aws"))
GOVCLOUD = Partition("govcloud", "aws-us-gov", "us-gov-west-1", _regions("aws-us-gov"))
PARTITIONS: dict[Side, Partition] = {"commercial": COMMERCIAL, "govcloud": GOVCLOUD}


def by_name(name: str) -> Partition:
    """The partition with this ARN name; KeyError for any that isn't simulated."""
    return {"aws": COMMERCIAL, "aws-us-gov": GOVCLOUD}[name]
