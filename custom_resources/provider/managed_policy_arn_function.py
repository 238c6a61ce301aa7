"""The function `managed_policy_arn`."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import arns
from custom_resources.plugin import STRING, Function, Parameter
from custom_resources.provider.function_arguments import PARTITION, refuse


class ManagedPolicyArnFunction(Function):
    """`provider::govpair::managed_policy_arn(name, partition)`."""

    name: ClassVar[str] = "managed_policy_arn"
    parameters = (
        Parameter("name", STRING, "The policy's name, with its path where it has one: `service-role/AWSConfigRole`."),
        PARTITION,
    )
    returns = STRING
    summary: ClassVar[str] = "The ARN of a policy that AWS manages, in either partition."
    description: ClassVar[str] = (
        "Returns `arn:PARTITION:iam::aws:policy/NAME`. Whether AWS has that policy in the partition isn't checked."
    )

    def call(self, name: str, partition: str) -> str:
        """The ARN."""
        refuse(0, arns.managed_policy_name_rule(name))
        refuse(1, arns.partition_rule(partition))
        return arns.managed_policy_arn(partition, name)
