"""Services that an organization trusts, and the members that administer them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from moto.organizations.exceptions import AccountAlreadyRegisteredException, AccountNotRegisteredException
from moto.organizations.models import FakeServiceAccess

from partition_simulator.context import current_call
from partition_simulator.organizations.exceptions import ConstraintViolation, InvalidInput
from partition_simulator.organizations.member import Member
from partition_simulator.organizations.policies import Policies

# Service principals of the Organizations user guide's "AWS services that you can use with AWS Organizations" which moto
# 5.2.5 doesn't list. GovCloud's own list is in its console only, so the same one is taken there, unverified
# (claim: trusted-services-in-govcloud).
_FURTHER_SERVICES = frozenset(
    {
        "cost-optimization-hub.bcm.amazonaws.com",
        "iam.amazonaws.com",
        "malware-protection.guardduty.amazonaws.com",
        "resource-explorer-2.amazonaws.com",
    }
)
SERVICES = _FURTHER_SERVICES | frozenset(FakeServiceAccess.TRUSTED_SERVICES)


@dataclass
class Administrator:
    """A delegated administrator. ``services``: service principal → when it was registered for it."""

    account: Member
    registered: float
    services: dict[str, float] = field(default_factory=dict)

    def describe(self) -> dict[str, Any]:
        """The ``DelegatedAdministrator`` structure."""
        return {**self.account.describe(), "DelegationEnabledDate": self.registered}


class TrustedServices(Policies):
    """Trusted access and delegated administrators. Conditions: the errors of each operation in the botocore model."""

    admins: list[Administrator]  # type: ignore[assignment]

    def trusts(self, service_principal: str) -> bool:
        """Whether trusted access is enabled for a service."""
        return any(service["ServicePrincipal"] == service_principal for service in self.services)

    def delegates_to(self, account_id: str, service_principal: str | None = None) -> bool:
        """Whether an account is a delegated administrator, of one service or any."""
        return any(
            admin.account.id == account_id and (service_principal is None or service_principal in admin.services)
            for admin in self.admins
        )

    def _check_service(self, service_principal: str) -> None:
        if service_principal not in SERVICES:
            raise InvalidInput("UNRECOGNIZED_SERVICE_PRINCIPAL", "You specified an unrecognized service principal.")

    def enable_aws_service_access(self, **kwargs: str) -> None:
        """Trust a service; again changes nothing. It needs all features (botocore model, EnableAWSServiceAccess)."""
        self._check_service(kwargs["ServicePrincipal"])
        if self.org is not None and self.org.feature_set != "ALL":
            raise ConstraintViolation(
                "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE",
                "The organization must be configured to support all features.",
            )
        if not self.trusts(kwargs["ServicePrincipal"]):
            self.services.append({"ServicePrincipal": kwargs["ServicePrincipal"], "DateEnabled": current_call().now})

    def disable_aws_service_access(self, **kwargs: str) -> None:
        """Trust a service no more."""
        self._check_service(kwargs["ServicePrincipal"])
        self.services = [s for s in self.services if s["ServicePrincipal"] != kwargs["ServicePrincipal"]]

    def register_delegated_administrator(self, **kwargs: str) -> None:
        """Make a member the administrator of a service that has trusted access.

        Which services allow it, and how many administrators, stands in each service's guide: any trusted service is
        taken here, with any number, unverified (claim: delegated-administrators-of-any-service).
        """
        service, member = kwargs["ServicePrincipal"], self.member(kwargs["AccountId"])
        self._check_service(service)
        if member.id == self.account_id:
            raise ConstraintViolation(
                "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR",
                "You can designate only a member account as a delegated administrator.",
            )
        if member.account.state != "ACTIVE":
            raise ConstraintViolation(
                "CANNOT_REGISTER_SUSPENDED_ACCOUNT_AS_DELEGATED_ADMINISTRATOR",
                "You cannot register a suspended account as a delegated administrator.",
            )
        if not self.trusts(service):
            raise ConstraintViolation(
                "SERVICE_ACCESS_NOT_ENABLED",
                "You attempted to register a delegated administrator before you enabled service access.",
            )
        if self.delegates_to(member.id, service):
            raise AccountAlreadyRegisteredException
        now = current_call().now
        if not self.delegates_to(member.id):
            self.admins.append(Administrator(member, now))
        self._administrator(member.id).services[service] = now

    def deregister_delegated_administrator(self, **kwargs: str) -> None:
        """End a member's administration of a service."""
        member = self.member(kwargs["AccountId"])
        self._check_service(kwargs["ServicePrincipal"])
        if not self.delegates_to(member.id, kwargs["ServicePrincipal"]):
            raise AccountNotRegisteredException
        administrator = self._administrator(member.id)
        del administrator.services[kwargs["ServicePrincipal"]]
        if not administrator.services:
            self.admins.remove(administrator)

    def _administrator(self, account_id: str) -> Administrator:
        found = next((admin for admin in self.admins if admin.account.id == account_id), None)
        if found is None:
            raise AccountNotRegisteredException
        return found

    def administrators(self, service_principal: str | None) -> list[dict[str, Any]]:
        """The delegated administrators, of one service or any."""
        if service_principal is not None:
            self._check_service(service_principal)
        return [a.describe() for a in self.admins if service_principal is None or service_principal in a.services]

    def delegated_services(self, account_id: str) -> list[dict[str, Any]]:
        """What a member administers."""
        services = self._administrator(self.member(account_id).id).services
        return [{"ServicePrincipal": name, "DelegationEnabledDate": at} for name, at in services.items()]
