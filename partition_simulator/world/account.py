"""An AWS account of either partition, and the pair that two of them make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from partition_simulator.partitions import Partition

AccountState = Literal["PENDING_ACTIVATION", "ACTIVE", "PENDING_CLOSURE", "SUSPENDED", "CLOSED"]


@dataclass
class Account:
    """One account. Its membership and tags belong to the organization, not to the account.

    vended: made by CreateGovCloudAccount or CreateAccount, so without what a standalone account needs
        (botocore model of RemoveAccountFromOrganization).
    roles_usable_at: virtual time from which its vended role can be assumed.
    contact: the primary contact (``ContactInformation`` of Account Management); empty where nobody gave one.
    closed_at: when its closing was done; None while it is open.
    """

    account_id: str
    partition: Partition
    name: str
    email: str
    created: float
    vended: bool = False
    state: AccountState = "ACTIVE"
    roles_usable_at: float = 0.0
    contact: dict[str, str] = field(default_factory=dict)
    closed_at: float | None = None

    @property
    def root_arn(self) -> str:
        """The principal that stands for the whole account in a trust policy."""
        return f"arn:{self.partition.name}:iam::{self.account_id}:root"

    def shown_state(self, of_closed: AccountState) -> AccountState:
        """What ``Account.State`` shows; ``of_closed`` is the setting ``state_of_closed``."""
        return of_closed if self.state == "SUSPENDED" else self.state

    @property
    def status(self) -> str:
        """The retired ``Account.Status`` (ACTIVE, SUSPENDED, PENDING_CLOSURE), which hashicorp/aws 5.100.0 still reads.

        AWS retired it on 2026-09-09 in favour of ``State`` (botocore model); both are returned here.
        """
        return self.state if self.state in ("ACTIVE", "PENDING_CLOSURE") else "SUSPENDED"


@dataclass(frozen=True)
class Pair:
    """A commercial account and its GovCloud account: mapped one to one for ever (AWS Security Blog)."""

    commercial: Account
    govcloud: Account
