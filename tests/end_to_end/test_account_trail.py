"""CloudTrail in member accounts, by one provider, through each account's role."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest

from tests.end_to_end.estate import SimulatedEstate
from tests.end_to_end.hcl import Folder, block

pytestmark = pytest.mark.terraform

TRAIL, BUCKET = "govpair_account_trail.log", "log-archive"
PARTITIONS = {"commercial": "aws", "govcloud": "aws-us-gov"}
REGIONS = {"commercial": "us-east-1", "govcloud": "us-gov-west-1"}


def client(estate: SimulatedEstate, side: str, service: str, keys: Any = None) -> Any:
    """AWS as somebody beside Terraform uses it: by the management pair's keys, or those of a role session."""
    own = getattr(estate, side)
    given = keys or {"AccessKeyId": own.access_key_id, "SecretAccessKey": own.secret_access_key, "SessionToken": None}
    return boto3.client(
        service,  # type: ignore[call-overload]
        region_name=REGIONS[side],
        endpoint_url=getattr(estate.simulator, side).url,
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
    )


def make_bucket(estate: SimulatedEstate, side: str, policy: bool = True) -> None:
    """The log archive's bucket, in the management account."""
    s3 = client(estate, side, "s3")
    region = {"CreateBucketConfiguration": {"LocationConstraint": REGIONS[side]}} if side == "govcloud" else {}
    s3.create_bucket(Bucket=BUCKET, **region)
    arn, principal = f"arn:{PARTITIONS[side]}:s3:::{BUCKET}", {"Service": "cloudtrail.amazonaws.com"}
    statements = [
        {"Effect": "Allow", "Principal": principal, "Action": "s3:GetBucketAcl", "Resource": arn},
        {"Effect": "Allow", "Principal": principal, "Action": "s3:PutObject", "Resource": f"{arn}/*"},
    ]
    if policy:
        document = json.dumps({"Version": "2012-10-17", "Statement": statements})
        s3.put_bucket_policy(Bucket=BUCKET, Policy=document)


def trails(estate: SimulatedEstate, side: str, account_id: str) -> Any:
    """CloudTrail by hand, in a member account."""
    role = f"arn:{PARTITIONS[side]}:iam::{account_id}:role/OrganizationAccountAccessRole"
    keys = client(estate, side, "sts").assume_role(RoleArn=role, RoleSessionName="hand")["Credentials"]
    return client(estate, side, "cloudtrail", keys)


def trail(account_id: str, label: str = "log", **attributes: Any) -> str:
    values = {"account_id": account_id, "name": "audit", "s3_bucket_name": BUCKET} | attributes
    return block(f'resource "govpair_account_trail" "{label}"', values)


@pytest.fixture
def account_id(estate: SimulatedEstate) -> str:
    """A GovCloud account, with the log archive's bucket beside it."""
    make_bucket(estate, "govcloud")
    pair = estate.simulator.vend("log", "aws+log@example.gov")
    estate.simulator.reset_calls()
    return str(pair.govcloud.account_id)


@pytest.mark.parametrize("side", ["govcloud", "commercial"])
def test_the_whole_life_of_a_trail(
    side: str, estate: SimulatedEstate, folder: Folder, new_folder: Callable[[], Folder]
) -> None:
    make_bucket(estate, side)
    pair = estate.simulator.vend("log", "aws+log@example.gov")
    account_id = pair.govcloud.account_id if side == "govcloud" else pair.commercial.account_id
    given = {} if side == "govcloud" else {"side": "commercial"}

    folder.write(trail(account_id, tags={"Owner": "platform"}, **given)).apply().succeeded()
    made = folder.state()[TRAIL]
    assert made["arn"] == f"arn:{PARTITIONS[side]}:cloudtrail:{REGIONS[side]}:{account_id}:trail/audit"
    assert made["state"] == "LOGGING"
    assert made["is_multi_region_trail"] is made["enable_log_file_validation"] is made["logging"] is True
    hand = trails(estate, side, account_id)
    assert hand.get_trail_status(Name="audit")["IsLogging"] is True
    folder.plans_nothing()

    changed = trail(
        account_id, s3_key_prefix="gov", tags={"Owner": "", "More": "1"}, is_multi_region_trail=False, **given
    )
    folder.write(changed)
    assert folder.planned_actions() == {TRAIL: ["update"]}
    folder.apply().succeeded()
    shown = hand.get_trail(Name="audit")["Trail"]
    assert (shown["S3KeyPrefix"], shown["IsMultiRegionTrail"]) == ("gov", False)
    assert folder.state()[TRAIL]["arn"] == made["arn"]
    folder.plans_nothing()

    second = new_folder().write(changed)
    second.run("import", TRAIL, f"{account_id}/audit").succeeded()
    assert second.state() == folder.state()
    second.plans_nothing()

    run = folder.destroy().succeeded()
    assert f"Trail audit of account {account_id} was forgotten, not deleted" in run.words
    assert hand.get_trail_status(Name="audit")["IsLogging"] is True


