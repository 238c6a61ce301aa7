"""A role in a member account, on either side of a pair: which it is, and whether it is one that can be meant.

Pure data and rules; assuming it is `engine/member_session.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from custom_resources.engine import rules
from custom_resources.engine.arns import role_arn
from custom_resources.engine.checks import check
from custom_resources.engine.errors import Invalid
from custom_resources.engine.model import DEFAULT_ROLE_NAME

Side = Literal["commercial", "govcloud"]
"""One of the two halves of a pair."""

SIDES: tuple[Side, Side] = ("govcloud", "commercial")

PARTITION_OF_SIDE: Mapping[Side, str] = {"commercial": "aws", "govcloud": "aws-us-gov"}

SET_OF_SIDE: Mapping[Side, Literal["commercial", "govcloud_paired"]] = {
    "commercial": "commercial",
    "govcloud": "govcloud_paired",
}
"""The credential set that the role in a vended account trusts (M: CreateGovCloudAccount, RoleName)."""


@dataclass(frozen=True)
class MemberRole:
    """A role by its name in an account, or by its ARN (one with a path, for example)."""

    side: Side
    account_id: str
    role_name: str = DEFAULT_ROLE_NAME
    role_arn: str | None = None
    external_id: str | None = None

    @property
    def arn(self) -> str:
        """The role's ARN."""
        return self.role_arn or role_arn(PARTITION_OF_SIDE[self.side], self.account_id, self.role_name)

    def check(self, doing: str) -> None:
        """Raise Invalid, naming the attribute, when the role cannot be one of that account on that side."""
        check(doing, "account_id", rules.account_id, self.account_id)
        if self.role_arn is None:
            check(doing, "role_name", rules.role_name, self.role_name)
            return
        check(doing, "role_arn", rules.role_arn, self.role_arn)
        if problem := misplaced(self.role_arn, self.side, self.account_id):
            raise Invalid(doing, f"role_arn: {problem} Nothing was changed.", attribute="role_arn")


def misplaced(role_arn: str, side: Side | None, account_id: str | None) -> str | None:
    """Tell why a (well-formed) role ARN is not one of the account on that side; what is None is not looked at."""
    _, partition, _, _, owner, _ = role_arn.split(":", 5)
    if side is not None and partition != PARTITION_OF_SIDE[side]:
        return (
            f"{role_arn} is in partition {partition}, and roles on the {side} side are in {PARTITION_OF_SIDE[side]}: "
            "credentials never cross partitions."
        )
    if account_id is not None and owner != account_id:
        return f"{role_arn} is a role of account {owner}, not of {account_id}."
    return None


def side_of_arn(role_arn: str) -> Side | None:
    """Return the side that a role ARN's partition is, or None for another partition."""
    partition = role_arn.split(":")[1] if role_arn.count(":") >= 5 else ""
    return next((side for side, name in PARTITION_OF_SIDE.items() if name == partition), None)
