"""How many accounts an organization may have: not in the Organizations API, but in Service Quotas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import NotFound
from custom_resources.engine.pages import pages
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession

ACCOUNTS_CODE, ACCOUNTS_NAME = "L-E619E033", "Default maximum number of accounts"
"""The account quota in Service Quotas, service `organizations`. The code is the one that users write; unverified
(claim: account-quota-code)."""


@needs(BOTH_MANAGEMENT, "servicequotas:GetServiceQuota")
def account_quota(session: AwsSession, deadline: Deadline) -> int | None:
    """Return how many accounts the organization may have, as Service Quotas tells; None where it has no such quota.

    That GovCloud's Service Quotas has none is a guess (claim: account-quota-not-in-govcloud).
    """

    def ask() -> float | None:
        with calling("reading the quota of accounts", session):
            client = session.client("service-quotas")
            answer = client.get_service_quota(ServiceCode="organizations", QuotaCode=ACCOUNTS_CODE)
            value: float | None = answer.get("Quota", {}).get("Value")
            return value

    try:
        value = deadline.patiently(ask)
    except NotFound:
        value = None
    return int(value) if value is not None else _quota_by_name(session, deadline)


@needs(BOTH_MANAGEMENT, "servicequotas:ListServiceQuotas")
def _quota_by_name(session: AwsSession, deadline: Deadline) -> int | None:
    """Look for the quota under another code, since AWS documents its name only."""
    call = session.client("service-quotas").list_service_quotas
    try:
        for quota in pages(
            session, deadline, "listing the quotas of Organizations", call, "Quotas", ServiceCode="organizations"
        ):
            if quota.get("QuotaName") == ACCOUNTS_NAME and quota.get("Value") is not None:
                return int(quota["Value"])
    except NotFound:
        pass
    return None
