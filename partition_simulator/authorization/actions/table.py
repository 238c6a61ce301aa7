"""The way from a call to what it needs."""

from __future__ import annotations

from collections.abc import Callable

from partition_simulator.authorization.actions import account, cloudtrail, iam, organizations, s3, service_quotas, sts
from partition_simulator.authorization.actions.asked import Asked
from partition_simulator.context import Call

_SERVICES: dict[str, Callable[[Call], list[Asked]]] = {
    "account": account.asked,
    "cloudtrail": cloudtrail.asked,
    "iam": iam.asked,
    "organizations": organizations.asked,
    "s3": s3.asked,
    "servicequotas": service_quotas.asked,
    "sts": sts.asked,
}


def asked(call: Call) -> list[Asked]:
    """All that a call needs; empty for one that is open to everybody."""
    return _SERVICES[call.service](call)