def test_one_provider_serves_the_trails_of_many_accounts_on_both_sides(folder: Folder, estate: SimulatedEstate) -> None:
    for side in PARTITIONS:
        make_bucket(estate, side)
    declared = ""
    for number in range(3):
        pair = estate.simulator.vend(f"log{number}", f"aws+log{number}@example.gov")
        declared += trail(pair.govcloud.account_id, f"g{number}")
        declared += trail(pair.commercial.account_id, f"c{number}", side="commercial")
    folder.write(declared).apply().succeeded()
    arns = {values["arn"] for values in folder.state().values()}
    assert len(arns) == 6
    folder.plans_nothing()


def test_what_is_changed_by_hand_shows_as_drift_and_is_put_right(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id)).apply().succeeded()
    hand = trails(estate, "govcloud", account_id)
    hand.stop_logging(Name="audit")
    hand.update_trail(Name="audit", S3KeyPrefix="elsewhere")
    hand.add_tags(ResourceId=folder.state()[TRAIL]["arn"], TagsList=[{"Key": "By", "Value": "hand"}])
    run = folder.plan().succeeded()
    for expected in ("logging", "false -> true", '"elsewhere" -> null', '"By" = "hand"'):
        assert expected in run.words
    folder.apply().succeeded()
    assert hand.get_trail_status(Name="audit")["IsLogging"] is True
    assert "S3KeyPrefix" not in hand.get_trail(Name="audit")["Trail"]
    folder.plans_nothing()


def test_a_trail_deleted_by_hand_is_warned_about_and_made_again_in_place(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id)).apply().succeeded()
    hand = trails(estate, "govcloud", account_id)
    hand.delete_trail(Name="audit")
    run = folder.plan().succeeded()
    assert f"Trail audit of account {account_id} doesn't exist any more" in run.words
    assert folder.planned_actions() == {TRAIL: ["update"]}
    folder.apply().succeeded()
    assert hand.get_trail_status(Name="audit")["IsLogging"] is True
    assert folder.state()[TRAIL]["state"] == "LOGGING"
    folder.plans_nothing()


def test_a_trail_of_that_name_is_taken_over_and_what_changed_is_said(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    trails(estate, "govcloud", account_id).create_trail(Name="audit", S3BucketName=BUCKET, S3KeyPrefix="old")
    run = folder.write(trail(account_id)).apply().succeeded()
    assert "existed and was taken over" in run.words
    assert "s3_key_prefix was old, declared is not set" in run.words
    folder.plans_nothing()


@pytest.mark.parametrize("policy", [True, False])
def test_a_bucket_that_does_not_take_the_logs_is_refused_at_its_attribute_and_leaves_no_state(
    policy: bool, folder: Folder, estate: SimulatedEstate
) -> None:
    pair = estate.simulator.vend("log", "aws+log@example.gov")
    if not policy:
        make_bucket(estate, "govcloud", policy=False)
    declared = trail(pair.govcloud.account_id)
    run = folder.write(declared).apply().failed()
    assert "  s3_bucket_name = " in run.output
    assert ("S3BucketDoesNotExistException" if policy else "s3:GetBucketAcl") in run.words
    assert folder.state() == {}


def test_a_failure_halfway_is_not_tainted_and_the_next_apply_goes_on(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    from partition_simulator import Fault

    estate.simulator.inject(
        Fault("cloudtrail", "StartLogging", code="InsufficientDependencyServiceAccessPermissionException")
    )
    folder.write(trail(account_id)).apply().failed()
    assert folder.state() == {}
    folder.apply().succeeded()
    assert folder.state()[TRAIL]["state"] == "LOGGING"
    assert estate.calls("CreateTrail") == 1
    folder.plans_nothing()


@pytest.mark.parametrize("how", ["replace", "taint", "renamed"])
def test_a_replacement_deletes_nothing_and_makes_nothing_and_says_why(
    how: str, account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id, on_destroy="delete")).apply().succeeded()
    estate.simulator.reset_calls()
    if how == "taint":
        folder.run("taint", TRAIL).succeeded()
    if how == "renamed":
        folder.write(trail(account_id, "other", on_destroy="delete"))
    run = folder.apply(*(["-replace", TRAIL] if how == "replace" else [])).failed()
    assert "can't be replaced or made twice" in run.words
    for operation in ("CreateTrail", "UpdateTrail", "DeleteTrail", "StopLogging"):
        assert estate.calls(operation) == 0


def test_deleting_is_by_declaration(account_id: str, folder: Folder, estate: SimulatedEstate) -> None:
    folder.write(trail(account_id)).apply().succeeded()
    folder.write(trail(account_id, on_destroy="delete")).apply().succeeded()
    run = folder.destroy().succeeded()
    assert "was forgotten" not in run.words
    assert trails(estate, "govcloud", account_id).describe_trails()["trailList"] == []


def own_tags(estate: SimulatedEstate, account_id: str) -> dict[str, str]:
    """The trail's tags, as CloudTrail has them."""
    hand = trails(estate, "govcloud", account_id)
    (shown,) = hand.describe_trails()["trailList"]
    (listed,) = hand.list_tags(ResourceIdList=[shown["TrailARN"]])["ResourceTagList"]
    return {tag["Key"]: tag.get("Value", "") for tag in listed["TagsList"]}


def test_a_trail_that_may_be_deleted_is_claimed_and_the_claim_is_no_drift(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id)).apply().succeeded()
    assert own_tags(estate, account_id) == {}
    folder.write(trail(account_id, on_destroy="delete", tags={"a": "b"})).apply().succeeded()
    assert set(own_tags(estate, account_id)) == {"govpair:trail", "a"}
    assert folder.state()[TRAIL]["tags"] == {"a": "b"}
    folder.plans_nothing()
    trails(estate, "govcloud", account_id).delete_trail(Name="audit")
    folder.apply().succeeded()
    assert set(own_tags(estate, account_id)) == {"govpair:trail", "a"}  # made again, claimed again
    folder.plans_nothing()
    folder.destroy().succeeded()
    assert trails(estate, "govcloud", account_id).describe_trails()["trailList"] == []


