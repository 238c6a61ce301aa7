"""Organization policies: types, limits, attachments, and what AWS manages itself."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from partition_simulator.http.services import service_model
from partition_simulator.organizations.policy_types import POLICY_TYPES
from partition_simulator.partitions import PARTITIONS, Side
from tests.simulator.conftest import Bench, code_of, member_of, reason_of, refusal

DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}
SCP = json.dumps({"Version": "2012-10-17", "Statement": [DENY]})
RCP = json.dumps({"Version": "2012-10-17", "Statement": [{**DENY, "Principal": "*"}]})
TAGS = json.dumps({"tags": {"project": {"tag_key": {"@@assign": "Project"}}}})
IN_GOVCLOUD = {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "DECLARATIVE_POLICY_EC2", "S3_POLICY"}
BOTH = pytest.mark.parametrize("side", ["commercial", "govcloud"])


class Policies:
    """An organization's root, and policies on it."""

    def __init__(self, bench: Bench, side: Side, policy_type: str = "SERVICE_CONTROL_POLICY", on: bool = True) -> None:
        self.client: Any = bench.organizations(side)
        self.type = policy_type
        self.root = self.client.list_roots()["Roots"][0]["Id"]
        if on:
            self.enable()

    def enable(self) -> None:
        self.client.enable_policy_type(RootId=self.root, PolicyType=self.type)

    def make(self, name: str = "deny", content: str = SCP, **more: Any) -> str:
        answer = self.client.create_policy(Name=name, Description="", Type=self.type, Content=content, **more)
        return str(answer["Policy"]["PolicySummary"]["Id"])

    def attached(self, target: str) -> list[str]:
        found = self.client.list_policies_for_target(TargetId=target, Filter=self.type)["Policies"]
        return [policy["Name"] for policy in found]


def test_every_policy_type_of_the_model_has_its_limits() -> None:
    model = service_model("organizations")
    assert model is not None
    assert set(POLICY_TYPES) == set(model.shape_for("PolicyType").metadata["enum"])


@BOTH
@pytest.mark.parametrize("policy_type", sorted(POLICY_TYPES))
def test_govcloud_has_five_policy_types_and_commercial_all(organized: Bench, side: Side, policy_type: str) -> None:
    policies = Policies(organized, side, policy_type, on=False)
    if side == "commercial" or policy_type in IN_GOVCLOUD:
        policies.enable()
        assert policies.client.list_roots()["Roots"][0]["PolicyTypes"] == [{"Type": policy_type, "Status": "ENABLED"}]
        return
    for refused in (policies.enable, policies.make):
        assert refusal(refused)[0] == "PolicyTypeNotAvailableForOrganizationException"


@BOTH
def test_a_policy_is_attached_once_and_only_while_its_type_is_enabled(organized: Bench, side: Side) -> None:
    policies = Policies(organized, side, on=False)
    client, root, policy = policies.client, policies.root, policies.make()
    with pytest.raises(ClientError) as error:
        client.attach_policy(PolicyId=policy, TargetId=root)
    assert code_of(error) == "PolicyTypeNotEnabledException"
    policies.enable()
    client.attach_policy(PolicyId=policy, TargetId=root)
    with pytest.raises(ClientError) as error:
        client.attach_policy(PolicyId=policy, TargetId=root)
    assert code_of(error) == "DuplicatePolicyAttachmentException"
    client.detach_policy(PolicyId=policy, TargetId=root)
    with pytest.raises(ClientError) as error:
        client.detach_policy(PolicyId=policy, TargetId=root)
    assert code_of(error) == "PolicyNotAttachedException"
    with pytest.raises(ClientError) as error:
        client.attach_policy(PolicyId=policy, TargetId="000000000000")
    assert code_of(error) == "TargetNotFoundException"
    with pytest.raises(ClientError) as error:
        client.attach_policy(PolicyId="p-00000000", TargetId=root)
    assert code_of(error) == "PolicyNotFoundException"


