"""The quotas that are simulated: those of Organizations, in the commercial partition."""

from __future__ import annotations

from typing import Any

from moto.servicequotas.models import ServiceQuotasBackend

from partition_simulator.context import Call
from partition_simulator.service_quotas.exceptions import NoSuchResource

ACCOUNTS_CODE = "L-E619E033"
"""How many accounts an organization may have. The code is as users of the API write it; the name is unverified
(claim: account-quota-code)."""


class SimulatedServiceQuotasBackend(ServiceQuotasBackend):
    """moto's backend, in place only so that its module brings our ``urls``."""


def quotas_of(call: Call, service_code: str) -> list[dict[str, Any]]:
    """The applied quotas of a service, for the caller's account, as ``ServiceQuota`` structures.

    Organizations' quotas are asked for in us-east-1 only. That GovCloud's Service Quotas has none of them is
    unverified (claim: account-quota-not-in-govcloud).
    """
    if service_code != "organizations" or call.partition.side != "commercial":
        raise NoSuchResource(f"the service {service_code}")
    home = call.partition.home_region
    return [
        {
            "ServiceCode": "organizations",
            "ServiceName": "AWS Organizations",
            "QuotaArn": f"arn:aws:servicequotas:{home}:{call.principal.account_id}:organizations/{ACCOUNTS_CODE}",
            "QuotaCode": ACCOUNTS_CODE,
            "QuotaName": "Default maximum number of accounts",
            "Value": float(call.world.settings.account_quota),
            "Unit": "None",
            "Adjustable": True,
            "GlobalQuota": True,
        }
    ]


def quota_of(call: Call, service_code: str, quota_code: str) -> dict[str, Any]:
    """One applied quota."""
    for quota in quotas_of(call, service_code):
        if quota["QuotaCode"] == quota_code:
            return quota
    raise NoSuchResource(f"the quota {quota_code}")
