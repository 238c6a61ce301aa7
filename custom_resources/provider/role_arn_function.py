"""The function `role_arn`."""

from __future__ import annotations

from typing import ClassVar

from custom_resources.engine import arns, rules
from custom_resources.plugin import STRING, Function, Parameter
from custom_resources.provider.function_arguments import ACCOUNT_ID, PARTITION, refuse


class RoleArnFunction(Function):
    """`provider::govpair::role_arn(account_id, role_name, partition)`."""

    name: ClassVar[str] = "role_arn"
    parameters = (
        ACCOUNT_ID,
        Parameter("role_name", STRING, "The role's name, without a path."),
        PARTITION,
    )
    returns = STRING
    summary: ClassVar[str] = "The ARN of a role in either partition."
    description: ClassVar[str] = (
        "Returns `arn:PARTITION:iam::ACCOUNT:role/NAME`, after checking all three. A function can't know which "
        "partition an account is in: a pair's attributes `commercial_role_arn` and `govcloud_role_arn` do."
    )

    def call(self, account_id: str, role_name: str, partition: str) -> str:
        """The ARN."""
        refuse(0, rules.account_id(account_id))
        refuse(1, rules.role_name(role_name))
        refuse(2, arns.partition_rule(partition))
        return arns.role_arn(partition, account_id, role_name)