@BOTH
def test_full_access_is_attached_to_everything_old_and_new_once_scps_are_enabled(organized: Bench, side: Side) -> None:
    policies = Policies(organized, side, on=False)
    before = policies.client.create_organizational_unit(ParentId=policies.root, Name="A")["OrganizationalUnit"]["Id"]
    account, _ = member_of(organized, side)
    assert [policies.attached(target) for target in (policies.root, before, account)] == [[], [], []]
    policies.enable()
    after = policies.client.create_organizational_unit(ParentId=policies.root, Name="B")["OrganizationalUnit"]["Id"]
    later, _ = member_of(organized, side)
    for target in (policies.root, before, after, account, later):
        assert policies.attached(target) == ["FullAWSAccess"]
    (full,) = policies.client.list_policies(Filter="SERVICE_CONTROL_POLICY")["Policies"]
    assert full["Arn"] == (
        f"arn:{PARTITIONS[side].name}:organizations::aws:policy/service_control_policy/p-FullAWSAccess"
    )
    assert len(policies.client.list_targets_for_policy(PolicyId="p-FullAWSAccess")["Targets"]) == 6


@BOTH
def test_disabling_a_type_detaches_its_policies_and_enabling_brings_full_access_only(
    organized: Bench, side: Side
) -> None:
    policies = Policies(organized, side)
    policy = policies.make()
    policies.client.attach_policy(PolicyId=policy, TargetId=policies.root)
    with pytest.raises(ClientError) as error:
        policies.enable()
    assert code_of(error) == "PolicyTypeAlreadyEnabledException"
    policies.client.disable_policy_type(RootId=policies.root, PolicyType=policies.type)
    assert policies.attached(policies.root) == []
    assert policies.client.list_targets_for_policy(PolicyId=policy)["Targets"] == []
    with pytest.raises(ClientError) as error:
        policies.client.disable_policy_type(RootId=policies.root, PolicyType=policies.type)
    assert code_of(error) == "PolicyTypeNotEnabledException"
    policies.enable()
    assert policies.attached(policies.root) == ["FullAWSAccess"]


def test_the_last_scp_of_a_target_stays(organized: Bench) -> None:
    policies = Policies(organized, "govcloud")
    client, root = policies.client, policies.root
    with pytest.raises(ClientError) as error:
        client.detach_policy(PolicyId="p-FullAWSAccess", TargetId=root)
    assert reason_of(error) == "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
    policy = policies.make()
    client.attach_policy(PolicyId=policy, TargetId=root)
    client.detach_policy(PolicyId="p-FullAWSAccess", TargetId=root)
    with pytest.raises(ClientError) as error:
        client.detach_policy(PolicyId=policy, TargetId=root)
    assert reason_of(error) == "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"
    assert policies.attached(root) == ["deny"]


def test_full_access_for_rcps_is_never_detached(organized: Bench) -> None:
    policies = Policies(organized, "govcloud", "RESOURCE_CONTROL_POLICY")
    policies.client.attach_policy(PolicyId=policies.make(content=RCP), TargetId=policies.root)
    with pytest.raises(ClientError) as error:
        policies.client.detach_policy(PolicyId="p-RCPFullAWSAccess", TargetId=policies.root)
    assert (code_of(error), reason_of(error)) == ("InvalidInputException", "NON_DETACHABLE_POLICY")


@pytest.mark.parametrize(
    ("policy_type", "content", "more"),
    [("SERVICE_CONTROL_POLICY", SCP, 9), ("RESOURCE_CONTROL_POLICY", RCP, 4), ("TAG_POLICY", TAGS, 10)],
)
def test_a_target_takes_so_many_policies_of_a_type(organized: Bench, policy_type: str, content: str, more: int) -> None:
    policies = Policies(organized, "commercial", policy_type)
    made = [policies.make(f"p{number}", content) for number in range(more + 1)]
    for policy in made[:more]:
        policies.client.attach_policy(PolicyId=policy, TargetId=policies.root)
    with pytest.raises(ClientError) as error:
        policies.client.attach_policy(PolicyId=made[more], TargetId=policies.root)
    assert reason_of(error) == "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"


