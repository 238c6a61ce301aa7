"""A trail in a member account: put in place, verified, read truthfully, deleted on request."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from custom_resources.engine import trail_rules
from custom_resources.engine.errors import EngineError, Invalid, Refused, Stopped, TimedOut
from custom_resources.engine.member_role import MemberRole, Side
from custom_resources.engine.permissions import PERMISSIONS
from custom_resources.engine.trail_model import TrailRequest, TrailSettings
from custom_resources.engine.trail_reasons import DECLARED_REASONS
from custom_resources.engine.trails import claim_trail, delete_trail, put_trail, read_trail
from tests.engine.conftest import PLAIN, Bench

LOG_BUCKET = "log-archive"
PARTITIONS = {"commercial": "aws", "govcloud": "aws-us-gov"}


def make_bucket(bench: Bench, side: str = "govcloud", policy: bool = True, bucket: str = LOG_BUCKET) -> Any:
    s3 = bench.client(side, "s3")
    region = {"CreateBucketConfiguration": {"LocationConstraint": "us-gov-west-1"}} if side == "govcloud" else {}
    s3.create_bucket(Bucket=bucket, **region)
    if policy:
        s3.put_bucket_policy(Bucket=bucket, Policy=log_policy(side, bucket))
    return s3


def log_policy(side: str, bucket: str = LOG_BUCKET) -> str:
    principal, arn = {"Service": "cloudtrail.amazonaws.com"}, f"arn:{PARTITIONS[side]}:s3:::{bucket}"
    acl = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    statement = {"Effect": "Allow", "Principal": principal}
    read = statement | {"Action": "s3:GetBucketAcl", "Resource": arn}
    write = statement | {"Action": "s3:PutObject", "Resource": f"{arn}/*", "Condition": acl}
    return json.dumps({"Version": "2012-10-17", "Statement": [read, write]})


class Member:
    """One account, its trail as declared, and CloudTrail as somebody else would use it there."""

    def __init__(self, bench: Bench, side: Side) -> None:
        pair = bench.vend("log")
        self.bench, self.side = bench, side
        self.account_id = pair.commercial_account_id if side == "commercial" else pair.govcloud_account_id
        self.role = MemberRole(side, self.account_id)
        self.request = TrailRequest(self.role, "audit", TrailSettings(LOG_BUCKET), tags={"Owner": "platform"})

    def by_hand(self, region: str | None = None) -> Any:
        keys = self.bench.client(self.side, "sts").assume_role(RoleArn=self.role.arn, RoleSessionName="hand")
        return PLAIN.create_client(
            "cloudtrail",
            region_name=region or ("us-east-1" if self.side == "commercial" else "us-gov-west-1"),
            endpoint_url=self.bench.url(self.side),
            aws_access_key_id=keys["Credentials"]["AccessKeyId"],
            aws_secret_access_key=keys["Credentials"]["SecretAccessKey"],
            aws_session_token=keys["Credentials"]["SessionToken"],
        )


@pytest.fixture
def member(bench: Bench) -> Member:
    make_bucket(bench)
    member = Member(bench, "govcloud")
    bench.simulator.reset_calls()
    bench.pace.waits.clear()
    return member


@pytest.mark.parametrize("side", ["commercial", "govcloud"])
def test_a_trail_is_made_logs_and_is_read_back_as_declared(bench: Bench, side: Side) -> None:
    make_bucket(bench, side)
    member, estate = Member(bench, side), bench.estate()
    put = put_trail(estate, member.request, 600)
    assert not put.existed
    trail = put.trail
    region = "us-east-1" if side == "commercial" else "us-gov-west-1"
    assert trail.arn == f"arn:{PARTITIONS[side]}:cloudtrail:{region}:{member.account_id}:trail/audit"
    assert trail.settings == member.request.settings
    assert trail.logging
    assert trail.tags == {"Owner": "platform"}
    assert trail.home_region == region
    assert read_trail(estate, member.role, "audit") == trail
    (shown,) = member.by_hand().describe_trails()["trailList"]
    assert shown["LogFileValidationEnabled"] is shown["IsMultiRegionTrail"] is True


def test_putting_it_again_changes_nothing(member: Member) -> None:
    estate = member.bench.estate()
    first = put_trail(estate, member.request, 600)
    member.bench.simulator.reset_calls()
    again = put_trail(estate, member.request, 600)
    assert again.existed
    assert again.changes == ()
    assert again.trail == first.trail
    for operation in ("CreateTrail", "UpdateTrail", "StartLogging", "AddTags", "RemoveTags"):
        assert member.bench.calls(operation) == 0


def test_a_trail_of_that_name_is_taken_over_and_brought_into_line(member: Member) -> None:
    hand = member.by_hand()
    made = hand.create_trail(
        Name="audit", S3BucketName=LOG_BUCKET, S3KeyPrefix="old", TagsList=[{"Key": "Old", "Value": "1"}]
    )
    put = put_trail(member.bench.estate(), member.request, 600)
    assert put.existed
    assert put.trail.arn == made["TrailARN"]
    assert put.trail.settings == member.request.settings
    assert put.trail.logging
    assert put.trail.tags == {"Owner": "platform"}
    told = " ".join(put.changes)
    for expected in (
        "s3_key_prefix was old, declared is not set",
        "is_multi_region_trail was false",
        "logging",
        "tags",
    ):
        assert expected in told
    assert member.bench.calls("CreateTrail") == 1  # by hand


def test_a_multi_region_trail_at_home_elsewhere_is_taken_over_there_unless_a_region_is_asked_for(
    member: Member,
) -> None:
    member.by_hand("us-gov-east-1").create_trail(Name="audit", S3BucketName=LOG_BUCKET, IsMultiRegionTrail=True)
    estate = member.bench.estate()
    with pytest.raises(Refused, match='region = "us-gov-east-1"') as raised:
        put_trail(estate, replace(member.request, region="us-gov-west-1"), 600)
    assert raised.value.attribute == "region"
    assert put_trail(estate, member.request, 600).trail.home_region == "us-gov-east-1"
    assert read_trail(estate, member.role, "audit") is not None
    delete_trail(estate, member.role, "audit")
    assert read_trail(estate, member.role, "audit") is None


def test_what_was_changed_by_hand_shows_and_is_put_right(member: Member) -> None:
    estate, hand = member.bench.estate(), member.by_hand()
    put_trail(estate, member.request, 600)
    hand.stop_logging(Name="audit")
    hand.update_trail(Name="audit", S3KeyPrefix="moved", EnableLogFileValidation=False)
    now = read_trail(estate, member.role, "audit")
    assert now is not None
    assert not now.logging
    assert now.settings.s3_key_prefix == "moved"
    assert not now.settings.enable_log_file_validation
    assert put_trail(estate, member.request, 600).trail.logging
    again = read_trail(estate, member.role, "audit")
    assert again is not None
    assert again.settings == member.request.settings


def test_logging_can_be_declared_off(member: Member) -> None:
    estate = member.bench.estate()
    put_trail(estate, member.request, 600)
    assert not put_trail(estate, replace(member.request, logging=False), 600).trail.logging


def test_tags_are_changed_to_what_is_declared_empty_values_too(member: Member) -> None:
    estate = member.bench.estate()
    for tags in ({"A": "1", "B": ""}, {"A": "", "C": "3"}, {}):
        assert put_trail(estate, replace(member.request, tags=tags), 600).trail.tags == tags


@pytest.mark.parametrize("missing", ["bucket", "policy"])
def test_a_bucket_that_does_not_take_the_logs_is_refused_with_what_to_do(bench: Bench, missing: str) -> None:
    if missing == "policy":
        make_bucket(bench, policy=False)
    member = Member(bench, "govcloud")
    with pytest.raises(Refused) as raised:
        put_trail(bench.estate(), member.request, 600)
    assert raised.value.attribute == "s3_bucket_name"
    assert ("same partition" if missing == "bucket" else "s3:GetBucketAcl") in raised.value.detail
    assert read_trail(bench.estate(), member.role, "audit") is None


def test_a_policy_made_a_moment_ago_is_waited_for_a_little(bench: Bench) -> None:
    s3, member = make_bucket(bench, policy=False), Member(bench, "govcloud")
    bench.pace.on_wait = lambda pace: s3.put_bucket_policy(Bucket=LOG_BUCKET, Policy=log_policy("govcloud"))
    assert put_trail(bench.estate(), member.request, 600).trail.logging


def test_a_role_that_is_late_is_waited_for_and_one_that_never_comes_ends_with_the_reason(
    bench_with: Callable[..., Bench],
) -> None:
    bench = bench_with(role_delay_seconds=300)
    make_bucket(bench)
    member = Member(bench, "govcloud")
    with pytest.raises(TimedOut, match="AccessDenied"):
        put_trail(bench.estate(), member.request, 60)
    assert put_trail(bench.estate(), member.request, 600).trail.logging


def test_reading_does_not_wait_for_a_role(member: Member) -> None:
    role = replace(member.role, role_name="Absent")
    with pytest.raises(Refused, match="trusts only"):
        read_trail(member.bench.estate(), role, "audit")
    assert member.bench.pace.waits == []


def test_an_answer_that_was_lost_is_looked_for_and_not_asked_twice(member: Member) -> None:
    member.bench.fault("CreateTrail", service="cloudtrail", drop="after", times=1)
    assert put_trail(member.bench.estate(), member.request, 600).trail.logging
    assert len(member.by_hand().describe_trails()["trailList"]) == 1


def test_a_conflict_is_waited_out(member: Member) -> None:
    member.bench.fault("CreateTrail", service="cloudtrail", code="ConflictException", times=2)
    assert put_trail(member.bench.estate(), member.request, 600).trail.logging
    assert len(member.bench.pace.waits) == 2


def test_a_failure_halfway_is_taken_up_by_the_next_run(member: Member) -> None:
    member.bench.fault(
        "StartLogging", service="cloudtrail", code="InsufficientDependencyServiceAccessPermissionException"
    )
    with pytest.raises(Refused, match="starting the logging"):
        put_trail(member.bench.estate(), member.request, 600)
    put = put_trail(member.bench.estate(), member.request, 600)
    assert put.existed
    assert put.trail.logging
    assert member.bench.calls("CreateTrail") == 1


def test_what_aws_does_not_show_as_declared_is_an_error(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("custom_resources.engine.trail_calls.TrailCalls.log", lambda self, arn, logging: None)
    with pytest.raises(Refused, match="logging was false, declared is true"):
        put_trail(member.bench.estate(), member.request, 600)


def test_a_stop_is_heard_before_anything_is_made(member: Member) -> None:
    member.bench.pace.stop_when = lambda pace: True
    with pytest.raises(Stopped):
        put_trail(member.bench.estate(), member.request, 600)
    assert member.bench.calls("CreateTrail") == 0


def test_a_name_that_another_region_has_is_said(member: Member) -> None:
    member.bench.fault("CreateTrail", service="cloudtrail", code="TrailAlreadyExistsException")
    with pytest.raises(Refused, match="this region does not show") as raised:
        put_trail(member.bench.estate(), member.request, 600)
    assert raised.value.attribute == "name"


def test_a_claim_is_told_apart_from_the_tags_and_the_last_one_counts(member: Member) -> None:
    estate = member.bench.estate()
    trail = put_trail(estate, member.request, 600).trail
    assert trail.claim is None
    for claim in ("first", "second"):
        claim_trail(estate, member.role, trail, claim)
    put = put_trail(estate, replace(member.request, tags={"c": "d"}), 600)
    assert (put.trail.claim, put.trail.tags) == ("second", {"c": "d"})


def test_deleting_deletes_once_and_the_logs_stay(member: Member) -> None:
    estate = member.bench.estate()
    put_trail(estate, member.request, 600)
    delete_trail(estate, member.role, "audit")
    delete_trail(estate, member.role, "audit")
    assert member.bench.calls("DeleteTrail") == 1
    assert member.by_hand().describe_trails()["trailList"] == []


def test_a_trail_that_is_listed_is_not_called_deleted(member: Member) -> None:
    estate = member.bench.estate()
    put_trail(estate, member.request, 600)
    member.bench.fault("DeleteTrail", service="cloudtrail", code="TrailNotFoundException")
    with pytest.raises(EngineError, match="TrailNotFoundException"):
        delete_trail(estate, member.role, "audit")
    member.bench.fault("DeleteTrail", service="cloudtrail", drop="after")
    delete_trail(estate, member.role, "audit")
    assert member.by_hand().describe_trails()["trailList"] == []


def test_one_account_s_trail_is_not_another_s(member: Member) -> None:
    other = member.bench.vend("other")
    put_trail(member.bench.estate(), member.request, 600)
    role = MemberRole("govcloud", other.govcloud_account_id)
    assert read_trail(member.bench.estate(), role, "audit") is None


def test_an_organization_s_trail_is_not_the_member_s(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    from moto.cloudtrail.models import Trail

    put_trail(member.bench.estate(), member.request, 600)
    foreign = f"arn:aws-us-gov:cloudtrail:us-gov-west-1:{member.bench.payer.govcloud.account_id}:trail/audit"
    monkeypatch.setattr(Trail, "arn", foreign)
    assert read_trail(member.bench.estate(), member.role, "audit") is None


def test_what_cannot_be_meant_is_refused_before_any_call(member: Member) -> None:
    request, settings = member.request, member.request.settings
    for attribute, wrong in {
        "name": replace(request, name="a--b"),
        "s3_bucket_name": replace(request, settings=replace(settings, s3_bucket_name="arn:aws:s3:::x")),
        "s3_key_prefix": replace(request, settings=replace(settings, s3_key_prefix="x" * 201)),
        "kms_key_id": replace(request, settings=replace(settings, kms_key_id="alias/x")),
        "tags": replace(request, tags={"aws:x": "y"}),
        "region": replace(request, region="us-east-1"),
        "include_global_service_events": replace(
            request, settings=replace(settings, include_global_service_events=False)
        ),
        "account_id": replace(request, role=MemberRole("govcloud", "x")),
    }.items():
        with pytest.raises(Invalid) as raised:
            put_trail(member.bench.estate(), wrong, 60)
        assert raised.value.attribute == attribute
    assert sum(member.bench.simulator.calls().values()) == 0


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (
            trail_rules.trail_name,
            ["abc", "a.b-c_d", "x" * 128],
            ["ab", "x" * 129, "-ab", "ab.", "a..b", "10.0.0.1", "\u0430bc"],
        ),
        (
            trail_rules.bucket_name,
            ["abc", "a.b-c", "x" * 63, "a-b"],
            ["ab", "x" * 64, "Abc", "a..b", "-ab", "10.0.0.1", "a_b", "l\u043egs", "logs\n"],
        ),
        (trail_rules.key_prefix, ["a", "a/b c", "x" * 200], ["", "/a", "a/", " a", "x" * 201, "ü", "a\nb"]),
        (
            trail_rules.kms_key_arn,
            [
                "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/12345678-1234-1234-1234-123456789012",
                f"arn:aws:kms:us-east-1:123456789012:key/mrk-{'0' * 32}",
            ],
            ["alias/x", "12345678-1234-1234-1234-123456789012", "arn:aws:kms:us-east-1:123456789012:alias/x", 7],
        ),
    ],
)
def test_the_rules_of_a_trail(rule: Callable[[object], str | None], good: list[Any], bad: list[Any]) -> None:
    assert [rule(value) for value in good] == [None] * len(good)
    assert all(rule(value) for value in [*bad, "x" * 10_000, None])


def test_every_refusal_of_a_call_in_use_that_a_declaration_can_cause_is_known_to_the_model() -> None:
    model = PLAIN.get_service_model("cloudtrail")
    codes = {
        error.name for name in ("CreateTrail", "UpdateTrail") for error in model.operation_model(name).error_shapes
    }
    assert set(DECLARED_REASONS) <= codes
    steps = [refusal.step for refusal in DECLARED_REASONS.values()]
    assert len(set(steps)) == len(steps)


def test_the_permissions_of_a_member_s_role_are_declared() -> None:
    assert {"cloudtrail:CreateTrail", "cloudtrail:StartLogging", "cloudtrail:DeleteTrail"} <= set(PERMISSIONS["member"])
