"""Service Quotas: the action is called like the operation."""

from __future__ import annotations

from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.context import Call


def asked(call: Call) -> list[Asked]:
    """What a call needs."""
    action = f"servicequotas:{call.operation}"
    service, quota = call.parameters.get("ServiceCode"), call.parameters.get("QuotaCode")
    if call.operation != "GetServiceQuota" or not service or not quota:
        return [Asked(action)]
    account = f"{call.region}:{call.principal.account_id}"
    return [Asked(action, f"arn:{call.partition.name}:servicequotas:{account}:{service}/{quota}")]
