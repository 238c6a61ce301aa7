from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_lib.organization_policy import OrganizationPolicy, policy_types_of, target_name, too_many
from constructs_lib.policy_document import Statement
from constructs_lib.policy_types import POLICY_TYPES
from partition_simulator.organizations import policy_types as simulated

SCP, RCP = "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"
DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}


def document(*statements: Any, **more: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements), **more}


def problems(content: Any, type: str = SCP, partition: str = "aws-us-gov", **more: Any) -> list[str]:
    return list(OrganizationPolicy("p", content, type=type, **more).problems(partition))


def test_white_space_goes_and_everything_else_stays() -> None:
    policy = OrganizationPolicy("p", '{ "Version" : "2012-10-17",\n "Statement": [{"Sid": "É  e"}] }')
    assert policy.document() == '{"Version":"2012-10-17","Statement":[{"Sid":"É  e"}]}'


def test_typed_statements_become_a_document() -> None:
    statement = Statement(
        actions=["s3:DeleteBucket"],
        resources=["arn:aws:s3:::x"],
        conditions={"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}},
        sid="Keep",
    )
    assert json.loads(OrganizationPolicy("p", [statement]).document()) == document(
        {
            "Sid": "Keep",
            "Effect": "Deny",
            "Action": ["s3:DeleteBucket"],
            "Resource": ["arn:aws:s3:::x"],
            "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}},
        }
    )


def test_a_resource_control_policy_is_about_every_principal() -> None:
    policy = OrganizationPolicy("p", [Statement(actions=["s3:*"])], type=RCP)
    assert json.loads(policy.document())["Statement"][0]["Principal"] == "*"
    assert list(policy.problems("aws")) == []


def test_a_policy_from_a_file_has_its_name(tmp_path: Path) -> None:
    path = tmp_path / "deny-s3.json"
    path.write_text(json.dumps(document(DENY), indent=2))
    policy = OrganizationPolicy.from_file(path, targets=["/"])
    assert (policy.name, policy.targets) == ("deny-s3", ["/"])
    assert list(policy.problems("aws")) == []


@pytest.mark.parametrize(("type_", "most"), [(SCP, 10_240), (RCP, 5_120), ("TAG_POLICY", 10_000)])
def test_a_document_may_be_as_long_as_aws_takes_after_minifying(type_: str, most: int) -> None:
    def of_length(length: int) -> str:
        empty: dict[str, Any] = (
            {"tags": {"x": {}}}
            if type_ == "TAG_POLICY"
            else document(
                {**DENY, **({"Principal": "*"} if type_ == RCP else {}), "Condition": {"StringEquals": {"aws:a": ""}}}
            )
        )
        text = json.dumps(empty, separators=(",", ":"))
        filler = "x" * (length - len(text))
        text = text.replace('"x"', f'"x{filler}"') if type_ == "TAG_POLICY" else text.replace('""', f'"{filler}"')
        assert len(text) == length
        return text.replace(":", " : \n", 1)

    assert problems(of_length(most), type_) == []
    (problem,) = problems(of_length(most + 1), type_)
    assert f"has {most + 1:,} characters after minifying; AWS takes {most:,}" in problem


@pytest.mark.parametrize(
    ("content", "type_", "problem"),
    [
        ('{"Version": }', SCP, "no JSON: line 1, column 13"),
        ("[1]", SCP, "not a JSON object"),
        ('{"Version": "2012-10-17", "Version": "2012-10-17", "Statement": []}', SCP, "has 'Version' twice"),
        ({"Statement": [DENY]}, SCP, 'Version must be "2012-10-17", not None'),
        (document({**DENY, "Principal": "*"}), SCP, "has Principal, which a service control policy can't have"),
        (document({**DENY, "Effect": "deny"}), SCP, "Effect must be Allow or Deny in a service control policy"),
        (document({**DENY, "Effect": "Allow", "Principal": "*"}), RCP, "Effect must be Deny in a resource control"),
        (document(DENY), RCP, 'Principal must be "*"'),
        (document({**DENY, "NotAction": "iam:*"}), SCP, "must have either Action or NotAction"),
        (document({"Effect": "Deny", "Action": "s3:*"}), SCP, "must have either Resource or NotResource"),
        (document({**DENY, "Sid": "a-b"}), SCP, "a Sid has letters and digits only, not 'a-b'"),
        (document({**DENY, "Sid": "a"}, {**DENY, "Sid": "a"}), SCP, "has the Sid 'a' of another statement"),
        (document("x"), SCP, "Statement 1 is no object"),
        (document({**DENY, "Resource": "arn:aws:s3:::x"}), SCP, "arn:aws:s3:::x is not of the partition aws-us-gov"),
        ({"plans": {}}, "BACKUP_POLICY", "GovCloud has no BACKUP_POLICY; it has: SERVICE_CONTROL_POLICY, "),
        ({}, "PASSWORD_POLICY", "'PASSWORD_POLICY' is no type of policy; there are: "),
    ],
)
def test_what_aws_would_refuse_is_said(content: Any, type_: str, problem: str) -> None:
    assert [problem in each for each in problems(content, type_)] == [True]


def test_a_backup_policy_is_fine_in_the_commercial_partition() -> None:
    assert problems({"plans": {}}, "BACKUP_POLICY", "aws") == []


def test_names_and_descriptions_have_a_length() -> None:
    long = OrganizationPolicy("x" * 129, document(DENY), description="y" * 513)
    assert [each.split(";")[1] for each in long.problems("aws")] == [" this one has 129.", " this one has 513."]


def test_the_limits_are_the_simulators() -> None:
    for name, kind in POLICY_TYPES.items():
        other = simulated.POLICY_TYPES[name]
        managed = other.managed.name if other.managed else None
        assert (kind.attached, kind.characters, kind.in_govcloud, kind.full_access) == (
            other.attached,
            other.characters,
            other.in_govcloud,
            managed,
        )


def some(number: int, type: str, *targets: str) -> list[OrganizationPolicy]:
    return [OrganizationPolicy(f"p{each}", document(DENY), targets, type) for each in range(number)]


@pytest.mark.parametrize(("type_", "most"), [(SCP, 9), (RCP, 4), ("TAG_POLICY", 10)])
def test_aws_own_policy_takes_a_place_at_each_target(type_: str, most: int) -> None:
    assert list(too_many(some(most, type_, "/", "Workloads"))) == []
    sentences = list(too_many(some(most + 1, type_, "/", "Workloads")))
    assert [sentence.split(" would")[0] for sentence in sentences] == ["/", "Workloads"]


def test_where_full_access_was_detached_there_is_one_place_more() -> None:
    assert list(too_many(some(10, SCP, "Workloads/"), ["/Workloads"])) == []
    assert len(list(too_many(some(10, SCP, "Workloads/"), ["Security"]))) == 1
    assert len(list(too_many(some(5, RCP, "Workloads"), ["Workloads"]))) == 1


def test_a_target_that_is_named_twice_counts_once() -> None:
    assert list(too_many(some(9, SCP, "/", "", "//"))) == []


def test_targets_are_compared_without_slashes_at_their_ends() -> None:
    assert [target_name(each) for each in ("", "/", "/A/B/", "A/B")] == ["/", "/", "A/B", "A/B"]


def test_the_types_in_use_are_told_once() -> None:
    assert policy_types_of([*some(2, SCP), *some(1, RCP)]) == [RCP, SCP]
