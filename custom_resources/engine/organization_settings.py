"""What an organization has switched on: the services it trusts, its policy types, and the policies made in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from custom_resources.engine.pages import pages
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.polling import Deadline

if TYPE_CHECKING:
    from custom_resources.engine.session import AwsSession


@dataclass(frozen=True)
class OrganizationSettings:
    """All sorted. policies: names by type, of the types that are enabled, without AWS's own policies."""

    trusted_services: tuple[str, ...]
    enabled_policy_types: tuple[str, ...]
    policies: dict[str, tuple[str, ...]]


def read_settings(session: AwsSession, deadline: Deadline) -> OrganizationSettings:
    """Read them with the credentials of the organization's management account. Raises what AWS answers."""
    types = _enabled_policy_types(session, deadline)
    return OrganizationSettings(
        trusted_services=_trusted_services(session, deadline),
        enabled_policy_types=types,
        policies={each: names for each in types if (names := _policies(session, deadline, each))},
    )


@needs(BOTH_MANAGEMENT, "organizations:ListAWSServiceAccessForOrganization")
def _trusted_services(session: AwsSession, deadline: Deadline) -> tuple[str, ...]:
    call: Any = session.organizations().list_aws_service_access_for_organization
    doing = f"listing the trusted services of the organization of {session.name}"
    found = pages(session, deadline, doing, call, "EnabledServicePrincipals")
    return tuple(sorted(each["ServicePrincipal"] for each in found))


@needs(BOTH_MANAGEMENT, "organizations:ListRoots")
def _enabled_policy_types(session: AwsSession, deadline: Deadline) -> tuple[str, ...]:
    doing = f"reading the policy types of the organization of {session.name}"
    roots = pages(session, deadline, doing, session.organizations().list_roots, "Roots")
    types = [each for root in roots for each in root.get("PolicyTypes", [])]
    return tuple(sorted(each["Type"] for each in types if each["Status"] == "ENABLED"))


@needs(BOTH_MANAGEMENT, "organizations:ListPolicies")
def _policies(session: AwsSession, deadline: Deadline, policy_type: str) -> tuple[str, ...]:
    doing = f"listing the policies of the organization of {session.name}"
    found = pages(session, deadline, doing, session.organizations().list_policies, "Policies", Filter=policy_type)
    return tuple(sorted(each["Name"] for each in found if not each.get("AwsManaged")))
