"""Credential sets as the provider block has them, right ones and wrong ones."""

from __future__ import annotations

from typing import Any

from custom_resources.provider.setting_rules import SERVICES
from partition_simulator import Keys
from partition_simulator.partitions import Side
from tests.provider.ground import Ground

REGIONS = {"commercial": "us-east-1", "govcloud": "us-gov-west-1"}
SIDES: dict[str, Side] = {"commercial": "commercial", "govcloud_paired": "govcloud", "govcloud_management": "govcloud"}
PARTITIONS = {"commercial": "aws", "govcloud_paired": "aws-us-gov", "govcloud_management": "aws-us-gov"}


def by_keys(ground: Ground, keys: Keys, side: Side, **more: Any) -> dict[str, Any]:
    """A set by keys, which are sent to one side's endpoints, whichever side they are of."""
    url = {"commercial": ground.simulator.commercial.url, "govcloud": ground.simulator.govcloud.url}[side]
    return {
        "access_key": keys.access_key_id,
        "secret_key": keys.secret_access_key,
        "region": REGIONS[side],
        "endpoints": dict.fromkeys(SERVICES, url),
        **more,
    }


def of_other_partition(ground: Ground, name: str) -> Keys:
    """The payer's own keys of the partition in which the set of that name must not be."""
    return ground.commercial if SIDES[name] == "govcloud" else ground.govcloud
