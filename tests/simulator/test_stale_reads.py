"""Reads that lag: answered from the world as it was, while changes are made in the world as it is."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Fault
from tests.simulator.conftest import Bench, code_of

LAGS = 30.0


def _lag(bench: Bench, operation: str = "*", seconds: float = LAGS) -> None:
    bench.sim.inject(Fault("*", operation, stale_seconds=seconds, for_seconds=3600))


def test_an_account_that_was_just_made_is_not_there_yet(organized: Bench) -> None:
    client = organized.organizations("commercial")
    _lag(organized)
    organized.sim.clock.advance(100)
    pair = organized.sim.vend("new", "new@example.gov")
    account_id = pair.commercial.account_id
    with pytest.raises(ClientError) as error:
        client.describe_account(AccountId=account_id)
    assert code_of(error) == "AccountNotFoundException"
    assert len(client.list_accounts()["Accounts"]) == 1
    organized.sim.clock.advance(LAGS - 1)
    assert len(client.list_accounts()["Accounts"]) == 1
    organized.sim.clock.advance(1)
    assert client.describe_account(AccountId=account_id)["Account"]["Name"] == "new"
    assert len(client.list_accounts()["Accounts"]) == 2


def test_a_request_ends_for_the_reader_later_than_it_did(organized: Bench) -> None:
    client = organized.organizations("commercial")
    _lag(organized, "DescribeCreateAccountStatus")
    asked = client.create_gov_cloud_account(AccountName="new", Email="new@example.gov")["CreateAccountStatus"]["Id"]
    states: list[str] = []
    for _ in range(5):
        organized.sim.clock.advance(LAGS / 2)
        try:
            status = client.describe_create_account_status(CreateAccountRequestId=asked)
            states.append(status["CreateAccountStatus"]["State"])
        except client.exceptions.CreateAccountStatusNotFoundException:
            states.append("unknown")
    # done at 60 s: read at 15, 30, 45, 60, 75 s, which is as of before it was asked, 0, 15, 30 and 45 s
    assert states == ["unknown", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS", "IN_PROGRESS"]
    organized.sim.clock.advance(14)
    assert client.describe_create_account_status(CreateAccountRequestId=asked)["CreateAccountStatus"]["State"] == (
        "IN_PROGRESS"
    )
    organized.sim.clock.advance(1)
    assert client.describe_create_account_status(CreateAccountRequestId=asked)["CreateAccountStatus"]["State"] == (
        "SUCCEEDED"
    )


def test_handshakes_and_tags_lag_and_changes_do_not(organized: Bench) -> None:
    pair = organized.sim.vend("x", "x@example.gov")
    govcloud = organized.organizations("govcloud")
    invited = organized.organizations("govcloud", organized.sim.keys_for(pair.govcloud.account_id))
    target = {"Id": pair.govcloud.account_id, "Type": "ACCOUNT"}
    handshake = govcloud.invite_account_to_organization(Target=target)["Handshake"]["Id"]  # type: ignore[arg-type]
    _lag(organized)
    organized.sim.clock.advance(1)
    assert invited.accept_handshake(HandshakeId=handshake)["Handshake"]["State"] == "ACCEPTED"
    govcloud.tag_resource(ResourceId=pair.govcloud.account_id, Tags=[{"Key": "a", "Value": "b"}])
    assert govcloud.describe_handshake(HandshakeId=handshake)["Handshake"]["State"] == "OPEN"
    with pytest.raises(govcloud.exceptions.HandshakeAlreadyInStateException):
        invited.accept_handshake(HandshakeId=handshake)
    organized.sim.clock.advance(LAGS)
    assert govcloud.describe_handshake(HandshakeId=handshake)["Handshake"]["State"] == "ACCEPTED"
    tags = govcloud.list_tags_for_resource(ResourceId=pair.govcloud.account_id)["Tags"]
    assert tags == [{"Key": "a", "Value": "b"}]


def test_a_bucket_lags_in_s3_and_the_world_of_today_is_untouched(organized: Bench) -> None:
    s3 = organized.client("s3", "commercial")
    s3.create_bucket(Bucket="logs")
    s3.put_object(Bucket="logs", Key="a", Body=b"old")
    _lag(organized)
    s3.put_object(Bucket="logs", Key="a", Body=b"new")
    before = organized.sim.export()
    assert s3.get_object(Bucket="logs", Key="a")["Body"].read() == b"old"
    after = organized.sim.export()
    assert {**before, "calls": 0, "traffic": 0, "faults": 0} == {**after, "calls": 0, "traffic": 0, "faults": 0}
    organized.sim.clear_faults()
    assert s3.get_object(Bucket="logs", Key="a")["Body"].read() == b"new"


def test_only_reads_are_stale_and_only_as_long_as_the_fault_lasts(organized: Bench) -> None:
    organized.sim.inject(Fault("organizations", "*", stale_seconds=LAGS, times=1))
    client = organized.organizations("commercial")
    root = client.list_roots()["Roots"][0]["Id"]  # the one read
    client.create_organizational_unit(ParentId=root, Name="x")
    assert len(client.list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"]) == 1
    assert organized.sim.faults()[0]["struck"] == 1
    client.create_organizational_unit(ParentId=root, Name="y")
    assert not organized.sim.world.history.is_kept
