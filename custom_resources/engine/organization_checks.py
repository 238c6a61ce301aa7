"""The prerequisites that the two organizations and the management pair must meet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from custom_resources.engine.calls import calling
from custom_resources.engine.errors import EngineError, NotFound, Stopped
from custom_resources.engine.govcloud_half import GovCloudHalf, ask_account_management
from custom_resources.engine.pages import pages
from custom_resources.engine.permissions import BOTH_MANAGEMENT, needs
from custom_resources.engine.readiness_model import Check, unknown

if TYPE_CHECKING:
    from custom_resources.engine.estate import Estate
    from custom_resources.engine.model import Identity
    from custom_resources.engine.polling import Deadline
    from custom_resources.engine.session import AwsSession

TRUSTED_SERVICE = "account.amazonaws.com"
_NO_ORGANIZATION = "AWSOrganizationsNotInUseException"


@needs(BOTH_MANAGEMENT, "organizations:DescribeOrganization")
def _describe(session: AwsSession, deadline: Deadline) -> Any:
    def ask() -> Any:
        with calling(f"reading the organization of {session.name}", session):
            return session.organizations().describe_organization()["Organization"]

    return deadline.patiently(ask)


def _see(look: Callable[[], Check], name: str, step: str) -> Check:
    """Look; what AWS doesn't permit to see is unknown."""
    try:
        return look()
    except Stopped:
        raise
    except EngineError as error:
        return unknown(name, error.detail, step)


def _unusable(name: str, credential_set: str) -> Check:
    seen = f"The credential set {credential_set} is not usable."
    return unknown(name, seen, f"See the check {credential_set}_credentials.")


def commercial_organization(estate: Estate, deadline: Deadline, who: Identity | None) -> list[Check]:
    """Return the checks `commercial_organization` (it exists, managed by the set) and `all_features`."""
    if who is None:
        return [_unusable(name, "commercial") for name in ("commercial_organization", "all_features")]
    try:
        organization = _describe(estate.commercial, deadline)
    except Stopped:
        raise
    except EngineError as error:
        return _no_organization(error)
    checks = [_managed(organization, who, "commercial_organization", "commercial")]
    features = organization.get("FeatureSet")
    if features == "ALL":
        checks.append(Check("all_features", True, "The commercial organization has all features."))
    else:
        checks.append(
            Check(
                "all_features",
                False,
                f"The commercial organization's feature set is {features}.",
                'Enable all features: `feature_set = "ALL"` in aws_organizations_organization. Members that were '
                "invited must agree.",
            )
        )
    return checks


def _no_organization(error: EngineError) -> list[Check]:
    if error.code == _NO_ORGANIZATION:
        make = 'Make one: aws_organizations_organization with `feature_set = "ALL"`.'
        seen = "The account of the credential set commercial is in no organization."
        return [
            Check("commercial_organization", False, seen, make),
            unknown("all_features", seen, "See the check commercial_organization."),
        ]
    step = "Allow organizations:DescribeOrganization to the credential set commercial."
    return [unknown(name, error.detail, step) for name in ("commercial_organization", "all_features")]


def _managed(organization: Any, who: Identity, name: str, credential_set: str) -> Check:
    manager = organization.get("MasterAccountId") or organization["MasterAccountArn"].split(":")[4]
    seen = f"Organization {organization['Id']} is managed by account {manager}"
    if manager == who.account_id:
        return Check(name, True, f"{seen}, which the credential set {credential_set} is.")
    return Check(
        name,
        False,
        f"{seen}; the credential set {credential_set} is account {who.account_id}.",
        f"Give `{credential_set}` the credentials of account {manager}.",
    )


