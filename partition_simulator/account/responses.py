"""Requests to Account Management."""

from __future__ import annotations

from moto.account.exceptions import UnspecifiedContactType
from moto.account.models import account_backends
from moto.account.responses import AccountResponse
from moto.core.responses import ActionResult, EmptyResult

from partition_simulator.account.exceptions import ResourceNotFound
from partition_simulator.account.models import account_meant, govcloud_account_of
from partition_simulator.context import current_call
from partition_simulator.world.account import Account
from partition_simulator.world.clock import naive_utc


def _state(account: Account) -> str:
    """``AccountState``: the model's values are those of Organizations, without PENDING_CLOSURE."""
    shown = account.shown_state(current_call().world.settings.state_of_closed)
    return "ACTIVE" if shown == "PENDING_CLOSURE" else shown


class SimulatedAccountResponse(AccountResponse):
    """moto's three contact operations and those that pairs need."""

    def _get_account_id(self) -> str:
        return account_meant(current_call(), self._get_param("AccountId")).account_id

    def get_alternate_contact(self) -> ActionResult:
        """GetAlternateContact."""
        self._check_contact()
        return super().get_alternate_contact()

    def delete_alternate_contact(self) -> EmptyResult:
        """DeleteAlternateContact."""
        self._check_contact()
        return super().delete_alternate_contact()

    def _check_contact(self) -> None:
        backend = account_backends[self._get_account_id()][self.partition]
        try:
            backend.get_alternate_contact(alternate_contact_type=self._get_param("AlternateContactType"))
        except UnspecifiedContactType as error:
            raise ResourceNotFound("No contact of the inputted alternate contact type found.") from error

    def get_gov_cloud_account_information(self) -> ActionResult:
        """GetGovCloudAccountInformation."""
        govcloud = govcloud_account_of(current_call(), self._get_param("StandardAccountId"))
        return ActionResult({"GovCloudAccountId": govcloud.account_id, "AccountState": _state(govcloud)})

    def get_account_information(self) -> ActionResult:
        """GetAccountInformation."""
        account = account_meant(current_call(), self._get_param("AccountId"))
        return ActionResult(
            {
                "AccountId": account.account_id,
                "AccountName": account.name,
                "AccountCreatedDate": naive_utc(account.created).replace(microsecond=0),
                "AccountState": _state(account),
            }
        )

    def get_primary_email(self) -> ActionResult:
        """GetPrimaryEmail: the root email, shared by the halves of a pair (botocore model, CreateGovCloudAccount)."""
        return ActionResult({"PrimaryEmail": account_meant(current_call(), self._get_param("AccountId")).email})

    def get_contact_information(self) -> ActionResult:
        """GetContactInformation."""
        account = account_meant(current_call(), self._get_param("AccountId"))
        if not account.contact:
            raise ResourceNotFound(f"Account {account.account_id} has no contact information.")
        return ActionResult({"ContactInformation": account.contact})

    def put_contact_information(self) -> EmptyResult:
        """PutContactInformation: the whole of it is replaced."""
        account = account_meant(current_call(), self._get_param("AccountId"))
        account.contact = dict(self._get_param("ContactInformation"))
        return EmptyResult()

    def put_account_name(self) -> EmptyResult:
        """PutAccountName. That the other half of a pair keeps its name is unverified (claim: rename-one-half)."""
        account_meant(current_call(), self._get_param("AccountId")).name = self._get_param("AccountName")
        return EmptyResult()
