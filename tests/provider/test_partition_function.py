"""The function `partition`."""

from __future__ import annotations

import botocore.session
import pytest

from custom_resources.plugin import FunctionError
from custom_resources.provider.partition_function import PartitionFunction


@pytest.mark.parametrize("partition", ["aws", "aws-us-gov"])
def test_every_region_that_botocore_knows_is_in_its_partition(partition: str) -> None:
    regions = botocore.session.Session().get_available_regions("ec2", partition_name=partition)
    assert regions
    assert {PartitionFunction().call(region) for region in regions} == {partition}


@pytest.mark.parametrize(
    ("arn", "partition"),
    [
        ("arn:aws-us-gov:iam::222222222222:role/Ops", "aws-us-gov"),
        ("arn:aws:s3:::bucket", "aws"),
        ("arn:aws:organizations::111111111111:account/o-abcdefghij/111111111111", "aws"),
    ],
)
def test_an_arn_says_its_own_partition(arn: str, partition: str) -> None:
    assert PartitionFunction().call(arn) == partition


@pytest.mark.parametrize(
    "value",
    [
        "",
        "cn-north-1",
        "us-iso-east-1",
        "us-gov-west-1 ",
        "us-gov-west-1\n",
        "us-gov",
        "aws",
        "arn:aws-cn:s3:::bucket",
        "arn:aws:s3",
        "arn:aws::::x",
        "us-g\u043ev-west-1",
        "us-gov-west-" + "1" * 10_000 + "x",
    ],
)
def test_anything_else_is_refused(value: str) -> None:
    with pytest.raises(FunctionError) as error:
        PartitionFunction().call(value)
    assert error.value.argument_index == 0
    assert len(error.value.message) < 300
