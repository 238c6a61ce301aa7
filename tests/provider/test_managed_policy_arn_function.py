"""The function `managed_policy_arn`."""

from __future__ import annotations

import pytest

from custom_resources.plugin import FunctionError
from custom_resources.provider.managed_policy_arn_function import ManagedPolicyArnFunction


@pytest.mark.parametrize("name", ["ReadOnlyAccess", "service-role/AWSConfigRole", "a/b/C_d+=,.@-"])
def test_the_arn_is_of_the_partition(name: str) -> None:
    assert ManagedPolicyArnFunction().call(name, "aws-us-gov") == f"arn:aws-us-gov:iam::aws:policy/{name}"
    assert ManagedPolicyArnFunction().call(name, "aws") == f"arn:aws:iam::aws:policy/{name}"


@pytest.mark.parametrize(
    "name", ["", "/x", "x/", "a//b", "arn:aws:iam::aws:policy/x", "R\u00e9ad", "a" * 129, "a/" * 5_000 + "b", "x\n"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(FunctionError) as error:
        ManagedPolicyArnFunction().call(name, "aws")
    assert error.value.argument_index == 0
    assert len(error.value.message) < 300


def test_another_partition_is_refused() -> None:
    with pytest.raises(FunctionError) as error:
        ManagedPolicyArnFunction().call("ReadOnlyAccess", "aws-cn")
    assert error.value.argument_index == 1
