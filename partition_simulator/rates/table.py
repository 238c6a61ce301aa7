"""AWS's published rates, as data.

GovCloud's own rates are unpublished; the same are taken there (claim: govcloud-rates). Operations that aren't here have
no limit: IAM's are unpublished, S3's are far above what a simulator answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from partition_simulator.operations import SIMULATED
from partition_simulator.rates.bucket import Rate

Holder = Literal["account", "organization"]


@dataclass(frozen=True)
class Limit:
    """One bucket for each holder: the operations that share it, whose it is, and how fast it fills."""

    service: str
    operations: frozenset[str]
    rate: Rate
    per: Holder = "account"

    @property
    def name(self) -> str:
        """Unique in the table, for example ``organizations.AcceptHandshake per organization``."""
        return f"{self.service}.{'+'.join(sorted(self.operations))} per {self.per}"


# (operations that share a bucket, per second, burst). "Throttling limits" on the Organizations quotas page.
_ORGANIZATIONS = (
    ("CreateAccount CreateGovCloudAccount", "0.1", 3),
    ("CloseAccount", "0.05", 1),
    ("DescribeCreateAccountStatus", 2, 2),
    ("ListCreateAccountStatus", 5, 8),
    ("DescribeAccount", 20, 30),
    ("ListAccounts", 8, 12),
    ("ListChildren", 6, 10),
    ("ListParents", 5, 8),
    ("ListAccountsForParent", 5, 8),
    ("ListOrganizationalUnitsForParent", 5, 8),
    ("ListRoots", 1, 2),
    ("ListTagsForResource", 10, 15),
    ("TagResource", 4, 6),
    ("UntagResource", 4, 6),
    ("MoveAccount", 2, 3),
    ("CreateOrganizationalUnit", 1, 2),
    ("DescribeOrganization", 1, 2),
    ("RemoveAccountFromOrganization", 2, 2),
    ("InviteAccountToOrganization", 3, 5),
    ("AcceptHandshake", 1, 2),
    ("DescribeHandshake", 1, 2),
    ("ListHandshakesForAccount", 5, 8),
    ("ListHandshakesForOrganization", 5, 8),
    ("CreatePolicy", 2, 3),
    ("UpdatePolicy", 2, 3),
    ("DeletePolicy", 2, 3),
    ("AttachPolicy", 2, 3),
    ("DetachPolicy", 2, 3),
    ("EnablePolicyType", 1, 1),
    ("DisablePolicyType", 1, 1),
)
# The same page. That the handshake's organization is meant is unverified (claim: handshake-rate-holder).
_PER_ORGANIZATION = (
    ("AcceptHandshake", 5, 5),
    ("DescribeHandshake", 6, 10),
)
# Quotas for AWS Account Management. GetGovCloudAccountInformation isn't listed there; taken to be as its neighbour
# (claim: govcloud-information-rate).
_ACCOUNT = (
    ("GetAccountInformation", 3, 3),
    ("GetGovCloudAccountInformation", 3, 3),
    ("PutAccountName", 1, 1),
    ("GetAlternateContact", 10, 15),
    ("PutAlternateContact", 5, 8),
    ("DeleteAlternateContact", 1, 6),
)
# IAM and STS quotas: 600 requests per second, all of these together, per account and region. No burst is published.
_STS = (("AssumeRole GetCallerIdentity", 600, 600),)
# Quotas of Service Quotas: so many per second, and as many "additional" ones in a burst.
_SERVICE_QUOTAS = (
    ("GetServiceQuota", 5, 10),
    ("ListServiceQuotas", 10, 20),
)
# Quotas in CloudTrail: LookupEvents 2 per second; get, describe and list operations 10; all others 1. That these are
# for each operation, with no burst beyond, is unverified (claim: cloudtrail-rates).
_CLOUDTRAIL_READS = ("Describe", "Get", "List")


def _limits(service: str, rows: tuple[tuple[str, str | int, int], ...], per: Holder = "account") -> Iterator[Limit]:
    for operations, per_second, burst in rows:
        yield Limit(service, frozenset(operations.split()), Rate.of(per_second, burst), per)


def _cloudtrail() -> Iterator[Limit]:
    for operation in sorted(SIMULATED["cloudtrail"]):
        rate = 2 if operation == "LookupEvents" else 10 if operation.startswith(_CLOUDTRAIL_READS) else 1
        yield Limit("cloudtrail", frozenset([operation]), Rate.of(rate, rate))


AWS: tuple[Limit, ...] = (
    *_limits("organizations", _ORGANIZATIONS),
    *_limits("organizations", _PER_ORGANIZATION, "organization"),
    *_limits("account", _ACCOUNT),
    *_limits("sts", _STS),
    *_limits("servicequotas", _SERVICE_QUOTAS),
    *_cloudtrail(),
)
"""Every limit that is simulated, when rates are on."""
