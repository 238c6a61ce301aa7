"""The function `role_arn`."""

from __future__ import annotations

import pytest

from custom_resources.plugin import FunctionError
from custom_resources.provider.role_arn_function import RoleArnFunction


@pytest.mark.parametrize("partition", ["aws", "aws-us-gov"])
def test_the_arn_is_of_the_partition(partition: str) -> None:
    arn = RoleArnFunction().call("222222222222", "OrganizationAccountAccessRole", partition)
    assert arn == f"arn:{partition}:iam::222222222222:role/OrganizationAccountAccessRole"


@pytest.mark.parametrize(
    ("arguments", "index"),
    [
        (("22222222222", "Ops", "aws"), 0),
        (("\u0662" * 12, "Ops", "aws"), 0),
        (("1" * 10_000, "Ops", "aws"), 0),
        (("222222222222", "", "aws"), 1),
        (("222222222222", "a/b", "aws"), 1),
        (("222222222222", "\u041eps", "aws"), 1),
        (("222222222222", "O" * 10_000, "aws"), 1),
        (("222222222222", "Ops", "aws-cn"), 2),
        (("222222222222", "Ops", "govcloud"), 2),
        (("222222222222", "Ops", "a" * 10_000), 2),
    ],
)
def test_a_wrong_argument_is_refused_by_its_place(arguments: tuple[str, str, str], index: int) -> None:
    with pytest.raises(FunctionError) as error:
        RoleArnFunction().call(*arguments)
    assert error.value.argument_index == index
    assert len(error.value.message) < 300
