"""What stands in both organizations, read from their APIs alone: a witness independent of Terraform's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_organizations import OrganizationsClient

    from partition_simulator import Keys


@dataclass(frozen=True)
class Door:
    """How to reach a partition's APIs as a management account."""

    endpoint_url: str
    region: str
    keys: Keys

    def client(self, service: str) -> Any:
        """A boto3 client."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name=self.region,
            endpoint_url=self.endpoint_url,
            aws_access_key_id=self.keys.access_key_id,
            aws_secret_access_key=self.keys.secret_access_key,
        )


@dataclass(frozen=True)
class ObservedPair:
    """A pair as both partitions show it. OU paths run from the root, ``/`` is the root itself, None: not a member."""

    name: str
    email: str
    commercial_account_id: str
    govcloud_account_id: str | None
    commercial_ou_path: str | None
    govcloud_ou_path: str | None
    commercial_state: str
    govcloud_state: str | None
    commercial_tags: Mapping[str, str]
    govcloud_tags: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """The same facts for JSON."""
        return asdict(self)


def observe_pairs(commercial: Door, govcloud: Door) -> list[ObservedPair]:
    """Every member account of the commercial organization, its management account left out, with its GovCloud half."""
    account = commercial.client("account")
    here, there = _Organization(commercial.client("organizations")), _Organization(govcloud.client("organizations"))
    found = []
    for identity, member in here.members.items():
        if identity == here.management_account_id:
            continue
        half = account.get_gov_cloud_account_information(StandardAccountId=identity)["GovCloudAccountId"]
        joined = half in there.members
        found.append(
            ObservedPair(
                name=member["Name"],
                email=member["Email"],
                commercial_account_id=identity,
                govcloud_account_id=half,
                commercial_ou_path=here.ou_path(identity),
                govcloud_ou_path=there.ou_path(half) if joined else None,
                commercial_state=member["State"],
                govcloud_state=there.members[half]["State"] if joined else None,
                commercial_tags=here.tags(identity),
                govcloud_tags=there.tags(half) if joined else {},
            )
        )
    return sorted(found, key=lambda pair: pair.name)


class _Organization:
    """One organization's members and tree."""

    def __init__(self, client: OrganizationsClient) -> None:
        self._client = client
        self.management_account_id = client.describe_organization()["Organization"]["MasterAccountId"]
        self.members: dict[str, Any] = {
            account["Id"]: account
            for page in client.get_paginator("list_accounts").paginate()
            for account in page["Accounts"]
        }

    def ou_path(self, child: str) -> str:
        names: list[str] = []
        while True:
            parent = self._client.list_parents(ChildId=child)["Parents"][0]
            if parent["Type"] == "ROOT":
                return "/" + "/".join(reversed(names))
            child = parent["Id"]
            unit = self._client.describe_organizational_unit(OrganizationalUnitId=child)["OrganizationalUnit"]
            names.append(unit["Name"])

    def tags(self, account: str) -> dict[str, str]:
        answer = self._client.list_tags_for_resource(ResourceId=account)
        return {tag["Key"]: tag["Value"] for tag in answer["Tags"]}
