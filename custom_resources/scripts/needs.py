"""What each command may ask AWS for, by principal: declared beside the command, held to what it really calls by a test.

Every permission here is one that the engine declares beside its call (`@needs`); a command makes some of the calls.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Needs:
    """Permissions such as `organizations:ListAccounts`, separated by white space, for each principal.

    invited: the role in a GovCloud account that is invited. …_member: the role in an account on that side.
    """

    commercial: str = ""
    govcloud_management: str = ""
    govcloud_paired: str = ""
    invited: str = ""
    govcloud_member: str = ""
    commercial_member: str = ""

    def actions(self, principal: str) -> frozenset[str]:
        """Return the permissions of one principal."""
        return frozenset(getattr(self, principal).split())

    def __or__(self, other: Needs) -> Needs:
        """Return what both need."""
        return Needs(**{each.name: f"{getattr(self, each.name)} {getattr(other, each.name)}" for each in fields(self)})


READING_A_PAIR = """
    account:GetGovCloudAccountInformation
    cloudtrail:LookupEvents
    organizations:DescribeAccount
    organizations:ListAccounts
    organizations:ListCreateAccountStatus
    organizations:ListParents
    organizations:ListTagsForResource
"""
"""What finding a pair by anything known of it takes, on the commercial side."""

READING_A_MEMBERSHIP = """
    organizations:DescribeAccount
    organizations:ListHandshakesForOrganization
    organizations:ListParents
    organizations:ListTagsForResource
"""
"""What reading a membership with its invitation takes, on the GovCloud side."""

_SIDE = """
    organizations:DescribeOrganization
    organizations:ListAccounts
    organizations:ListAccountsForParent
    organizations:ListOrganizationalUnitsForParent
    organizations:ListRoots
    organizations:ListTagsForResource
"""
SURVEY = Needs(
    commercial=f"{_SIDE} account:GetGovCloudAccountInformation cloudtrail:LookupEvents "
    "organizations:ListCreateAccountStatus",
    govcloud_management=f"{_SIDE} organizations:DescribeAccount",
)
"""What reading both partitions takes."""

SURVEY_WITH_TRAILS = SURVEY | Needs(
    commercial="cloudtrail:DescribeTrails cloudtrail:GetTrailStatus sts:AssumeRole",
    govcloud_paired="cloudtrail:DescribeTrails cloudtrail:GetTrailStatus sts:AssumeRole",
    govcloud_member="cloudtrail:DescribeTrails cloudtrail:GetTrailStatus",
    commercial_member="cloudtrail:DescribeTrails cloudtrail:GetTrailStatus",
)
"""What reading both partitions with every account's trails takes; a set's own account needs no role."""

PRINCIPALS = tuple(field.name for field in fields(Needs))
"""Whose policies there are."""

TAGGING = frozenset({"organizations:CreateGovCloudAccount"})
"""What commands send tags along with. Their invitations have none, members are tagged later; the provider's may."""


def command_needs() -> Mapping[str, Needs]:
    """Return what commands need, by the words that they are called with, such as `vend --join`.

    Commands that never ask AWS are not in it. Each declares a `NEEDS` beside itself. Beside them stand `terraform plan`
    and `terraform apply`, for the provider: all calls of the engine that read, and all of them.
    """
    from custom_resources.scripts.cli import COMMANDS

    found: dict[str, Needs] = {}
    for command, _ in COMMANDS:
        declared = getattr(sys.modules[command.__module__], "NEEDS", None)
        found.update(declared() if callable(declared) else declared or {})
    return found | _provider_needs() | _stack_needs()


_OF_COMMANDS_ALONE = frozenset({"iam:GetRole", "iam:SimulatePrincipalPolicy", "organizations:ListPolicies"})
_OWN_TRAILS = frozenset({"cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus"})


def of_commands_alone(principal: str) -> frozenset[str]:
    """Return what only `doctor`, `discover` and `report` look at, and never the Terraform provider."""
    if principal.endswith("_member"):
        return frozenset()
    of_paired = {"organizations:DescribeOrganization"} if principal == "govcloud_paired" else set()
    return _OF_COMMANDS_ALONE | _OWN_TRAILS | of_paired


OF_STACKS = frozenset({"plan", "apply", "destroy"})
"""The commands that run Terraform on whole stacks, with this provider and hashicorp/aws."""

_ENDING = Needs(
    govcloud_management="organizations:CancelHandshake organizations:RemoveAccountFromOrganization",
    govcloud_member="cloudtrail:DeleteTrail iam:DeleteAccountAlias",
    commercial_member="cloudtrail:DeleteTrail iam:DeleteAccountAlias",
)
"""What the provider calls when resources are destroyed whose `on_destroy` ends something."""


def _stack_needs() -> dict[str, Needs]:
    """Return what `plan`, `apply` and `destroy` need: the provider's share, and hashicorp/aws's."""
    from custom_resources.engine.policies.hashicorp_aws import IN_MANAGEMENT, IN_MEMBERS, KEPT, actions

    def of_aws(*kinds: str, without: frozenset[str] = frozenset()) -> Needs:
        managed = {name: calls for name, calls in IN_MANAGEMENT.items() if name not in without}
        management, members = (" ".join(sorted(actions(types, *kinds))) for types in (managed, IN_MEMBERS))
        return Needs(
            commercial=management,
            govcloud_management=management,
            govcloud_member=members,
            commercial_member=members,
        )

    ours = _provider_needs()
    return {
        "plan": ours["terraform plan"] | of_aws("reads"),
        "apply": ours["terraform apply"] | of_aws("reads", "changes", "ends"),
        "destroy": ours["terraform plan"] | _ENDING | of_aws("reads", "ends", without=KEPT),
    }


def _provider_needs() -> dict[str, Needs]:
    from custom_resources.engine.permissions import declared_permissions
    from custom_resources.engine.verification.reads import is_read

    declared = declared_permissions()
    whole = {
        name: sorted(set(declared["member" if name.endswith("_member") else name]) - of_commands_alone(name))
        for name in PRINCIPALS
    }
    reads = {name: filter(is_read, actions) for name, actions in whole.items()}
    return {
        "terraform plan": Needs(**{name: " ".join(actions) for name, actions in reads.items()}),
        "terraform apply": Needs(**{name: " ".join(actions) for name, actions in whole.items()}),
    }
