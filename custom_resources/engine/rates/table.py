"""AWS's published rates, as data: which actions share a bucket, whose it is, how fast it fills and how much it holds.

Sources: "Throttling limits" on the quotas page of Organizations, "Quotas for AWS Account Management", "IAM and STS
quotas", "Quotas" of Service Quotas, "Quotas in CloudTrail". GovCloud's own are unpublished; the same are taken there
(claim: govcloud-rates).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Holder = Literal["account", "organization"]
"""Whose bucket it is: the calling account's, or the organization's that the call is about."""


@dataclass(frozen=True)
class Rate:
    """So many calls per second, and `burst` of them at once after a pause."""

    per_second: float
    burst: int

    def seconds_for(self, calls: int) -> float:
        """Return the least seconds from the first to the last of so many calls, the bucket being full at first."""
        return max(0.0, (calls - self.burst) / self.per_second)


@dataclass(frozen=True)
class Limit:
    """One bucket for each holder. actions: as IAM writes them; all of them take from the same bucket."""

    actions: frozenset[str]
    rate: Rate
    holder: Holder = "account"

    @property
    def name(self) -> str:
        """Unique in the table, for example `organizations:AcceptHandshake per organization`."""
        return f"{'+'.join(sorted(self.actions))} per {self.holder}"


# (actions that share a bucket, per second, burst), per calling account.
_ORGANIZATIONS: tuple[tuple[str, float, int], ...] = (
    ("CreateAccount CreateGovCloudAccount", 0.1, 3),
    ("DescribeCreateAccountStatus", 2, 2),
    ("ListCreateAccountStatus", 5, 8),
    ("CloseAccount", 0.05, 1),
    ("RemoveAccountFromOrganization", 2, 2),
    ("DescribeOrganization", 1, 2),
    ("ListRoots", 1, 2),
    ("CreateOrganizationalUnit", 1, 2),
    ("ListOrganizationalUnitsForParent", 5, 8),
    ("ListAccounts", 8, 12),
    ("ListAccountsForParent", 5, 8),
    ("ListChildren", 6, 10),
    ("ListParents", 5, 8),
    ("DescribeAccount", 20, 30),
    ("MoveAccount", 2, 3),
    ("ListTagsForResource", 10, 15),
    ("TagResource", 4, 6),
    ("UntagResource", 4, 6),
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

# Of the organization that sent the invitation; that it is that one is unverified (claim: handshake-rate-holder).
_PER_ORGANIZATION: tuple[tuple[str, float, int], ...] = (("AcceptHandshake", 5, 5), ("DescribeHandshake", 6, 10))

# GetGovCloudAccountInformation is not listed: that it is as its neighbour is unverified
# (claim: govcloud-information-rate).
_ACCOUNT: tuple[tuple[str, float, int], ...] = (
    ("GetAccountInformation", 3, 3),
    ("GetGovCloudAccountInformation", 3, 3),
    ("PutAccountName", 1, 1),
    ("GetAlternateContact", 10, 15),
    ("PutAlternateContact", 5, 8),
    ("DeleteAlternateContact", 1, 6),
)

# 600 requests a second, all actions together, per account and region; no burst is published.
_STS: tuple[tuple[str, float, int], ...] = (("AssumeRole GetCallerIdentity", 600, 600),)

# So many a second, and as many "additional" ones in a burst.
_SERVICE_QUOTAS: tuple[tuple[str, float, int], ...] = (("GetServiceQuota", 5, 10), ("ListServiceQuotas", 10, 20))

# LookupEvents 2 a second, other reads 10, changes 1. That this is for each action by itself, with no burst beyond, is
# unverified (claim: cloudtrail-rates).
_CLOUDTRAIL: tuple[tuple[str, float, int], ...] = (
    ("LookupEvents", 2, 2),
    *((read, 10, 10) for read in ("DescribeTrails", "GetTrailStatus", "ListTags")),
    *((change, 1, 1) for change in ("AddTags", "CreateTrail", "DeleteTrail", "RemoveTags")),
    *((change, 1, 1) for change in ("StartLogging", "StopLogging", "UpdateTrail")),
)


def _limits(service: str, rows: tuple[tuple[str, float, int], ...], holder: Holder = "account") -> Iterator[Limit]:
    for actions, per_second, burst in rows:
        named = frozenset(f"{service}:{action}" for action in actions.split())
        yield Limit(named, Rate(per_second, burst), holder)


AWS: tuple[Limit, ...] = (
    *_limits("organizations", _ORGANIZATIONS),
    *_limits("organizations", _PER_ORGANIZATION, "organization"),
    *_limits("account", _ACCOUNT),
    *_limits("sts", _STS),
    *_limits("servicequotas", _SERVICE_QUOTAS),
    *_limits("cloudtrail", _CLOUDTRAIL),
)
"""Every limit that AWS publishes for actions of Organizations, and for those of other services that are called."""

UNPUBLISHED: frozenset[str] = frozenset(
    {
        "iam:CreateAccountAlias",
        "iam:GetRole",
        "iam:SimulatePrincipalPolicy",
        "iam:DeleteAccountAlias",
        "iam:ListAccountAliases",
        "organizations:CancelHandshake",
        "organizations:ListAWSServiceAccessForOrganization",
    }
)
"""Actions that are called and for which AWS publishes no rate: no limit, until a throttle teaches one."""

ACTIONS: frozenset[str] = UNPUBLISHED.union(*(limit.actions for limit in AWS))
"""Every action that a rate can be given for."""

ALL_OTHERS = "*"
"""In the place of an action: each action, or bucket that several share, that is not named itself."""


class Rates:
    """The rates in force: AWS's, where nothing else was given. Immutable.

    given: by action, or `ALL_OTHERS`. A rate given for an action holds for every bucket that the action takes from,
    so for the actions that share it too, and for both of AcceptHandshake's; where two that share a bucket are given,
    the slower holds.
    """

    def __init__(self, given: Mapping[str, Rate] | None = None) -> None:
        self._given = dict(given or {})
        self._by_action: dict[str, tuple[Limit, ...]] = {
            action: tuple(self._in_force(limit) for limit in AWS if action in limit.actions) for action in ACTIONS
        }

    def _in_force(self, limit: Limit) -> Limit:
        named = [self._given[action] for action in sorted(limit.actions) if action in self._given]
        rate = min(named, key=lambda one: one.per_second) if named else self._given.get(ALL_OTHERS, limit.rate)
        return Limit(limit.actions, rate, limit.holder)

    def limits(self, action: str) -> tuple[Limit, ...]:
        """Return the limits that a call of an action such as `organizations:ListAccounts` is held to; maybe none."""
        found = self._by_action.get(action, ())
        rate = self._given.get(action, self._given.get(ALL_OTHERS))
        return found if found or rate is None else (Limit(frozenset({action}), rate),)

    def rate(self, action: str, holder: Holder = "account") -> Rate | None:
        """Return the rate of an action's bucket of such a holder; None where there is no limit."""
        return next((limit.rate for limit in self.limits(action) if limit.holder == holder), None)
