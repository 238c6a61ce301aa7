"""Saving and restoring: a simulator that goes on from a file is the one that wrote it."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator import Fault, Keys, Simulator, SimulatorSettings, StateError
from partition_simulator.state import snapshot
from tests.simulator.conftest import Bench, code_of

DOCUMENT = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]})
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"},
        ],
    }
)


def _furnish(bench: Bench) -> dict[str, Any]:
    """A bit of everything that a world can hold, made through the API; what a test needs of it."""
    commercial, govcloud = bench.organizations("commercial"), bench.organizations("govcloud")
    joined = bench.sim.vend("joined", "joined@example.gov", tags={"a": "b"}, join=bench.payer.govcloud)
    free = bench.sim.vend("free", "free@example.gov")
    for organizations in (commercial, govcloud):
        root = organizations.list_roots()["Roots"][0]["Id"]
        unit = organizations.create_organizational_unit(
            ParentId=root, Name="Workloads", Tags=[{"Key": "k", "Value": ""}]
        )
        organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
        policy = organizations.create_policy(
            Name="all",
            Description="",
            Type="SERVICE_CONTROL_POLICY",
            Content=DOCUMENT,
            Tags=[{"Key": "x", "Value": "y"}],
        )["Policy"]["PolicySummary"]
        organizations.attach_policy(PolicyId=policy["Id"], TargetId=unit["OrganizationalUnit"]["Id"])
    handshake = govcloud.invite_account_to_organization(
        Target={"Id": free.govcloud.account_id, "Type": "ACCOUNT"}, Notes="please", Tags=[{"Key": "t", "Value": "u"}]
    )["Handshake"]["Id"]
    request = commercial.create_gov_cloud_account(AccountName="late", Email="late@example.gov")["CreateAccountStatus"][
        "Id"
    ]
    iam = bench.client("iam", "govcloud")
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument=TRUST, Tags=[{"Key": "r", "Value": "s"}])
    iam.put_role_policy(RoleName="worker", PolicyName="inline", PolicyDocument=DOCUMENT)
    policy_arn = iam.create_policy(PolicyName="mine", PolicyDocument=DOCUMENT)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName="worker", PolicyArn=policy_arn)
    iam.create_instance_profile(InstanceProfileName="profile")
    iam.add_role_to_instance_profile(InstanceProfileName="profile", RoleName="worker")
    iam.create_user(UserName="robot")
    makes_buckets = {"Effect": "Allow", "Action": "s3:CreateBucket", "Resource": "*"}
    allowed = json.dumps({"Version": "2012-10-17", "Statement": [makes_buckets]})
    iam.put_user_policy(UserName="robot", PolicyName="inline", PolicyDocument=allowed)
    made = iam.create_access_key(UserName="robot")["AccessKey"]
    bucket(bench)
    bench.sim.inject(Fault("sts", "GetCallerIdentity", partition="commercial", code="Throttling", times=2))
    with pytest.raises(ClientError):
        bench.sts("commercial").get_caller_identity()
    return {
        "joined": joined.govcloud.account_id,
        "free": free.govcloud.account_id,
        "handshake": handshake,
        "request": request,
        "robot": Keys(bench.payer.govcloud.account_id, made["AccessKeyId"], made["SecretAccessKey"], ""),
        "session": bench.assume("govcloud", joined.govcloud.account_id),
    }


def test_policies_delegation_and_closed_accounts_are_saved(organized: Bench, tmp_path: Path) -> None:
    client: Any = organized.organizations("govcloud")
    root = client.list_roots()["Roots"][0]["Id"]
    member = organized.sim.vend("a", "a@example.gov", join=organized.payer.govcloud)
    account = member.govcloud.account_id
    client.enable_policy_type(RootId=root, PolicyType="TAG_POLICY")
    tags = json.dumps({"tags": {"project": {"tag_key": {"@@assign": "Project"}}}})
    made = client.create_policy(Name="t", Description="", Type="TAG_POLICY", Content=tags)["Policy"]
    client.attach_policy(PolicyId=made["PolicySummary"]["Id"], TargetId=root)
    principal = {"AWS": f"arn:aws-us-gov:iam::{account}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "organizations:ListRoots", "Resource": "*"}
    delegation = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client.put_resource_policy(Content=delegation, Tags=[{"Key": "a", "Value": "b"}])
    client.register_delegated_administrator(AccountId=account, ServicePrincipal="account.amazonaws.com")
    closed = organized.sim.vend("b", "b@example.gov").commercial.account_id
    organized.organizations("commercial").close_account(AccountId=closed)
    organized.sim.clock.advance(60)
    calls: list[tuple[str, dict[str, Any]]] = [
        ("describe_effective_policy", {"PolicyType": "TAG_POLICY", "TargetId": account}),
        ("describe_resource_policy", {}),
        ("list_delegated_administrators", {}),
        ("list_policies", {"Filter": "TAG_POLICY"}),
        ("list_roots", {}),
    ]

    def answers(organizations: Any) -> list[dict[str, Any]]:
        found = [dict(getattr(organizations, name)(**arguments)) for name, arguments in calls]
        return [{key: value for key, value in one.items() if key != "ResponseMetadata"} for one in found]

    before = answers(client)
    with _again(organized, tmp_path) as again:
        assert answers(again.organizations("govcloud")) == before
        assert again.organizations("govcloud", again.assume("govcloud", account)).list_roots()["Roots"]
        again.sim.reopen(closed)
        assert again.organizations("commercial").describe_account(AccountId=closed)["Account"]["State"] == "ACTIVE"


def bucket(bench: Bench) -> None:
    """A bucket with all that a log archive has, and a trail that logs into it."""
    s3, trail = bench.client("s3", "govcloud"), bench.client("cloudtrail", "govcloud")
    region, account = "us-gov-west-1", bench.payer.govcloud.account_id
    s3.create_bucket(Bucket="logs", CreateBucketConfiguration={"LocationConstraint": region})
    s3.put_bucket_versioning(Bucket="logs", VersioningConfiguration={"Status": "Enabled"})
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    s3.put_bucket_encryption(Bucket="logs", ServerSideEncryptionConfiguration={"Rules": [rule]})
    blocked = dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True)
    s3.put_public_access_block(Bucket="logs", PublicAccessBlockConfiguration=blocked)
    s3.put_bucket_tagging(Bucket="logs", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    arn = "arn:aws-us-gov:s3:::logs"
    service = {"Service": "cloudtrail.amazonaws.com"}
    write = {
        "Action": "s3:PutObject",
        "Resource": f"{arn}/AWSLogs/{account}/*",
        "Condition": {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}},
    }
    statements = [
        {"Effect": "Allow", "Principal": service, "Action": "s3:GetBucketAcl", "Resource": arn},
        {"Effect": "Allow", "Principal": service, **write},
    ]
    s3.put_bucket_policy(Bucket="logs", Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}))
    for body in (b"first", bytes(range(256)) * 4096):
        s3.put_object(Bucket="logs", Key="kept", Body=body, Metadata={"By": "test"}, ContentType="text/plain")
    s3.put_object(Bucket="logs", Key="gone", Body=b"x")
    s3.delete_object(Bucket="logs", Key="gone")
    trail.create_trail(Name="audit", S3BucketName="logs", TagsList=[{"Key": "a", "Value": "b"}])
    trail.start_logging(Name="audit")


@contextmanager
def _again(bench: Bench, tmp_path: Path, settings: SimulatorSettings | None = None) -> Iterator[Bench]:
    """Save, end, and go on in a new simulator."""
    bench.sim.save(tmp_path / "state.json")
    bench.sim.stop()
    with Simulator(settings or SimulatorSettings(clock_scale=0)) as sim:
        sim.restore(tmp_path / "state.json")
        yield Bench(sim, sim.seeded[0])


def test_everything_is_there_again_and_goes_on(organized: Bench, tmp_path: Path) -> None:
    made = _furnish(organized)
    before = organized.sim.export()
    with _again(organized, tmp_path) as again:
        assert again.sim.export() == before
        assert again.payer == organized.payer
        _goes_on(again, made)


def _goes_on(bench: Bench, made: dict[str, Any]) -> None:
    # the fault that has one strike left
    with pytest.raises(ClientError) as error:
        bench.sts("commercial").get_caller_identity()
    assert code_of(error) == "Throttling"
    assert bench.sts("commercial").get_caller_identity()
    # keys made through IAM, and a session
    assert bench.sts("govcloud", made["robot"]).get_caller_identity()["Arn"].endswith(":user/robot")
    assert bench.sts("govcloud", made["session"]).get_caller_identity()["Account"] == made["joined"]
    # the creation in progress, on the clock as it was
    bench.sim.clock.advance(60)
    commercial = bench.organizations("commercial")
    status = commercial.describe_create_account_status(CreateAccountRequestId=made["request"])["CreateAccountStatus"]
    assert status["State"] == "SUCCEEDED"
    # the open invitation, with its tags
    invited = bench.organizations("govcloud", bench.assume("govcloud", made["free"]))
    invited.accept_handshake(HandshakeId=made["handshake"])
    govcloud = bench.organizations("govcloud")
    assert govcloud.list_tags_for_resource(ResourceId=made["free"])["Tags"] == [{"Key": "t", "Value": "u"}]
    # contents, versions and settings of the bucket
    s3 = bench.client("s3", "govcloud")
    kept = s3.get_object(Bucket="logs", Key="kept")
    assert (kept["Body"].read(), kept["Metadata"]) == (bytes(range(256)) * 4096, {"by": "test"})
    versions = s3.list_object_versions(Bucket="logs")
    assert (len(versions["Versions"]), len(versions["DeleteMarkers"])) == (3, 1)
    assert s3.get_bucket_encryption(Bucket="logs") and s3.get_public_access_block(Bucket="logs")
    with pytest.raises(ClientError) as error:
        config = {"LocationConstraint": "us-gov-west-1"}
        bench.client("s3", "govcloud", made["robot"]).create_bucket(Bucket="logs", CreateBucketConfiguration=config)
    assert code_of(error) == "BucketAlreadyOwnedByYou"
    assert bench.client("cloudtrail", "govcloud").get_trail_status(Name="audit")["IsLogging"] is True


def test_the_same_calls_after_a_restore_make_the_same_ids(organized: Bench, tmp_path: Path) -> None:
    contents = organized.sim.snapshot()
    first = organized.sim.vend("a", "a@example.gov")
    organized.sim.restore_snapshot(contents)
    assert len(organized.sim.state()["pairs"]) == 1
    second = organized.sim.vend("a", "a@example.gov")
    assert first.govcloud.account_id == second.govcloud.account_id


def test_virtual_time_stands_still_while_the_simulator_is_off(organized: Bench, tmp_path: Path) -> None:
    organized.sim.clock.advance(86400.0)
    before = organized.sim.clock.now()
    with _again(organized, tmp_path, SimulatorSettings(clock_scale=3600)) as again:
        assert (again.sim.clock.now(), again.sim.clock.scale) == (before, 0)


def test_a_state_file_is_restored_at_the_start_and_saved_at_the_end(tmp_path: Path) -> None:
    settings = SimulatorSettings(clock_scale=0, state_file=tmp_path / "state.json")
    with Simulator(settings) as sim:
        pair = sim.seed_management_pair()
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600
    with Simulator(settings) as sim:
        assert sim.seeded == [pair]
        sim.create_organization(pair.commercial)
    with Simulator(settings) as sim:
        assert len(sim.state()["organizations"]) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_a_file_that_cannot_be_restored_stops_the_start_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("{}")
    sim = Simulator(SimulatorSettings(state_file=path))
    with pytest.raises(StateError, match="no state of the simulator"):
        sim.start()
    assert path.read_text() == "{}"
    sim.stop()
    assert path.read_text() == "{}"


def test_reset_begins_again_with_the_same_ids(organized: Bench) -> None:
    _furnish(organized)
    organized.sim.reset()
    empty = organized.sim.export()
    assert not any(empty[key] for key in empty if key not in ("now", "rates"))
    assert organized.sim.seed_management_pair() == organized.payer
    assert organized.sim.create_organization(organized.payer.govcloud)


def test_an_export_is_json_in_an_order_that_stays_and_holds_no_secret(organized: Bench) -> None:
    made = _furnish(organized)
    text = json.dumps(organized.sim.export())
    assert text == json.dumps(organized.sim.export())
    assert all(word in text for word in ("Workloads", "worker", "audit", "joined", "s3:PutObject", made["handshake"]))
    assert "FakeSecret" not in text
    assert "FakeSessionToken" not in text
    assert made["robot"].secret_access_key not in text


def _changed(contents: bytes, **changes: Any) -> bytes:
    return json.dumps({**json.loads(contents), **changes}).encode()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"version": 99}, "format 99, and this is 1"),
        ({"moto": "4.0.0"}, "moto 4.0.0, and this is 5"),
        ({"simulator": "0.0.1"}, "simulator 0.0.1, and this is"),
        ({"format": "else"}, "no state of the simulator"),
        ({"objects": "x"}, "damaged"),
        ({"objects": []}, "which it doesn't hold"),
        ({"objects": [["dict", []]], "root": [0]}, "doesn't describe a world"),
        ({"objects": [["tuple", [[0]]]], "root": [0]}, "contains itself"),
        ({"objects": [["object", "subprocess:Popen", {}]], "root": [0]}, "no part of a simulated world"),
        ({"objects": [["object", "builtins:eval", {}]], "root": [0]}, "no part of a simulated world"),
        ({"objects": [["object", "partition_simulator.front:Front", {}]], "root": [0]}, "no part of a simulated world"),
        ({"objects": [["object", "partition_simulator.simulator:threading", {}]], "root": [0]}, "no part"),
        ({"objects": [["object", "moto.s3.models:S3BackendDict", {}]], "root": [0]}, "no part"),
        ({"objects": [["mapping", "builtins:dict", [], {}, None]], "root": [0]}, "no part"),
        ({"objects": [["call", "os:system", ["true"]]], "root": [0]}, "no simulator writes"),
    ],
)
def test_what_is_no_state_of_this_simulator_is_refused_and_changes_nothing(
    organized: Bench, changes: dict[str, Any], text: str
) -> None:
    before = organized.sim.export()
    contents = organized.sim.snapshot()
    with pytest.raises(StateError, match=text):
        organized.sim.restore_snapshot(_changed(contents, **changes))
    assert organized.sim.export() == before
    assert organized.sts("govcloud").get_caller_identity()


def test_a_world_with_other_members_is_of_another_version(organized: Bench) -> None:
    contents = organized.sim.snapshot()
    for old, new in ((b'"faults"', b'"defects"'), (b'"email":', b'"mail":')):
        assert old in contents
        with pytest.raises(StateError, match="another version of the simulator"):
            organized.sim.restore_snapshot(contents.replace(old, new))


def test_a_file_that_plans_what_is_no_event_is_refused(organized: Bench) -> None:
    organized.organizations("commercial").create_gov_cloud_account(AccountName="x", Email="x@example.gov")
    contents = organized.sim.snapshot()
    assert b"organizations.creations.finish" in contents
    with pytest.raises(StateError, match=r"plans os\.system"):
        organized.sim.restore_snapshot(contents.replace(b"organizations.creations.finish", b"os.system"))


def test_an_account_of_another_running_simulator_is_not_taken(organized: Bench) -> None:
    contents = organized.sim.snapshot()
    with Simulator(SimulatorSettings(seed=7)) as other:
        pair = other.seed_management_pair()
        with pytest.raises(StateError, match="another simulator of this process has account"):
            other.restore_snapshot(contents)
        assert other.seeded == [pair]
        assert other.create_organization(pair.govcloud)


def test_a_failed_write_leaves_the_old_file(organized: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.json"
    organized.sim.save(path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        organized.sim.save(path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["state.json"]


def test_what_cannot_be_saved_is_named(organized: Bench) -> None:
    organized.sim.world.calls.odd = object()  # type: ignore[attr-defined]
    with pytest.raises(StateError, match="builtins:object is part of the world"):
        snapshot.capture(organized.sim.world)


def test_a_place_that_takes_no_file_is_told_before_there_is_anything_to_lose(tmp_path: Path) -> None:
    simulator = Simulator(SimulatorSettings(state_file=tmp_path / "nowhere" / "state.json"))
    with pytest.raises(FileNotFoundError):
        simulator.start()
