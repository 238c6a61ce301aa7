"""Tags on accounts, OUs, roots and policies, with AWS's limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from partition_simulator.organizations.exceptions import ConstraintViolation, InvalidInput

# "Tags per resource: 50" (Organizations quotas page); system tags don't count and can't be set (botocore model).
MAXIMUM = 50


def read_tags(tags: Sequence[Mapping[str, str]] | None, present: Mapping[str, str] | None = None) -> dict[str, str]:
    """Tags of a request as a mapping, checked against those already on the resource."""
    wanted: dict[str, str] = {}
    for tag in tags or ():
        key = tag["Key"]
        if key.lower().startswith("aws:"):
            raise InvalidInput("INVALID_SYSTEM_TAGS_PARAMETER", "You specified a tag key that is a system tag.")
        if key in wanted:
            raise InvalidInput("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags of a request.")
        wanted[key] = tag["Value"]
    if len({*(present or {}), *wanted}) > MAXIMUM:
        raise ConstraintViolation(
            "MAX_TAG_LIMIT_EXCEEDED", "You have exceeded the number of tags allowed on this resource."
        )
    return wanted
