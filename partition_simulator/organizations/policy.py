"""One organization policy."""

from __future__ import annotations

from typing import Any

from moto.organizations.models import FakeOrganization, FakePolicy
from moto.utilities.utils import get_partition

from partition_simulator.organizations.policy_types import POLICY_TYPES, PolicyType


class Policy(FakePolicy):
    """Replaces moto's policy, which knows five types and gives AWS-managed ones an ARN in the customer's account.

    ARNs: ``PolicyArn`` in the botocore model; an AWS-managed policy has ``aws`` where the account would be.
    """

    content: str

    def __init__(
        self,
        organization: FakeOrganization,
        policy_id: str,
        kind: PolicyType,
        name: str,
        description: str,
        content: str,
        tags: dict[str, str] | None = None,
        aws_managed: bool = False,
    ) -> None:
        self.id = policy_id
        self.type = kind.name
        self.name = name
        self.description = description
        self.content = content
        self.tags = dict(tags or {})
        self.aws_managed = aws_managed
        self.region = organization.region
        self.organization_id = organization.id
        self.master_account_id = organization.master_account_id
        self.attachments: list[Any] = []

    @property
    def kind(self) -> PolicyType:
        """The limits and rules of its type."""
        return POLICY_TYPES[self.type]

    @property
    def arn(self) -> str:
        """``arn:PARTITION:organizations::MANAGEMENT:policy/ORGANIZATION/TYPE/ID``."""
        prefix = f"arn:{get_partition(self.region)}:organizations:"
        if self.aws_managed:
            return f"{prefix}:aws:policy/{self.type.lower()}/{self.id}"
        return f"{prefix}:{self.master_account_id}:policy/{self.organization_id}/{self.type.lower()}/{self.id}"
