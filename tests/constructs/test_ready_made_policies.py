from __future__ import annotations

import json
from typing import Any

import pytest

from constructs_lib.partitions import PARTITIONS
from constructs_lib.ready_made_policies import READY_MADE, US_REGIONS, ready_made
from partition_simulator.organizations.policy_documents import check_document
from partition_simulator.organizations.policy_types import POLICY_TYPES

OPTIONS: dict[str, dict[str, Any]] = {"protect-log-bucket": {"bucket_name": "agency-logs"}}


def statements(name: str, partition: str = "aws-us-gov", **options: Any) -> list[dict[str, Any]]:
    document = json.loads(ready_made(name, partition, **(OPTIONS.get(name, {}) | options)).document())
    return list(document["Statement"])


@pytest.mark.parametrize("partition", PARTITIONS)
@pytest.mark.parametrize("name", READY_MADE)
def test_each_is_right_in_each_partition(name: str, partition: str) -> None:
    policy = ready_made(name, partition, **OPTIONS.get(name, {}))
    assert policy.name == name
    assert policy.targets == ("/",)
    assert policy.description
    assert list(policy.problems(partition)) == []
    check_document(POLICY_TYPES["SERVICE_CONTROL_POLICY"], policy.document())


def test_all_of_them_leave_room_at_one_target() -> None:
    assert len(READY_MADE) <= 5


@pytest.mark.parametrize("name", READY_MADE)
def test_each_is_attached_where_it_is_wanted(name: str) -> None:
    assert ready_made(name, "aws", targets=["Workloads"], **OPTIONS.get(name, {})).targets == ["Workloads"]


def test_the_administrators_role_can_still_manage_trails_and_the_log_bucket_but_delete_no_log_file() -> None:
    exempt = {"ArnNotLike": {"aws:PrincipalArn": ["arn:aws-us-gov:iam::*:role/OrganizationAccountAccessRole"]}}
    assert [each["Condition"] for each in statements("protect-trails")] == [exempt]
    files, bucket = statements("protect-log-bucket")
    assert "Condition" not in files
    assert files["Resource"] == ["arn:aws-us-gov:s3:::agency-logs/*"]
    assert bucket["Condition"] == exempt


def test_without_exempt_roles_it_bears_on_all() -> None:
    assert "Condition" not in statements("protect-trails", exempt_roles=())[0]


def test_trails_are_protected_by_name() -> None:
    (statement,) = statements("protect-trails", "aws", trail_names=["audit"])
    assert statement["Resource"] == ["arn:aws:cloudtrail:*:*:trail/audit"]


@pytest.mark.parametrize(("partition", "regions"), US_REGIONS.items())
def test_the_regions_are_the_partitions_own_in_the_united_states(partition: str, regions: tuple[str, ...]) -> None:
    (statement,) = statements("allow-only-us-regions", partition)
    assert statement["Condition"] == {"StringNotEquals": {"aws:RequestedRegion": list(regions)}}
    assert {"iam:*", "organizations:*", "sts:*", "support:*"} <= set(statement["NotAction"])
    assert ("cloudfront:*" in statement["NotAction"]) == (partition == "aws")


def test_fewer_regions_and_exempt_roles() -> None:
    (statement,) = statements("allow-only-us-regions", regions=["us-gov-west-1"], exempt_roles=["Admin"])
    assert statement["Condition"] == {
        "StringNotEquals": {"aws:RequestedRegion": ["us-gov-west-1"]},
        "ArnNotLike": {"aws:PrincipalArn": ["arn:aws-us-gov:iam::*:role/Admin"]},
    }


@pytest.mark.parametrize(
    ("name", "partition", "options", "problem"),
    [
        (
            "deny-everything",
            "aws",
            {},
            "no ready-made policy 'deny-everything'; there are: deny-",
        ),
        ("deny-root-use", "govcloud", {}, "The partition must be"),
        ("deny-root-use", "aws", {"regions": []}, "deny-root-use has no option 'regions'; it has: targets"),
        ("protect-log-bucket", "aws", {}, "protect-log-bucket needs the option 'bucket_name'"),
        ("protect-log-bucket", "aws", {"bucket_name": "Logs"}, "no bucket name"),
        ("allow-only-us-regions", "aws", {"regions": ["us-gov-west-1"]}, "in partition aws-us-gov"),
        ("allow-only-us-regions", "aws", {"regions": ["eu-west-1"]}, "eu-west-1 is not in the United States"),
        ("allow-only-us-regions", "aws", {"regions": []}, "Give at least one region"),
    ],
)
def test_what_cannot_be_meant_is_refused(name: str, partition: str, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        ready_made(name, partition, **options)
