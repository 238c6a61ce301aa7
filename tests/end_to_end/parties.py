"""Two parties: one holds a GovCloud organization, the other the pairs and their roles; each has its own folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from partition_simulator import Keys
from tests.end_to_end.estate import SimulatedEstate, credential_block
from tests.end_to_end.hcl import Folder, block


@dataclass(frozen=True)
class Parties:
    """The customer's and the reseller's folders, and an account of the reseller's that is to join the customer."""

    estate: SimulatedEstate
    customer: Keys
    organization_id: str
    account_id: str
    theirs: Folder
    ours: Folder

    def client(self, keys: Keys | None = None) -> Any:
        """A plain client of GovCloud's Organizations, as the customer unless other keys are given."""
        return govcloud_client(self.estate, "organizations", keys or self.customer)

    def invitation_states(self) -> list[str]:
        """The states of all invitations that the customer sent, the oldest first."""
        return [h["State"] for h in self.client().list_handshakes_for_organization()["Handshakes"]]

    def is_member(self) -> bool:
        """Whether the account is in the customer's organization."""
        members = self.client().list_accounts()["Accounts"]
        return self.account_id in [member["Id"] for member in members]


def two_parties(estate: SimulatedEstate, new_folder: Callable[[], Folder]) -> Parties:
    """A customer with an organization and nothing else; a reseller with pairs and no credentials for that."""
    simulator = estate.simulator
    customer = simulator.seed_management_pair("customer", "customer@example.gov").govcloud
    organization_id = simulator.create_organization(customer)
    account_id = simulator.vend("log", "aws+log@example.gov").govcloud.account_id
    theirs, ours = new_folder(), new_folder()
    url = simulator.govcloud.url
    theirs.provider = credential_block("govcloud_management", customer, url, "us-gov-west-1")
    ours.provider = credential_block("govcloud_paired", estate.govcloud, url, "us-gov-west-1")
    return Parties(estate, customer, organization_id, account_id, theirs, ours)


def govcloud_client(estate: SimulatedEstate, service: str, keys: Keys) -> Any:
    """A plain botocore client in GovCloud, for what tests do beside Terraform."""
    import botocore.session

    return botocore.session.Session().create_client(
        service,
        region_name="us-gov-west-1",
        endpoint_url=estate.simulator.govcloud.url,
        aws_access_key_id=keys.access_key_id,
        aws_secret_access_key=keys.secret_access_key,
    )


def invitation(account_id: str, **attributes: Any) -> str:
    """An invitation as HCL."""
    return block('resource "govpair_invitation" "log"', {"account_id": account_id, **attributes})


def acceptance(account_id: str, handshake_id: Any, **attributes: Any) -> str:
    """An acceptance as HCL."""
    values = {"account_id": account_id, "handshake_id": handshake_id, **attributes}
    return block('resource "govpair_invitation_acceptance" "log"', values)
