"""Whose account a call is about, and what it may learn of it."""

from __future__ import annotations

from moto.account.models import AccountBackend, AlternateContact

from partition_simulator import moto_bridge
from partition_simulator.account.exceptions import AccessDenied, ResourceNotFound
from partition_simulator.context import Call
from partition_simulator.world.account import Account

TRUSTED_SERVICE = "account.amazonaws.com"


class SimulatedAccountBackend(AccountBackend):
    """moto's backend, kept for alternate contacts; one that isn't there is ResourceNotFound, 404 (botocore model)."""

    def get_alternate_contact(self, alternate_contact_type: str) -> AlternateContact:
        """The contact of a type."""
        self._check(alternate_contact_type)
        return super().get_alternate_contact(alternate_contact_type)

    def delete_alternate_contact(self, alternate_contact_type: str) -> None:
        """Have none of a type any more."""
        self._check(alternate_contact_type)
        super().delete_alternate_contact(alternate_contact_type)

    def _check(self, alternate_contact_type: str) -> None:
        if alternate_contact_type not in self._alternate_contacts:
            raise ResourceNotFound("No contact of the inputted alternate contact type found.")


def account_meant(call: Call, account_id: str | None) -> Account:
    """The account of an optional AccountId (or StandardAccountId) parameter.

    Without it, the caller's own. With it, a member of the organization that the caller manages or is delegated
    administrator of, which needs all features and trusted access for ``account.amazonaws.com``; and "the management
    account can't specify its own AccountId" (botocore model). Wordings in brackets are as users report them; the code
    for each case is unverified (claim: govcloud-information-own-id).
    """
    if account_id is None:
        return call.account
    management_id = call.management_account_id
    if management_id is None:
        raise AccessDenied(call.principal, call.operation, "Your account is not a member of an organization.")
    organization = moto_bridge.organization_of(call.world.accounts[management_id])
    caller_id = call.principal.account_id
    if caller_id != management_id and not organization.delegates_to(caller_id, TRUSTED_SERVICE):
        raise AccessDenied(call.principal, call.operation, "You are not the management account.")
    if account_id == management_id:
        raise AccessDenied(
            call.principal,
            call.operation,
            "The management account can only be managed using the standalone context from the management account.",
        )
    if organization.organization.feature_set != "ALL":
        raise AccessDenied(call.principal, call.operation, "Your organization must first enable all features.")
    if not organization.trusts(TRUSTED_SERVICE):
        raise AccessDenied(
            call.principal,
            call.operation,
            "Your organization must first enable trusted access with AWS Account Management.",
        )
    if call.world.memberships.get(account_id) != management_id:
        raise AccessDenied(call.principal, call.operation, "The account is not a member of your organization.")
    return call.world.accounts[account_id]


def govcloud_account_of(call: Call, standard_account_id: str | None) -> Account:
    """The GovCloud half of a commercial account.

    "Retrieves information about the GovCloud account linked to the specified standard account (if it exists)"
    (botocore model). There is no way back: asked in GovCloud, nothing is found (unverified,
    claim: govcloud-information-no-way-back).
    """
    account = account_meant(call, standard_account_id)
    pair = call.world.pair_of(account.account_id)
    if pair is None or pair.commercial is not account:
        raise ResourceNotFound(f"No GovCloud account is linked to account {account.account_id}.")
    return pair.govcloud