@pytest.mark.parametrize(
    ("policy_type", "content", "most"),
    [
        ("SERVICE_CONTROL_POLICY", SCP, 10_240),
        ("RESOURCE_CONTROL_POLICY", RCP, 5_120),
        ("TAG_POLICY", TAGS, 10_000),
        ("DECLARATIVE_POLICY_EC2", '{"ec2_attributes":{}}', 10_000),
        ("AISERVICES_OPT_OUT_POLICY", '{"services":{}}', 2_500),
    ],
)
def test_a_document_is_so_long_and_white_space_counts(
    organized: Bench, policy_type: str, content: str, most: int
) -> None:
    policies = Policies(organized, "commercial", policy_type, on=False)
    policy = policies.make("fits", content.ljust(most))
    for refused in (
        lambda: policies.make("long", content.ljust(most + 1)),
        lambda: policies.client.update_policy(PolicyId=policy, Content=content.ljust(most + 1)),
    ):
        assert refusal(refused)[1] == "POLICY_CONTENT_LIMIT_EXCEEDED"


@BOTH
def test_what_aws_manages_is_not_changed(organized: Bench, side: Side) -> None:
    client: Any = organized.organizations(side)
    for refused in (
        lambda: client.update_policy(PolicyId="p-FullAWSAccess", Content=SCP),
        lambda: client.delete_policy(PolicyId="p-FullAWSAccess"),
        lambda: client.delete_policy(PolicyId="p-RCPFullAWSAccess"),
    ):
        assert refusal(refused)[1] == "IMMUTABLE_POLICY"


@BOTH
def test_an_attached_policy_is_not_deleted_until_its_unit_is_gone(organized: Bench, side: Side) -> None:
    policies = Policies(organized, side)
    client, policy = policies.client, policies.make()
    unit = client.create_organizational_unit(ParentId=policies.root, Name="A")["OrganizationalUnit"]["Id"]
    client.attach_policy(PolicyId=policy, TargetId=unit)
    with pytest.raises(ClientError) as error:
        client.delete_policy(PolicyId=policy)
    assert code_of(error) == "PolicyInUseException"
    client.delete_organizational_unit(OrganizationalUnitId=unit)
    client.delete_policy(PolicyId=policy)
    with pytest.raises(ClientError) as error:
        client.describe_policy(PolicyId=policy)
    assert code_of(error) == "PolicyNotFoundException"


def test_policies_have_names_of_their_own_and_change_in_place(organized: Bench) -> None:
    policies = Policies(organized, "govcloud", on=False)
    client, first, second = policies.client, policies.make("a"), policies.make("b")
    for refused in (lambda: policies.make("a"), lambda: client.update_policy(PolicyId=second, Name="a")):
        assert refusal(refused)[0] == "DuplicatePolicyException"
    client.update_policy(PolicyId=first, Name="a", Description="more")
    policy = client.describe_policy(PolicyId=first)["Policy"]
    assert (policy["PolicySummary"]["Name"], policy["PolicySummary"]["Description"]) == ("a", "more")
    assert policy["Content"] == SCP


def test_a_policy_is_made_with_tags_within_the_limit(organized: Bench) -> None:
    policies = Policies(organized, "govcloud", on=False)
    policy = policies.make(Tags=[{"Key": "a", "Value": "1"}])
    assert policies.client.list_tags_for_resource(ResourceId=policy)["Tags"] == [{"Key": "a", "Value": "1"}]
    with pytest.raises(ClientError) as error:
        policies.make("more", Tags=[{"Key": f"k{number}", "Value": ""} for number in range(51)])
    assert reason_of(error) == "MAX_TAG_LIMIT_EXCEEDED"


def test_an_organization_for_billing_only_has_no_policies_and_no_trusted_services(bench: Bench) -> None:
    client: Any = bench.organizations("commercial")
    client.create_organization(FeatureSet="CONSOLIDATED_BILLING")
    policies = Policies(bench, "commercial", on=False)
    for refused in (policies.enable, policies.make):
        assert refusal(refused)[0] == "PolicyTypeNotAvailableForOrganizationException"
    with pytest.raises(ClientError) as error:
        client.enable_aws_service_access(ServicePrincipal="guardduty.amazonaws.com")
    assert reason_of(error) == "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"


def test_a_malformed_document_is_refused_when_made_and_when_changed(organized: Bench) -> None:
    policies = Policies(organized, "govcloud", on=False)
    policy = policies.make()
    for refused in (
        lambda: policies.make("other", "{}"),
        lambda: policies.client.update_policy(PolicyId=policy, Content="{}"),
    ):
        with pytest.raises(ClientError, match="Version must be") as error:
            refused()
        assert code_of(error) == "MalformedPolicyDocumentException"
