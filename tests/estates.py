"""An estate made by hand in both partitions, with the calls that people and other tools make."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import boto3

from partition_simulator import Keys, SeededPair, Simulator

COMMERCIAL, GOVCLOUD = "us-east-1", "us-gov-west-1"


class HandMade:
    """Both organizations of a payer, to be filled by hand."""

    def __init__(
        self, simulator: Simulator, payer: SeededPair, *, organizations: bool = True, customer: str = ""
    ) -> None:
        """Make the organizations, or take those that are there. customer: its commercial units are below that one."""
        self.simulator = simulator
        if organizations:
            simulator.create_organization(payer.commercial)
            simulator.create_organization(payer.govcloud)
        self.sides = (
            self._client("organizations", payer.commercial, simulator.commercial.url, COMMERCIAL),
            self._client("organizations", payer.govcloud, simulator.govcloud.url, GOVCLOUD),
        )
        self.payer = payer
        self.roots = tuple(side.list_roots()["Roots"][0]["Id"] for side in self.sides)
        self.units: list[dict[str, str]] = [{"": root} for root in self.roots]
        if customer:
            made = self.sides[0].create_organizational_unit(ParentId=self.roots[0], Name=customer)
            self.units[0][""] = made["OrganizationalUnit"]["Id"]

    def _client(self, service: str, keys: Any, url: str, region: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            region_name=region,
            endpoint_url=url,
            aws_access_key_id=keys.access_key_id,
            aws_secret_access_key=keys.secret_access_key,
        )

    def unit(self, path: str, sides: tuple[int, ...] = (0, 1), **tags: str) -> None:
        """Make an organizational unit on these sides."""
        above, _, name = path.rpartition("/")
        for side in sides:
            made = self.sides[side].create_organizational_unit(
                ParentId=self.units[side][above], Name=name, Tags=[{"Key": k, "Value": v} for k, v in tags.items()]
            )
            self.units[side][path] = made["OrganizationalUnit"]["Id"]

    def pair(
        self,
        name: str,
        path: str = "",
        *,
        govcloud_path: str | None = None,
        tags: dict[str, str] | None = None,
        govcloud_tags: dict[str, str] | None = None,
        join: bool = True,
        email: str = "",
    ) -> tuple[str, str]:
        """A pair that somebody made, joined, placed and tagged; the ids of its halves."""
        address = email or f"aws+{name.lower().replace(' ', '-')}@example.gov"
        made = self.simulator.vend(name.replace(" ", "-"), address, join=self.payer.govcloud if join else None)
        ids = (made.commercial.account_id, made.govcloud.account_id)
        if " " in name:  # which only a renaming makes possible
            account = self._client("account", self.payer.commercial, self.simulator.commercial.url, COMMERCIAL)
            account.put_account_name(AccountId=ids[0], AccountName=name)
        self.place(0, ids[0], path)
        self.tag(0, ids[0], tags or {})
        if join:
            self.place(1, ids[1], path if govcloud_path is None else govcloud_path)
            self.tag(1, ids[1], (tags if govcloud_tags is None else govcloud_tags) or {})
        return ids

    def invite(self, keys: Keys) -> str:
        """The GovCloud account with these keys, invited and accepted by itself; its id."""
        target = {"Id": keys.account_id, "Type": "ACCOUNT"}
        handshake = self.sides[1].invite_account_to_organization(Target=target)["Handshake"]["Id"]
        invited = self._client("organizations", keys, self.simulator.govcloud.url, GOVCLOUD)
        invited.accept_handshake(HandshakeId=handshake)
        return str(keys.account_id)

    def place(self, side: int, account_id: str, path: str) -> None:
        """Move an account from the root."""
        target = self.units[side][path]
        if target != self.roots[side]:
            self.sides[side].move_account(
                AccountId=account_id, SourceParentId=self.roots[side], DestinationParentId=target
            )

    def tag(self, side: int, account_id: str, tags: dict[str, str]) -> None:
        """Give an account tags."""
        if tags:
            self.sides[side].tag_resource(
                ResourceId=account_id, Tags=[{"Key": key, "Value": value} for key, value in tags.items()]
            )

    def trust(self, side: int, *services: str) -> None:
        """Switch trusted access on."""
        for each in services:
            self.sides[side].enable_aws_service_access(ServicePrincipal=each)

    def enable(self, side: int, policy_type: str) -> None:
        """Switch a policy type on."""
        self.sides[side].enable_policy_type(RootId=self.roots[side], PolicyType=policy_type)


def customer_by_hand(simulator: Simulator, payer: SeededPair, name: str, *units: str) -> HandMade:
    """A reseller's customer: its management pair NAME-management, whose GovCloud account manages an organization.

    That account's keys are the profile NAME-management. The commercial organization must exist.
    """
    manager = f"{name}-management"
    keys = simulator.seed_customer(manager, f"aws+{manager}@example.gov")
    made = HandMade(simulator, replace(payer, name=name, govcloud=keys), organizations=False, customer=name)
    for path in units:
        made.unit(path)
    pairs = simulator.state()["pairs"]
    made.place(0, next(each["commercial"] for each in pairs if each["govcloud"] == keys.account_id), "")
    return made
