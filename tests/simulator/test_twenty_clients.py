"""Twenty clients at once, with saving and faults among their calls: nothing is lost, nothing fails, all adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Fault, SimulatorSettings
from tests.simulator.conftest import Bench

CLIENTS, ROUNDS = 20, 2


@pytest.fixture
def settings() -> SimulatorSettings:
    # Faster than anybody's calls, but running; rates that hold nobody up, so that buckets are taken from all the same.
    calls = ("DescribeCreateAccountStatus", "InviteAccountToOrganization", "TagResource", "ListAccounts", "ListRoots")
    return SimulatorSettings(
        creation_seconds=0, clock_scale=60, rate_overrides={f"organizations.{name}": (1000, 100_000) for name in calls}
    )


class Client:
    """One of the twenty: makes, joins, tags and lists, and remembers what it did."""

    def __init__(self, bench: Bench, number: int) -> None:
        self.bench, self.number = bench, number
        self.commercial, self.govcloud = bench.organizations("commercial"), bench.organizations("govcloud")
        self.calls: Counter[str] = Counter()
        self.joined: list[str] = []
        self.struck = 0
        self.statuses: set[int] = set()

    def _call(self, name: str, method: Callable[..., Any], **arguments: Any) -> Any:
        self.calls[name] += 1
        answer = method(**arguments)
        self.statuses.add(answer["ResponseMetadata"]["HTTPStatusCode"])
        return answer

    def run(self, together: Barrier) -> Client:
        together.wait()
        for turn in range(ROUNDS):
            self._one(f"c{self.number}-{turn}")
        return self

    def _one(self, name: str) -> None:
        asked = self._call(
            "commercial organizations.CreateGovCloudAccount",
            self.commercial.create_gov_cloud_account,
            AccountName=name,
            Email=f"{name}@example.gov",
        )["CreateAccountStatus"]
        while asked["State"] == "IN_PROGRESS":
            asked = self._call(
                "commercial organizations.DescribeCreateAccountStatus",
                self.commercial.describe_create_account_status,
                CreateAccountRequestId=asked["Id"],
            )["CreateAccountStatus"]
        assert asked["State"] == "SUCCEEDED", asked
        account_id = asked["GovCloudAccountId"]
        handshake = self._call(
            "govcloud organizations.InviteAccountToOrganization",
            self.govcloud.invite_account_to_organization,
            Target={"Id": account_id, "Type": "ACCOUNT"},
        )["Handshake"]["Id"]
        member = self.bench.organizations("govcloud", self.bench.assume("govcloud", account_id))
        self._call("govcloud organizations.AcceptHandshake", member.accept_handshake, HandshakeId=handshake)
        self.joined.append(account_id)
        # All of them tag the same account, each with keys of its own.
        self._call(
            "govcloud organizations.TagResource",
            self.govcloud.tag_resource,
            ResourceId=self.bench.payer.govcloud.account_id,
            Tags=[{"Key": name, "Value": account_id}],
        )
        self._call("govcloud organizations.ListAccounts", self.govcloud.list_accounts)
        self.bench.sim.inject(Fault("organizations", "ListRoots", partition="govcloud", code="ServiceException"))
        try:
            self._call("govcloud organizations.ListRoots", self.govcloud.list_roots)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ServiceException"
            self.struck += 1
        if self.number % 4 == 0:
            assert self.bench.sim.snapshot()
            self.bench.sim.export()


def test_twenty_clients_lose_nothing_and_all_adds_up(organized: Bench) -> None:
    sim = organized.sim
    sim.reset_calls()
    sim.reset_traffic()
    clients, together = [Client(organized, number) for number in range(CLIENTS)], Barrier(CLIENTS)
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = list(pool.map(lambda client: client.run(together), clients))

    pairs = CLIENTS * ROUNDS
    state, joined = sim.state(), [account_id for client in done for account_id in client.joined]
    assert len(state["pairs"]) == pairs + 1
    assert len({account["email"] for account in state["accounts"].values()}) == pairs + 1
    assert sorted(handshake["State"] for handshake in state["handshakes"]) == ["ACCEPTED"] * pairs
    (govcloud,) = [one for one in state["organizations"] if one["partition"] == "aws-us-gov"]
    assert {account["Id"] for account in govcloud["accounts"]} == {*joined, organized.payer.govcloud.account_id}
    # No tag of anybody's was overwritten by another's.
    (manager,) = [a for a in govcloud["accounts"] if a["Id"] == organized.payer.govcloud.account_id]
    assert manager["tags"] == {f"c{c.number}-{turn}": c.joined[turn] for c in done for turn in range(ROUNDS)}
    assert {status for client in done for status in client.statuses} == {200}

    # Every call was counted once, by each of the two counts; every fault struck once.
    made: Counter[str] = sum((client.calls for client in done), Counter())
    counted = sim.calls()
    assert {name: counted[name] for name in made} == dict(made)
    traffic: Counter[str] = Counter()
    for row in sim.traffic():
        traffic[f"{row['partition']} {row['operation']}"] += row["calls"]
    assert traffic == counted
    assert sum(client.struck for client in done) == sum(fault["struck"] for fault in sim.faults()) == pairs

    # And what is saved of it is all of it.
    sim.clock.set_scale(0)
    before = sim.export()
    sim.restore_snapshot(sim.snapshot())
    assert sim.export() == before
