"""IAM's account aliases: one in each account, unique in the partition, deleted by their name, shown after a while."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import SimulatorSettings
from partition_simulator.partitions import Side
from tests.simulator.conftest import Bench, code_of


@pytest.fixture
def settings(request: pytest.FixtureRequest) -> SimulatorSettings:
    return SimulatorSettings(clock_scale=0, alias_delay_seconds=getattr(request, "param", 0))


def member(bench: Bench, side: Side, name: str = "x") -> Any:
    """IAM of a new member account, through its role."""
    account = getattr(bench.sim.vend(name, f"{name}@example.gov"), side)
    return bench.client("iam", side, bench.assume(side, account.account_id))


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_an_account_has_one_alias_and_a_new_one_takes_its_place(organized: Bench, side: Side) -> None:
    iam = member(organized, side)
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_account_alias(AccountAlias="example-one")
    iam.create_account_alias(AccountAlias="example-two")
    answer = iam.list_account_aliases()
    assert (answer["AccountAliases"], answer["IsTruncated"]) == (["example-two"], False)


def test_an_alias_belongs_to_one_account_of_the_partition(organized: Bench) -> None:
    first, second = member(organized, "govcloud", "a"), member(organized, "govcloud", "b")
    first.create_account_alias(AccountAlias="example")
    for iam in (first, second):
        with pytest.raises(ClientError) as error:
            iam.create_account_alias(AccountAlias="example")
        assert code_of(error) == "EntityAlreadyExists"
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    assert second.list_account_aliases()["AccountAliases"] == []
    member(organized, "commercial", "c").create_account_alias(AccountAlias="example")


def test_an_alias_that_was_given_up_is_free(organized: Bench) -> None:
    first, second = member(organized, "govcloud", "a"), member(organized, "govcloud", "b")
    first.create_account_alias(AccountAlias="example")
    first.create_account_alias(AccountAlias="another")
    second.create_account_alias(AccountAlias="example")
    first.delete_account_alias(AccountAlias="another")
    assert first.list_account_aliases()["AccountAliases"] == []
    assert second.list_account_aliases()["AccountAliases"] == ["example"]


def test_only_the_account_s_own_alias_can_be_deleted(organized: Bench) -> None:
    first, second = member(organized, "govcloud", "a"), member(organized, "govcloud", "b")
    first.create_account_alias(AccountAlias="example")
    for iam, alias in ((second, "example"), (first, "another")):
        with pytest.raises(ClientError) as error:
            iam.delete_account_alias(AccountAlias=alias)
        assert code_of(error) == "NoSuchEntity"
    assert first.list_account_aliases()["AccountAliases"] == ["example"]


@pytest.mark.parametrize("alias", ["-ab", "ab-", "a--b", "Abc", "a_b", "a.b", "x" * 64])
def test_what_is_no_alias_is_refused(organized: Bench, alias: str) -> None:
    with pytest.raises(ClientError) as error:
        member(organized, "govcloud").create_account_alias(AccountAlias=alias)
    assert code_of(error) == "ValidationError"


@pytest.mark.parametrize("settings", [30], indirect=True)
def test_a_change_is_shown_after_a_while(organized: Bench) -> None:
    iam, other = member(organized, "govcloud", "a"), member(organized, "govcloud", "b")
    iam.create_account_alias(AccountAlias="example")
    assert iam.list_account_aliases()["AccountAliases"] == []
    with pytest.raises(ClientError) as error:  # taken at once all the same
        other.create_account_alias(AccountAlias="example")
    assert code_of(error) == "EntityAlreadyExists"
    organized.sim.clock.advance(30)
    assert iam.list_account_aliases()["AccountAliases"] == ["example"]
    iam.delete_account_alias(AccountAlias="example")
    assert iam.list_account_aliases()["AccountAliases"] == ["example"]
    organized.sim.clock.advance(30)
    assert iam.list_account_aliases()["AccountAliases"] == []
