"""The two AWS partitions: their names, regions and the endpoint side they are served on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Side = Literal["commercial", "govcloud"]


@dataclass(frozen=True)
class Partition:
    """One AWS partition.

    side: the name used throughout this project ("commercial" or "govcloud").
    name: the partition's name in ARNs.
    home_region: the region of its global control planes (Organizations, Account Management).
    region_pattern: the region names that belong to it (botocore's ``partitions.json``, ``regionRegex``).
    """

    side: Side
    name: str
    home_region: str
    region_pattern: re.Pattern[str]

    def has_region(self, region: str) -> bool:
        """Whether a region name belongs to this partition."""
        return self.region_pattern.fullmatch(region) is not None


COMMERCIAL = Partition("commercial", "aws", "us-east-1", re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+", re.ASCII))
GOVCLOUD = Partition("govcloud", "aws-us-gov", "us-gov-west-1", re.compile(r"us-gov-\w+-\d+", re.ASCII))
PARTITIONS: dict[Side, Partition] = {"commercial": COMMERCIAL, "govcloud": GOVCLOUD}


def by_name(name: str) -> Partition:
    """The partition with this ARN name; KeyError for any that isn't simulated."""
    return {"aws": COMMERCIAL, "aws-us-gov": GOVCLOUD}[name]
