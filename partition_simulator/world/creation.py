"""A request to create an account (CreateGovCloudAccount, CreateAccount) and its states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from partition_simulator.world.account import Account


@dataclass
class CreationRequest:
    """One asynchronous creation. States and members: ``CreateAccountStatus`` in the botocore model.

    failure: what it will end with, decided while it runs or injected; None means success.
    """

    request_id: str
    management_account_id: str
    email: str
    name: str
    role_name: str
    govcloud: bool
    tags: Mapping[str, str]
    requested: float
    state: Literal["IN_PROGRESS", "SUCCEEDED", "FAILED"] = "IN_PROGRESS"
    completed: float | None = None
    account: Account | None = None
    govcloud_account: Account | None = None
    failure: str | None = field(default=None)

    def describe(self) -> dict[str, Any]:
        """The ``CreateAccountStatus`` structure. It never has the email; ids are there only after success."""
        answer: dict[str, Any] = {
            "Id": self.request_id,
            "AccountName": self.name,
            "State": self.state,
            "RequestedTimestamp": self.requested,
        }
        if self.completed is not None:
            answer["CompletedTimestamp"] = self.completed
        if self.account is not None:
            answer["AccountId"] = self.account.account_id
        if self.govcloud_account is not None:
            answer["GovCloudAccountId"] = self.govcloud_account.account_id
        if self.state == "FAILED":
            answer["FailureReason"] = self.failure
        return answer