@needs("commercial", "organizations:ListAWSServiceAccessForOrganization")
def trusted_access(estate: Estate, deadline: Deadline, who: Identity | None) -> Check:
    """Return the check `trusted_access`: whether Account Management may be asked about members."""
    name = "trusted_access"
    if who is None:
        return _unusable(name, "commercial")

    def look() -> Check:
        session = estate.commercial
        call = session.organizations().list_aws_service_access_for_organization
        doing = f"listing the trusted services of the organization of {session.name}"
        for service in pages(session, deadline, doing, call, "EnabledServicePrincipals"):
            if service.get("ServicePrincipal") == TRUSTED_SERVICE:
                return Check(name, True, f"The commercial organization trusts {TRUSTED_SERVICE}.")
        return Check(
            name,
            False,
            f"The commercial organization does not trust {TRUSTED_SERVICE}, so AWS does not tell GovCloud account ids.",
            f'Add "{TRUSTED_SERVICE}" to `aws_service_access_principals` of aws_organizations_organization.',
        )

    return _see(look, name, "Allow organizations:ListAWSServiceAccessForOrganization to the credential set commercial.")


def paired_account(
    estate: Estate, deadline: Deadline, commercial: Identity | None, govcloud: Identity | None
) -> list[Check]:
    """Return `management_account_paired` (with which account) and `govcloud_paired_account` (the set is that one)."""
    name, second = "management_account_paired", "govcloud_paired_account"
    if commercial is None:
        return [_unusable(name, "commercial"), _unusable(second, "commercial")]
    half: GovCloudHalf | None = None
    try:
        half = deadline.patiently(lambda: ask_account_management(estate, commercial.account_id))
        check = _paired(name, commercial, half)
    except Stopped:
        raise
    except NotFound:
        check = Check(
            name,
            False,
            f"The commercial management account {commercial.account_id} has no GovCloud account.",
            "Sign it up for AWS GovCloud (US), as its root user: AWS makes pairs only for an account that has one.",
        )
    except EngineError as error:
        step = "Allow account:GetGovCloudAccountInformation to the credential set commercial."
        check = unknown(name, error.detail, step)
    return [check, _is_the_pair(second, half, govcloud)]


def _paired(name: str, commercial: Identity, half: GovCloudHalf) -> Check:
    seen = (
        f"The commercial management account {commercial.account_id} is paired with GovCloud account {half.account_id}, "
        f"which is {half.state}."
    )
    if half.state == "ACTIVE":
        return Check(name, True, seen)
    return Check(name, False, seen, "Ask AWS Support to bring that GovCloud account back.")


def _is_the_pair(name: str, half: GovCloudHalf | None, govcloud: Identity | None) -> Check:
    if govcloud is None:
        return _unusable(name, "govcloud_paired")
    if half is None:
        seen = f"The credential set govcloud_paired is account {govcloud.account_id}."
        return unknown(name, seen, "See the check management_account_paired.")
    if half.account_id == govcloud.account_id:
        return Check(name, True, f"The credential set govcloud_paired is GovCloud account {half.account_id}.")
    return Check(
        name,
        False,
        f"The credential set govcloud_paired is account {govcloud.account_id}, but the commercial management account "
        f"is paired with {half.account_id}, the only one that roles in new GovCloud accounts trust.",
        f"Give `govcloud_paired` the credentials of account {half.account_id}.",
    )


def govcloud_organization(estate: Estate, deadline: Deadline, who: Identity | None) -> Check:
    """Return the check `govcloud_organization`: it exists, and the set is its management account."""
    name = "govcloud_organization"
    if who is None:
        return _unusable(name, "govcloud_management")

    def look() -> Check:
        try:
            return _managed(_describe(estate.govcloud_management, deadline), who, name, "govcloud_management")
        except EngineError as error:
            if error.code != _NO_ORGANIZATION:
                raise
        return Check(
            name,
            False,
            f"GovCloud account {who.account_id} is in no organization.",
            'Make one there: aws_organizations_organization with `feature_set = "ALL"`, by a provider of GovCloud.',
        )

    return _see(look, name, "Allow organizations:DescribeOrganization to the credential set govcloud_management.")
