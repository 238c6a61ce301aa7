"""The two partitions, and ARNs that are of another one than they should be. Pure Python."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator

COMMERCIAL = "aws"
GOVCLOUD = "aws-us-gov"
PARTITIONS = (COMMERCIAL, GOVCLOUD)

GOVCLOUD_REGIONS = ("us-gov-west-1", "us-gov-east-1")
"""All that there are (AWS GovCloud (US) User Guide, endpoints)."""

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d{1,2}")
_ARN = re.compile(r'arn:([A-Za-z0-9*?-]+):[^"\s]*')


def partition_problem(partition: object) -> str | None:
    """Why that is no partition, or None."""
    if partition in PARTITIONS:
        return None
    return f"The partition must be {COMMERCIAL} (commercial) or {GOVCLOUD} (GovCloud), not {partition!r}."


def partition_of(region: str) -> str:
    """The partition that a region is in: GovCloud's begin with us-gov-, and no others."""
    return GOVCLOUD if region.startswith("us-gov-") else COMMERCIAL


def region_problem(region: str) -> str | None:
    """Why that is no region's name, or None. Commercial regions come to be, so of those only the form is known."""
    if not _REGION.fullmatch(region) or (partition_of(region) == GOVCLOUD and region not in GOVCLOUD_REGIONS):
        return (
            f"There is no region {region!r}; GovCloud has {' and '.join(GOVCLOUD_REGIONS)}, others are like us-east-1."
        )
    return None


def foreign_arns(text: str, partition: str) -> Iterator[str]:
    """Every ARN in a text that is of another partition, once; ``arn:*:…`` is of all.

    An ARN begins with ``arn:PARTITION:`` (IAM User Guide, "Amazon Resource Names"); nothing in GovCloud has an ARN that
    begins with ``arn:aws:``, AWS's own policies included (AWS GovCloud (US) User Guide, "Amazon Resource Names").
    """
    seen = set()
    for found in _ARN.finditer(text):
        if found[0] not in seen and not fnmatch.fnmatchcase(partition, found[1]):
            seen.add(found[0])
            yield found[0]
