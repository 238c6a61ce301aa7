"""An account as a member of an organization: its place, policies and tags there."""

from __future__ import annotations

from typing import Any, Literal

from moto.organizations.models import FakeAccount, FakeOrganization, FakePolicy

from partition_simulator.world.account import Account
from partition_simulator.world.clock import naive_utc


class Member(FakeAccount):
    """Replaces moto's account, whose constructor mints an id of its own and leaves a stray role behind.

    Name, email and state are those of the account in the world. Leaving an organization drops this object, and the
    tags with it (botocore model of LeaveOrganization: all tags attached to the account in the organization go).
    """

    def __init__(
        self, organization: FakeOrganization, account: Account, joined: float, method: Literal["CREATED", "INVITED"]
    ) -> None:
        self.account = account
        self.type = "ACCOUNT"
        self.region = organization.region
        self.organization_id = organization.id
        self.master_account_id = organization.master_account_id
        self.id = account.account_id
        self.joined = joined
        self.create_time = naive_utc(joined)
        self.joined_method = method
        self.parent_id = organization.root_id
        self.attached_policies: list[FakePolicy] = []
        self.tags: dict[str, str] = {}

    @property
    def name(self) -> str:
        """The account's name now."""
        return self.account.name

    @property
    def email(self) -> str:
        """The root email."""
        return self.account.email

    def describe(self) -> dict[str, Any]:
        """The ``Account`` structure, without ``Paths``; both ``State`` and the retired ``Status``."""
        return {
            "Id": self.id,
            "Arn": self.arn,
            "Email": self.account.email,
            "Name": self.account.name,
            "Status": self.account.status,
            "State": self.account.state,
            "JoinedMethod": self.joined_method,
            "JoinedTimestamp": self.joined,
        }
