"""A member account's alias: given and verified, never overwritten unasked, read truthfully, deleted on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from custom_resources.engine import rules
from custom_resources.engine.account_aliases import AliasRequest, delete_alias, put_alias, read_alias
from custom_resources.engine.arns import sign_in_url
from custom_resources.engine.errors import Invalid, NotFound, Refused, Stopped, TimedOut
from custom_resources.engine.member_role import MemberRole, Side
from custom_resources.engine.permissions import PERMISSIONS
from tests.engine.conftest import PLAIN, Bench

WRITES = ("CreateAccountAlias", "DeleteAccountAlias")


class Member:
    """One account, its alias as declared, and IAM as somebody else would use it there."""

    def __init__(self, bench: Bench, side: Side = "govcloud", name: str = "log") -> None:
        pair = bench.vend(name)
        self.bench, self.side = bench, side
        self.account_id = pair.commercial_account_id if side == "commercial" else pair.govcloud_account_id
        self.role = MemberRole(side, self.account_id)
        self.request = AliasRequest(self.role, "example-log")
        bench.simulator.reset_calls()
        bench.pace.waits.clear()

    def by_hand(self) -> Any:
        keys = self.bench.client(self.side, "sts").assume_role(RoleArn=self.role.arn, RoleSessionName="hand")
        return PLAIN.create_client(
            "iam",
            region_name="us-east-1" if self.side == "commercial" else "us-gov-west-1",
            endpoint_url=self.bench.url(self.side),
            aws_access_key_id=keys["Credentials"]["AccessKeyId"],
            aws_secret_access_key=keys["Credentials"]["SecretAccessKey"],
            aws_session_token=keys["Credentials"]["SessionToken"],
        )

    def aliases(self) -> list[str]:
        return list(self.by_hand().list_account_aliases()["AccountAliases"])

    def writes(self) -> int:
        return sum(self.bench.calls(operation) for operation in WRITES)


@pytest.fixture
def member(bench: Bench) -> Member:
    return Member(bench)


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_an_alias_is_given_and_read_back(bench: Bench, side: Side) -> None:
    member, estate = Member(bench, side), bench.estate()
    assert read_alias(estate, member.role) is None
    assert put_alias(estate, member.request, 600) is False
    assert member.aliases() == ["example-log"]
    assert read_alias(estate, member.role) == "example-log"


def test_an_alias_that_is_there_is_taken_up_without_a_change(member: Member) -> None:
    member.by_hand().create_account_alias(AccountAlias="example-log")
    member.bench.simulator.reset_calls()
    assert put_alias(member.bench.estate(), member.request, 600) is True
    assert member.writes() == 0
    assert member.bench.pace.waits == []


def test_another_alias_is_never_overwritten_unasked(member: Member) -> None:
    member.by_hand().create_account_alias(AccountAlias="theirs")
    member.bench.simulator.reset_calls()
    for replaces in (None, "example-old"):
        with pytest.raises(Refused, match="has the alias theirs already") as raised:
            put_alias(member.bench.estate(), replace(member.request, replaces=replaces), 600)
        assert raised.value.attribute == "alias"
    assert member.writes() == 0
    assert member.aliases() == ["theirs"]


def test_the_alias_that_it_replaces_is_overwritten(member: Member) -> None:
    estate = member.bench.estate()
    put_alias(estate, member.request, 600)
    put_alias(estate, AliasRequest(member.role, "example-new", replaces="example-log"), 600)
    assert member.aliases() == ["example-new"]
    assert member.bench.calls("DeleteAccountAlias") == 0


def test_an_alias_of_another_account_is_refused_at_its_attribute(member: Member) -> None:
    other = Member(member.bench, name="other")
    other.by_hand().create_account_alias(AccountAlias="example-log")
    with pytest.raises(Refused, match=r"EntityAlreadyExists.*another account's") as raised:
        put_alias(member.bench.estate(), member.request, 600)
    assert raised.value.attribute == "alias"
    assert member.aliases() == []


def test_the_same_alias_is_free_in_the_other_partition(member: Member) -> None:
    Member(member.bench, "commercial", "other").by_hand().create_account_alias(AccountAlias="example-log")
    assert put_alias(member.bench.estate(), member.request, 600) is False


def test_an_answer_that_was_lost_is_looked_for(member: Member) -> None:
    member.bench.fault("CreateAccountAlias", service="iam", drop="after", times=1)
    put_alias(member.bench.estate(), member.request, 600)
    assert member.aliases() == ["example-log"]


def test_iam_may_show_changes_late(bench_with: Callable[..., Bench]) -> None:
    member = Member(bench_with(alias_delay_seconds=15))
    estate = member.bench.estate()
    member.bench.fault("CreateAccountAlias", service="iam", drop="after", times=1)
    put_alias(estate, member.request, 600)
    assert read_alias(estate, member.role) == "example-log"
    put_alias(estate, AliasRequest(member.role, "example-new", replaces="example-log"), 600)
    # IAM shows the one before for a while, which isn't taken for another's.
    member.by_hand().create_account_alias(AccountAlias="example-newer")
    put_alias(estate, AliasRequest(member.role, "example-newest", replaces="example-newer"), 600)
    assert member.aliases() == ["example-newest"]


def test_what_iam_never_shows_is_an_error_and_the_next_run_takes_it_up(bench_with: Callable[..., Bench]) -> None:
    member = Member(bench_with(alias_delay_seconds=100))
    with pytest.raises(Refused, match="still shows no alias"):
        put_alias(member.bench.estate(), member.request, 600)
    member.bench.simulator.clock.advance(100)
    assert put_alias(member.bench.estate(), member.request, 600) is True
    assert member.bench.calls("CreateAccountAlias") == 1


def test_a_change_at_the_same_time_is_waited_out(member: Member) -> None:
    member.bench.fault("CreateAccountAlias", service="iam", code="ConcurrentModification", status=409, times=2)
    put_alias(member.bench.estate(), member.request, 600)
    assert member.aliases() == ["example-log"]
    assert len(member.bench.pace.waits) == 2


def test_a_role_that_is_late_is_waited_for_and_one_that_never_comes_ends_with_the_reason(
    bench_with: Callable[..., Bench],
) -> None:
    member = Member(bench_with(role_delay_seconds=300))
    with pytest.raises(TimedOut, match="AccessDenied"):
        put_alias(member.bench.estate(), member.request, 60)
    put_alias(member.bench.estate(), member.request, 600)
    assert member.aliases() == ["example-log"]


def test_a_stop_is_heard_before_anything_is_made(member: Member) -> None:
    member.bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        put_alias(member.bench.estate(), member.request, 600)
    assert member.writes() == 0


def test_a_role_without_the_permission_is_named_with_it(member: Member) -> None:
    member.bench.fault("ListAccountAliases", service="iam", code="AccessDenied", status=403)
    with pytest.raises(Refused, match="Allow iam:ListAccountAliases to the role"):
        read_alias(member.bench.estate(), member.role)


def test_deleting_deletes_this_alias_once(member: Member) -> None:
    estate = member.bench.estate()
    put_alias(estate, member.request, 600)
    assert delete_alias(estate, member.role, "example-log") is None
    assert delete_alias(estate, member.role, "example-log") is None
    assert member.bench.calls("DeleteAccountAlias") == 1
    assert member.aliases() == []


def test_another_alias_than_this_is_not_deleted(member: Member) -> None:
    member.by_hand().create_account_alias(AccountAlias="theirs")
    assert delete_alias(member.bench.estate(), member.role, "example-log") == "theirs"
    assert member.aliases() == ["theirs"]


def test_an_alias_that_is_deleted_in_between_is_fine(member: Member) -> None:
    put_alias(member.bench.estate(), member.request, 600)
    member.bench.fault(
        "DeleteAccountAlias", service="iam", drop="after"
    )  # botocore asks again, and is told NoSuchEntity
    assert delete_alias(member.bench.estate(), member.role, "example-log") is None
    assert member.bench.calls("DeleteAccountAlias") == 2


def test_an_alias_that_iam_still_shows_is_not_believed_to_be_gone(member: Member) -> None:
    put_alias(member.bench.estate(), member.request, 600)
    member.bench.fault("DeleteAccountAlias", service="iam", code="NoSuchEntity", status=404)
    with pytest.raises(NotFound, match="NoSuchEntity"):
        delete_alias(member.bench.estate(), member.role, "example-log")


def test_what_cannot_be_meant_is_refused_before_any_call(member: Member) -> None:
    for attribute, wrong in {
        "alias": replace(member.request, alias="a--b"),
        "account_id": replace(member.request, role=MemberRole("govcloud", "x")),
        "role_arn": replace(member.request, role=replace(member.role, role_arn="arn:aws:iam::111111111111:role/x")),
    }.items():
        with pytest.raises(Invalid) as raised:
            put_alias(member.bench.estate(), wrong, 60)
        assert raised.value.attribute == attribute
    assert sum(member.bench.simulator.calls().values()) == 0


def test_the_rule_of_an_alias_is_the_model_s() -> None:
    shape = PLAIN.get_service_model("iam").shape_for("accountAliasType")
    assert shape.metadata == {"min": 3, "max": 63, "pattern": "^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$"}
    for good in ("abc", "a-b", "0" * 63, "example-gov-1"):
        assert rules.account_alias(good) is None
    for bad in ("ab", "x" * 64, "-ab", "ab-", "a--b", "Abc", "a_b", "\u0430bc", "abc\n", "", "x" * 10_000, None, 7):
        assert rules.account_alias(bad)


def test_the_sign_in_url_is_the_partition_s() -> None:
    assert sign_in_url("aws", "example") == "https://example.signin.aws.amazon.com/console/"
    assert sign_in_url("aws-us-gov", "example") == "https://example.signin.amazonaws-us-gov.com/console/"


def test_the_permissions_of_a_member_s_role_are_declared() -> None:
    assert {"iam:ListAccountAliases", "iam:CreateAccountAlias", "iam:DeleteAccountAlias"} <= set(PERMISSIONS["member"])
