"""The function `root_arn`."""

from __future__ import annotations

import pytest

from custom_resources.plugin import FunctionError
from custom_resources.provider.root_arn_function import RootArnFunction


def test_the_arn_means_the_account_in_its_partition() -> None:
    assert RootArnFunction().call("222222222222", "aws-us-gov") == "arn:aws-us-gov:iam::222222222222:root"
    assert RootArnFunction().call("111111111111", "aws") == "arn:aws:iam::111111111111:root"


@pytest.mark.parametrize(("arguments", "index"), [(("2", "aws"), 0), (("2" * 12, "AWS"), 1), (("2" * 12, ""), 1)])
def test_a_wrong_argument_is_refused_by_its_place(arguments: tuple[str, str], index: int) -> None:
    with pytest.raises(FunctionError) as error:
        RootArnFunction().call(*arguments)
    assert error.value.argument_index == index
