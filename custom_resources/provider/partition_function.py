"""The function `partition`."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import arns
from custom_resources.plugin import STRING, Function, FunctionError, Parameter


class PartitionFunction(Function):
    """`provider::govpair::partition(region_or_arn)`."""

    name: ClassVar[str] = "partition"
    parameters = (Parameter("region_or_arn", STRING, "A region's name, such as `us-gov-west-1`, or any ARN."),)
    returns = STRING
    summary: ClassVar[str] = "The partition of a region or an ARN."
    description: ClassVar[str] = (
        "Returns `aws` (commercial) or `aws-us-gov` (AWS GovCloud (US)), and refuses regions and ARNs of any other "
        "partition."
    )

    def call(self, region_or_arn: str) -> str:
        """The partition's name."""
        try:
            return arns.partition_of(region_or_arn)
        except ValueError as error:
            raise FunctionError(str(error), 0) from error
