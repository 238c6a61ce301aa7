"""The function `root_arn`."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import arns, rules
from custom_resources.plugin import STRING, Function
from custom_resources.provider.function_arguments import ACCOUNT_ID, PARTITION, refuse


class RootArnFunction(Function):
    """`provider::govpair::root_arn(account_id, partition)`."""

    name: ClassVar[str] = "root_arn"
    parameters = (ACCOUNT_ID, PARTITION)
    returns = STRING
    summary: ClassVar[str] = "The ARN that means a whole account in the principal of a policy."
    description: ClassVar[str] = (
        "Returns `arn:PARTITION:iam::ACCOUNT:root`. A policy in one partition can only name principals of the same."
    )

    def call(self, account_id: str, partition: str) -> str:
        """The ARN."""
        refuse(0, rules.account_id(account_id))
        refuse(1, arns.partition_rule(partition))
        return arns.root_arn(partition, account_id)
