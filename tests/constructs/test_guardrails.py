from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.bindings.aws_s3_bucket import AwsS3Bucket
from constructs_lib.cdk import App, TerraformStack
from constructs_lib.credential_set import CredentialSet
from constructs_lib.errors import ConstructError
from constructs_lib.guardrails import Guardrails
from constructs_lib.identifiers import identifier
from constructs_lib.organization_policy import OrganizationPolicy
from constructs_lib.policy_document import Statement
from constructs_lib.providers import aws_provider
from tests.constructs.conftest import Json, synth

DENY = [Statement(actions=["s3:*"])]


def guardrails(stack: TerraformStack, *policies: OrganizationPolicy, **more: Any) -> Guardrails:
    given: dict[str, Any] = {"partition": "aws-us-gov", "root_id": "r-ab12", "logical_id": identifier, **more}
    return Guardrails(stack, "guardrails", policies=policies, **given)


def resources(stack: TerraformStack) -> tuple[Json, Json]:
    """Policies and attachments, by logical id."""
    aws_provider(stack, CredentialSet())
    found = synth(stack)["resource"]
    return found["aws_organizations_policy"], found.get("aws_organizations_policy_attachment", {})


def test_a_policy_is_made_and_attached_to_root_units_accounts_and_ids(stack: TerraformStack) -> None:
    targets = ["/", "Workloads/Production", "log-archive", "ou-ab12-cd34ef56"]
    known = {"Workloads/Production": "ou-ab12-11111111", "log-archive": "111122223333"}
    guardrails(stack, OrganizationPolicy("stay", DENY, targets, description="Why"), target_ids=known)
    policies, attachments = resources(stack)
    policy = policies["stay"]
    assert (policy["name"], policy["type"], policy["description"]) == ("stay", "SERVICE_CONTROL_POLICY", "Why")
    assert json.loads(policy["content"])["Statement"][0]["Action"] == ["s3:*"]
    assert {each["policy_id"] for each in attachments.values()} == {"${aws_organizations_policy.stay.id}"}
    assert {each["target_id"] for each in attachments.values()} == {
        "r-ab12",
        "ou-ab12-11111111",
        "111122223333",
        "ou-ab12-cd34ef56",
    }


def test_the_order_of_policies_and_targets_means_nothing(app: App, stack: TerraformStack) -> None:
    other = TerraformStack(app, "other")
    one, two = OrganizationPolicy("a", DENY, ["/", "A"]), OrganizationPolicy("b", DENY, ["A", "/"])
    guardrails(stack, one, two, target_ids={"A": "ou-ab12-cd34ef56"})
    guardrails(other, two, OrganizationPolicy("a", DENY, ["A", "/"]), target_ids={"/A/": "ou-ab12-cd34ef56"})
    assert resources(stack) == resources(other)


def test_a_policy_of_iam_s_variables_stays_text_and_a_reference_stays_a_reference(stack: TerraformStack) -> None:
    bucket = AwsS3Bucket(stack, "logs", logical_id="logs")
    statement = Statement(actions=["s3:*"], resources=["arn:*:s3:::${aws:username} %{x}"])
    guardrails(
        stack,
        OrganizationPolicy("text", [statement]),
        OrganizationPolicy("reference", [Statement(actions=["s3:*"], resources=[bucket.arn])]),
    )
    policies, _ = resources(stack)
    assert "arn:*:s3:::$${aws:username} %%{x}" in policies["text"]["content"]
    assert '["${aws_s3_bucket.logs.arn}"]' in policies["reference"]["content"]


def test_the_ids_are_known_by_name(stack: TerraformStack) -> None:
    made = guardrails(stack, OrganizationPolicy("a", DENY), OrganizationPolicy("b", DENY))
    assert set(made.policy_ids) == {"a", "b"}


def test_names_that_only_differ_in_what_an_identifier_cannot_have_stay_apart(stack: TerraformStack) -> None:
    guardrails(stack, OrganizationPolicy("a b", DENY, ["/"]), OrganizationPolicy("a.b", DENY, ["/"]))
    policies, attachments = resources(stack)
    assert (len(policies), len(attachments)) == (2, 2)


@pytest.mark.parametrize(
    ("policies", "more", "problem"),
    [
        ([OrganizationPolicy("a", DENY, ["Wrklds"])], {}, "a: there is no target 'Wrklds'; there are: /, Workloads, "),
        ([OrganizationPolicy("a", DENY), OrganizationPolicy("a", DENY)], {}, "a: there are 2 policies of that name"),
        ([OrganizationPolicy("a", "{")], {}, "a: The policy is no JSON"),
        ([OrganizationPolicy("a", DENY)], {"partition": "gov"}, "The partition must be"),
        ([OrganizationPolicy(f"p{n}", DENY, ["Workloads"]) for n in range(10)], {}, "AWS's own FullAWSAccess is one"),
    ],
)
def test_what_aws_would_refuse_is_refused_with_the_construct_path(
    stack: TerraformStack, policies: list[OrganizationPolicy], more: Json, problem: str
) -> None:
    with pytest.raises(ConstructError) as raised:
        guardrails(stack, *policies, target_ids={"Workloads": "ou-ab12-cd34ef56"}, **more)
    assert raised.value.path == "stack/guardrails"
    assert [problem in each for each in raised.value.problems] == [True]


def test_a_detached_full_access_leaves_room_for_one_more(stack: TerraformStack) -> None:
    ten = [OrganizationPolicy(f"p{n}", DENY, ["/"]) for n in range(10)]
    guardrails(stack, *ten, without_full_access=["/"])
    assert len(resources(stack)[1]) == 10
