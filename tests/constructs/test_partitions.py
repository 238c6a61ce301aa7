from __future__ import annotations

import pytest

from constructs_lib.partitions import foreign_arns, partition_problem


@pytest.mark.parametrize("partition", ["aws", "aws-us-gov"])
def test_the_two_partitions_are_fine(partition: str) -> None:
    assert partition_problem(partition) is None


@pytest.mark.parametrize("partition", ["govcloud", "aws-cn", "", None])
def test_another_partition_is_refused_with_both_names(partition: object) -> None:
    assert "must be aws (commercial) or aws-us-gov (GovCloud)" in str(partition_problem(partition))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"arn:aws:s3:::logs/*"', ["arn:aws:s3:::logs/*"]),
        ('"arn:aws-us-gov:s3:::logs"', []),
        ('"arn:*:s3:::logs","arn:aws*:s3:::logs"', []),
        ('["arn:aws:iam::aws:policy/X","arn:aws:iam::aws:policy/X"]', ["arn:aws:iam::aws:policy/X"]),
        ("no ARN: barn", []),
    ],
)
def test_arns_of_another_partition_are_found_once(text: str, found: list[str]) -> None:
    assert list(foreign_arns(text, "aws-us-gov")) == found