@pytest.mark.parametrize("on_destroy", ["keep", "delete"])
def test_a_trail_that_another_state_took_over_is_not_deleted(
    on_destroy: str, account_id: str, folder: Folder, estate: SimulatedEstate, new_folder: Callable[[], Folder]
) -> None:
    folder.write(trail(account_id, on_destroy="delete")).apply().succeeded()
    second = new_folder().write(trail(account_id, on_destroy=on_destroy))
    second.apply().succeeded()
    run = folder.destroy().succeeded()
    assert "was forgotten, not deleted" in run.words
    assert "has taken it over" in run.words
    assert estate.calls("DeleteTrail") == 0
    second.plans_nothing()
    second.destroy().succeeded()
    assert estate.calls("DeleteTrail") == (1 if on_destroy == "delete" else 0)


def test_a_trail_that_began_anew_in_another_way_is_not_deleted(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id, on_destroy="delete")).apply().succeeded()
    hand = trails(estate, "govcloud", account_id)
    hand.delete_trail(Name="audit")
    hand.create_trail(Name="audit", S3BucketName=BUCKET)
    assert "govpair:trail is gone" in folder.destroy().succeeded().words
    assert [shown["Name"] for shown in hand.describe_trails()["trailList"]] == ["audit"]


def test_without_tags_no_trail_is_deleted_and_the_plan_says_so(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    unmarked = f"creation_marker = false\n{folder.provider}"
    run = folder.write(trail(account_id, on_destroy="delete"), unmarked).plan().failed()
    assert "creation_marker = false leaves out" in run.words
    assert "  on_destroy = " in run.output
    assert estate.calls() == 0


def test_a_trail_that_cannot_be_read_stays_in_the_state_with_the_ways_out(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id)).apply().succeeded()
    before = folder.state()
    commercial = next(
        pair["commercial"] for pair in estate.simulator.state()["pairs"] if pair["govcloud"] == account_id
    )
    client(estate, "commercial", "organizations").close_account(AccountId=commercial)
    estate.simulator.clock.advance(3600)
    run = folder.plan().failed()
    assert "closed account" in run.words
    assert "terraform state rm" in run.words
    assert folder.state() == before


def test_what_cannot_be_meant_is_refused_without_a_call(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    wrong: dict[str, Any] = {
        "name": "a--b",
        "s3_bucket_name": "arn:aws:s3:::logs",
        "role_arn": f"arn:aws:iam::{account_id}:role/x",
        "region": "us-east-1",
        "kms_key_id": "alias/logs",
        "include_global_service_events": False,
        "side": "china",
        "on_destroy": "destroy",
    }
    for name, value in wrong.items():
        run = folder.write(trail(account_id, **{name: value})).plan().failed()
        assert f"  {name} = " in run.output
    assert estate.calls() == 0


def test_another_name_or_account_or_region_is_refused_at_plan(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id)).apply().succeeded()
    assert "Another" in folder.write(trail("123456789012")).plan().failed().words
    for name, value in {"name": "other", "side": "commercial", "region": "us-gov-east-1"}.items():
        run = folder.write(trail(account_id, **{name: value})).plan().failed()
        assert "Another" in run.words or "can't move" in run.words


def test_importing_what_is_not_there_or_badly_named_is_an_error(account_id: str, folder: Folder) -> None:
    folder.write(trail(account_id))
    assert "Invalid import id" in folder.run("import", "-no-color", TRAIL, account_id).failed().words
    assert "non-existent" in folder.run("import", "-no-color", TRAIL, f"{account_id}/audit").failed().words


def test_log_files_that_do_not_arrive_are_warned_about(
    account_id: str, folder: Folder, estate: SimulatedEstate
) -> None:
    folder.write(trail(account_id)).apply().succeeded()
    client(estate, "govcloud", "s3").delete_bucket_policy(Bucket=BUCKET)
    run = folder.plan().succeeded()
    assert f"Trail audit of account {account_id} can't deliver its log files" in run.words
    assert "AccessDenied" in run.words
    folder.plans_nothing()
